"""An invocation as a runnable piece of Python that calls boto3. Pure: imports no boto3 itself."""

from __future__ import annotations

from chatcheck.render.comment import format_comment
from chatcheck.render.invocation import Invocation


def format_snippet(invocation: Invocation, endpoint_url: str | None = None) -> str:
    """Return a script that starts the chat and prints its ContactId; no newline at the end.

    A comment with the chat's name comes first. Several scripts, one after the other, are a script.
    Credentials come from where boto3 finds them; the script holds none.
    """
    options = {"region_name": invocation.region}
    options |= {"endpoint_url": endpoint_url} if endpoint_url else {}
    client = ", ".join(f"{name}={value!r}" for name, value in options.items())
    arguments = (f"    {name}={value!r},\n" for name, value in invocation.document.items())
    return (
        f"{format_comment(invocation.name)}\n"
        "import boto3\n\n"
        f"connect = boto3.client('connect', {client})\n"
        f"answer = connect.start_chat_contact(\n{''.join(arguments)})\n"
        "print(answer['ContactId'])"
    )

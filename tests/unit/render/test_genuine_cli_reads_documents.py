"""The genuine AWS CLI sends exactly the document that a rendered file of JSON or YAML holds."""

import json
import os
import shutil
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from chatcheck.render.cli_input import format_json, format_yaml
from chatcheck.render.invocation import Invocation

CLI_1 = [sys.executable, str(Path(sys.executable).parent / "aws")]
DEBIAN_CLI = "/usr/bin/aws"
NASTY = 'yes: "12:30" \' # é 😀 \u2028\x85\n\t\\ '
DOCUMENT = {
    "InstanceId": "i-1",
    "ContactFlowId": "0123",
    "Attributes": {
        "yes": "no",
        "at": "12:30",
        "on": "2026-11-22",
        "zip": "0123",
        "file": "file:///x",
        "a": NASTY,
    },
    "ParticipantDetails": {"DisplayName": "null"},
    "InitialMessage": {"ContentType": "text/plain", "Content": NASTY},
    "ClientToken": "1e5",
    "ChatDurationInMinutes": 60,
    "SupportedMessagingContentTypes": ["text/plain"],
}


@pytest.fixture
def recorder():
    """Answer every request as StartChatContact does; give the address and the bodies received."""
    bodies = []

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self):
            bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            answer = b'{"ContactId": "c-1"}'
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=[0.05])
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", bodies
    server.shutdown()
    thread.join()
    server.server_close()


def is_version_2(cli):
    found = shutil.which(cli)
    return (
        bool(found)
        and b"aws-cli/2" in subprocess.run([found, "--version"], capture_output=True, check=False).stdout
    )


def start_with(cli, option, text, folder, url):
    file = folder / "document"
    file.write_text(text, "ascii")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "LC_ALL": "C",
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    command = [*cli, "connect", "start-chat-contact", "--region", "eu-west-2", "--endpoint-url", url]
    return subprocess.run(
        [*command, option, f"file://{file}"],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
        timeout=250,
    )


def test_version_1_sends_the_json_document(recorder, tmp_path):
    url, bodies = recorder

    ran = start_with(CLI_1, "--cli-input-json", format_json(Invocation("r", DOCUMENT, "one")), tmp_path, url)

    assert (ran.returncode, ran.stderr) == (0, "")
    assert bodies == [DOCUMENT]


@pytest.mark.parametrize(
    ("option", "form"),
    [("--cli-input-json", format_json), ("--cli-input-yaml", format_yaml)],
    ids=["json", "yaml"],
)
def test_version_2_sends_the_document(recorder, tmp_path, option, form):
    if not is_version_2(DEBIAN_CLI):
        pytest.skip(f"no AWS CLI version 2 at {DEBIAN_CLI}")
    url, bodies = recorder

    ran = start_with([DEBIAN_CLI], option, form(Invocation("r", DOCUMENT, "é\none")), tmp_path, url)

    assert (ran.returncode, ran.stderr) == (0, "")
    assert bodies == [DOCUMENT]

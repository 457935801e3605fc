"""Starts of chats that a shell or the AWS CLI may take for something else: made by rule, always the same."""

import random

import yaml

HOSTILE = [
    *("'", '"', "'\"'\"'", "\\", "\\'", "$(id)", "`id`", "$HOME", "${HOME}", "$${x}", "!", "!!", "#", "~"),
    *("; exit 9", "&& exit 9", "| cat", "> /dev/null", "*", "?", "(", "%s", "%PATH%", "\\n", "\\u0041"),
    *("-", "--help", "--region x", "file://", "file:///etc/passwd", "fileb://x", "@=", "@=x", "a@=file://x"),
    *(
        "http://localhost:1/",
        "https://localhost:1/",
        "{",
        '{"a":1}',
        "[",
        '["a"]',
        "=",
        "a=b,c=d",
        ",",
        "null",
    ),
    *("END", "\nEND\n", "<<'END'", '"$document"', "\n", "\r", "\r\n", "\t", " ", "  x  ", "\x01", "\x1b[31m"),
    *("\x7f", "\x85", "\u2028", "\ufeff", "é", "😀", "👩‍👩‍👧", "\u202eabc\u202c", "مرحبا", "\uffff"),
]
CONTENT_TYPES = ["text/plain", "text/markdown", "application/json"]
MESSAGE_LIMIT_BYTES = 16_384
ATTRIBUTES_LIMIT_BYTES = 32_768


def make_start(index):
    """Return the `start` of the chat `index`. Each hostile text in turn leads its texts."""
    rng = random.Random(index)
    lead = HOSTILE[index % len(HOSTILE)]
    start = {"ParticipantDetails": {"DisplayName": make_text(rng, lead, 256)}}
    makers = {
        "Attributes": lambda: make_attributes(rng, lead, index),
        "InitialMessage": lambda: make_message(rng, lead, index),
        # A token is a chat's own: the same one twice would start one chat.
        "ClientToken": lambda: make_text(rng, lead, 400) + f" {index}",
        "ChatDurationInMinutes": lambda: rng.randint(60, 10_080),
        "SupportedMessagingContentTypes": lambda: CONTENT_TYPES[: rng.randint(1, 3)],
        "SegmentAttributes": lambda: {"connect:Subtype": {"ValueString": make_text(rng, lead, 1024)}},
        "CustomerId": lambda: make_text(rng, lead, 128),
        "ParticipantConfiguration": lambda: rng.choice([{"ResponseMode": "COMPLETE"}, {}]),
        "DisconnectOnCustomerExit": lambda: ["AGENT"],
        "ConnectionTypes": lambda: ["WEBSOCKET", "CONNECTION_CREDENTIALS"],
    }
    start |= {name: make() for name, make in makers.items() if rng.random() < 0.6}
    if "InitialMessage" in start:
        start["SupportedMessagingContentTypes"] = CONTENT_TYPES
    return start


def make_text(rng, lead, limit):
    return (lead + "".join(rng.choices(HOSTILE, k=rng.randint(0, 4))))[:limit]


def make_attributes(rng, lead, index):
    """Every tenth fills the service's limit; control characters make six times as much JSON of it."""
    values = {"a": make_text(rng, lead, 500), "b-_9": rng.choice([lead, ""]), "file": "file:///etc/passwd"}
    used = sum(len(text.encode()) for pair in _quote(values).items() for text in pair)  # as a spec writes it
    rest = ATTRIBUTES_LIMIT_BYTES - used - len("full")
    fillers = {0: "\x01" * rest, 5: "é" * (rest // 2)}
    return {**values, "full": fillers[index % 10]} if index % 10 in fillers else rng.choice([values, {}])


def make_message(rng, lead, index):
    content = make_text(rng, lead, 2000)
    if index % 7 == 0:
        content += "\x02" * (MESSAGE_LIMIT_BYTES - len(content.encode()))
    return {"ContentType": rng.choice(CONTENT_TYPES), "Content": content}


class _Dumper(yaml.SafeDumper):
    """Quotes every text: what is one to YAML 1.1 may be a number to YAML 1.2."""


_Dumper.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)


def write_spec(starts):
    """Return a spec whose chats have these starts; `${` of a text is written as a literal one."""
    chats = [
        {"name": f"{number} {_make_name(start)}", "start": _quote(start), "steps": [{"expect": "Welcome"}]}
        for number, start in enumerate(starts)
    ]
    return yaml.dump({"chatcheck": 1, "flow": "welcome", "chats": chats}, Dumper=_Dumper, width=float("inf"))


def _make_name(start):
    name = start["ParticipantDetails"]["DisplayName"][:100]
    return "".join(each for each in name if each >= " " and each != "\x7f").replace("${", "$ {")


def _quote(value):
    if isinstance(value, dict):
        return {key: _quote(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_quote(each) for each in value]
    return value.replace("${", "$${") if isinstance(value, str) else value

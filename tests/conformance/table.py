"""The table of invocations in tests/cases/cli: one row, one command line, and who can judge it.

A row has: `name`; `args` in shell words, `{N*x}` standing for that many; `base` (default true: the
three required options come first); `region` (default true); `files` by name in the row's folder, which is
the current one; `env` (null takes a variable away); `answer` of the service; `judges`, the versions of the
genuine AWS CLI that know everything in the row (default both; none where it would not be fair to ask).

What must hold of ours and of each judge: with `refused` or `fails` both end without success, and else both
succeed; the same request arrives, or none; with `prints` the same text is printed; with `says` the same
line of error. With `differs` (`sent`, `refused` or `fails`, what ours does) they must
differ, and `because` says why.
"""

import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path

import yaml

FOLDER = Path(__file__).parents[1] / "cases" / "cli"
BASE = "--instance-id i-1 --contact-flow-id f-1 --participant-details DisplayName=Ada"
ANSWER = {"body": {"ContactId": "c-1", "ParticipantId": "p-1", "ParticipantToken": "t-1"}}
TOPICS = ("values", "inputs", "answers", "checks")


@dataclass(frozen=True)
class Row:
    name: str
    args: str
    topic: str
    base: bool = True
    region: bool = True
    files: dict = field(default_factory=dict)
    env: dict = field(default_factory=dict)
    answer: dict = field(default_factory=lambda: ANSWER)
    judges: tuple = (1, 2)
    ours: str = ""
    refused: bool = False
    fails: bool = False
    prints: str = ""
    says: str = ""
    differs: str = ""
    because: str = ""

    @property
    def words(self):
        written = f"{BASE if self.base else ''} {self.args}"
        return [repeat(word) for word in shlex.split(written)]

    @property
    def succeeds(self):
        return self.differs == "sent" or not (self.refused or self.fails or self.differs)

    @property
    def arrives(self):
        """Whether our request is to arrive at the service."""
        return (self.succeeds and self.prints != "skeleton" and "--generate" not in self.args) or bool(
            self.says
        )


def repeat(word):
    return re.sub(r"\{(\d+)\*(.)\}", lambda found: found[2] * int(found[1]), word)


def load_rows():
    return [
        Row(topic=topic, **row)
        for topic in TOPICS
        for row in yaml.safe_load((FOLDER / f"{topic}.yaml").read_text("utf-8"))
    ]

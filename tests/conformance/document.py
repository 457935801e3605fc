"""docs/start-chat-contact.md, made of the table of invocations: `make accept` rewrites it."""

import re

import yaml

from tests.conformance.table import FOLDER, TOPICS, load_rows

HEAD = """\
# start-chat-contact beside the AWS CLI

<!-- Generated from tests/cases/cli by `make accept`; do not edit. -->

`chatcheck start-chat-contact` is the AWS CLI's command of that name: the same options, the same request, the
same answer. Each row below is run through the genuine AWS CLI and through ours, against a server that records
what arrives (`tests/conformance`). {count} rows, {bad} of them bad input; version 1 judges {first} of them,
version 2 judges {second}.

A row starts with `aws connect start-chat-contact` or `chatcheck start-chat-contact`, the Region, an endpoint
and, unless it says otherwise, the three required options.

Hostile command lines, made by rule, are run beside the table: a hundred each time, 300 by `make conformance`.
What differs must be one of these differences.
"""
TITLES = {
    "values": "How values are written",
    "inputs": "Whole inputs and samples",
    "answers": "Answers, errors and how to call",
    "checks": "What is checked before anything is sent",
}
SHOWN_CHARS = 150


def write_document():
    rows = load_rows()
    bad = sum(not row.succeeds for row in rows)
    judged = {judge: sum(judge in row.judges for row in rows) for judge in (1, 2)}
    parts = [
        HEAD.format(count=len(rows), bad=bad, first=judged[1], second=judged[2]),
        write_differences(rows),
    ]
    for topic in TOPICS:
        of_topic = [row for row in rows if row.topic == topic]
        parts.append(f"## {TITLES[topic]}\n\n" + write_rows(of_topic))
    return "\n".join(parts)


def write_differences(rows):
    general = yaml.safe_load((FOLDER / "differences.yaml").read_text("utf-8"))
    lines = ["## Deliberate differences", "", "| what | ours | why |", "|---|---|---|"]
    lines += [f"| {each['what']} | {each['ours']} | {each['because']} |" for each in general]
    lines += ["", "| invocation | ours | why |", "|---|---|---|"]
    lines += [f"| {row.name}: {show(row)} | {name_end(row)} | {row.because} |" for row in rows if row.differs]
    return "\n".join([*lines, ""])


def write_rows(rows):
    lines = ["| what | options | outcome | judged by |", "|---|---|---|---|"]
    lines += [f"| {row.name} | {show(row)} | {tell(row)} | {name_judges(row)} |" for row in rows]
    return "\n".join([*lines, ""])


def show(row):
    words = " ".join(filter(None, (row.args, row.ours and f"(ours with {row.ours})")))
    text = re.sub(r"\s+", " ", words)
    text = text if len(text) <= SHOWN_CHARS else text[:SHOWN_CHARS] + "…"
    if not text:
        return "(none)"
    fence = "``" if "`" in text else "`"
    return f"{fence}{text.replace('|', chr(92) + '|')}{fence}" + ("" if row.base else " alone")


def tell(row):
    if row.differs:
        return f"differs: ours {name_end(row)}"
    if row.refused:
        return "refused"
    if row.fails:
        return "fails"
    return name_success(row)


def name_end(row):
    return name_success(row) if row.differs == "sent" else row.differs


def name_success(row):
    return "sent" if row.arrives else "prints a sample"


def name_judges(row):
    return ", ".join(f"version {judge}" for judge in row.judges) or "neither: newer than both"


def main():
    print(write_document(), end="")


if __name__ == "__main__":
    main()

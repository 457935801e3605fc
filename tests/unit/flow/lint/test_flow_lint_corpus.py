"""Real flows: errors fall only on documents that Connect would refuse, each reason looked at by hand."""

import json
from collections import Counter

import pytest

from chatcheck.errors import FlowError
from chatcheck.flow.catalogue import RULES
from chatcheck.flow.flow_types import TYPES
from chatcheck.flow.lint.project import Project
from chatcheck.flow.lint.run import FlowText, lint_flow
from chatcheck.flow.lint.settings import Settings
from chatcheck.flow.parse import parse_flow
from tests.corpus import list_corpus_files

BLANKED = ("QueueId", "HoursOfOperationId", "ContactFlowId", "PromptId", "AliasArn")
"""Ids that repositories have emptied: deployed as they stand, such files are refused."""


@pytest.fixture(scope="module")
def linted():
    """Return each real flow with its findings."""
    found = []
    for path in list_corpus_files():
        text = path.read_text("utf-8")
        try:
            flow = parse_flow(text, path.name)
        except FlowError:
            continue
        kind = (flow.document.get("Metadata") or {}).get("type")
        file = FlowText(path.stem, path.name, text, flow, TYPES.get(kind, ""))
        found.append((file, lint_flow(file, Settings(), Project())))
    if not found:
        pytest.skip("no shared/corpus/flows beside the repository or above it")
    return found


def is_written_by_hand(file):
    """Tell whether the console cannot have made it: it has types that do not exist."""
    return any(action.type not in RULES for action in file.flow.actions.values())


def test_errors_fall_only_on_documents_that_connect_would_refuse(linted):
    unexplained = []
    for file, findings in linted:
        for each in findings:
            blanked = each.rule == "CF217" and any(name in each.what for name in BLANKED)
            if each.severity == "error" and not blanked and not is_written_by_hand(file):
                unexplained.append(f"{file.file}: {each.rule} {each.what}")

    assert unexplained == []


def test_most_real_flows_have_no_error(linted):
    with_errors = [
        file.file for file, findings in linted if any(each.severity == "error" for each in findings)
    ]
    counts = Counter(each.rule for _, findings in linted for each in findings)
    print(len(linted), "flows,", len(with_errors), "with errors;", json.dumps(dict(sorted(counts.items()))))

    assert len(with_errors) * 5 < len(linted)


def test_every_finding_points_into_the_text(linted):
    for file, findings in linted:
        lines = file.text.split("\n")
        for each in findings:
            assert 1 <= each.position.column <= len(lines[each.position.line - 1]) + 1
            assert each.snippet.split("\n")[1].endswith("^")

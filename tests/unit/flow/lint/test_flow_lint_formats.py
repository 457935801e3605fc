"""The forms of findings: SARIF as its standard asks, and every form the same for the same findings."""

import json

import pytest
from jsonschema import Draft202012Validator

from chatcheck.flow.lint.finding import Finding
from chatcheck.flow.lint.formats import Outcome, github, json_report, sarif, text
from chatcheck.flow.lint.rules import RULES
from chatcheck.source import Position

TEXT = {"type": "object", "properties": {"text": {"type": "string", "minLength": 1}}, "required": ["text"]}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "additionalProperties": False,
                "properties": {
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name"],
                                "properties": {
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {
                                            "type": "object",
                                            "required": ["id"],
                                            "properties": {
                                                "shortDescription": TEXT,
                                                "fullDescription": TEXT,
                                                "help": TEXT,
                                                "defaultConfiguration": {"properties": {"level": LEVEL}},
                                            },
                                        },
                                    }
                                },
                            }
                        },
                    },
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["message"],
                            "additionalProperties": False,
                            "properties": {
                                "ruleId": {"type": "string"},
                                "ruleIndex": {"type": "integer", "minimum": 0},
                                "level": LEVEL,
                                "message": TEXT,
                                "locations": {
                                    "type": "array",
                                    "items": {
                                        "type": "object",
                                        "properties": {
                                            "physicalLocation": {
                                                "required": ["artifactLocation"],
                                                "properties": {
                                                    "artifactLocation": {
                                                        "properties": {"uri": {"pattern": "^[!-~]*$"}}
                                                    },
                                                    "region": {
                                                        "properties": {
                                                            "startLine": {"type": "integer", "minimum": 1},
                                                            "startColumn": {"type": "integer", "minimum": 1},
                                                        }
                                                    },
                                                },
                                            },
                                            "logicalLocations": {"type": "array"},
                                        },
                                    },
                                },
                                "suppressions": {
                                    "type": "array",
                                    "items": {
                                        "required": ["kind"],
                                        "properties": {"kind": {"enum": ["inSource", "external"]}},
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}
"""What the SARIF 2.1.0 standard asks of the objects that we write (sections 3.13 to 3.50)."""


def finding(rule="CF206", file="flows/a b.json", **more):
    place = Position(file, 3, 7)
    return Finding(rule, "error", "wrong (action `it`)", "a b", "it", place, "", "because", "mend it", **more)


OUTCOME = Outcome([finding(), finding("CF101"), finding("CF330", reason="known")], 2)


def test_sarif_is_what_the_standard_asks_for():
    Draft202012Validator(SARIF).validate(json.loads(sarif.render(OUTCOME)))


def test_sarif_results_point_to_their_rule():
    (run,) = json.loads(sarif.render(OUTCOME))["runs"]
    known, unreadable, suppressed = run["results"]

    assert run["tool"]["driver"]["rules"][known["ruleIndex"]]["id"] == known["ruleId"] == "CF206"
    assert unreadable["ruleId"] == "CF101"
    assert "ruleIndex" not in unreadable
    assert suppressed["suppressions"] == [{"kind": "external", "justification": "known"}]
    assert "suppressions" not in known


def test_sarif_names_file_line_and_action():
    (run,) = json.loads(sarif.render(OUTCOME))["runs"]
    (location,) = run["results"][0]["locations"]

    assert location == {
        "physicalLocation": {
            "artifactLocation": {"uri": "flows/a%20b.json"},
            "region": {"startLine": 3, "startColumn": 7},
        },
        "logicalLocations": [{"name": "it", "fullyQualifiedName": "a b/it"}],
    }


def test_sarif_knows_every_rule_once():
    (run,) = json.loads(sarif.render(Outcome([], 0)))["runs"]

    assert [each["id"] for each in run["tool"]["driver"]["rules"]] == [rule.id for rule in RULES]
    assert run["results"] == []


def test_an_absolute_path_is_a_file_uri():
    (run,) = json.loads(sarif.render(Outcome([finding(file="/tmp/ä.json")], 1)))["runs"]

    uri = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "file:///tmp/%C3%A4.json"


@pytest.mark.parametrize("form", [text, json_report, sarif, github])
def test_a_form_is_the_same_for_the_same_findings(form):
    assert form.render(OUTCOME) == form.render(Outcome(list(OUTCOME.findings), 2))


def test_github_escapes_what_would_end_the_command():
    odd = Finding("CF1", "warning", "50% of\nit", "a", "", Position("a", 1, 1), "", "", "")

    assert (
        github.render(Outcome([odd], 1))
        == "::warning file=a,line=1,col=1,title=chatcheck CF1::50%25 of%0Ait\n"
    )


@pytest.mark.parametrize("form", [text, github])
def test_a_suppressed_finding_is_not_told_to_people(form):
    assert "CF330" not in form.render(OUTCOME)

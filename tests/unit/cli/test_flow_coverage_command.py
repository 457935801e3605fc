"""`chatcheck flow coverage`: the coverage of several jobs as one."""

import json

import pytest

from chatcheck import cli
from chatcheck.coverage import json_report
from tests.unit.coverage.conftest import CoverageWords

WORDS = CoverageWords()


@pytest.fixture
def reports(tmp_path):
    """Write the reports of two jobs: one sold, one did not; nobody came to sorry."""
    shape = WORDS.shape(
        WORDS.log_on("ask"),
        WORDS.action("ask", "ShowView", "bye", [("buy", "sell")], [("NoMatchingCondition", "bye")]),
        WORDS.action("sell", next_="bye", errors=[("NoMatchingError", "sorry")], Text="Sold."),
        WORDS.action("sorry", next_="bye", Text="Sorry."),
        WORDS.action("bye", "DisconnectParticipant"),
    )
    files = []
    for contact, way in (("c-1", ["on", "ask", "sell", "bye"]), ("c-2", ["on", "ask", "bye"])):
        covered = WORDS.measure(WORDS.way(*way, contact=contact), shape, contacts=(contact,))
        files.append(tmp_path / f"{contact}.json")
        files[-1].write_text(json_report.render(covered))
    return [str(each) for each in files]


def run(capsys, *args):
    code = cli.main(["flow", "coverage", *args])
    return code, *capsys.readouterr()


def test_jobs_are_told_as_one(reports, capsys, tmp_path):
    both, xml = tmp_path / "all.json", tmp_path / "all.xml"
    code, out, _ = run(capsys, *reports, "-o", str(both), "--cobertura", str(xml))

    assert code == 0
    assert out.splitlines()[:4] == [
        "coverage",
        "  flow shop  blocks  80.0 % (4/5), branches  66.6 % (4/6)",
        '    block   sorry (MessageParticipant "Sorry.")',
        "    branch  sell -> sorry: NoMatchingError",
    ]
    assert json.loads(both.read_text())["summary"]["blocks"]["exercised"] == 4
    assert 'lines-covered="4"' in xml.read_text()


def test_what_was_written_can_be_read_again(reports, capsys, tmp_path):
    both = tmp_path / "all.json"
    first = run(capsys, *reports, "-o", str(both))[1].splitlines()

    assert run(capsys, str(both))[1].splitlines() == [each for each in first if "report:" not in each]


@pytest.mark.parametrize(("least", "code"), [("80", 0), ("80.1", 1)])
def test_less_than_asked_fails(reports, capsys, least, code):
    found = run(capsys, *reports, "--fail-under", least)

    assert found[0] == code
    assert ("V420" in found[2]) is bool(code)


@pytest.mark.parametrize(
    ("text", "why"), [("{", "it is not JSON"), ("[" * 100_000, "it is not JSON"), ("{}", "it is no coverage")]
)
def test_what_is_no_report_is_named(reports, capsys, tmp_path, text, why):
    bad = tmp_path / "bad.json"
    bad.write_text(text)
    code, _, err = run(capsys, *reports, str(bad))

    assert (code, "U574" in err, why in err) == (2, True, True)


def test_another_version_of_a_flow_is_named(reports, capsys, tmp_path):
    other = json.loads((tmp_path / "c-1.json").read_text())
    other["flows"][0]["block_list"].pop()
    (tmp_path / "other.json").write_text(json.dumps(other))
    code, _, err = run(capsys, *reports, str(tmp_path / "other.json"))

    assert (code, "U575" in err, "`shop`" in err) == (2, True, True)


def test_a_report_that_is_not_there_is_told(capsys, tmp_path):
    code, _, err = run(capsys, str(tmp_path / "none.json"))

    assert code == 2
    assert "none.json" in err

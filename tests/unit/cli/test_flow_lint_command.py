"""`chatcheck flow lint`: what it prints and ends with."""

import json
import shutil
from pathlib import Path

import pytest

from chatcheck import cli

CASES = Path(__file__).parents[2] / "cases" / "flow_lint"
GOOD, WARNED, WRONG = ("CF330", "pass"), ("CF330", "fail"), ("CF206", "fail")


@pytest.fixture
def lint(tmp_path, monkeypatch, capsys):
    """Return a function that lints copies of cases in a folder of their own: code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments, cases=(), settings=""):
        for name, (rule, kind) in cases:
            shutil.copy(CASES / rule / kind / "flow.json", tmp_path / f"{name}.json")
        if settings:
            (tmp_path / "pyproject.toml").write_text(settings, "utf-8")
        code = cli.main(["flow", "lint", *(arguments or ["."])])
        return code, *capsys.readouterr()

    return run


def test_nothing_found(lint):
    assert lint(cases=[("good", GOOD)]) == (0, "1 flow: no findings\n", "")


def test_a_warning_does_not_fail(lint):
    code, out, _ = lint(cases=[("warned", WARNED)])

    assert code == 0
    assert "warned.json:3:18: warning[CF330]: flow logs are never enabled" in out
    assert out.endswith("1 flow: 1 warning\n")


def test_a_warning_fails_when_strict(lint):
    assert lint(".", "--strict", cases=[("warned", WARNED)])[0] == 1


def test_the_settings_can_be_strict(lint):
    assert lint(cases=[("warned", WARNED)], settings="[tool.chatcheck]\nstrict = true\n")[0] == 1


def test_an_error_fails(lint):
    code, out, _ = lint(cases=[("wrong", WRONG)])

    assert code == 1
    assert "error[CF206]" in out


def test_a_rule_can_be_ignored_on_the_command_line(lint):
    code, out, _ = lint(".", "--ignore", "CF330,CF206", cases=[("warned", WARNED), ("wrong", WRONG)])

    assert (code, out) == (0, "2 flows: no findings\n")


def test_a_family_of_rules_can_be_selected(lint):
    _, out, _ = lint(".", "--select", "CF2", cases=[("warned", WARNED), ("wrong", WRONG)])

    assert "CF206" in out
    assert "CF330" not in out


def test_the_settings_select_and_change_severities(lint):
    settings = '[tool.chatcheck]\nselect = ["CF330"]\n[tool.chatcheck.severity]\nCF330 = "error"\n'

    code, out, _ = lint(cases=[("warned", WARNED), ("wrong", WRONG)], settings=settings)

    assert code == 1
    assert "error[CF330]" in out
    assert "CF206" not in out


def test_a_limit_can_be_set(lint):
    code, out, _ = lint(cases=[("good", GOOD)], settings="[tool.chatcheck.limits]\nactions = 3\n")

    assert code == 0
    assert "warning[CF327]: 3 actions, 250 are allowed" in out


def test_an_attribute_that_comes_from_outside_can_be_named(lint):
    case = [("read", ("CF308", "fail"))]

    assert "`nmae` is read" in lint(".", "--select", "CF308", cases=case)[1]
    assert (
        "no findings"
        in lint(".", "--select", "CF308", settings='[tool.chatcheck]\nattributes = ["nmae"]\n')[1]
    )


SUPPRESS = '[[tool.chatcheck.suppress]]\nflow = "{}"\naction = "hello"\nrule = "{}"\nreason = "known"\n'


def test_a_suppressed_finding_neither_fails_nor_is_printed(lint):
    settings = SUPPRESS.format("wrong", "CF206")

    assert lint(cases=[("wrong", WRONG)], settings=settings)[:2] == (
        0,
        "wrong.json:3:18: warning[CF330]: flow logs are never enabled\n"
        '    3 |   "StartAction": "hello",\n'
        "      |                  ^\n"
        "  why: what happened to a customer cannot be looked up, and coverage sees nothing\n"
        "  fix: begin the flow with `UpdateFlowLoggingBehavior`, Enabled\n"
        "1 flow: 1 warning (1 suppressed)\n",
    )


@pytest.mark.parametrize(
    ("flow", "rule", "arguments", "said"),
    [
        ("good", "CF206", ["."], "where it finds nothing"),
        ("gone", "CF206", ["."], "for a flow that is not there: `gone`"),
        ("good", "CF206", [".", "--select", "CF3"], "no findings"),
        ("good", "CF206", [".", "--ignore", "CF206"], "no findings"),
    ],
)
def test_a_suppression_that_is_of_no_use_is_told_where_its_rule_ran(lint, flow, rule, arguments, said):
    code, out, _ = lint(*arguments, cases=[("good", GOOD)], settings=SUPPRESS.format(flow, rule))

    assert code == 0
    assert said in out


def test_a_suppression_of_a_flow_beside_is_left_alone(lint, tmp_path):
    lint(cases=[("good", GOOD), ("wrong", WRONG)], settings=SUPPRESS.format("wrong", "CF206"))
    (tmp_path / "bots").mkdir()
    (tmp_path / "flows").mkdir()
    for name in ("good", "wrong"):
        (tmp_path / f"{name}.json").rename(tmp_path / "flows" / f"{name}.json")

    assert lint("flows/good.json")[1] == "1 flow: no findings\n"


def test_a_flow_that_cannot_be_read_is_reported_beside_the_others(lint, tmp_path):
    (tmp_path / "broken.json").write_text("{", "utf-8")

    code, out, _ = lint(cases=[("wrong", WRONG)])

    assert code == 2
    assert "broken.json:1:2: error[CF101]" in out
    assert "error[CF206]" in out


def test_a_file_that_is_not_utf_8_is_reported_beside_the_others(lint, tmp_path):
    (tmp_path / "latin.json").write_bytes('{\n"ä": 1}'.encode("latin-1"))

    code, out, _ = lint(cases=[("wrong", WRONG)])

    assert code == 2
    assert "latin.json:2:2: error[S102]: the file is not UTF-8 text" in out
    assert "error[CF206]" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.json"], "there is no file `nowhere.json`"),
        (["empty"], "there is no flow in `empty`"),
        ([".", "--select", "CF999"], "there is no rule `CF999`"),
        ([".", "--ignore", "XX"], "there is no rule `XX`"),
    ],
)
def test_bad_usage_ends_with_2(lint, tmp_path, arguments, said):
    (tmp_path / "empty").mkdir()

    code, out, err = lint(*arguments, cases=[("good", GOOD)])

    assert (code, out) == (2, "")
    assert said in err


def test_bad_settings_end_with_2(lint):
    code, out, err = lint(cases=[("good", GOOD)], settings="[tool.chatcheck]\nselcet = []\n")

    assert (code, out) == (2, "")
    assert "pyproject.toml:2:1: error[CF391]: there is no setting `selcet`" in err
    assert "did you mean `select`?" in err


def test_json_says_everything(lint):
    code, out, _ = lint(
        ".", "--format", "json", cases=[("wrong", WRONG)], settings=SUPPRESS.format("wrong", "CF206")
    )

    document = json.loads(out)
    first, second = document["findings"]
    assert code == 0
    assert {key: document[key] for key in ("format", "flows", "errors", "warnings", "suppressed")} == {
        "format": 1,
        "flows": 1,
        "errors": 0,
        "warnings": 1,
        "suppressed": 1,
    }
    assert (first["rule"], first["action"], first["suppressed"]) == ("CF330", None, None)
    assert (second["rule"], second["action"], second["suppressed"]) == ("CF206", "hello", "known")
    assert (second["file"], second["line"], second["column"]) == ("wrong.json", 24, 15)


def test_github_annotates_the_line(lint):
    _, out, _ = lint(".", "--format", "github", "--select", "CF206", cases=[("a,b:c", WRONG)])

    assert out.startswith(
        "::error file=a%2Cb%3Ac.json,line=24,col=15,title=chatcheck CF206::Invalid Action type"
    )
    assert out.count("\n") == 1


def test_the_example_of_this_repository_has_no_findings(monkeypatch, capsys):
    monkeypatch.chdir(Path(__file__).parents[3])

    assert cli.main(["flow", "lint", "--strict"]) == 0
    assert "no findings" in capsys.readouterr().out

"""`[tool.chatcheck]`: what it may say, and where what it must not say stands."""

import pytest

from chatcheck.errors import UsageError
from chatcheck.flow.lint.context import Limits
from chatcheck.flow.lint.settings import Settings, parse_settings

HEAD = '[project]\nname = "shop"\n\n[tool.chatcheck]\n'
TABLE = "[[tool.chatcheck.suppress]]\n"
ENTRY = 'flow = "a"\naction = "it"\nrule = "CF301"\nreason = "known"\n'


def test_a_file_without_the_table_changes_nothing():
    assert parse_settings('[project]\nname = "chatcheck-shop"\n', "pyproject.toml") == Settings()


def test_everything_can_be_set():
    text = (
        HEAD
        + 'select = ["CF2", "CF301"]\nignore = ["CF201"]\nattributes = ["name"]\nstrict = true\n'
        + 'severity = {CF301 = "error"}\nlimits = {actions = 100, lambda_s = 3}\n'
        + f"[[tool.chatcheck.suppress]]\n{ENTRY}"
    )

    settings = parse_settings(text, "pyproject.toml")

    assert settings.select == ("CF2", "CF301")
    assert settings.ignore == ("CF201",)
    assert settings.attributes == {"name"}
    assert settings.strict is True
    assert settings.severity == {"CF301": "error"}
    assert settings.limits == Limits(actions=100, lambda_s=3)
    (entry,) = settings.suppressions
    assert (entry.flow, entry.action, entry.rule, entry.reason) == ("a", "it", "CF301", "known")
    assert str(entry.position) == "pyproject.toml:11:1"


def test_a_suppression_of_the_flow_as_a_whole_names_no_action():
    text = '[[tool.chatcheck.suppress]]\nflow = "a"\nrule = "CF330"\nreason = "known"\n'

    assert parse_settings(text, "p").suppressions[0].action == ""


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        (HEAD + "selcet = []", "5:1", "there is no setting `selcet`"),
        (HEAD + 'select = "CF2"', "5:1", "`select` must be a list of texts"),
        (HEAD + 'ignore = ["CF9"]', "5:1", "there is no rule `CF9`"),
        (HEAD + "strict = 1", "5:1", "`strict` must be true or false"),
        (HEAD + 'attributes = [""]', "5:1", "`attributes` must be a list of texts"),
        (HEAD + "severity = 1", "5:1", "`severity` must be a table of rules"),
        (HEAD + '[tool.chatcheck.severity]\nCF1 = "error"', "6:1", "there is no rule `CF1`"),
        (HEAD + '[tool.chatcheck.severity]\nCF301 = "off"', "6:1", "must be error or warning"),
        (HEAD + "[tool.chatcheck.limits]\nactoins = 1", "6:1", "there is no limit `actoins`"),
        (HEAD + "[tool.chatcheck.limits]\n\nactions = 0", "7:1", "`actions` must be a whole number from 1"),
        (HEAD + "limits = 3", "5:1", "`limits` must be a table"),
        (HEAD + 'suppress = "CF301"', "5:1", "must be written as [[tool.chatcheck.suppress]]"),
        (f"[[tool.chatcheck.suppress]]\n{ENTRY}because = 'x'", "6:1", "a suppression has no `because`"),
        ('[[tool.chatcheck.suppress]]\nflow = "a"\nrule = "CF301"', "1:1", "must say its `reason`"),
        (
            '[[tool.chatcheck.suppress]]\nflow = "a"\nrule = "CF301"\nreason = " "',
            "4:1",
            "must say its `reason`",
        ),
        (
            f"{TABLE}{ENTRY}\n{TABLE}{ENTRY.replace('301', '999')}",
            "10:1",
            "there is no rule `CF999`",
        ),
        ("[tool]\nchatcheck = 3", "2:1", "`chatcheck` must be a table"),
        ("[tool.chatcheck\n", "1:16", "not valid TOML"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text, place, what):
    with pytest.raises(UsageError) as caught:
        parse_settings(text, "pyproject.toml")

    (finding,) = caught.value.diagnostics
    assert f"{finding.position}" == f"pyproject.toml:{place}"
    assert what in finding.what
    assert finding.code == "CF391"


def test_all_that_is_wrong_is_told_at_once():
    with pytest.raises(UsageError) as caught:
        parse_settings(HEAD + "a = 1\nb = 2\nstrict = 3\n", "pyproject.toml")

    assert [each.position.line for each in caught.value.diagnostics] == [5, 6, 7]

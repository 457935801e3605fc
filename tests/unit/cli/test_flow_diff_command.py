"""`chatcheck flow diff`: two files, or two folders of flows."""

import json

import pytest

from chatcheck import cli
from tests.unit.flow.conftest import make_action

ID = "2214441a-1708-46a8-9770-934b9f50c48a"
BYE = make_action(ID, "DisconnectParticipant")
BAD = {"NoMatchingError": "sorry"}


def write(path, *actions, start="hi"):
    document = {"Version": "2019-10-30", "StartAction": start, "Actions": [*actions, BYE]}
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(document))
    return str(path)


def say(name, text, following=ID):
    return make_action(name, "MessageParticipant", following, {"Text": text})


@pytest.fixture
def run(capsys):
    def diff(*args):
        code = cli.main(["flow", "diff", *map(str, args)])
        return code, *capsys.readouterr()

    return diff


def test_two_files_are_compared(run, tmp_path):
    long = "x" * 80
    old = write(tmp_path / "old.json", say("hi", f"{long} one", "more"), say("more", "More?"))
    new = write(tmp_path / "new.json", say("hi", f"{long} two"), say("news", "a\u202eb\n"), start="hi")
    code, out, _ = run(old, new)

    assert code == 1
    assert out.splitlines() == [
        "new",
        f'  ~ hi (Play prompt: "{"x" * 59}…")',
        f"      Text: …{'x' * 19} one -> …{'x' * 19} two",
        "      NextAction: more -> 2214441a Disconnect",
        '  + news (Play prompt: "a\\u202eb")',
        '  - more (Play prompt: "More?")',
        "1 flow: 1 differs",
    ]


def test_short_values_are_told_whole(run, tmp_path):
    old, new = (
        write(tmp_path / f"{each}.json", say("hi", f"How can I help you today, {each}?")) for each in "ab"
    )

    assert "      Text: How can I help you today, a? -> How can I help you today, b?\n" in run(old, new)[1]


def test_the_same_is_no_difference(run, tmp_path):
    old = write(tmp_path / "old.json", say("hi", "Hi"))

    assert run(old, old) == (0, "1 flow: no difference\n", "")


def test_folders_are_compared_flow_by_flow(run, tmp_path):
    for folder, names in (("old", ("both", "gone")), ("new", ("both", "more"))):
        for name in names:
            write(tmp_path / folder / f"{name}.json", say("hi", "Hi"))
    code, out, _ = run(tmp_path / "old", tmp_path / "new")

    assert (code, out.splitlines()) == (
        1,
        ["- gone, the whole flow", "+ more, the whole flow", "3 flows: 2 differ"],
    )


def test_programs_get_json(run, tmp_path):
    old, new = (write(tmp_path / f"{text}.json", say("hi", text)) for text in ("a", "b"))
    code, out, _ = run(old, new, "--format", "json")

    details = [{"what": "Text", "before": "a", "after": "b"}]
    change = {
        "kind": "changed",
        "action": "hi",
        "type": "MessageParticipant",
        "before": None,
        "details": details,
    }
    assert code == 1
    assert json.loads(out) == {
        "format": 1,
        "flows": [{"name": "b", "old": True, "new": True, "changes": [change]}],
    }


def test_all_that_cannot_be_read_is_told_at_once(run, tmp_path):
    (tmp_path / "a.json").write_text("{")
    (tmp_path / "b.json").write_text("[]")
    code, _, err = run(tmp_path / "a.json", tmp_path / "b.json")

    assert (code, "CF101" in err, "CF103" in err) == (2, True, True)


def test_a_folder_is_no_flow(run, tmp_path):
    code, _, err = run(tmp_path, write(tmp_path / "a.json", say("hi", "Hi")))

    assert (code, "U576" in err) == (2, True)


def test_a_file_that_is_not_there_is_told(run, tmp_path):
    code, _, err = run(tmp_path / "none.json", tmp_path / "nor.json")

    assert code == 2
    assert "none.json" in err

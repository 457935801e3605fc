"""`chatcheck flow graph`: what it writes and where, and what it says when it cannot."""

import json
from xml.etree import ElementTree

import pytest

from chatcheck import cli
from tests.unit.flow.picture.flow_words import SMALL, make_flow


@pytest.fixture
def graph(tmp_path, monkeypatch, capsys):
    """Return a function that draws `flow.json` in a folder of its own: code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "flow.json").write_text(json.dumps(make_flow(SMALL, name="hello").document), "utf-8")

    def run(*arguments):
        try:
            code = cli.main(["flow", "graph", *arguments])
        except SystemExit as stop:
            code = stop.code
        return code, *capsys.readouterr()

    return run


@pytest.mark.parametrize("place", [(), ("-o", "-")])
def test_mermaid_goes_to_stdout(graph, place):
    code, out, err = graph("flow.json", *place)

    assert (code, err) == (0, "")
    assert out.startswith("flowchart LR\n  accTitle: Contact flow hello\n")


@pytest.mark.parametrize(
    ("name", "begin"),
    [
        ("a.svg", b"<svg "),
        ("a.SVG", b"<svg "),
        ("a.html", b"<!doctype html>"),
        ("a.mmd", b"flowchart LR\n"),
        ("a.png", b"\x89PNG"),
    ],
)
def test_the_files_ending_says_what_it_becomes(graph, tmp_path, name, begin):
    assert graph("flow.json", "-o", name) == (0, "", "")
    assert (tmp_path / name).read_bytes().startswith(begin)


def test_the_layout_can_be_chosen(graph, tmp_path):
    flow = make_flow(SMALL, positions={"hello": (900, 0), "which": (400, 0), "bye": (0, 0)})
    (tmp_path / "flow.json").write_text(json.dumps(flow.document), "utf-8")
    for layout in ("auto", "designer", "layers"):
        graph("flow.json", "-o", f"{layout}.svg", "--layout", layout)
    auto, designer, layers = (
        (tmp_path / f"{each}.svg").read_text() for each in ("auto", "designer", "layers")
    )

    assert auto == designer != layers


def test_findings_are_marked_when_asked(graph, tmp_path):
    graph("flow.json", "-o", "plain.svg")
    graph("flow.json", "-o", "marked.svg", "--lint")

    assert "CF" not in "".join(ElementTree.fromstring((tmp_path / "plain.svg").read_text()).itertext())
    assert "CF330" in "".join(ElementTree.fromstring((tmp_path / "marked.svg").read_text()).itertext())


def test_a_suppressed_finding_is_not_marked(graph, tmp_path):
    (tmp_path / "pyproject.toml").write_text('[tool.chatcheck]\nignore = ["CF330"]\n', "utf-8")
    graph("flow.json", "-o", "marked.svg", "--lint")

    assert "CF330" not in (tmp_path / "marked.svg").read_text()


@pytest.mark.parametrize("options", [(), ("--lint",)])
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "flow.json:1:2: error[CF101]"),
        ("[]", "flow.json:1:1: error[CF103]"),
        (
            '{"Version": "2019-10-30", "StartAction": "x", "Actions": [{"Identifier": "y", "Type": "T"}]}',
            "CF104",
        ),
        ('{"modules": [], "start": "x"}', "CF106"),
    ],
)
def test_a_bad_flow_is_explained_and_nothing_is_written(graph, tmp_path, text, said, options):
    (tmp_path / "flow.json").write_text(text, "utf-8")

    code, out, err = graph("flow.json", "-o", "a.svg", *options)

    assert (code, out) == (2, "")
    assert said in err
    assert not (tmp_path / "a.svg").exists()


@pytest.mark.parametrize("options", [(), ("--lint",)])
def test_a_flow_that_is_not_there(graph, options):
    code, _, err = graph("gone.json", *options)

    assert code == 2
    assert "there is no file `gone.json`" in err


def test_a_folder_is_no_flow(graph, tmp_path):
    code, _, err = graph(str(tmp_path))

    assert code == 2
    assert "is a directory" in err


@pytest.mark.parametrize("name", ["a.gif", "a", "svg", "a.svg.gz", ""])
def test_an_ending_that_says_nothing(graph, name):
    code, _, err = graph("flow.json", "-o", name)

    assert code == 2
    assert f"error[U523]: `{name}` does not say what to write" in err
    assert "end the name with .svg, .png, .html, .mmd" in err


@pytest.mark.parametrize(
    "place", ["no/such/folder/a.svg", "flow.json/a.svg", "folder.svg", "x" * 300 + ".svg"]
)
def test_a_place_that_cannot_be_written(graph, tmp_path, place):
    (tmp_path / "folder.svg").mkdir()

    code, _, err = graph("flow.json", "-o", place)

    assert code == 2
    assert f"error[U531]: cannot write {place}: " in err


def test_an_old_file_stays_when_the_flow_is_bad(graph, tmp_path):
    (tmp_path / "a.svg").write_text("old")
    (tmp_path / "flow.json").write_text("{", "utf-8")

    graph("flow.json", "-o", "a.svg")

    assert (tmp_path / "a.svg").read_text() == "old"


@pytest.mark.parametrize("arguments", [(), ("a.json", "b.json"), ("flow.json", "--layout", "circle")])
def test_a_command_line_that_makes_no_sense(graph, arguments):
    assert graph(*arguments)[0] == 2

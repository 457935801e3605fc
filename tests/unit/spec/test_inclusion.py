"""Shared steps stand where they are included, and still know where they were written."""

import os
from pathlib import Path

import pytest

from chatcheck.errors import SpecError
from chatcheck.spec.inclusion import DEPTH_LIMIT, STEPS_LIMIT
from chatcheck.spec.load import load_spec

HEAD = "chatcheck: 1\nflow: welcome\nstart: {ParticipantDetails: {DisplayName: Smoke}}\nchats:\n"


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Write files by name and return where the spec is; paths are relative to the working folder."""
    monkeypatch.chdir(tmp_path)

    def write(steps, **files):
        for name, text in {
            "specs/a.chat.yaml": f"{HEAD}  - {{name: a, steps: [{steps}]}}\n",
            **files,
        }.items():
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True, parents=True)
            path.write_text(text)
        return "specs/a.chat.yaml"

    return write


def find(path):
    with pytest.raises(SpecError) as caught:
        load_spec(path)
    return [(each.code, str(each.position)) for each in caught.value.diagnostics]


def test_steps_stand_in_place_of_the_include(write):
    path = write(
        "{expect: a}, {include: ../shared/b.yaml}, {expect: d}",
        **{"shared/b.yaml": "steps:\n  - expect: b\n  - send: c\n"},
    )

    steps = load_spec(path).chats[0].steps

    assert [getattr(step, "text", "") or step.matcher.equals for step in steps] == ["a", "b", "c", "d"]
    assert [str(step.position) for step in steps] == [
        "specs/a.chat.yaml:5:23",
        "shared/b.yaml:2:5",
        "shared/b.yaml:3:5",
        "specs/a.chat.yaml:5:65",
    ]
    assert steps[1].snippet.startswith("    2 |   - expect: b\n")
    assert str(steps[1].matcher.position) == "shared/b.yaml:2:13"


def test_an_included_file_includes_relative_to_itself(write):
    path = write(
        "{include: ../shared/b.yaml}",
        **{
            "shared/b.yaml": "steps: [{include: more/c.yaml}, {include: more/c.yaml}]",
            "shared/more/c.yaml": "steps: [{expect: c}]",
        },
    )

    assert [str(step.position) for step in load_spec(path).chats[0].steps] == ["shared/more/c.yaml:1:9"] * 2


def test_what_the_spec_says_of_texts_holds_in_included_steps(write):
    path = write("{include: b.yaml}", **{"specs/b.yaml": "steps: [{expect: 12:30}]"})
    text = (HEAD + "  - {name: a, steps: [{include: b.yaml}]}\n").replace(
        "flow:", "defaults: {normalize: true}\nflow:"
    )
    Path(path).write_text(text)

    matcher = load_spec(path).chats[0].steps[0].matcher

    assert (matcher.equals, matcher.normalize) == ("12:30", True)


def test_captures_pass_in_and_out(write):
    path = write(
        "{expect: {matches: '(?P<a>.+)!'}}, {include: b.yaml}, {expect: '${a} ${b}'}",
        **{"specs/b.yaml": "steps: [{expect: '${a}'}, {expect: {matches: '(?P<b>.+)!'}}]"},
    )

    assert len(load_spec(path).chats[0].steps) == 4


def test_findings_stand_in_the_included_file_once(write):
    path = write(
        "{include: b.yaml}, {include: b.yaml}",
        **{"specs/b.yaml": "steps:\n  - expect: {matches: '('}\n  - expect: '${b}'\n"},
    )

    assert find(path) == [("S124", "specs/b.yaml:2:24"), ("S125", "specs/b.yaml:3:14")]


def test_a_file_whose_yaml_is_wrong_is_pointed_into(write):
    path = write("{include: b.yaml}, {expect: a}", **{"specs/b.yaml": "steps: ["})

    assert [code for code, _ in find(path)] == ["S102"]


@pytest.mark.parametrize(
    "text", ["", "[]", "5", "steps: 5", "steps: []", "steps: [{expect: a}]\nchats: []\n"]
)
def test_a_file_of_another_form_is_a_finding_in_it(write, text):
    path = write("{include: b.yaml}, {expect: a}", **{"specs/b.yaml": text})

    assert all(place.startswith("specs/b.yaml:") for _, place in find(path))


def test_a_circle_is_a_finding(write):
    path = write(
        "{include: b.yaml}",
        **{
            "specs/b.yaml": "steps: [{include: ./c.yaml}]",
            "specs/c.yaml": "steps: [{include: ../specs/b.yaml}]",
        },
    )

    assert ("S138", "specs/c.yaml:1:19") in find(path)


def test_the_same_file_in_two_places_is_no_circle(write):
    files = {"specs/b.yaml": "steps: [{include: c.yaml}]", "specs/c.yaml": "steps: [{expect: c}]"}

    assert len(load_spec(write("{include: b.yaml}, {include: c.yaml}", **files)).chats[0].steps) == 2


def write_chain(length):
    chain = {f"specs/{n}.yaml": f"steps: [{{include: {n + 1}.yaml}}]" for n in range(1, length)}
    return {**chain, f"specs/{length}.yaml": "steps: [{expect: a}]"}


def test_files_may_include_one_another_to_a_depth(write):
    assert len(load_spec(write("{include: 1.yaml}", **write_chain(DEPTH_LIMIT))).chats[0].steps) == 1


def test_deeper_is_a_finding(write):
    assert find(write("{include: 1.yaml}", **write_chain(DEPTH_LIMIT + 1))) == [
        ("S138", f"specs/{DEPTH_LIMIT}.yaml:1:19"),
    ]


def test_few_files_cannot_make_steps_without_measure(write):
    many = {
        f"specs/{n}.yaml": f"steps: [{', '.join([f'{{include: {n + 1}.yaml}}'] * 20)}]" for n in range(1, 7)
    }
    last = {"specs/7.yaml": "steps: [{expect: a}]"}

    found = find(write("{include: 1.yaml}", **many, **last))

    assert {code for code, _ in found} == {"S138"} and STEPS_LIMIT < 20**6


def test_a_file_is_read_once(write):
    from chatcheck.spec import inclusion, schema
    from chatcheck.spec.yaml_source import parse

    read = []
    text = f"{HEAD}  - {{name: a, steps: [{{include: b.yaml}}, {{include: b.yaml}}]}}\n"
    document = schema.conform(parse(text, "a.yaml"), "chat")

    inclusion.expand(document, lambda file: read.append(file) or "steps: [{expect: a}]")

    assert read == ["b.yaml"]


def test_a_spec_without_includes_is_the_same_document():
    from chatcheck.spec import inclusion
    from chatcheck.spec.yaml_source import parse

    document = parse(f"{HEAD}  - {{name: a, steps: [{{expect: a}}]}}\n", "a.yaml")

    assert inclusion.expand(document, None) == (document, [])


def test_a_file_is_relative_to_the_file_that_names_it(write):
    path = write(
        "{include: ../shared/b.yaml}, {expect: a}",
        **{
            "shared/b.yaml": "steps: [{attach: more/a.pdf}, {send: {file: hello.txt}}]",
            "shared/more/a.pdf": "pdf",
            "shared/hello.txt": "hello",
        },
    )

    attach, send, _ = load_spec(path).chats[0].steps

    assert (attach.path, send.text) == ("shared/more/a.pdf", "hello")


def test_a_file_that_is_not_beside_the_shared_steps_is_a_finding_there(write):
    path = write(
        "{include: ../shared/b.yaml}, {expect: a}",
        **{"shared/b.yaml": "steps: [{send: {file: hello.txt}}]", "specs/hello.txt": "hello"},
    )

    assert find(path) == [("S135", "shared/b.yaml:1:23")]


@pytest.mark.timeout(20)
def test_a_pipe_is_not_waited_for(write, tmp_path):
    path = write("{include: pipe}, {expect: a}")
    os.mkfifo(tmp_path / "specs" / "pipe")

    assert find(path) == [("S101", "specs/a.chat.yaml:5:33")]

"""The files: well formed whatever a flow says, marked as told, the same bytes for the same flow."""

import json
import re
import subprocess
import sys
from functools import partial
from xml.etree import ElementTree

import pytest
import resvg_py

from chatcheck.errors import UsageError
from chatcheck.flow.picture import png
from chatcheck.flow.picture.drawing import draw
from chatcheck.flow.picture.marks import Mark, Marks
from chatcheck.flow.picture.mermaid import write_mermaid
from chatcheck.flow.picture.page import write_page
from chatcheck.flow.picture.png import write_png
from chatcheck.flow.picture.svg import write_svg
from tests.unit.flow.picture.flow_words import SMALL, make_flow

SVG = "{http://www.w3.org/2000/svg}"
EVIL = [
    '"]--><script>alert(1)</script>',
    "</text></svg>",
    "${'a'}|`b`;%%{init}%%",
    "a\0\x1b\ud800\u202eb",
    "]]>&amp;",
]


def evil_flow():
    actions = {
        f"{index}{text}": {
            "type": text if index % 2 else "MessageParticipant",
            "parameters": {"Text": text * 3, text: text},
            "next": f"0{EVIL[0]}",
            "conditions": {text: f"0{EVIL[0]}"},
            "errors": {text: "gone" + text},
        }
        for index, text in enumerate(EVIL)
    }
    return make_flow(actions, name=EVIL[0])


def evil_marks():
    return Marks({name: [Mark("error", EVIL[1], text) for text in EVIL] for name in evil_flow().actions})


MARKS = Marks(
    {
        "which": [Mark("warning", "CF301", "a warning"), Mark("error", "CF201", "an error")],
        "": [Mark("error", "CF9", "all of it")],
    },
    {"hello": 3},
    {("hello", "next", ""): 3},
)


def read_svg(flow, marks=None):
    return ElementTree.fromstring(write_svg(draw(flow, marks) if marks else draw(flow)))


def texts(svg):
    return [each.text for each in svg.iter(f"{SVG}text")]


def classes(svg):
    return [each.get("class") for each in svg.iter()]


def test_the_svg_names_and_describes_itself():
    svg = read_svg(make_flow(SMALL, name="welcome"))

    assert svg.get("role") == "img"
    labels = [svg.find(f".//*[@id='{each}']").text for each in svg.get("aria-labelledby").split()]
    assert labels == ["Contact flow welcome", "3 blocks and 5 branches; it starts with Play prompt."]


def test_blocks_say_what_they_are():
    found = texts(read_svg(make_flow(SMALL)))

    assert {"Start", "Play prompt", "Hello there", "Check contact attributes", "= web", "Disconnect"} <= {
        *found
    }


def test_each_block_has_a_title_for_the_pointer():
    titles = [each.find(f"{SVG}title").text for each in read_svg(make_flow(SMALL)).iter(f"{SVG}g")]

    assert titles[0] == "Play prompt (MessageParticipant) — hello — Hello there"


def test_errors_look_different():
    svg = write_svg(draw(make_flow(SMALL)))

    assert svg.count('class="tip error"') == 1
    assert svg.count('class="port error"') == 2
    assert re.search(r"\.edge\.error \{[^}]*stroke-dasharray", svg)


def test_dark_colours_are_in_the_file():
    assert "@media (prefers-color-scheme: dark)" in write_svg(draw(make_flow(SMALL)))


def test_findings_are_marked_the_gravest_first():
    svg = read_svg(make_flow(SMALL), MARKS)

    assert "block check error never" in classes(svg)
    assert texts(svg).index("CF201 an error") < texts(svg).index("CF301 a warning")
    assert "CF9 all of it" in texts(svg)


def test_many_findings_are_counted():
    marks = Marks({"bye": [Mark("warning", f"CF30{index}", "x") for index in range(5)]})

    assert "and 4 more findings" in texts(read_svg(make_flow(SMALL), marks))


def test_coverage_is_marked():
    svg = read_svg(make_flow(SMALL), MARKS)

    assert "block interact visited" in classes(svg)
    assert "block end never" in classes(svg)
    assert "edge next taken" in classes(svg)
    assert "edge error untaken" in classes(svg)
    assert "3×" in texts(svg)
    assert "NoMatchingError  never" in texts(svg)


def test_without_marks_nothing_is_marked():
    svg = write_svg(draw(make_flow(SMALL))).partition("</style>")[2]

    assert not re.search(r"visited|never|taken|badge|warning", svg)


def test_marks_of_what_is_not_there_are_passed_over():
    marks = Marks({"gone": [Mark("error", "CF1", "x")]}, {"gone": 1}, {("gone", "next", ""): 1})

    assert "CF1" not in write_svg(draw(make_flow(SMALL), marks))


@pytest.mark.parametrize("marked", [False, True])
def test_no_text_of_a_flow_becomes_markup(marked):
    drawing = draw(evil_flow(), evil_marks()) if marked else draw(evil_flow())
    svg = ElementTree.fromstring(write_svg(drawing))
    page = write_page(drawing)

    assert not list(svg.iter(f"{SVG}script"))
    assert len(re.findall(r"<script", page)) == 2
    page.encode("utf-8")


def test_the_data_of_a_page_is_all_of_the_flow():
    page = write_page(draw(evil_flow(), evil_marks()))
    data = json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL)[1])

    assert len(data["blocks"]) == len(EVIL)
    assert json.loads(data["blocks"][0]["parameters"])["Text"] == EVIL[0] * 3
    assert data["blocks"][0]["branches"][-1]["target"] is None


def test_a_page_loads_nothing():
    page = write_page(draw(make_flow(SMALL)))

    assert "default-src 'none'" in page.replace("&#x27;", "'")
    assert not re.search(r"""(src|href)=["'](?!data:)""", page)


def test_mermaid_names_the_blocks_and_branches():
    text = write_mermaid(make_flow(SMALL))

    assert '  n0["<b>Play prompt</b><br/>hello<br/>Hello there"]' in text
    assert '  n1 -->|"#61; web"| n2' in text
    assert '  n0 -.->|"NoMatchingError"| n2' in text
    assert '  n2(["<b>Disconnect</b><br/>bye"])' in text


def test_mermaid_paints_the_lines_of_errors():
    lines = write_mermaid(make_flow(SMALL)).splitlines()
    arrows = [line for line in lines if "->" in line]
    (style,) = [line for line in lines if line.startswith("  linkStyle")]

    painted = re.search(r"linkStyle ([\d,]+) ", style)[1].split(",")
    assert [index for index, line in enumerate(arrows) if "-.->" in line] == [int(each) for each in painted]


def test_mermaid_carries_marks():
    text = write_mermaid(make_flow(SMALL), MARKS)

    assert "  class n0 visited" in text
    assert "  class n1 error" in text
    assert "<b>Play prompt #40;3×#41;</b>" in text


def test_no_text_of_a_flow_is_mermaids():
    for line in write_mermaid(evil_flow(), evil_marks()).splitlines():
        for text in re.findall(r'"([^"]*)"', line):
            assert not re.search(r"[`;|{}\[\]%](?<!#\d\d;)(?<!#\d\d\d;)", text), line
            assert not re.search(r"<(?!br/>|b>|/b>)", text), line


def test_a_png_has_the_pictures_size():
    drawing = draw(make_flow(SMALL))
    data = write_png(drawing)

    assert data.startswith(b"\x89PNG")
    size = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    assert size == (2 * drawing.width, 2 * drawing.height)


def test_a_png_of_anything_that_a_flow_may_say():
    assert write_png(draw(evil_flow(), evil_marks())).startswith(b"\x89PNG")


def test_without_the_renderer_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "resvg_py", None)

    with pytest.raises(UsageError, match=r"U524.*resvg-py(?s:.*)chatcheck\[graph\]"):
        write_png(draw(make_flow(SMALL)))


def test_a_png_that_no_viewer_could_open_is_refused(monkeypatch):
    monkeypatch.setattr(png, "_MOST_PIXELS", 1000)

    with pytest.raises(UsageError, match="too large for PNG"):
        write_png(draw(make_flow(SMALL)))


def test_a_png_without_letters_is_refused(monkeypatch):
    monkeypatch.setattr(resvg_py, "svg_to_bytes", partial(resvg_py.svg_to_bytes, skip_system_fonts=True))

    with pytest.raises(UsageError, match=r"U526.*none is installed"):
        write_png(draw(make_flow(SMALL)))


PROGRAM = """
import sys
from chatcheck.flow.parse import parse_flow
from chatcheck.flow.picture.drawing import draw
from chatcheck.flow.picture.page import write_page
from chatcheck.flow.picture.mermaid import write_mermaid
flow = parse_flow(open("specs/flows/welcome.json").read(), "welcome.json")
import hashlib
for text in (write_page(draw(flow)), write_page(draw(flow, layout="layers")), write_mermaid(flow)):
    print(hashlib.sha256(text.encode()).hexdigest())
"""


def test_other_processes_make_the_same_bytes():
    answers = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }

    assert len(answers) == 1

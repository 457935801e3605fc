"""A flow's page as a browser shows it: letters stay in their boxes, one can search, move and ask."""

import json

import pytest

from chatcheck.flow.picture.drawing import draw
from chatcheck.flow.picture.page import write_page
from chatcheck.flow.picture.svg import write_svg
from tests.browser.chromium import NO_CHROMIUM, drive, find_chromium
from tests.flow_generator import generate_flow
from tests.unit.flow.picture.flow_words import SMALL, make_flow
from tests.unit.flow.picture.test_picture_files import evil_flow, evil_marks

pytestmark = pytest.mark.skipif(find_chromium() is None, reason=NO_CHROMIUM)

OUTSIDE = """
return await page.evaluate(() => [...document.querySelectorAll(".block")].flatMap((block) => {
  const box = block.querySelector(".box").getBoundingClientRect();
  return [...block.querySelectorAll("text:not(.begin-name):not(.badge-name)")].filter((text) => {
    const area = text.getBoundingClientRect();
    return area.left < box.left || area.right > box.right || area.top < box.top || area.bottom > box.bottom;
  }).map((text) => text.textContent);
}));
"""
VIEW = "document.querySelector('svg').getAttribute('viewBox')"


@pytest.fixture
def open_page(tmp_path):
    """Write a drawing's page or picture, open it, run the body; it asks for nothing, complains of nothing."""

    def open_(drawing, body, write=write_page, **options):
        page = tmp_path / f"flow.{'html' if write is write_page else 'svg'}"
        page.write_text(write(drawing), "utf-8")
        answer, requests, complaints = drive(page, body, **options)
        assert [each for each in requests if each not in (page.as_uri(), "data:,")] == []
        assert complaints == []
        return answer

    return open_


@pytest.mark.parametrize("family", ["DejaVu Sans", "Liberation Sans", "system-ui"])
def test_letters_stay_in_their_boxes_whatever_the_face(open_page, family):
    flow = make_flow(json_actions(generate_flow(5, 60)))
    style = json.dumps(f".flow {{ font-family: {family} }}")
    body = (
        f"await page.evaluate((style) => document.querySelector('style').append(style), {style});" + OUTSIDE
    )

    assert open_page(draw(flow), body, write_svg) == []


def json_actions(document):
    """Return generated actions as `make_flow` takes them; long names and texts of all kinds."""
    words = (
        "Wide MMMM WWWW @@@@",
        "Überprüfung der Öffnungszeiten",
        "a.b-c_d/e",
        "漢字かな交じり文の長い名前",
        "OrderStatusIntent",
    )
    return {
        f"{words[index % 5]} {index} {words[(index * 3) % 5]}": {
            "type": action["Type"],
            "parameters": {**action.get("Parameters", {}), "Text": " ".join(words) * 3},
            "conditions": {words[index % 5] * 3: "nowhere"},
        }
        for index, action in enumerate(document["Actions"])
    }


def test_hostile_text_runs_nothing(open_page):
    body = "return await page.evaluate(() => document.querySelectorAll('script').length)"

    assert open_page(draw(evil_flow(), evil_marks()), body) == 2


def test_search_finds_blocks_and_goes_from_one_to_the_next(open_page):
    body = """
    await page.keyboard.press("/");
    await page.keyboard.type("disconnect");
    const found = await page.locator(".block.found").count();
    await page.keyboard.press("Enter");
    return [found, await page.locator("output").textContent(), await page.locator("aside h2").textContent()];
    """

    assert open_page(draw(make_flow(SMALL)), body) == [1, "1 of 1", "Disconnect"]


def test_what_is_not_there_is_not_found(open_page):
    body = """
    await page.fill("input", "nothing like it");
    await page.keyboard.press("Enter");
    return [await page.locator("output").textContent(), await page.locator("aside").isHidden()];
    """

    assert open_page(draw(make_flow(SMALL)), body) == ["0 found", True]


def test_a_block_tells_its_details_and_its_ways_are_traced(open_page):
    body = """
    await page.locator("[data-block='0']").click();
    return [await page.locator("aside pre").textContent(), await page.locator("aside li").allTextContents(),
      await page.locator(".way").count()];
    """

    parameters, links, ways = open_page(draw(make_flow(SMALL)), body)

    assert json.loads(parameters) == {"Text": "Hello there"}
    assert links == [
        "next: Check contact attributes – which",
        "NoMatchingError: Disconnect – bye",
        "= shop: Check contact attributes – which",
    ]
    assert ways == 3


def test_a_way_is_traced_up_to_its_target(open_page):
    actions = {f"n{i}": {"next": f"n{i + 1}", "errors": {"E": "z"}} for i in range(6)} | {"n6": {}, "z": {}}
    body = """
    await page.locator("[data-block='0']").click();
    const ends = await page.locator(".way").evaluateAll((ways) => ways.map((way) => {
      const end = way.getPointAtLength(way.getTotalLength());
      return [end.x, end.y];
    }));
    return ends;
    """
    drawing = draw(make_flow(actions))
    lefts = {drawing.boxes[1].x, drawing.boxes[7].x}

    assert {round(x) for x, _ in open_page(drawing, body)} == lefts


def test_the_keyboard_opens_closes_and_moves(open_page):
    body = f"""
    await page.locator("[data-block='1']").focus();
    await page.keyboard.press("Enter");
    const opened = await page.locator("aside").isVisible();
    await page.keyboard.press("Escape");
    const closed = await page.locator("aside").isHidden();
    const views = [];
    for (const key of ["0", "ArrowRight", "+", "-"]) {{
      await page.keyboard.press(key);
      views.push(await page.evaluate(() => {VIEW}));
    }}
    return [opened, closed, new Set(views).size];
    """

    opened, closed, views = open_page(draw(make_flow(SMALL)), body)

    assert opened and closed
    assert views >= 3


def test_the_wheel_zooms_where_the_pointer_is_and_dragging_moves(open_page):
    body = f"""
    const view = async () => (await page.evaluate(() => {VIEW})).split(" ").map(Number);
    const area = await page.locator(".stage").boundingBox();
    const before = await view();
    await page.mouse.move(area.x + 300, area.y + 200);
    await page.mouse.wheel(0, -300);
    await page.waitForFunction((width) => Number({VIEW}.split(" ")[2]) < width, before[2]);
    const zoomed = await view();
    await page.mouse.down();
    await page.mouse.move(area.x + 200, area.y + 200, {{steps: 3}});
    await page.mouse.up();
    const moved = await view();
    const under = (each) => each[0] + each[2] * 300 / area.width;
    return [under(before), under(zoomed), moved[0] - zoomed[0], await page.locator("aside").isHidden()];
    """

    before, zoomed, moved, hidden = open_page(draw(make_flow(SMALL)), body)

    assert abs(before - zoomed) < 1
    assert moved > 20
    assert hidden


def test_without_scripts_the_picture_is_there(open_page):
    body = "return [await page.locator('.block').count(), await page.locator('form').isHidden()]"

    assert open_page(draw(make_flow(SMALL)), body, javaScriptEnabled=False) == [3, True]

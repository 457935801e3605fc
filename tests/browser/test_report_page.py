"""The HTML report as a browser shows it: what opens, what the filter finds, how it looks when narrow."""

import json
from dataclasses import replace

import pytest

from chatcheck.report import html
from chatcheck.report.html_data import reveal
from chatcheck.report.stream import collect_results
from chatcheck.transcript import Event
from tests.browser.chromium import NO_CHROMIUM, drive, find_chromium
from tests.unit.report.conftest import ResultWords
from tests.unit.report.test_line_reports import EVIL

pytestmark = pytest.mark.skipif(find_chromium() is None, reason=NO_CHROMIUM)

SHOWN = "[...document.querySelectorAll('details.chat .name')].map((each) => each.textContent)"


@pytest.fixture(scope="module")
def words():
    return ResultWords()


@pytest.fixture
def open_page(tmp_path):
    """Write the results' page, open it, run the body; whatever it does, the page asks for nothing else."""

    def open_(results, body, **options):
        page = tmp_path / "report.html"
        with page.open("w", encoding="utf-8") as file:
            file.writelines(html.render(collect_results(results)))
        answer, requests, complaints = drive(page, body, **options)
        assert [each for each in requests if each not in (page.as_uri(), "data:,")] == []
        assert complaints == []
        return answer

    return open_


@pytest.fixture
def mixed(words):
    flaky = replace(words.passed("e", tags=("smoke",)), earlier=(words.failed().attempt,))
    return [
        words.passed("a", tags=("smoke", "orders")),
        words.failed(chat="b", tags=("orders",)),
        words.broken("c"),
        words.skipped("d"),
        flaky,
    ]


@pytest.fixture(scope="module")
def thousand(words):
    greeting = [words.said(number / 10, f"line {number}", "BOT") for number in range(20)]
    chats = []
    for number in range(1000):
        said = words.transcript(*greeting, words.said(9.0, f"the number is <{number}>", "BOT"))
        make = words.failed if number % 10 == 0 else words.passed
        chats.append(replace(make(chat=f"chat {number:04}"), transcript=said, tags=(f"t{number % 3}",)))
    return chats


def test_it_opens_with_what_went_wrong_first(open_page, mixed):
    answer = open_page(
        mixed,
        f"""return page.evaluate(() => ({{
            names: {SHOWN},
            open: document.querySelectorAll('details.chat[open]').length,
            title: document.title,
            said: [...document.querySelectorAll('[open] .bubble')].map((each) => each.textContent),
            output: document.querySelector('output').textContent,
        }}));""",
    )

    assert answer["names"] == ["b", "c", "e", "a", "d"]
    assert answer["open"] == 2
    assert answer["title"].startswith("chatcheck: 1 failed, 1 broken, 1 flaky, 1 passed, 1 skipped")
    assert answer["said"] == ["Welcome.", "where is A-1?", "Order A-1 is late."]
    assert answer["output"] == "5 of 5 chats"


def test_the_filter_leaves_what_fits(open_page, mixed):
    left = open_page(
        mixed,
        f"""const left = () => page.evaluate(() => {SHOWN}), found = {{}};
        await page.uncheck('input[value=failed]'); await page.uncheck('input[value=passed]');
        found.status = await left();
        await page.check('input[value=failed]'); await page.check('input[value=passed]');
        await page.selectOption('[name=tag]', 'smoke');
        found.tag = await left();
        await page.selectOption('[name=tag]', '');
        for (const words of ['ORDER A-1 IS HERE', 'the bot is not', 'nobody said this', '']) {{
            await page.fill('input[type=search]', words);
            found[words] = await left();
        }}
        return found;""",
    )

    assert left == {
        "status": ["c", "e", "d"],
        "tag": ["e", "a"],
        "ORDER A-1 IS HERE": ["b", "e"],
        "the bot is not": ["d"],
        "nobody said this": [],
        "": ["b", "c", "e", "a", "d"],
    }


def test_each_step_stands_beside_its_line_with_its_time(open_page, words):
    answer = open_page(
        [words.failed()],
        """return page.evaluate(() => [...document.querySelectorAll('.talk > li')].map((row) => [
            row.querySelector('.bubble')?.textContent ?? null,
            [...row.querySelectorAll('.steps li')].map((step) => step.innerText.split('\\n').filter(Boolean)),
            row.querySelector('.side').getBoundingClientRect().right
                <= row.querySelector('.steps').getBoundingClientRect().left,
        ]));""",
    )

    assert [row[0] for row in answer] == ["Welcome.", "where is A-1?", "Order A-1 is late.", None]
    assert answer[0][1] == [["✓", '1. expect equals "Welcome."', "400 ms"]]
    assert [row[1][0][0] for row in answer] == ["✓", "✓", "✗", "·"]
    assert all(row[2] for row in answer)


def test_the_difference_is_marked_on_both_sides(open_page, words):
    marked = "[...document.querySelectorAll('mark')].map((each) => each.textContent)"

    assert open_page([words.failed()], f"return page.evaluate(() => {marked});") == ["her", "lat"]


def test_the_difference_of_characters_beyond_the_first_plane_is_where_it_is(open_page, words):
    finding = words.finding(expected="👩👩 yes", actual="👩👩 no")

    marked = "[...document.querySelectorAll('mark')].map((each) => each.textContent)"
    assert open_page([words.failed(finding)], f"return page.evaluate(() => {marked});") == ["yes", "no"]


def test_the_wire_log_is_drawn_when_it_is_opened(open_page, words):
    answer = open_page(
        [words.failed()],
        """const before = await page.locator('table').count();
        await page.click('.wire summary');
        await page.waitForSelector('.wire tbody tr');
        return [before, await page.locator('.wire tbody tr').count(),
            await page.locator('.wire tbody tr').nth(1).innerText()];""",
    )

    assert answer[:2] == [0, 4]
    assert answer[2].split("\t")[:4] == ["0.900", "event", "bot", "typing"]


def test_the_attempts_before_a_pass_are_told(open_page, mixed):
    told = open_page(
        [mixed[-1]],
        "await page.click('.chat summary'); return page.locator('.attempts').innerText();",
    )

    assert "1 attempt before this one" in told
    assert "the message is not the expected text" in told


def test_an_attempt_before_a_pass_shows_its_conversation(open_page, mixed):
    said = open_page(
        [mixed[-1]],
        """await page.click('.chat summary');
        await page.click('.attempt .said summary');
        await page.waitForSelector('.attempt .bubble');
        return page.locator('.attempt .bubble').allTextContents();""",
    )

    assert said == ["Welcome.", "where is A-1?", "Order A-1 is late."]


def test_a_link_to_a_chat_opens_it_whatever_is_filtered(open_page, thousand):
    answer = open_page(
        [replace(each, chat=f"{each.chat} 'ü' %41") for each in thousand],
        """await page.fill('input[type=search]', 'the number is <777>');
        await page.click('details.chat summary');
        const link = await page.locator('details.chat[open] a').getAttribute('href');
        await page.fill('input[type=search]', 'nothing like it');
        await page.evaluate((link) => { location.hash = link; }, link);
        await page.waitForSelector('details.chat[open] .bubble');
        return page.evaluate(() => [document.activeElement.querySelector('.name').textContent,
            document.activeElement.parentElement.open,
            document.activeElement.getBoundingClientRect().top < innerHeight]);""",
    )

    assert answer == ["chat 0777 'ü' %41", True, True]


def test_the_slowest_chats_come_first_where_asked(open_page, words):
    quick, slow, failed = words.passed("q"), words.passed("s", duration_s=9.0), words.failed(chat="f")

    names = open_page(
        [quick, slow, failed],
        f"await page.selectOption('[name=order]', 'slow'); return page.evaluate(() => {SHOWN});",
    )

    assert names == ["s", "f", "q"]


def test_what_was_opened_or_closed_stays_so_behind_a_filter(open_page, mixed):
    state = open_page(
        mixed,
        """await page.locator('.chat > summary').nth(0).click();
        await page.locator('.chat > summary').nth(3).click();
        await page.fill('input[type=search]', 'nothing like it');
        await page.fill('input[type=search]', '');
        return page.evaluate(() => [...document.querySelectorAll('.chat')].map((each) => each.open));""",
    )

    assert state == [False, True, False, True, False]


def test_a_thousand_chats_are_drawn_as_they_are_asked_for(open_page, thousand):
    answer = open_page(
        thousand,
        f"""const nodes = () => page.evaluate(() => document.querySelectorAll('*').length);
        const rows = () => page.locator('details.chat').count();
        const first = [await rows(), await nodes(), await page.locator('.more button').innerText()];
        await page.click('.more button');
        const second = await rows();
        await page.fill('input[type=search]', 'the number is <777>');
        const found = await page.evaluate(() => {SHOWN});
        await page.click('details.chat summary');
        await page.fill('input[type=search]', '');
        await page.selectOption('[name=tag]', 't1');
        return {{first, second, found, last: await page.innerText('output'), after: await nodes()}};""",
    )

    rows, nodes, button = answer["first"]
    assert (rows, button) == (100, "Show 100 more of 900")
    assert nodes < 1_100 + 100 * 12 + 3 * 400
    assert answer["second"] == 200
    assert answer["found"] == ["chat 0777"]
    assert answer["last"] == "333 of 1000 chats"
    assert answer["after"] < nodes + 500


def test_nothing_is_wider_than_the_screen(open_page, mixed, words):
    long = "a" * 300 + "日" * 100
    said = words.transcript(words.said(1.0, long, long), Event(2.0, "unknown", content=long))
    finding = words.finding(what=long, snippet=long, expected=long, actual=long + "b", test=long[:40])
    evil = words.failed(finding, chat=long, transcript=said, tags=(long[:60],), flow=long)

    widths = open_page(
        [*mixed, evil],
        """for (const kind of ['.chat', '.wire']) await page.evaluate((kind) => {
            for (const each of document.querySelectorAll(kind)) each.open = true;
        }, kind);
        await page.waitForSelector('.wire table');
        const widths = [];
        for (const width of [320, 390, 1280]) {
            await page.setViewportSize({width, height: 800});
            widths.push(await page.evaluate(() => document.documentElement.scrollWidth));
        }
        return widths;""",
    )

    assert widths == [320, 390, 1280]


def test_steps_stand_below_their_line_on_a_narrow_screen(open_page, words):
    below = open_page(
        [words.failed()],
        """return page.evaluate(() => [...document.querySelectorAll('.talk > li')].every((row) =>
            row.querySelector('.side').getBoundingClientRect().bottom
                <= row.querySelector('.steps').getBoundingClientRect().top + 1));""",
        width=390,
    )

    assert below


def test_a_keyboard_reaches_and_opens_everything(open_page, words):
    answer = open_page(
        [words.passed("a")],
        """const focused = () => page.evaluate(() => {
            const at = document.activeElement;
            return at.getAttribute('aria-label') || at.value || at.textContent.slice(0, 12);
        });
        const seen = [];
        for (let step = 0; step < 4; step++) { await page.keyboard.press('Tab'); seen.push(await focused()); }
        await page.keyboard.press('Enter');
        await page.waitForSelector('.wire');
        for (let step = 0; step < 2; step++) { await page.keyboard.press('Tab'); seen.push(await focused()); }
        await page.keyboard.press('Enter');
        await page.waitForSelector('.scroll');
        await page.keyboard.press('Tab');
        seen.push(await focused());
        return {seen, open: await page.locator('details[open]').count()};""",
    )

    assert answer["seen"][:3] == ["Filter by text", "Order", "passed"]
    assert answer["seen"][3].startswith("passed")
    assert answer["seen"][4] == "link to this"
    assert answer["seen"][5].startswith("Wire log")
    assert answer["seen"][6] == "Wire log"
    assert answer["open"] == 2


def test_every_control_has_a_name(open_page, mixed):
    tree = open_page(mixed, "return page.locator('body').ariaSnapshot();")

    assert 'searchbox "Filter by text"' in tree
    assert 'combobox "Tag"' in tree and 'combobox "Order"' in tree
    assert 'checkbox "1 failed"' in tree
    assert 'group "Status"' in tree
    assert 'heading "b" [level=2]' in tree and 'heading "actual" [level=4]' in tree
    assert 'img "held"' in tree and 'img "failed"' in tree


def test_no_text_of_a_chat_is_run_or_drawn_as_markup(open_page, words):
    results = []
    for number, evil in enumerate(EVIL):
        finding = words.finding(what=evil, snippet=evil, expected=evil, actual=evil, test=evil)
        said = words.transcript(words.said(1.0, evil, evil))
        members = {"transcript": said, "tags": (evil,), "flow": evil}
        results.append(words.failed(finding, chat=f"{number:02} {evil}", **members))

    answer = open_page(
        results,
        """for (const [kind, drawn] of [['.chat', '.bubble'], ['.wire', '.wire table']]) {
            await page.evaluate((kind) => {
                for (const each of document.querySelectorAll(kind)) each.open = true;
            }, kind);
            await page.waitForFunction((drawn) => document.querySelectorAll(drawn).length === COUNT, drawn);
        }
        const planted = "main script, main img, main b, main a:not([href^='#'])";
        return page.evaluate((planted) => [
            [...document.querySelectorAll('.bubble')].map((each) => each.textContent),
            document.querySelectorAll(planted).length], planted);""".replace("COUNT", str(len(EVIL))),
    )

    assert answer == [[reveal(evil) for evil in EVIL], 0]


def test_the_path_through_the_flows_stands_with_the_chat(open_page, words):
    path = (("welcome", ("Greet", "How can I help")), ("handoff", ("<b>Queue</b>",)))

    answer = open_page(
        [replace(words.failed(), path=path)],
        """await page.click('details.path summary');
        return page.evaluate(() => [document.querySelector('details.path summary').textContent,
            [...document.querySelectorAll('details.path > ol > li')]
                .map((each) => each.innerText.split('\\n'))]);""",
    )

    assert answer == [
        "Path through the flows, 3 blocks",
        [["welcome", "Greet", "How can I help"], ["handoff", "<b>Queue</b>"]],
    ]


def test_a_script_that_got_in_would_not_run(open_page, words, tmp_path):
    text = "".join(html.render(collect_results([words.passed()])))
    page = tmp_path / "planted.html"
    planted = "<script>document.title = 'run'</script><img src=x onerror=\"document.title='run'\"></main>"
    page.write_text(text.replace("</main>", planted))

    title, _, complaints = drive(page, "return page.title();")

    assert title.startswith("chatcheck: ")
    assert len([each for each in complaints if "Content Security Policy" in each]) >= 2


def test_it_can_be_printed_with_all_that_the_filter_leaves(open_page, thousand):
    answer = open_page(
        thousand[:150],
        """await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
        await page.emulateMedia({media: 'print'});
        return [await page.locator('details.chat').count(), await page.locator('form').isVisible()];""",
    )

    assert answer == [150, False]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_words_can_be_read_in_the_light_and_in_the_dark(open_page, mixed, scheme):
    """Contrast by WCAG 2: 4.5 to 1 for every colour of text on the paper."""
    colours = json.dumps(["body", ".faint", ".word.failed", ".word.broken", ".word.flaky", ".word.passed"])
    contrasts = open_page(
        mixed,
        f"""return page.evaluate((selectors) => {{
            const light = (text) => text.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255)
                .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
                .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
            const paper = light(getComputedStyle(document.body).backgroundColor);
            return selectors.map((selector) => {{
                const ink = light(getComputedStyle(document.querySelector(selector)).color);
                return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
            }});
        }}, {colours});""",
        colorScheme=scheme,
    )

    assert min(contrasts) >= 4.5


def test_without_scripts_it_says_why_it_is_empty(open_page, mixed):
    text = open_page(mixed, "return page.innerText('body');", javaScriptEnabled=False)

    assert "1 failed" in text
    assert "switched off" in text

"""The page in a real browser: it is drawn, it says what it should, it asks nobody, and it runs nothing else."""

from __future__ import annotations

import html as markup
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Asked, chromium_page
from tests.workbench.exports.payloads import SCRIPTS
from tests.workbench.exports.story import EMPTY, RING, entity, renamed
from workbench.exports import html
from workbench.exports.picture import picture
from workbench.model.kinds import KINDS
from workbench.model.shown import Shown

OUTSIDE = re.compile(r"(?:https?:|wss?:|[\"'(=]\s*)//[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
COLOURS = """() => {
  const canvas = document.querySelector('#picture canvas');
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const seen = new Map();
  for (let i = 0; i < data.length; i += 4) {
    const colour = '#' + [data[i], data[i + 1], data[i + 2]].map((c) => c.toString(16).padStart(2, '0')).join('');
    if (data[i + 3] === 255) seen.set(colour.toUpperCase(), (seen.get(colour.toUpperCase()) || 0) + 1);
  }
  return [...seen].filter(([, count]) => count > 40).map(([colour]) => colour);
}"""


@contextmanager
def drawn(shown: Shown, folder: Path, dark: bool = False) -> Iterator[tuple[Page, Asked, list[str]]]:
    """The page open in a browser, what it asked for, and all it complained of or wanted to ask a person."""
    file = folder / "case.html"
    html.write(shown, file)
    said: list[str] = []
    with chromium_page((1360, 900), dark=dark) as (page, asked):
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: (said.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.goto(file.as_uri())
        page.wait_for_selector("html[data-drawn=yes]")
        page.wait_for_timeout(250)
        yield page, asked, said


@pytest.mark.browser
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_page_is_drawn_and_asks_nobody(tmp_path: Path, dark: bool) -> None:
    with drawn(RING, tmp_path, dark) as (page, asked, said):
        assert (asked, said) == ([(tmp_path / "case.html").as_uri()], [])
        assert page.title() == RING.title
        text = page.inner_text("body")
        for one in RING.entities:
            assert one.text in text
            assert f"#{one.tag}" in text
        for told in (
            RING.note,
            "张**",
            "四川成都",
            "刷单返利，转账后被拉黑",
            "12,500.00",
            "86,000.00",
            "14 entities, 26 links",
        ):
            assert told in text
        colours = {kind.colour.upper() for kind in KINDS if kind.name in {one.kind for one in RING.entities}}
        assert colours <= set(page.evaluate(COLOURS)), "every kind's colour is in the picture"
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert paper == ("rgb(15, 19, 26)" if dark else "rgb(246, 247, 249)")


@pytest.mark.browser
def test_sixty_scripts_as_names_and_values_stay_text(tmp_path: Path) -> None:
    assert len(set(SCRIPTS)) == 60
    shown = renamed(RING, list(SCRIPTS))
    with drawn(shown, tmp_path) as (page, asked, said):
        for row in page.locator("tr[data-about]").all()[:6]:
            row.click()
        box = page.locator("#picture").bounding_box()
        for step in range(12):
            page.mouse.move(box["x"] + 60 + step * 100, box["y"] + 300 - step * 12)
        page.wait_for_timeout(400)
        assert (asked.elsewhere(asked[0]), said) == ([], [])
        assert page.title() == markup.unescape(re.search("<title>(.*?)</title>", picture(shown), re.DOTALL)[1])
        assert page.title() != "PWNED"
        assert page.locator("script").count() == 3
        assert page.locator("img, iframe, object, embed, link, base, form, input, video, audio, a").count() == 0
        assert page.locator("[onerror], [onload], [onfocus], [ontoggle], [style*='url']").count() == 0
        # As innerText gives them: white space folded.
        text = " ".join(page.inner_text("body").split())
        for payload in SCRIPTS:
            assert " ".join(payload.split()) in text, payload


@pytest.mark.browser
def test_a_script_that_slipped_in_would_still_not_run(tmp_path: Path) -> None:
    file = tmp_path / "case.html"
    slipped = picture(RING).replace(
        "</main>", "<script>document.title='PWNED'</script><svg onload=\"document.title='PWNED'\"></svg></main>"
    )
    file.write_text(slipped, encoding="utf-8")
    with chromium_page() as (page, asked):
        page.goto(file.as_uri())
        page.wait_for_selector("html[data-drawn=yes]")
        assert page.title() == RING.title
        assert asked == [file.as_uri()]


@pytest.mark.browser
def test_a_row_finds_its_entity_and_a_pointer_is_told_about_it(tmp_path: Path) -> None:
    with drawn(RING, tmp_path) as (page, _asked, said):
        row = page.locator("tr[data-about='0']")
        row.focus()
        page.keyboard.press("Enter")
        expect(row).to_have_class(re.compile("marked"))
        assert page.locator("tr.marked").count() == 1 + sum(
            1 for one in RING.links if RING.entities[0].token in (one.start, one.end)
        )
        page.locator("#whole").click()
        page.reload()
        page.wait_for_selector("html[data-drawn=yes]")
        before = page.locator("#picture").screenshot()
        page.locator("#nearer").click()
        while page.locator("#picture").screenshot() == before:
            page.wait_for_timeout(50)
        assert said == []


@pytest.mark.browser
def test_an_empty_page_is_no_blank_page(tmp_path: Path) -> None:
    with drawn(EMPTY, tmp_path) as (page, _asked, said):
        assert "0 entities, 0 links" in page.inner_text("body")
        assert said == []


@pytest.mark.browser
def test_a_tooltip_is_text(tmp_path: Path) -> None:
    hostile = Shown("one", "", (entity("Phone", "<b>x</b>", name="<img src=x onerror=alert(1)> href"),), ())
    with drawn(hostile, tmp_path) as (page, _asked, said):
        box = page.locator("#picture").bounding_box()
        middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 - 16)
        page.mouse.move(*middle)
        page.mouse.move(middle[0] + 2, middle[1] + 1)
        page.wait_for_selector("div.vis-tooltip", state="visible")
        assert "<img src=x onerror=alert(1)> href" in page.inner_text("div.vis-tooltip")
        assert page.locator("div.vis-tooltip *:not(br)").count() == 0
        assert said == []


def test_the_page_holds_no_address_at_all() -> None:
    assert set(OUTSIDE.findall(picture(RING))) <= {"http://www.w3.org"}
    assert "sourceMappingURL" not in picture(RING)


def test_a_page_holds_nothing_of_the_desk_but_what_was_shown() -> None:
    assert RING.entities[0].token not in picture(RING), "tokens are for machines; the tag is enough for people"

"""The canvas in a real browser: what a person does comes back, and what does not concern it stays as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import Asked, chromium_page, need_chromium, serve_streamlit

pytestmark = pytest.mark.browser
APP = Path(__file__).with_name("canvas_app.py")
# cytoscape leaves its instance on its container, which is how one asks where a node stands.
WHERE = """(id) => {
  const field = document.querySelector('[data-testid=stBidiComponentIsolated]').shadowRoot.querySelector('.stage');
  const box = field.getBoundingClientRect();
  const at = field._cyreg.cy.getElementById(id).renderedPosition();
  return [box.x + at.x, box.y + at.y];
}"""
STANDING = """() => {
  const field = document.querySelector('[data-testid=stBidiComponentIsolated]').shadowRoot.querySelector('.stage');
  const cy = field._cyreg.cy;
  const places = Object.fromEntries(cy.nodes().map((n) => [n.id(), [n.position('x'), n.position('y')]]));
  return { zoom: cy.zoom(), pan: cy.pan(), places };
}"""

# A rule in the page and not in the answer: an answer made up by the test may not open a WebSocket.
NO_EVAL = """new MutationObserver((seen, watch) => {
  if (!document.head) return;
  const rule = document.createElement('meta');
  rule.httpEquiv = 'Content-Security-Policy';
  rule.content = "script-src 'self' 'unsafe-inline' blob:; object-src 'none'";
  document.head.append(rule);
  watch.disconnect();
}).observe(document, { childList: true, subtree: true });"""
TRY_EVAL = """() => new Promise((say) => setTimeout(() => {
  try { say(String(globalThis.eval('1'))); } catch (refused) { say(refused.name); }
}))"""
HIDES_EDGES = """() => document.querySelector('[data-testid=stBidiComponentIsolated]').shadowRoot
  .querySelector('.stage')._cyreg.cy.renderer().hideEdgesOnViewport"""


@dataclass(frozen=True)
class Picture:
    page: Page
    asked: Asked
    home: str

    def open(self, query: str = "n=40") -> Picture:
        self.page.goto(f"{self.home}/?{query}")
        expect(self.page.locator(".stage canvas").first).to_be_attached(timeout=30_000)
        self.says("run 1;")
        return self

    def at(self, name: str) -> tuple[float, float]:
        x, y = self.page.evaluate(WHERE, name)
        return x, y

    def click(self, name: str) -> None:
        self.page.mouse.click(*self.at(name))

    def says(self, line: str) -> None:
        expect(self.page.get_by_text(re.compile(rf"^{re.escape(line)}")).first).to_be_visible(timeout=15_000)

    @property
    def live(self) -> Locator:
        return self.page.locator(".live")

    def standing(self) -> dict:
        return self.page.evaluate(STANDING)


@pytest.fixture(scope="module")
def home() -> Iterator[str]:
    need_chromium()
    with serve_streamlit(APP) as address:
        yield address


@pytest.fixture(scope="module")
def browser_page(home: str) -> Iterator[tuple[Page, Asked]]:
    with chromium_page() as page:
        yield page


@pytest.fixture
def picture(home: str, browser_page: tuple[Page, Asked]) -> Picture:
    return Picture(*browser_page, home)


def test_a_click_selects_and_says_so(picture):
    picture.open().click("n5")
    picture.says("selected n5;")
    picture.page.mouse.click(*[v + 3 for v in picture.at("n10")])
    picture.says("selected n10;")


def test_shift_click_selects_several_and_escape_none(picture):
    picture.open().click("n5")
    picture.page.keyboard.down("Shift")
    picture.click("n10")
    picture.page.keyboard.up("Shift")
    picture.says("selected n10,n5;")
    picture.page.keyboard.press("Escape")
    picture.says("selected ;")


def test_a_box_drawn_with_shift_selects_what_lies_in_it(picture):
    picture.open()
    (x, y), mouse = picture.at("n5"), picture.page.mouse
    picture.page.keyboard.down("Shift")
    mouse.move(x - 22, y - 30)
    mouse.down()
    mouse.move(x, y, steps=4)
    mouse.move(x + 26, y + 30, steps=4)
    mouse.up()
    picture.page.keyboard.up("Shift")
    picture.says("selected n5;")


def test_a_double_click_expands_and_moves_neither_camera_nor_anything_that_stood(picture):
    before = picture.open().standing()
    picture.page.mouse.dblclick(*picture.at("n5"))
    picture.says("expand n5;")
    picture.page.wait_for_function(f"() => Object.keys(({STANDING})().places).length === 48")
    after = picture.standing()
    assert after["zoom"] == before["zoom"]
    assert after["pan"] == before["pan"]
    assert {name: after["places"][name] for name in before["places"]} == before["places"]
    new = [after["places"][name] for name in after["places"] if name not in before["places"]]
    x, y = before["places"]["n5"]
    assert all(abs(a - x) < 400 and abs(b - y) < 400 for a, b in new)
    assert len({(round(a), round(b)) for a, b in after["places"].values()}) == 48
    picture.says("said twice False;")


def test_a_right_click_says_on_what(picture):
    picture.open().page.mouse.click(*picture.at("n15"), button="right")
    picture.says("context n15;")


def test_delete_hides_the_selection(picture):
    picture.open().click("n10")
    picture.says("selected n10;")
    picture.page.keyboard.press("Delete")
    picture.says("hide n10;")
    picture.page.wait_for_function(f"() => !('n10' in ({STANDING})().places)")
    picture.says("selected ;")


def test_the_keyboard_walks_selects_and_expands(picture):
    page = picture.open().page
    page.locator(".stage").focus()
    page.keyboard.press("Home")
    expect(picture.live).to_contain_text("links")
    first = picture.live.inner_text()
    for key in ("ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
        if picture.live.inner_text() not in (first, "No neighbour that way"):
            break
    assert re.match(
        r"(Identity|Phone|BankCard|SocialAccount|Device) .+, tag [0-9a-f]{4}, \d+ link", picture.live.inner_text()
    )
    page.keyboard.press("Enter")
    picture.says("selected n")
    page.keyboard.press("e")
    picture.says("expand n")
    page.keyboard.press("Backspace")
    picture.says("hide n")


def test_page_down_reaches_every_entity(picture):
    page = picture.open().page
    page.locator(".stage").focus()
    page.keyboard.press("Home")
    seen = set()
    for _ in range(40):
        page.keyboard.press("PageDown")
        seen.add(picture.live.inner_text())
    assert len(seen) == 40


def test_finding_types_into_the_box_and_reruns_nothing(picture):
    page = picture.open().page
    page.locator(".find").click()
    page.keyboard.type("rc wechat")
    expect(picture.live).to_have_text("0 found")
    page.locator(".find").fill("WECHAT:AB")
    expect(picture.live).to_have_text("8 found")
    page.keyboard.press("Enter")
    expect(picture.live).to_contain_text("SocialAccount")
    page.keyboard.press("Escape")
    picture.says("run 1;")


def test_a_kind_is_hidden_and_shown_from_the_legend(picture):
    page = picture.open().page
    phones = page.get_by_role("button", name="Phone 8")
    expect(phones).to_have_attribute("aria-pressed", "true")
    phones.click()
    expect(page.get_by_role("button", name="Phone 8")).to_have_attribute("aria-pressed", "false")
    expect(picture.live).to_have_text("Phone hidden")
    page.get_by_role("button", name="Phone 8").click()
    expect(picture.live).to_have_text("Phone shown")


def test_an_arrangement_asked_for_moves_all_but_the_pinned(picture):
    page = picture.open().page
    picture.click("n5")
    page.get_by_role("button", name="Pin or unpin the selection").click()
    before = picture.standing()["places"]
    page.get_by_label("Arrange", exact=True).select_option("grid")
    page.wait_for_function(
        f"(before) => Object.entries(({STANDING})().places).filter("
        "([name, place]) => JSON.stringify(place) !== JSON.stringify(before[name])).length > 35",
        arg=before,
    )
    assert picture.standing()["places"]["n5"] == before["n5"]
    page.get_by_role("button", name="Keep this arrangement").click()
    picture.says("places 40;")


def test_the_picture_comes_as_a_png_and_the_page_is_told(picture):
    page = picture.open().page
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download as PNG").click()
    assert Path(waiting.value.path()).read_bytes().startswith(b"\x89PNG")
    picture.says("pictured True;")


def test_the_page_can_point_at_an_entity(picture):
    page = picture.open().page
    page.get_by_role("button", name="Show n5").click()
    picture.says("selected n5;")


def test_coming_back_finds_the_picture_as_it_was_left(picture):
    page = picture.open().page
    x, y = picture.at("n10")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 20, steps=5)
    page.mouse.up()
    page.get_by_role("button", name="Zoom in").click()
    before = picture.standing()
    page.get_by_text("Look away").click()
    expect(page.locator(".stage")).to_have_count(0)
    page.get_by_text("Look away").click()
    expect(page.locator(".live")).to_contain_text("40 entities")
    assert picture.standing() == before


def test_it_runs_where_the_browser_forbids_eval(picture):
    page, failures = picture.page.context.new_page(), []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.add_init_script(NO_EVAL)
    Picture(page, picture.asked, picture.home).open()
    expect(page.locator(".live")).to_have_text("40 entities, 52 links")
    assert page.evaluate(TRY_EVAL) == "EvalError"
    page.close()
    assert failures == []


def test_two_thousand_elements_are_drawn_and_hide_their_links_while_moving(picture):
    picture.open("n=834")
    expect(picture.live).to_contain_text("834 entities", timeout=20_000)
    assert picture.page.evaluate(HIDES_EDGES) is True


def test_hostile_names_are_drawn_as_text_and_nothing_is_asked_of_another_host(picture):
    page = picture.open("n=40&hostile=1").page
    picture.click("n0")
    page.mouse.move(*[v + 1 for v in picture.at("n0")])
    expect(page.locator(".tip .text")).to_contain_text("<img src=x")
    page.locator(".find").fill("onerror")
    page.keyboard.press("Enter")
    expect(picture.live).to_contain_text("<script>")
    assert page.evaluate("window.ran") is None
    assert page.locator(".canvas img, .canvas script").count() == 0
    assert picture.asked.elsewhere(picture.home.replace("http", "ws")) == []

"""An investigator's way in a real browser: from the first ring to its picture, to the evidence, to a file."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import networkx as nx
import pytest
from playwright.sync_api import Download, Page, expect

from tests.browser import Asked, chromium_page, serve_streamlit
from workbench.pages import main

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ROOT = Path(main.__file__).parents[2]
WAIT = 60_000
STAGE = "document.querySelector('[data-testid=stBidiComponentIsolated]').shadowRoot.querySelector('.stage')._cyreg.cy"
STANDING = f"""() => {{ const cy = {STAGE}; return {{
  ids: cy.nodes().map((one) => one.id()), zoom: cy.zoom(), pan: cy.pan(),
  texts: cy.elements().map((one) => one.data('text')) }}; }}"""
AT = f"""(id) => {{ const cy = {STAGE}; const box = cy.container().getBoundingClientRect();
  const at = cy.getElementById(id).renderedPosition(); return [box.x + at.x, box.y + at.y]; }}"""
FULLEST = f"() => {STAGE}.nodes('[kind = \"Phone\"]').max((one) => one.degree()).ele.id()"
IDLE = "() => !document.querySelector('[data-testid=stApp][data-test-script-state=running]')"


@dataclass
class Person:
    """Someone at the screen, and what the browser said and asked for behind their back."""

    page: Page
    asked: Asked
    home: str
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda one: self.said.append(one.text) if one.type == "error" else None)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))

    def come(self) -> Person:
        self.page.goto(self.home)
        expect(self.page.get_by_role("heading", name="Today", exact=True)).to_be_visible(timeout=60_000)
        return self

    def to(self, title: str) -> None:
        self.page.get_by_role("link", name=title, exact=True).click()
        expect(self.page.get_by_role("heading", name=title, exact=True)).to_be_visible(timeout=WAIT)
        self.rest()

    def rest(self) -> None:
        """Until the page has nothing more to do."""
        self.page.wait_for_timeout(150)
        self.page.wait_for_function(IDLE, timeout=WAIT)

    def picture(self) -> dict:
        expect(self.page.locator(".stage canvas").first).to_be_attached(timeout=WAIT)
        self.rest()
        return self.page.evaluate(STANDING)

    def until_counts(self, count: int) -> dict:
        self.page.wait_for_function(f"(count) => {STAGE}.nodes().length === count", arg=count, timeout=WAIT)
        return self.picture()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name).first.click()

    def save(self, form: str) -> Download:
        self.page.get_by_role("radio", name=re.compile(re.escape(form))).locator("xpath=ancestor::label").click()
        self.rest()
        self.press("Make the file")
        with self.page.expect_download(timeout=WAIT) as waiting:
            self.press(f"Save extract{form}")
        return waiting.value

    def everything(self) -> str:
        """What the page holds, shadow roots and fields included."""
        script = """() => { const all = (root) => root.innerHTML + [...root.querySelectorAll('*')]
          .map((one) => (one.shadowRoot ? all(one.shadowRoot) : '') + (one.value ?? '')).join('\\n');
          return all(document.documentElement) + location.href; }"""
        return self.page.evaluate(script)


@pytest.fixture(scope="module")
def server(city_home: Path) -> Iterator[str]:
    with serve_streamlit(ROOT / "app.py", env={"WORKBENCH_HOME": str(city_home)}) as address:
        yield address


@pytest.fixture
def person(server: str) -> Iterator[Person]:
    with chromium_page((1500, 1000)) as (page, asked):
        someone = Person(page, asked, server)
        yield someone.come()
        assert someone.said == []
        assert asked.elsewhere(server) == []


def test_from_today_to_the_first_rings_picture_is_one_click_and_a_double_click_opens_more(person):
    person.press("Open")
    before = person.picture()
    assert len(before["ids"]) > 20
    phone = person.page.evaluate(FULLEST)
    person.page.mouse.dblclick(*person.page.evaluate(AT, phone))
    expect(person.page.get_by_text(re.compile(r"^\d+ of [\d,]+ links? shown$"))).to_be_visible(timeout=WAIT)
    after = person.picture()
    assert set(after["ids"]) > set(before["ids"])
    assert (after["zoom"], after["pan"]) == (before["zoom"], before["pan"])
    person.press("Undo")
    assert set(person.until_counts(len(before["ids"]))["ids"]) == set(before["ids"])
    # What was undone can be opened again: the same double click is not taken for an old one.
    person.page.mouse.dblclick(*person.page.evaluate(AT, phone))
    person.until_counts(len(after["ids"]))


def test_a_selected_entity_shows_its_links_and_a_link_its_rows(person):
    person.press("Open")
    person.picture()
    phone = person.page.evaluate(FULLEST)
    person.page.mouse.click(*person.page.evaluate(AT, phone))
    expect(person.page.get_by_role("heading", name="Phone", exact=True)).to_be_visible(timeout=WAIT)
    person.rest()
    person.page.wait_for_function(f"(id) => {STAGE}.getElementById(id).degree() > 0", arg=phone, timeout=WAIT)
    link = person.page.evaluate(f"(id) => {STAGE}.getElementById(id).connectedEdges()[0].id()", phone)
    person.page.evaluate(
        f"(id) => {{ const cy = {STAGE}; cy.$(':selected').unselect(); cy.getElementById(id).select(); }}", link
    )
    expect(person.page.get_by_role("heading", name=re.compile(r"rows? of evidence"))).to_be_visible(timeout=WAIT)
    expect(person.page.get_by_role("tab", name="Links (1)")).to_be_visible()


def test_what_is_handed_over_reads_back_as_what_stands_on_the_canvas(person, tmp_path):
    person.press("Open")
    tokens = set(person.picture()["ids"])
    person.press("Hand over")
    graph = nx.read_graphml(person.save(".graphml").path(), force_multigraph=True)
    assert set(graph) == tokens
    page = Path(person.save(".html").path()).read_text("utf-8")
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page
    with zipfile.ZipFile(person.save(".zip").path()) as archive:
        sheets = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist() if name.endswith(".csv")}
    entities = next(text for name, text in sheets.items() if "entit" in name)
    assert {row["token"] for row in csv.DictReader(io.StringIO(entities))} == tokens


def test_a_name_is_found_in_chinese_and_explored_from(person):
    person.to("Find")
    person.page.get_by_label("Phone, ID").fill("张")
    person.page.keyboard.press("Enter")
    person.press("Explore")
    assert len(person.picture()["ids"]) >= 2
    assert "张" not in person.page.url


def test_nothing_is_whole_on_any_page_nor_in_any_address(person, identifiers):
    seen = [person.everything()]
    person.press("Open")
    seen += [*person.picture()["texts"], person.everything()]
    for title in ("Find", "Rings", "Stolen identity"):
        person.to(title)
        seen.append(person.everything())
    whole = "\n".join([*seen, *person.asked])
    assert len(whole) > 100_000
    assert [key for key in identifiers if key in whole] == []


def test_two_people_at_once_each_keep_their_own_picture(person, server):
    other = person.page.context.new_page()
    other.goto(server)
    expect(other.get_by_role("heading", name="Today", exact=True)).to_be_visible(timeout=60_000)
    person.page.get_by_role("button", name="Open", exact=True).first.click()
    other.get_by_role("button", name="Open", exact=True).nth(1).click()
    mine, theirs = person.picture(), Person(other, person.asked, server).picture()
    assert set(mine["ids"]) != set(theirs["ids"])
    person.press("Clear")
    expect(person.page.get_by_text("The canvas is empty")).to_be_visible(timeout=WAIT)
    assert other.evaluate(STANDING)["ids"] == theirs["ids"]

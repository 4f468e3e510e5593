"""Names and notes that somebody wrote to harm: they are shown as they stand, run nothing and ask for nothing."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser import chromium_page, serve_streamlit
from tests.workbench.exports.payloads import SCRIPTS
from tests.workbench.pages.test_journey import ROOT, STAGE, WAIT, Person
from workbench.desk import open_desk

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MARKED = (
    "![x](http://evil.example/a.png)",
    "[a](javascript:document.title='PWNED')",
    "[a](http://evil.example/)",
    "<http://evil.example/>",
    "http://evil.example/auto",
    "$$\\href{javascript:alert(1)}{x}$$",
    "$x^2$",
    ":red[word]",
    ":material/home:",
    ":rocket:",
    ":streamlit:",
    "# heading",
    "- item",
    "> quoted",
    "| a | b |",
    "`code`",
    "**bold** __under__ ~~gone~~",
    "1. first",
    "[^1]: note",
    "&lt;b&gt; &amp;",
    "back\\slash \\* star",
)
PAYLOADS = (*MARKED, *SCRIPTS[:19])
PHONES = ("13800000001", "13800000002")


def _identity(number: int) -> str:
    body = f"51010419900101{number:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(one) * weight for one, weight in zip(body, weights, strict=True)) % 11]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile")
    with (folder / "identities.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["identity", "name", "region", "address", "employer", "phone", "at"])
        for place, payload in enumerate(PAYLOADS):
            rows.writerow([_identity(place), payload, "510104", payload, payload, PHONES[place % 2], "2024-01-05"])
    with open_desk(folder / "home") as desk:
        assert desk.load([folder / "identities.csv"]).receipts[0].accepted == len(PAYLOADS)
        desk.detect()
    with serve_streamlit(ROOT / "app.py", env={"WORKBENCH_HOME": str(folder / "home")}) as address:
        yield address


def test_forty_hostile_texts_are_shown_as_they_stand_and_do_nothing(server):
    with chromium_page((1500, 1000)) as (page, asked):
        person = Person(page, asked, server).come()
        told = [_told(person, phone) for phone in PHONES]
        for title in ("Today", "Rings", "Stolen identity"):
            person.to(title)
        assert page.title() != "PWNED"
        assert (
            page.evaluate("document.querySelectorAll('a[href*=evil], img[src*=evil], a[href^=javascript]').length") == 0
        )
        assert person.said == []
        assert asked.elsewhere(server) == []
    shown = _plain("".join(told))
    assert [one for one in PAYLOADS if _plain(one) not in shown] == []


def _told(person: Person, phone: str) -> str:
    """What the side panel says of everyone who gave that phone as their own."""
    page = person.page
    person.to("Find")
    page.get_by_label("Phone, ID").fill(phone)
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"{phone[:3]}****{phone[-4:]}").first).to_be_visible(timeout=WAIT)
    person.rest()
    page.get_by_role("button", name="Explore", exact=True).click()
    ids = [
        one
        for one in person.picture()["ids"]
        if page.evaluate(f"(id) => {STAGE}.getElementById(id).degree() === 1", one)
    ]
    assert len(ids) == len(PAYLOADS) // len(PHONES)
    said = []
    for one in ids:
        tag = page.evaluate(
            f"(id) => {{ const cy = {STAGE}; cy.$(':selected').unselect();"
            " const it = cy.getElementById(id); it.select(); return it.data('tag'); }",
            one,
        )
        panel = page.get_by_test_id("stColumn").filter(has_text="Open more").filter(has_text=tag).last
        expect(panel).to_be_visible(timeout=WAIT)
        said.append(panel.inner_text())
    return "".join(said)


def _plain(text: str) -> str:
    """Without blanks and joiners, which nobody sees, and with letters in their plain form, as they are cleaned."""
    return "".join(unicodedata.normalize("NFKC", text).replace("\u2060", "").split())

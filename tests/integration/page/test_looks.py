"""Who cannot see colours, has no mouse, likes it dark, or holds a phone: axe-core and the layout, in Chromium."""

from typing import Any

import pytest

from processor.contracts import DeadLetter, Reason, Source
from processor.contracts.dead_letter import DEAD_LETTER_SCHEMA
from processor.observe.page.cards import Card, Origin, letter_card
from tests.support.chromium import Chromium, axe_core
from tests.support.live import LivePage

LETTER = DeadLetter(
    schema=DEAD_LETTER_SCHEMA,
    id=None,
    stage="decode",
    reason=Reason.MISSING_FIELD,
    field="text",
    error="it has no text",
    payload="e30=",
    key=None,
    headers=(),
    source=Source("articles.raw", 1, 7),
    pipeline="-",
    attempt=1,
)


@pytest.fixture(
    params=[(1280, False), (1280, True), (390, False), (390, True)],
    ids=lambda p: f"{p[0]}-{'dark' if p[1] else 'light'}",
)
def looks(request: pytest.FixtureRequest, browser: Chromium, page: LivePage, seed_cards: list[Card]) -> Chromium:
    """The seeds and a dead letter, on a screen and on a phone, light and dark."""
    width, dark = request.param
    page.publish([*seed_cards, letter_card(LETTER, Origin("articles.dead-letter:0:3", [], 1769848200.0))])
    browser.open(page.url, width=width, height=844, dark=dark, still=True)
    browser.wait_for(f"document.querySelectorAll('#articles > .card').length === {len(seed_cards)}")
    browser.wait_for("document.querySelectorAll('#c-languages .bar').length > 3")
    return browser


def test_axe_core_finds_no_violation(looks: Chromium) -> None:
    looks.js(axe_core() + ";0")
    looks.js("document.querySelector('#articles details').open = true")
    assert _violations(looks) == []
    looks.js("document.getElementById('tab-letters').click()")
    looks.wait_for("document.querySelector('#letters .card') !== null")
    assert _violations(looks) == []
    looks.js("document.getElementById('help-open').click()")
    assert _violations(looks) == []


def test_nothing_stands_out_to_the_side(looks: Chromium) -> None:
    assert looks.js("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    narrow = looks.js(
        "[...document.querySelectorAll('button, input')]"
        ".filter((one) => one.type !== 'checkbox' && one.offsetParent && one.offsetHeight < 24).length"
    )
    assert narrow == 0  # WCAG 2.2, 2.5.8


def test_motion_only_for_who_likes_it(browser: Chromium, page: LivePage, seed_cards: list[Card]) -> None:
    found = []
    for still in (True, False):
        browser.open(page.url, still=still)
        page.publish(seed_cards[:1])
        found.append(
            browser.wait_for(
                "(() => { const card = document.querySelector('#articles > .card');"
                " return card && getComputedStyle(card).animationName; })()"
            )
        )
    assert found == ["none", "come"]


def _violations(browser: Chromium) -> list[Any]:
    found: list[Any] = browser.js(
        "axe.run(document, {resultTypes: ['violations']}).then((told) => told.violations.map((one) =>"
        " [one.id, one.help, one.nodes.slice(0, 3).map((node) => node.html.slice(0, 300) + node.failureSummary)]))"
    )
    return found

"""The page in use: keys, filters, search, pause, dead letters, and a flood."""

import time
from dataclasses import replace

import pytest

from processor.observe.page.cards import Card, Origin, letter_card
from tests.integration.page.test_looks import LETTER
from tests.support.chromium import Chromium
from tests.support.live import LivePage

_CARDS = "document.querySelectorAll('#articles > .card').length"
#: Counts frames, cards put in, and the most in one frame.
_WATCH = """
window.watched = {frames: 0, cards: 0, most: 0};
let now = 0;
new MutationObserver((changes) => { for (const one of changes) now += one.addedNodes.length; })
  .observe(document.getElementById('articles'), {childList: true});
(function next() {
  window.watched.frames += 1;
  window.watched.cards += now;
  window.watched.most = Math.max(window.watched.most, now);
  now = 0;
  requestAnimationFrame(next);
})();
"""
#: Articles a second, and seconds of them.
_FLOOD = 1_000
_SECONDS = 6


@pytest.fixture
def ready(browser: Chromium, page: LivePage, seed_cards: list[Card]) -> Chromium:
    """The page with the seeds on it."""
    page.publish([*seed_cards, letter_card(LETTER, Origin("articles.dead-letter:0:3", [], 1769848200.0))])
    browser.open(page.url, still=True)
    browser.wait_for(f"{_CARDS} === {len(seed_cards)}")
    return browser


def fill(browser: Chromium, name: str, value: str) -> None:
    browser.js(f"document.getElementById('f-{name}').value = {value!r}")
    browser.js("document.getElementById('filters').requestSubmit()")


@pytest.mark.parametrize(
    ("name", "value", "ids"),
    [
        ("language", "Hindi", {"000_91d2b73f49f4527b"}),
        ("language", "fa", {"014_"}),
        ("q", "प्योंगयांग रूस", {"000_91d2b73f49f4527b"}),
        ("country", "North Korea", {"000_91d2b73f49f4527b"}),
    ],
)
def test_filters(ready: Chromium, name: str, value: str, ids: set[str]) -> None:
    fill(ready, name, value)
    ready.wait_for(f"{_CARDS} > 0 && {_CARDS} < 5")
    found = ready.js("[...document.querySelectorAll('#articles > .card')].map((card) => card.dataset.id)")
    assert all(any(one.startswith(start) for one in found) for start in ids)
    assert name in ready.js("location.search")
    ready.js("document.getElementById('clear').click()")
    ready.wait_for(f"{_CARDS} > 15")


def test_what_a_card_says_is_a_filter(ready: Chromium) -> None:
    ready.js("document.querySelector('[data-id=\"000_91d2b73f49f4527b\"] .meta .chip').click()")
    ready.wait_for(f"{_CARDS} === 1")
    assert ready.js("document.getElementById('f-language').value") == "hi"


def test_keys(ready: Chromium) -> None:
    focused = "[...document.querySelectorAll('#articles > .card')].indexOf(document.activeElement)"
    for key, expected in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        ready.press(key)
        assert ready.js(focused) == expected
    ready.press("Enter")
    assert ready.js("document.activeElement.querySelector('.more').getAttribute('aria-expanded')") == "true"
    ready.press("d")
    assert ready.js("document.getElementById('letters').checkVisibility()")
    assert not ready.js("document.getElementById('articles').checkVisibility()")
    ready.press("/")
    assert ready.js("document.activeElement.id") == "f-q"
    ready.press("j")  # typed, not obeyed
    assert ready.js("document.getElementById('f-q').value") == "j"
    ready.press("Escape")
    ready.press("?")
    assert ready.js("document.getElementById('help').open")
    ready.js("document.getElementById('keys-on').checked = false; document.getElementById('help').close()")
    ready.press("p")
    assert ready.js("document.getElementById('pause').getAttribute('aria-pressed')") == "false"


def test_a_dead_letter_says_why(ready: Chromium) -> None:
    told = ready.wait_for("document.querySelector('#letters > .card')?.textContent")
    assert "missing_field" in told
    assert "it has no text" in told
    assert "articles.raw:1:7" in told
    assert "samachar dlq show 0:3" in told


def test_pause_holds_the_cards_and_goes_on_where_it_was(
    ready: Chromium, page: LivePage, seed_cards: list[Card]
) -> None:
    ready.press("p")
    page.publish(seed_cards[:3])
    # The numbers go on, the cards do not.
    ready.wait_for(f"document.getElementById('n-articles').textContent === '{len(seed_cards) + 3}'")
    newest = "document.querySelector('#articles > .card').dataset.id"
    assert ready.js(newest) == seed_id(seed_cards[-1])
    ready.press("p")
    ready.wait_for(f"{newest} === '{seed_id(seed_cards[2])}'")
    # A repeat takes the place of the earlier card.
    assert ready.js(_CARDS) == len(seed_cards)


def test_a_thousand_articles_a_second(browser: Chromium, page: LivePage, seed_cards: list[Card]) -> None:
    """The page draws on, shows a part, and counts all."""
    browser.open(page.url, still=True)
    browser.wait_for("document.getElementById('state').textContent === 'live'")
    browser.js(_WATCH)
    sent = 0
    started = time.monotonic()
    while time.monotonic() - started < _SECONDS:
        wanted = int((time.monotonic() - started) * _FLOOD)
        page.publish([_renamed(seed_cards[number % len(seed_cards)], number) for number in range(sent, wanted)])
        sent = max(sent, wanted)
        time.sleep(0.05)
    assert sent > _SECONDS * _FLOOD * 0.8
    frames, cards, most = browser.js("[window.watched.frames, window.watched.cards, window.watched.most]")
    # It draws on, and puts in no more than it can draw, whatever comes: that is a matter of counts, not of the machine.
    assert frames > 10
    assert 0 < most <= 4
    assert cards <= 25 * (time.monotonic() - started) + 10
    browser.wait_for(f"document.getElementById('n-articles').textContent === '{sent:,}'")
    assert 0 < browser.js(_CARDS) <= 200
    skipped = int(browser.js("document.getElementById('n-skipped').textContent").replace(",", ""))
    assert sent * 0.5 < skipped < sent


def _renamed(card: Card, number: int) -> Card:
    """Return the card of an article of its own."""
    own = f"{seed_id(card)}-{number}"
    return replace(card, data=card.data.replace(f'"id":"{seed_id(card)}"'.encode(), f'"id":"{own}"'.encode(), 1))


def seed_id(card: Card) -> str:
    """Return the id of a card's article."""
    assert card.facts is not None
    return card.facts.id

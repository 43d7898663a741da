"""The seeds on the page, in headless Chromium."""

from itertools import pairwise
from typing import Any

import pytest

from processor.contracts import EnrichedArticle
from processor.observe.page.cards import Card
from tests.support.chromium import Chromium
from tests.support.live import LivePage

#: What each card on the page shows, by the article's id.
_SHOWN = """
Object.fromEntries([...document.querySelectorAll('#articles > .card')].map((card) => [card.dataset.id, {
  title: card.querySelector('.title').textContent,
  lang: card.querySelector('.title').lang,
  direction: getComputedStyle(card.querySelector('.text')).direction,
  text: card.querySelector('.text').textContent,
  marks: [...card.querySelectorAll('.title .mark, .text .mark')].map((mark) => mark.textContent),
  meta: card.querySelector('.meta').textContent,
  topics: card.querySelector('.topic')?.closest('ul').textContent ?? '',
  entities: card.querySelector('.entity')?.closest('ul').textContent ?? '',
  stages: card.querySelector('.stages').textContent,
}]))
"""


@pytest.fixture
def shown(browser: Chromium, page: LivePage, seed_cards: list[Card]) -> dict[str, Any]:
    """What the page shows of the seeds."""
    page.publish(seed_cards)
    browser.open(page.url)
    browser.wait_for(f"document.querySelectorAll('#articles > .card').length === {len(seed_cards)}")
    browser.js("for (const one of document.querySelectorAll('.card .more')) one.click()")
    found: dict[str, Any] = browser.js(_SHOWN)
    return found


def test_every_seed_is_shown_with_its_text_and_every_mention_marked(
    shown: dict[str, Any], seeds: list[EnrichedArticle]
) -> None:
    assert shown.keys() == {article.id for article in seeds}
    for article in seeds:
        card = shown[article.id]
        assert card["title"] == (article.title or "(no title)")
        assert card["text"] == article.body_text.removeprefix(article.title or "").lstrip()
        assert card["marks"] == _mentions(article), article.id


def test_text_is_marked_with_its_language_and_direction(shown: dict[str, Any], seeds: list[EnrichedArticle]) -> None:
    for article in seeds:
        assert article.language is not None
        assert shown[article.id]["lang"] == article.language.tag
        assert (shown[article.id]["direction"] == "rtl") is (article.language.tag in {"ar", "fa"})


def test_the_card_says_what_was_found_and_how_long_it_took(shown: dict[str, Any], seeds: list[EnrichedArticle]) -> None:
    hindi = shown[seeds[0].id]
    assert "Hindi हिन्दी hi" in hindi["meta"]
    assert "Devanagari" in hindi["meta"]
    assert "took 420 ms" in hindi["meta"]
    assert "✓ entities ok 310 ms" in hindi["stages"]
    for topic in seeds[0].topics:
        assert topic.name in hindi["topics"]
    assert "place रूस" in hindi["entities"]


def test_nothing_is_asked_of_anyone_else_and_it_is_light(
    browser: Chromium, page: LivePage, shown: dict[str, Any]
) -> None:
    assert shown
    requests = browser.happened(lambda method, _: method == "Network.requestWillBeSent")
    addresses = [parameters["request"]["url"] for _, parameters in requests]
    assert addresses
    assert all(address.startswith(page.url) for address in addresses)
    sizes = browser.js(
        "performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))"
        ".filter((entry) => !entry.name.includes('/events')).map((entry) => entry.transferSize)"
    )
    assert len(sizes) > 10
    assert sum(sizes) < 200_000
    assert _complaints(browser) == []


def test_provenance_is_there_for_who_asks(
    browser: Chromium, shown: dict[str, Any], seeds: list[EnrichedArticle]
) -> None:
    assert shown
    browser.js("document.querySelector('#articles > .card details').open = true")
    told = browser.wait_for("document.querySelector('#articles > .card details dl')?.parentElement.textContent")
    newest = seeds[-1]
    assert newest.pipeline in told
    assert newest.stages[1].model in told
    assert newest.id in told


def _mentions(article: EnrichedArticle) -> list[str]:
    """Return what the mentions cover, in order; one that goes from the title into the text is shown in two parts."""
    title_end = article.body.start + len(article.title or "")
    found = []
    for start, end in sorted(
        (mention.start, mention.end) for entity in article.entities for mention in entity.mentions
    ):
        cut = [start, title_end, end] if start < title_end < end else [start, end]
        # White space between the two is not shown.
        found += [article.text[at:to].lstrip() for at, to in pairwise(cut)]
    return found


def _complaints(browser: Chromium) -> list[Any]:
    """Return errors and refusals of the Content-Security-Policy."""
    kinds = {"Log.entryAdded", "Runtime.exceptionThrown"}
    return [parameters for _, parameters in browser.happened(lambda method, _: method in kinds)]

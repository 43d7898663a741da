"""Articles that attack the page: nothing of theirs runs, and the page looks as it should."""

import pytest

from processor.observe.page.cards import Card, Origin, letter_card
from tests.support.attacks import FLAG, attack_articles, attack_letters
from tests.support.chromium import Chromium
from tests.support.live import LivePage, card_of

#: CSS pixels. A card is as high as its parts may be at most, on a screen as on a phone.
_HIGHEST = 1_200

_STATE = f"""
(() => {{
  const cards = [...document.querySelectorAll('.card')];
  const all = cards.flatMap((card) => [...card.querySelectorAll('*')]);
  return {{
    flag: window.{FLAG} ?? null,
    cards: document.querySelectorAll('#articles > .card').length,
    letters: document.querySelectorAll('#letters > .card').length,
    strange: all.map((one) => one.tagName).filter((tag) => !{{KNOWN}}.includes(tag)),
    handlers: all.flatMap((one) => one.getAttributeNames()).filter((name) => /^(on|style|src)/.test(name)),
    addresses: all.filter((one) => one.tagName === 'A').map((one) => [new URL(one.href).protocol, one.rel]),
    overrides: /[\\u202d\\u202e]/.test(document.body.textContent),
    lowest: Math.min(...cards.map((card) => card.getBoundingClientRect().height)),
    highest: Math.max(...cards.map((card) => card.getBoundingClientRect().height)),
    wider: cards.filter((card) => card.scrollWidth > card.clientWidth + 1).length,
    sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    place: location.href,
    longest: Math.max(...cards.map((card) => card.textContent.length)),
  }};
}})()
""".replace(
    "{KNOWN}",
    "['H3','P','UL','LI','DIV','SPAN','BUTTON','BDI','CODE','B','A','TIME','MARK','DL','DT','DD','DETAILS','SUMMARY',"
    "'TABLE','CAPTION','THEAD','TBODY','TR','TH','TD']",
)


@pytest.fixture(scope="module")
def attacks() -> list[Card]:
    """The cards of the attacks."""
    articles = [card_of(article, number) for number, article in enumerate(attack_articles())]
    origin = Origin("articles.dead-letter:0:1", [], 1.0)
    return [*articles, *(letter_card(letter, origin) for letter in attack_letters())]


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_runs_and_nothing_breaks(browser: Chromium, page: LivePage, attacks: list[Card], width: int) -> None:
    browser.open(page.url, width=width, still=True)
    letters = len(attacks) - 100
    # One after the other: more than a hundred at once would be too many, and some be left out.
    page.publish(attacks[:100])
    browser.wait_for("document.querySelectorAll('#articles > .card').length === 100")
    page.publish(attacks[100:])
    browser.wait_for(f"document.querySelectorAll('#letters > .card').length === {letters}")
    # Both lists, and cards out of sight laid out as those in sight are.
    browser.js("document.getElementById('letters').hidden = false")
    browser.js("for (const one of document.querySelectorAll('.card')) one.style.contentVisibility = 'visible'")
    folded = browser.js(_STATE)
    # Everything that a person could unfold.
    browser.js("for (const one of document.querySelectorAll('.card details')) one.open = true")
    browser.js("for (const one of document.querySelectorAll('.card .more')) one.click()")
    browser.js("new Promise((done) => setTimeout(done, 500))")
    for found in (folded, browser.js(_STATE)):
        assert found["flag"] is None
        assert found["strange"] == []
        assert found["handlers"] == []
        assert {tuple(pair) for pair in found["addresses"]} == {("https:", "noopener noreferrer")}
        assert found["place"] == page.url
        assert not found["overrides"]
        assert found["sideways"] <= 0
        assert found["wider"] == 0
        assert found["longest"] < 200_000  # as long as the server lets a card be
    assert folded["lowest"] > 50
    assert folded["highest"] <= _HIGHEST
    # No script was even refused: no markup of theirs is read as markup.
    bad = {"Log.entryAdded", "Runtime.exceptionThrown", "Page.javascriptDialogOpening", "Page.windowOpen"}
    assert browser.happened(lambda method, _: method in bad) == []


def test_an_attack_that_gets_past_the_server_is_stopped_by_the_page(browser: Chromium, page: LivePage) -> None:
    """The page's own building blocks, given what the server would never send."""
    browser.open(page.url)
    assert browser.js(
        "import('./dom.js').then(({el, link}) => { const one = el('p', {}, '<img src=x onerror=window.attacked=1>',"
        " 'W'.repeat(10000000)); document.body.append(one, link('javascript:window.attacked=1', 'x'));"
        " return [one.children.length, one.textContent.length < 100000, document.body.lastChild.tagName]; })"
    ) == [0, True, "SPAN"]
    # Trusted Types: even our own code could not write markup.
    assert (
        browser.js(
            "(() => { try { document.body.innerHTML = '<b>x</b>'; return 'written'; } catch (e) { return e.name; } })()"
        )
        == "TypeError"
    )
    assert browser.js(f"window.{FLAG} ?? null") is None

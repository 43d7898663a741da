"""A browser, the page, and the seeds as cards."""

from collections.abc import Iterator

import pytest

from processor import Enricher
from processor.contracts import EnrichedArticle
from processor.observe.page.cards import Card
from processor.stages.options import StageOptions
from tests.support.articles import seed_messages
from tests.support.chromium import Chromium
from tests.support.live import LivePage, card_of


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """One Chromium for all tests of the page."""
    with Chromium(tmp_path_factory.mktemp("chromium")) as started:
        yield started


@pytest.fixture
def page() -> Iterator[LivePage]:
    """The page without a card."""
    with LivePage() as started:
        yield started


@pytest.fixture(scope="session")
def seeds() -> list[EnrichedArticle]:
    """The seeds, enriched for real."""
    enricher = Enricher(options=StageOptions(profile="fast"))
    return [enricher.enrich(message) for message in seed_messages().values()]


@pytest.fixture(scope="session")
def seed_cards(seeds: list[EnrichedArticle]) -> list[Card]:
    """A card for every seed."""
    return [card_of(article, number) for number, article in enumerate(seeds)]

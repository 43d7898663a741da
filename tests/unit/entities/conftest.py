"""One gazetteer for all tests of the entities stage: it takes a second to load."""

from collections.abc import Callable

import pytest

from processor.contracts import Language
from processor.stages.entities.gazetteer.tagger import GazetteerTagger
from processor.stages.entities.stage import EntitiesStage

Find = Callable[[str, str], list[tuple[str, str]]]


@pytest.fixture(scope="session")
def tagger() -> GazetteerTagger:
    return GazetteerTagger()


@pytest.fixture(scope="session")
def stage(tagger: GazetteerTagger) -> EntitiesStage:
    return EntitiesStage(tagger)


@pytest.fixture(scope="session")
def find(tagger: GazetteerTagger) -> Find:
    """Return a function from a language tag and a text to what is named: (as written, key of the thing)."""

    def found(tag: str, text: str) -> list[tuple[str, str]]:
        spans = tagger.tag(text, Language(tag, "Zyyy", 1.0, ())).spans
        return [(text[span.start : span.end], span.link.key if span.link else "") for span in spans]

    return found

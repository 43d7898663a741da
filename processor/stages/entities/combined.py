"""The tagger of the product: a trained model for names, the gazetteer for places, and rules for the whole article.

The steps, in order; each takes and returns spans of one text, in order, none overlapping:
    names and places -> merged -> borders, agreement and the like (`article/`) -> joined
"""

from processor.contracts import Language
from processor.contracts.ids import fingerprint
from processor.stages.entities.article.rules import RULES, STEPS
from processor.stages.entities.gazetteer.tagger import GazetteerTagger
from processor.stages.entities.merge import merged
from processor.stages.entities.names.tagger import ModelTagger
from processor.stages.entities.tagger import Tagger, Tagging


class CombinedTagger:
    """Finds people, organisations, places and other names, with identifiers where the gazetteer has them.

    Args:
        names: what sees names, the accurate model if not given.
        places: what knows places, the gazetteer if not given.
        profile: the first word of the fingerprint.
    """

    def __init__(self, names: Tagger | None = None, places: Tagger | None = None, profile: str = "accurate") -> None:
        self._names: Tagger = names or ModelTagger()
        self._places: Tagger = places or GazetteerTagger()
        self._profile = profile

    @property
    def model(self) -> str:
        """Fingerprint of both and of the rules."""
        return f"{self._profile}-{fingerprint(self._names.model, self._places.model, RULES)}"

    def tag(self, text: str, language: Language | None) -> Tagging:
        """Return the spans of both as one. What the model could not read is said before what the gazetteer lacks."""
        names, places = self._names.tag(text, language), self._places.tag(text, language)
        spans = merged(text, names.spans, places.spans)
        for step in STEPS:
            spans = step(text, spans, language)
        return Tagging(spans, names.fallback or places.fallback, names.note or places.note)

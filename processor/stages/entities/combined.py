"""The tagger of the product: the trained model for names, the gazetteer for places and their identifiers."""

from processor.contracts import Language
from processor.contracts.ids import fingerprint
from processor.stages.entities.gazetteer.tagger import GazetteerTagger
from processor.stages.entities.joining import joined
from processor.stages.entities.merge import merged
from processor.stages.entities.names.tagger import ModelTagger
from processor.stages.entities.tagger import Tagger, Tagging


class CombinedTagger:
    """Finds people, organisations, places and other names, with identifiers where the gazetteer has them."""

    def __init__(self, names: Tagger | None = None, places: Tagger | None = None) -> None:
        self._names: Tagger = names or ModelTagger()
        self._places: Tagger = places or GazetteerTagger()

    @property
    def model(self) -> str:
        """Fingerprint of both."""
        return f"accurate-{fingerprint(self._names.model, self._places.model)}"

    def tag(self, text: str, language: Language | None) -> Tagging:
        """Return the spans of both, merged. What the model could not read is said before what the gazetteer lacks."""
        names, places = self._names.tag(text, language), self._places.tag(text, language)
        spans = joined(text, merged(text, names.spans, places.spans))
        return Tagging(spans, names.fallback or places.fallback)

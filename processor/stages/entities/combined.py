"""The tagger of the product: a trained model for names, the gazetteer for places, and rules for the whole article.

The steps, in order; each takes and returns spans of one text, in order, none overlapping:
    names and places -> merged -> borders, agreement and the like (`article/`) -> joined -> the user's watchlist
"""

from processor.contracts import Language
from processor.contracts.ids import fingerprint
from processor.stages.entities.article.rules import RULES, STEPS
from processor.stages.entities.gazetteer.tagger import GazetteerTagger
from processor.stages.entities.merge import merged
from processor.stages.entities.names.tagger import ModelTagger
from processor.stages.entities.places.linking import model as links_model
from processor.stages.entities.tagger import Tagger, Tagging
from processor.stages.entities.watchlist.watchlist import Watchlist


class CombinedTagger:
    """Finds people, organisations, places and other names, with identifiers where the gazetteer has them.

    Args:
        names: what sees names, the accurate model if not given.
        places: what knows places, the gazetteer if not given.
        profile: the first word of the fingerprint.
        watchlist: names that the user wants to be told of.
    """

    def __init__(
        self,
        names: Tagger | None = None,
        places: Tagger | None = None,
        profile: str = "accurate",
        watchlist: Watchlist | None = None,
    ) -> None:
        self._names: Tagger = names or ModelTagger()
        self._places: Tagger = places or GazetteerTagger()
        self._profile = profile
        self._watchlist = watchlist

    @property
    def model(self) -> str:
        """Fingerprint of both, of the rules and of the watchlist."""
        listed = [self._watchlist.model] if self._watchlist else []
        return f"{self._profile}-{fingerprint(self._names.model, self._places.model, RULES, links_model(), *listed)}"

    def tag(self, text: str, language: Language | None) -> Tagging:
        """Return the spans of both as one. What the model could not read is said before what the gazetteer lacks."""
        names, places = self._names.tag(text, language), self._places.tag(text, language)
        spans = merged(text, names.spans, places.spans)
        for step in STEPS:
            spans = step(text, spans, language)
        if self._watchlist:  # after the others, so that what they have joined is listed as one
            spans = self._watchlist(text, spans, language)
        return Tagging(spans, names.fallback or places.fallback, names.note or places.note)

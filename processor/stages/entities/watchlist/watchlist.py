"""The watchlist as a step of the tagger."""

from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from processor.contracts import Language
from processor.contracts.ids import fingerprint
from processor.stages.entities.tagger import TaggedSpan
from processor.stages.entities.watchlist.choosing import Spans, believed
from processor.stages.entities.watchlist.finding import hits
from processor.stages.entities.watchlist.linking import linked
from processor.stages.entities.watchlist.spellings import rules
from processor.stages.entities.watchlist.store import opened

#: Changed with the rules of this package, so that records tell.
RULES: Final = "1"


class Watchlist:
    """A user's list, ready to be found in texts. Constructing it opens the compiled list, or compiles it first.

    Raises:
        WatchlistError: the list cannot be read or has something wrong.
    """

    def __init__(self, path: Path, models_dir: Path | None = None) -> None:
        self._compiled, sha256 = opened(path, models_dir)
        self.entries, self.names = self._compiled.entries, self._compiled.names
        #: Fingerprint of list and rules.
        self.model: Final = f"watchlist-{fingerprint(sha256, RULES, rules())}"

    def __call__(self, text: str, spans: Sequence[TaggedSpan], language: Language | None) -> tuple[TaggedSpan, ...]:
        """Return `spans`, which all have a link, with what the list names; in order, none overlapping."""
        languages = _Languages(language)
        seen = {(span.start, span.end) for span in spans}
        found = hits(self._compiled, text, languages.at, languages.all, seen)
        ranks = believed(self._compiled, found, Spans(spans))
        return linked(self._compiled, text, ranks, spans, language) if ranks else tuple(spans)


class _Languages:
    """Which language is written at an index: that of the segment, else of the article."""

    def __init__(self, language: Language | None) -> None:
        segments = language.segments if language and len(language.segments) > 1 else ()
        self._starts = [segment.start for segment in segments]
        tags = [segment.tag for segment in segments] or [language.tag if language else "und"]
        self._subtags = [tag.partition("-")[0].lower() for tag in tags]
        self.all = frozenset(self._subtags)

    def at(self, index: int) -> str:
        return self._subtags[max(0, bisect_right(self._starts, index) - 1)]

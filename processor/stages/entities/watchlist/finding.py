"""Find the names of a list in a text."""

from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from itertools import islice
from typing import Final

from processor.stages.entities.gazetteer.attached import edges
from processor.stages.entities.gazetteer.fold import fold, lower
from processor.stages.entities.gazetteer.unspaced import stands_alone
from processor.stages.entities.watchlist.compiled import Compiled
from processor.stages.entities.watchlist.places import in_one_line, starts
from processor.stages.entities.watchlist.spellings import Spelling
from processor.stages.entities.watchlist.written import Capitals, hyphens_allow, is_risky, is_spelled

#: More namesakes of one spelling are not looked at.
_MOST_NAMESAKES: Final = 64


@dataclass(frozen=True, slots=True)
class Hit:
    """A name of the list at [start, end).

    Attributes:
        rank: of the entry it names.
        doubtful: the writing does not tell it from a word; the article must.
        context: it counts only where the tagger sees an entity of its type.
    """

    start: int
    end: int
    rank: int
    doubtful: bool
    context: bool


def hits(
    compiled: Compiled,
    text: str,
    language_at: Callable[[int], str],
    languages: frozenset[str],
    seen: Set[tuple[int, int]] = frozenset(),
) -> Iterator[Hit]:
    """Yield all hits in `text`, by start and length; they may overlap.

    Args:
        language_at: subtag of the language at an index of the text.
        languages: all that it may return.
        seen: where the tagger has found entities: their borders need no other proof (`이정진님`).
    """
    folded = fold(text)
    capitals = Capitals(folded)
    lowered = lower(in_one_line(folded))
    for start in starts(lowered, languages):
        for length, number in compiled.prefixes(lowered[start : start + compiled.longest]):
            end = start + length
            language = language_at(start)
            whole: tuple[int, int] | None = (start, end)
            inflected = None
            if (start, end) not in seen:
                whole = edges(lowered, start, end, language)
                inflected = edges(lowered, start, end, language, stem=True)
                if (whole is None and inflected is None) or not hyphens_allow(folded, start, end, language):
                    continue
            found = in_one_line(folded[start:end])
            for spelling, rank in islice(compiled.spellings(number), _MOST_NAMESAKES):
                place = inflected if spelling.stem else whole
                if place is None or not is_spelled(found, spelling):
                    continue
                if spelling.match == "exact":
                    if place[1] != end:
                        continue
                elif (start, end) not in seen and not _stands_alone(compiled, rank, lowered, (start, end), language):
                    continue
                yield Hit(*place, rank, _is_doubtful(spelling, capitals, start, end, language), _in_context(spelling))


def _stands_alone(compiled: Compiled, rank: int, text: str, place: tuple[int, int], language: str) -> bool:
    """Tell whether a place in unspaced writing makes no people or language with its neighbours (`日本人`, `ชาวไทย`)."""
    if compiled.entry(rank).type != "LOC":
        return True
    return stands_alone(text, *place, language, joined=(False, False), city=False)


def _is_doubtful(spelling: Spelling, capitals: Capitals, start: int, end: int, language: str) -> bool:
    if spelling.match != "auto" or not is_risky(spelling.surface):
        return False
    return not capitals.tell(start, end, language)


def _in_context(spelling: Spelling) -> bool:
    return spelling.match == "context"

"""Links for what the list names, and for the other mentions of the same things.

An entity has the ids of its longest listed form. Several entries of one type that share a name are all given, parted by
blanks, in the order of the list, unless another name in the article tells which one is meant.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from processor.contracts import EntityType, Language, LinkHow
from processor.stages.entities.tagger import Link, TaggedSpan
from processor.stages.entities.watchlist.choosing import Place, Spans, longest
from processor.stages.entities.watchlist.compiled import Compiled, Listed

#: Namesakes that one mention gets the ids of.
MOST_IDS: Final = 8
#: Probability that a name of the list is meant: several words, or one. Set, not measured: it depends on the list.
SEVERAL_WORDS: Final = 0.95
ONE_WORD: Final = 0.85


def linked(
    compiled: Compiled,
    text: str,
    ranks: Mapping[Place, list[int]],
    spans: Sequence[TaggedSpan],
    language: Language | None,
) -> tuple[TaggedSpan, ...]:
    """Return the spans with those of the list among them, in order, none overlapping.

    Args:
        ranks: of the entries that each place names.
        spans: all with a link.
    """
    tagged = Spans(spans)
    typed = {place: _of_one_type(compiled, place, found, tagged) for place, found in ranks.items()}
    places, others = longest(text, typed, spans)
    alone = {typed[place][1][0] for place in places if len(typed[place][1]) == 1}
    tags = _tags(language)
    made: list[TaggedSpan] = []
    meant: dict[str, tuple[int, TaggedSpan]] = {}  # key of a link as it was -> the longest listed form, its length
    for place, same in places.items():
        kind, found = typed[place]
        found = [rank for rank in found if rank in alone] or found
        span = same if same and same.type == kind else None  # ids of another type are those of another thing
        link = _link([compiled.entry(rank) for rank in found[:MOST_IDS]], tags, span.link if span else None)
        chance = SEVERAL_WORDS if " " in text[place[0] : place[1]] else ONE_WORD
        made.append(TaggedSpan(*place, kind, max(chance, span.confidence if span else 0.0), link))
        # A part of a person's name, seen in it, means that person; a part of a place's name may be another place.
        parts = [part for part in tagged.over(*place) if part.type == kind] if kind == "PER" else [span]
        for part in parts:
            if part and part.link and place[1] - place[0] > meant.get(part.link.key, (0,))[0]:
                meant[part.link.key] = place[1] - place[0], made[-1]
    made = [_same_thing(span, places[span.start, span.end] or span, meant) for span in made]
    kept = [_same_thing(span, span, meant) for span in others]
    return tuple(sorted([*made, *kept], key=lambda span: span.start))


def _of_one_type(compiled: Compiled, place: Place, ranks: list[int], tagged: Spans) -> tuple[EntityType, list[int]]:
    """Return the entries of the type that the tagger sees there, else those of the first one's."""
    by_type: dict[EntityType, list[int]] = defaultdict(list)
    for rank in ranks:
        by_type[compiled.entry(rank).type].append(rank)
    seen = (span.type for span in tagged.over(*place) if span.type in by_type)
    kind = next(seen, next(iter(by_type)))
    return kind, by_type[kind]


def _link(entries: Sequence[Listed], tags: Sequence[str], before: Link | None) -> Link:
    ids = " ".join(entry.id for entry in entries)
    first = entries[0]
    name = next((first.names[tag] for tag in tags if tag in first.names), first.first)
    known = dict(before.ids) if before else {}
    if first.country and len(entries) == 1:
        known.setdefault("country", first.country)
    known["watchlist"] = ids
    return Link(f"watchlist {ids}", name, known, before.coordinates if before else None, LinkHow.WATCHLIST)


def _same_thing(span: TaggedSpan, before: TaggedSpan, meant: Mapping[str, tuple[int, TaggedSpan]]) -> TaggedSpan:
    """Return `span` with the link of what it was said to be the same thing as, before the list was asked."""
    found = meant.get(before.link.key) if before.link else None
    return replace(span, link=found[1].link) if found and found[1].type == span.type else span


def _tags(language: Language | None) -> list[str]:
    """Return what the article's language may be called in the list, the most exact first: `zh-hant-tw`, `zh-hant`."""
    if language is None:
        return []
    subtags = language.tag.lower().split("-")
    tags = ["-".join(subtags[:size]) for size in range(len(subtags), 0, -1)]
    return list(dict.fromkeys([tags[0], f"{subtags[0]}-{language.script.lower()}", *tags]))

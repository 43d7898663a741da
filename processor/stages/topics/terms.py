"""The terms of the IPTC Media Topics that are in use, all levels.

IPTC Media Topics NewsCodes, version of October 2023, (c) International Press Telecommunications Council (IPTC),
https://iptc.org/standards/media-topics/, licensed under CC BY 4.0.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from processor.stages.topics.mediatopics import TOP_LEVEL

_INDEX: Final = {topic.id: index for index, topic in enumerate(TOP_LEVEL)}


class TermsError(RuntimeError):
    """The list of terms is missing or broken."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the vocabulary.

    Attributes:
        id: its NewsCode.
        topic: index in TOP_LEVEL of the topic it stands under.
        path: the NewsCodes from the top level down to it, both included.
        name: IPTC's English name.
        definition: IPTC's English definition.
        wikidata: the Wikidata item that IPTC maps it to, such as `Q11425`; None where there is none.
    """

    id: str
    topic: int
    path: tuple[str, ...]
    name: str
    definition: str
    wikidata: str | None

    @property
    def level(self) -> int:
        """1 for the 17, 2 for those right below them."""
        return len(self.path)


def load_terms(source: Path | Traversable | None = None) -> tuple[Term, ...]:
    """Read the terms that are in use, sorted by topic, below a topic in IPTC's order; retired ones are left out.

    Raises:
        TermsError: the list is missing or broken.
    """
    source = source or files("processor.stages.topics") / "mediatopics.jsonl"
    try:
        rows = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
        terms = [
            Term(
                id=row["id"],
                topic=_INDEX[row["top"]],
                path=tuple(row["path"]),
                name=row["name"],
                definition=row["definition"],
                wikidata=row["wikidata"].rpartition("/")[2] if row["wikidata"] else None,
            )
            for row in rows
            if row["retired"] is None
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise TermsError(f"cannot read the list of terms {source.name}: {error}") from error
    return tuple(sorted(terms, key=lambda term: term.topic))


@cache
def shared_terms() -> tuple[Term, ...]:
    """Return this process's terms, read when they are first asked for."""
    return load_terms()

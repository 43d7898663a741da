"""What differs in all articles together, and which change of which stage goes with it.

Everything that can grow with the input is counted in the spool; what is held here is bounded.
"""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import orjson

from processor.cli.diff.difference import Change, Difference
from processor.cli.diff.spool import Spool
from processor.contracts import EnrichedArticle

#: Kinds of fact of which examples are kept; there are fewer than twenty, and one for each extension's stage.
_MOST_KINDS: Final = 100
#: Code points of what a group of differences is called.
_NAME: Final = 120
_CHANGES: Final[tuple[Change, ...]] = ("removed", "added", "changed")


class Example(NamedTuple):
    """A difference, the article it is in, and that article's text."""

    id: str
    language: str
    difference: Difference
    text: str


class StageChange(NamedTuple):
    """A stage as A and as B had it, `version model` or None where it did not run; and what differs in its facts.

    Attributes:
        articles: pairs of records with this change, or without any where both are the same.
        differing: those of them in which a fact of this stage differs.
    """

    stage: str
    a: str | None
    b: str | None
    articles: int
    differing: int


class Row(NamedTuple):
    """Differences of a kind, or of a language: how many facts by change, in how many articles."""

    names: tuple[str, ...]
    removed: int
    added: int
    changed: int
    articles: int


class Summary:
    """Counts differences.

    Args:
        examples: how many of each kind of fact to keep.
    """

    def __init__(self, spool: Spool, examples: int) -> None:
        self._spool = spool
        self._most_examples = examples
        self.examples: dict[tuple[str, str], list[Example]] = {}
        self.pairs = 0
        self.differing = 0
        self.only_a = 0
        self.only_b = 0
        self.pipelines_differ = 0

    @property
    def same(self) -> bool:
        """Whether both sides state the same facts of the same articles."""
        return not (self.differing or self.only_a or self.only_b)

    def one_sided(self, article: EnrichedArticle, *, in_a: bool) -> None:
        """Count an article that only one side has."""
        self.only_a += in_a
        self.only_b += not in_a
        self._spool.count("only a" if in_a else "only b", [_language(article)])

    def pair(self, a: EnrichedArticle, b: EnrichedArticle, found: Sequence[Difference]) -> None:
        """Count what differs between two records of an article."""
        self.pairs += 1
        self.differing += bool(found)
        self.pipelines_differ += a.pipeline != b.pipeline
        language = _language(b)
        self._count_stages(a, b, {each.stage for each in found})
        self._spool.count("kind", (_key(each.stage, each.kind, each.change) for each in found))
        self._spool.count("kind articles", {_key(each.stage, each.kind) for each in found})
        self._spool.count("language", (_key(language, each.change) for each in found))
        self._spool.count("language articles", [_key(language)])
        self._spool.count("language differing", [_key(language)] if found else [])
        self._spool.count("group", (_key(each.stage, each.kind, each.change, each.what[:_NAME]) for each in found))
        for each in found:
            self._keep(Example(b.id, language, each, a.text if each.b is None else b.text))

    def stages(self) -> list[StageChange]:
        """Return how each stage differs, in the order of the largest number of articles."""
        differing = dict(self._spool.counted("stage differing"))
        changes = []
        for key, count in self._spool.counted("stage"):
            name, a, b = orjson.loads(key)
            changes.append(StageChange(name, a, b, count, differing.get(key, 0)))
        return changes

    def kinds(self) -> list[Row]:
        """Return the differences by stage and kind."""
        return self._rows("kind", dict(self._spool.counted("kind articles")))

    def languages(self) -> list[tuple[Row, int]]:
        """Return the differences by B's language, each with all pairs of records in it."""
        every = dict(self._spool.counted("language articles"))
        rows = self._rows("language", dict(self._spool.counted("language differing")))
        return [(row, every.get(_key(*row.names), 0)) for row in rows]

    def groups(self, most: int) -> list[tuple[tuple[str, str, Change, str], int]]:
        """Return the differences of the same words, the most frequent first: stage, kind, change, what."""
        return [(tuple(orjson.loads(key)), count) for key, count in self._spool.counted("group", most)]

    def alone(self, side: str) -> list[tuple[str, int]]:
        """Return the articles that only side `a` or `b` has, by language."""
        return self._spool.counted(f"only {side}")

    def _count_stages(self, a: EnrichedArticle, b: EnrichedArticle, differing: set[str]) -> None:
        one, other = ({each.name: f"{each.version} {each.model}" for each in side.stages} for side in (a, b))
        names = [*one, *(name for name in other if name not in one)]
        keys = {name: _key(name, one.get(name), other.get(name)) for name in names}
        self._spool.count("stage", keys.values())
        self._spool.count("stage differing", (key for name, key in keys.items() if name in differing))

    def _keep(self, example: Example) -> None:
        kind = (example.difference.stage, example.difference.kind)
        if kind not in self.examples and len(self.examples) >= _MOST_KINDS:
            return
        kept = self.examples.setdefault(kind, [])
        # One an article: three mentions of one text say less than one of three.
        if len(kept) < self._most_examples and all(other.id != example.id for other in kept):
            kept.append(example)

    def _rows(self, section: str, articles: dict[str, int]) -> list[Row]:
        counts: dict[tuple[str, ...], dict[str, int]] = {}
        for key, count in self._spool.counted(section):
            *names, change = orjson.loads(key)
            counts.setdefault(tuple(names), {})[change] = count
        rows = []
        for names, found in counts.items():
            removed, added, changed = (found.get(change, 0) for change in _CHANGES)
            rows.append(Row(names, removed, added, changed, articles.get(_key(*names), 0)))
        return sorted(rows, key=lambda row: (-(row.removed + row.added + row.changed), row.names))


def _key(*names: Any) -> str:
    return orjson.dumps(names).decode()


def _language(article: EnrichedArticle) -> str:
    return article.language.tag if article.language else "und"

"""The forms under which the article names things, and which of them name the same one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from processor.contracts import EntityType
from processor.stages.entities.article.surface import one_line, words
from processor.stages.entities.tagger import Link, TaggedSpan

Words = tuple[str, ...]


@dataclass(slots=True)
class Form:
    """What is written alike and of one type.

    Attributes:
        key: its folded words.
        language: of the text where it stands first.
        shown: how it is written, with how often.
        link: of the first mention that has one.
    """

    type: EntityType
    key: Words
    language: str
    shown: Counter[str] = field(default_factory=Counter)
    link: Link | None = None

    @property
    def surface(self) -> str:
        """How it is mostly written, the first of those; all capitals (a headline) only where there is nothing else."""
        return max(self.shown, key=lambda shown: (not shown.isupper(), self.shown[shown]))


class Groups:
    """Forms joined to groups: the same thing under several names."""

    def __init__(self, forms: Sequence[Form]) -> None:
        self.forms = forms
        self._parent = list(range(len(forms)))

    def root(self, form: int) -> int:
        """Return the number of the group's representative, the same for all its forms."""
        while self._parent[form] != form:
            self._parent[form] = self._parent[self._parent[form]]
            form = self._parent[form]
        return form

    def join(self, one: int, other: int) -> None:
        """Make the groups of two forms one."""
        first, last = sorted((self.root(one), self.root(other)))
        self._parent[last] = first

    def only(self, candidates: Iterable[int]) -> int | None:
        """Return the group that all `candidates` are in, None where there is none or more than one."""
        roots = {self.root(candidate) for candidate in candidates}
        return roots.pop() if len(roots) == 1 else None


def key(kind: EntityType, surface: str) -> Words:
    """Return what spellings of one name share; a person's hyphens are blanks (`Kim Jong-un`)."""
    return words(surface.replace("-", " ").replace("‐", " ") if kind == "PER" else surface)


def read(text: str, spans: Iterable[TaggedSpan], languages: Iterable[str]) -> tuple[list[Form], list[int]]:
    """Return the forms in order of appearance, and the number of each span's form."""
    numbers: dict[tuple[EntityType, Words], int] = {}
    forms: list[Form] = []
    of_spans: list[int] = []
    for span, language in zip(spans, languages, strict=True):
        surface = text[span.start : span.end]
        known = (span.type, key(span.type, surface))
        if known not in numbers:
            numbers[known] = len(forms)
            forms.append(Form(*known, language))
        form = forms[numbers[known]]
        form.shown[one_line(surface)] += 1
        form.link = form.link or span.link
        of_spans.append(numbers[known])
    return forms, of_spans

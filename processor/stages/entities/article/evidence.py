"""What the article itself says of a form: that it is a name somewhere, or at least a word."""

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import Final

import regex

from processor.stages.entities.article.surface import folded, words
from processor.stages.entities.tagger import TaggedSpan

_WORD: Final = regex.compile(r"[\p{L}\p{M}\p{N}\u200c\u200d]+")


class Evidence:
    """The names and words of one text, folded."""

    def __init__(self, text: str, spans: Iterable[TaggedSpan]) -> None:
        self._text = text
        self._spans = tuple(spans)

    @cached_property
    def _names(self) -> Counter[str]:
        """In how many forms a word, or all words of a form, are."""
        forms = {words(self._text[span.start : span.end]) for span in self._spans}
        return Counter(part for form in forms for part in {*form, " ".join(form)})

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(folded(word) for word in set(_WORD.findall(self._text)))

    def is_name(self, surface: str, besides: str | None = None) -> bool:
        """Say whether the first word of `surface` is a word of a name in the article, of another than `besides`."""
        word = words(surface)[0]
        return self._names[word] > (1 if besides is not None and word in words(besides) else 0)

    def is_word(self, surface: str) -> bool:
        """Say whether the first word of `surface` stands alone somewhere in the article."""
        return words(surface)[0] in self._words

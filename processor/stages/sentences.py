"""Where sentences end, in any script."""

from collections.abc import Iterator
from typing import Final

import regex

#: A full stop only before a blank, because it is also in numbers and abbreviations. A run of marks is read once, from
#: its first one (or from where the search begins), and not again from each.
SENTENCE_END: Final = regex.compile(
    r"(?:(?:\G|(?<![.!?]))[.!?]++[\"'”’»)\]]*+(?=\s|$)|[。！？｡]+[」』”’）]*|[।॥؟۔።៕။]+|(?:\G|(?<!…))…++(?=\s|$))\s*",
    regex.VERSION1,
)
_LINE: Final = regex.compile(r"[^\n]+")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the range [start, end) of each sentence, without blanks at its ends; none crosses a line."""
    for line in _LINE.finditer(text):
        start = line.start()
        ends = [found.end() for found in SENTENCE_END.finditer(text, line.start(), line.end())]
        for end in [*ends, line.end()]:
            stretch = text[start:end]
            if stretch and not stretch.isspace():
                yield start + len(stretch) - len(stretch.lstrip()), end - len(stretch) + len(stretch.rstrip())
            start = end

"""Where in a text a name of the list may begin: a superset that one pass finds; `edges` decides at what is found."""

import unicodedata
from collections.abc import Iterator
from typing import Final

import regex

from processor.stages.entities.gazetteer.endings import PREFIXES

_WORD: Final = r"\p{L}\p{M}\p{N}\u200c\u200d_"
_UNSPACED: Final = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
#: The start of a word, and anywhere within and after writing without spaces.
_STARTS: Final = regex.compile(rf"(?<![{_WORD}])[^\s]|[{_UNSPACED}]|(?<=[{_UNSPACED}])[^\s]")
#: In these languages a preposition may stand written onto the name, so any letter may be the first one of it.
_STARTS_WITHIN: Final = regex.compile(rf"(?<![{_WORD}])[^\s]|[{_UNSPACED}\p{{Arabic}}\p{{Hebrew}}\p{{Ethiopic}}]")
#: What stands in an address is no mention.
_ADDRESS: Final = regex.compile(r"(?:https?://|www\.)\S+")
_BREAK: Final = regex.compile(r"(?<!\n)[\n\t](?!\n)")


def starts(text: str, languages: frozenset[str]) -> Iterator[int]:
    """Yield indices of `text`, ascending; `languages` are those it is written in."""
    pattern = _STARTS if languages.isdisjoint(PREFIXES) else _STARTS_WITHIN
    addresses = iter(_ADDRESS.finditer(text))
    address = next(addresses, None)
    for found in pattern.finditer(text):
        while address and address.end() <= found.start():
            address = next(addresses, None)
        if address and address.start() <= found.start():
            continue
        if unicodedata.category(text[found.start()])[0] != "M":
            yield found.start()


def in_one_line(text: str) -> str:
    """Return `text` with the breaks within paragraphs as blanks, in the same length: names may be wrapped."""
    return _BREAK.sub(" ", text)

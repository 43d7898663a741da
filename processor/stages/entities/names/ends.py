"""Where a name begins and ends: without blanks, quotes and separators, and never inside a character."""

import unicodedata
from typing import Final

#: At the start and at the end of a name, not part of it. A full stop may end an abbreviation.
_BEFORE: Final = '.,;:}{‘’“”"«»([-–|*\ufeff\u200b'
_AFTER: Final = ',;:{‘’“”"«»([|*/।\ufeff\u200b'
_JOINERS: Final = "\u200c\u200d"


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the range without blanks at its ends; start == end where nothing is left.

    A combining mark on a blank or on a sign goes with it: no name begins with one.
    """
    while start < end and (text[start].isspace() or _is_on_no_letter(text, start)):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def without_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the range without blanks, quotes and separators at its ends; start == end where nothing is left.

    A mark whose partner is inside stays: `Yahoo (Japan)`.
    """
    left, right = trimmed(text, start, end)
    while left < right and text[left] in _BEFORE and not _opens_within(text, left, right):
        left += 1
    while right > left and text[right - 1] in _AFTER and not _closes_within(text, left, right):
        right -= 1
    return trimmed(text, left, right)


def whole_characters(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the range widened to whole characters: pieces may part a letter from its vowel signs and joiners."""
    while start > 0 and _goes_on(text[start]):
        start -= 1
    while end < len(text) and _goes_on(text[end]):
        end += 1
    return start, end


def _goes_on(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character).startswith("M")


def _is_on_no_letter(text: str, at: int) -> bool:
    """Say whether a mark or joiner stands at `at` that belongs to no letter or digit."""
    if not _goes_on(text[at]):
        return False
    while at >= 0 and _goes_on(text[at]):
        at -= 1
    return at < 0 or not text[at].isalnum()


def _opens_within(text: str, left: int, right: int) -> bool:
    """Say whether the mark at `left` belongs to a pair that closes inside the name."""
    partner = {"(": ")", "«": "»", "“": "”", "[": "]", '"': '"', "‘": "’"}.get(text[left])
    return partner is not None and partner in text[left + 1 : right]


def _closes_within(text: str, left: int, right: int) -> bool:
    partner = {"»": "«", "”": "“", '"': '"', "’": "‘"}.get(text[right - 1])
    return partner is not None and partner in text[left : right - 1]

"""Where words begin and end: letters, marks, numbers and joiners make words; some scripts do not write word borders."""

import unicodedata
from functools import lru_cache
from typing import Final

#: Between two letters of these scripts a word may end anywhere that a syllable may.
_UNSPACED: Final = frozenset({"han", "hiragana", "katakana", "thai", "lao", "khmer", "myanmar"})
_RANGES: Final = (
    (0x0E00, 0x0E7F, "thai"),
    (0x0E80, 0x0EFF, "lao"),
    (0x1000, 0x109F, "myanmar"),
    (0x1100, 0x11FF, "hangul"),
    (0x1780, 0x17FF, "khmer"),
    (0x3041, 0x309F, "hiragana"),
    (0x30A0, 0x30FF, "katakana"),
    (0x31F0, 0x31FF, "katakana"),
    (0x3005, 0x3007, "han"),
    (0x3400, 0x9FFF, "han"),
    (0xAC00, 0xD7A3, "hangul"),
    (0xF900, 0xFAFF, "han"),
    (0xFF66, 0xFF9F, "katakana"),
    (0x20000, 0x323AF, "han"),
)
#: Thai and Lao vowels written before the consonant they follow in speech: a syllable cannot end after one.
_LEADING_VOWELS: Final = frozenset("เแโใไເແໂໃໄ")
#: Vowels and signs, not combining marks, that belong to the syllable before them.
_TRAILING_VOWELS: Final = frozenset("ะาำๅๆฯະາຳ")
#: Signs that stack the next consonant under the last one: Khmer coeng, Myanmar virama.
_STACKERS: Final = frozenset("\u17d2\u1039")
#: Signs that silence the consonant before them, which then closes the syllable: Myanmar asat and virama.
_KILLERS: Final = frozenset("\u103a\u1039")
_JOINERS: Final = frozenset("\u200c\u200d_")


@lru_cache(maxsize=4096)
def script_of(char: str) -> str:
    """Return the unspaced script of `char`, `hangul`, `word` for other word characters, or `` for none."""
    if char in _JOINERS:
        return "word"
    if unicodedata.category(char)[0] not in "LMN":
        # The prolonged sound mark is a letter, the middle dot joins the parts of a foreign name in katakana.
        return "katakana" if char == "・" else ""
    point = ord(char)
    for low, high, script in _RANGES:
        if low <= point <= high:
            return script
    return "word"


def is_word(char: str) -> bool:
    """Tell whether `char` is part of a word."""
    return script_of(char) != ""


def starts_word(text: str, start: int) -> bool:
    """Tell whether a word may start at `start`."""
    if start == 0:
        return True
    before, first = script_of(text[start - 1]), script_of(text[start])
    if not before or text[start - 1] in _JOINERS:
        return not before
    if before != first:
        return before in _UNSPACED or first in _UNSPACED
    if first in {"han", "hiragana"}:
        return True
    if first not in _UNSPACED or first == "katakana":
        return False
    return text[start - 1] not in _LEADING_VOWELS and text[start - 1] not in _STACKERS


def ends_word(text: str, end: int) -> bool:
    """Tell whether a word may end before `end`."""
    if end == len(text):
        return True
    last, after = script_of(text[end - 1]), script_of(text[end])
    if not after or text[end] in _JOINERS or unicodedata.category(text[end])[0] == "M":
        return not after
    if last != after:
        return last in _UNSPACED or after in _UNSPACED
    if last not in _UNSPACED or last in {"han", "hiragana", "katakana"}:
        return last in {"han", "hiragana"}
    return text[end] not in _TRAILING_VOWELS and text[end + 1 : end + 2] not in _KILLERS

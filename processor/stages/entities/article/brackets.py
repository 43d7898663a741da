"""Brackets and quotes: those around the whole name are not part of it, nor is what one without its partner opens."""

from typing import Final

from processor.stages.entities.names.ends import trimmed

_PAIRS: Final = {
    "(": ")",
    "[": "]",
    "（": "）",
    "「": "」",
    "『": "』",
    "«": "»",
    "“": "”",
    "„": "“",
    "《": "》",
    "【": "】",
}
_CLOSING: Final = {closing: opening for opening, closing in _PAIRS.items() if opening != "„"}
_AROUND: Final = {**_PAIRS, '"': '"', "'": "'", "‘": "’", "”": "”", "‚": "‘"}
_PAIR: Final = 2


def without_open_bracket(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the range without brackets whose partner is outside, and without what is on their far side."""
    opened: list[tuple[str, int]] = []
    for place in range(start, end):
        char = text[place]
        if opened and _PAIRS[opened[-1][0]] == char:
            opened.pop()
        elif char in _PAIRS:
            opened.append((char, place))
        elif char in _CLOSING:
            inner = trimmed(text, start, place)
            return without_open_bracket(text, *inner) if inner[0] < inner[1] else trimmed(text, place + 1, end)
    if not opened:
        return start, end
    place = opened[0][1]
    inner = trimmed(text, start, place)
    return inner if inner[0] < inner[1] else trimmed(text, place + 1, end)


def unwrapped(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the range without a pair of brackets or quotes around all of it: `«Газпром»`."""
    while end - start > _PAIR and (_AROUND.get(text[start]) == text[end - 1]):
        if text[end - 1] in text[start + 1 : end - 1]:
            break
        start, end = trimmed(text, start + 1, end - 1)
    return start, end

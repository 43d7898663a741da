"""Which language a place of the text is in: the article's, or its segment's."""

from bisect import bisect_right
from collections.abc import Callable
from typing import Final

from processor.contracts import Language

#: Languages that write names and what is attached to them like another one.
_LIKE: Final = {
    **dict.fromkeys(("arz", "apc", "ary", "acm", "acq", "aeb", "ajp", "ars", "arb"), "ar"),
    **dict.fromkeys(("pes", "prs"), "fa"),
    **dict.fromkeys(("yue", "wuu", "zho", "cmn", "lzh"), "zh"),
    **dict.fromkeys(("no", "nob"), "nb"),
    **dict.fromkeys(("iw", "heb"), "he"),
    "crh": "tr",
    "sh": "sr",
    "tgr": "ti",
    "ory": "or",
    "azj": "az",
    "uzn": "uz",
    "swh": "sw",
}


def language_at(language: Language | None) -> Callable[[int], str]:
    """Return a function from an index into the text to the ISO 639 code of the language there, `und` where unknown."""
    if language is None:
        return lambda _: "und"
    whole = _primary(language.tag)
    parts = [(part.start, _primary(part.tag)) for part in language.segments]
    if len(parts) < 2:
        return lambda _: whole
    starts = [start for start, _ in parts]

    def at(index: int) -> str:
        part = bisect_right(starts, index) - 1
        return parts[part][1] if part >= 0 else whole

    return at


def _primary(tag: str) -> str:
    code = tag.partition("-")[0].lower()
    return _LIKE.get(code, code)

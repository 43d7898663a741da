"""What pycld2 (Compact Language Detector 2, Apache-2.0) says of a text, as one word."""

from typing import Final

#: Its answer when it has none, and when it cannot read the text.
UNKNOWN: Final = "un?"
#: Probability that a sure answer is right where our own model knows no language like the text; measured, see
#: docs/language.md, on languages left out of the model.
ALONE: Final = 0.9
#: Tags of languages it knows in a second script that SIB-200 has them not in. It names languages without regard to
#: script, and would call a Burmese article's English part Burmese.
ALSO_WRITTEN: Final = frozenset({"uz-Cyrl"})
#: Codes that BCP 47 has retired or spells otherwise.
_RENAMED: Final = {"iw": "he", "jw": "jv", "no": "nb"}
#: Codes that are no language: unknown, joke languages, and "Bihari", which is three.
_NO_LANGUAGE: Final = frozenset({"un", "xx", "zzp", "tlh", "bh"})


def answer(cleaned: str) -> str:
    """Return pycld2's code for most of `cleaned` (text without addresses), with `?` behind it when it is not sure."""
    import pycld2

    try:
        reliable, _, details = pycld2.detect(cleaned, bestEffort=True)
    except pycld2.error:  # it refuses a few code points that are valid in UTF-8
        return UNKNOWN
    return str(details[0][1]) + ("" if reliable else "?")


def tag_of(outcome: str) -> str | None:
    """Return the BCP 47 tag of an answer that pycld2 is sure of, else None."""
    if outcome.endswith("?") or outcome.partition("-")[0] in _NO_LANGUAGE:
        return None
    return _RENAMED.get(outcome, outcome)

"""What pycld2 (Compact Language Detector 2, Apache-2.0) says of a text, as one word."""

from typing import Final

#: Its answer when it has none, and when it cannot read the text.
UNKNOWN: Final = "un?"
#: pycld2's codes that BCP 47 has retired or spells otherwise.
RENAMED: Final = {"iw": "he", "jw": "jv", "no": "nb", "bh": "bho", "tl": "tl"}


def answer(cleaned: str) -> str:
    """Return pycld2's code for most of `cleaned` (text without addresses), followed by `?` when it is not sure of it."""
    import pycld2

    try:
        reliable, _, details = pycld2.detect(cleaned, bestEffort=True)
    except pycld2.error:  # it refuses a few code points that are valid in UTF-8
        return UNKNOWN
    return str(details[0][1]) + ("" if reliable else "?")

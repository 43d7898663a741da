"""The published text: what a producer sent, normalised once. Every offset in a record refers to it.

Rules, in order (documented for producers in docs/producers.md):
1. line ends (CRLF, CR, VT, FF, NEL, U+2028, U+2029) become LF;
2. the byte order mark U+FEFF and control characters (Cc) other than LF and TAB are removed;
3. Unicode Normalization Form C (UAX #15).
ZWJ, ZWNJ and the bidi marks stay: Hindi, Persian and Hebrew need them. Applying the rules twice changes nothing.
"""

import unicodedata
from typing import Final

import regex

from processor.contracts.errors import InvalidArticleError, Reason

#: Ordering a run of combining marks costs time quadratic in its length; UAX #15's Stream-Safe Text Format allows 30.
MAX_COMBINING_RUN: Final = 256

_LINE_END = regex.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_REMOVED = regex.compile(r"[\uFEFF\p{Cc}--\n\t]", flags=regex.V1)
# Looking behind starts the count once a run, not at each of its marks.
_LONG_RUN = regex.compile(rf"(?<!\p{{M}})\p{{M}}{{{MAX_COMBINING_RUN + 1}}}")
_VISIBLE = regex.compile(r"[^\p{White_Space}\p{Cc}\p{Default_Ignorable_Code_Point}]")


def normalise(text: str, field: str = "text") -> str:
    """Return the published form of `text`, which came in the message's `field`.

    Raises:
        InvalidArticleError: `combining_marks`, when a run of marks is longer than `MAX_COMBINING_RUN`.
    """
    text = _REMOVED.sub("", _LINE_END.sub("\n", text))
    _check_runs(text, field)
    text = unicodedata.normalize("NFC", text)
    # Some letters have no composed form in NFC (U+0958 is a letter and a mark), so a run may have grown.
    _check_runs(text, field)
    return text


def is_blank(text: str) -> bool:
    """Tell whether nothing of `text` can be seen: white space, controls, zero-width characters and fillers only."""
    return _VISIBLE.search(text) is None


def _check_runs(text: str, field: str) -> None:
    if run := _LONG_RUN.search(text):
        detail = f"more than {MAX_COMBINING_RUN} combining marks in a row, from code point {run.start()}"
        raise InvalidArticleError(Reason.COMBINING_MARKS, detail, field)

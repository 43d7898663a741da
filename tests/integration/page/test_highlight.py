"""Offsets on the page: the page's own module, run in Chromium."""

import json

import pytest

from tests.support.chromium import Chromium
from tests.support.live import LivePage


def pieces(
    browser: Chromium, text: str, spans: list[list[int]], bounds: tuple[int, int] | None = None
) -> list[list[str]]:
    """Return [piece of the text, names of the spans that cover it from the outermost in, …]; spans are a, b, c …"""
    first, last = bounds or (0, len(text))
    named = [{"start": start, "end": end, "name": chr(97 + number)} for number, (start, end) in enumerate(spans)]
    found: list[list[str]] = browser.js(
        f"import('./highlight.js').then(({{codeUnits, pieces}}) => {{ const text = {json.dumps(text)};"
        f" const at = codeUnits(text); return pieces({first}, {last}, {json.dumps(named)}).map((piece) =>"
        " [text.slice(at[piece.start], at[piece.end]), ...piece.spans.map((span) => span.name)]); })"
    )
    return found


@pytest.fixture(scope="module")
def there(browser: Chromium) -> Chromium:
    """The browser on the page."""
    with LivePage() as page:
        browser.open(page.url)
    return browser


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("plain", [], [["plain"]]),
        ("", [], []),
        ("रूस ने", [[0, 3]], [["रूस", "a"], [" ने"]]),
        # Each of these is two UTF-16 code units: an emoji, a rare ideograph, a letter of Adlam.
        ("😀𠮷𞤀x", [[1, 2], [3, 4]], [["😀"], ["𠮷", "a"], ["𞤀"], ["x", "b"]]),
        # Nested, with the same start, with the same end.
        ("abcdef", [[0, 6], [2, 4]], [["ab", "a"], ["cd", "a", "b"], ["ef", "a"]]),
        ("abcdef", [[0, 2], [0, 6]], [["ab", "b", "a"], ["cdef", "b"]]),
        ("abcdef", [[4, 6], [0, 6]], [["abcd", "b"], ["ef", "b", "a"]]),
        # Overlapping, touching.
        ("abcdef", [[0, 4], [2, 6]], [["ab", "a"], ["cd", "a", "b"], ["ef", "b"]]),
        ("abcd", [[0, 2], [2, 4]], [["ab", "a"], ["cd", "b"]]),
        # Nonsense: empty, backwards, outside.
        ("abcd", [[2, 2], [3, 1], [9, 12], [-5, -1]], [["abcd"]]),
        ("abcd", [[-3, 2], [3, 99]], [["ab", "a"], ["c"], ["d", "b"]]),
    ],
)
def test_a_text_is_cut_where_its_mentions_are(
    there: Chromium, text: str, spans: list[list[int]], expected: list[list[str]]
) -> None:
    assert pieces(there, text, spans) == expected


def test_a_part_of_a_text_is_cut_within_its_bounds(there: Chromium) -> None:
    assert pieces(there, "😀bcdef", [[0, 3], [4, 9]], (1, 5)) == [["bc", "a"], ["d"], ["e", "b"]]

"""The layout of a wire story: a headline line, the story, then perhaps a time stamp line and a hashtag line.

The trailers are facts about the article, not part of what it says: they are taken out of the `body`, which is all that
the models read. A line is a trailer only when it is wholly one and something stands before it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import regex

from processor.contracts.text import is_blank

#: A longer first line is a paragraph, not a headline.
MAX_TITLE: Final = 500

_TIMESTAMP = regex.compile(
    r"(?P<date>\d{4}-\d{2}-\d{2})[T ](?P<time>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)[ ]?"
    r"(?P<zone>Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?",
    flags=regex.ASCII,
)
_HASHTAG = regex.compile(r"#[\p{L}\p{M}\p{N}_\u200C\u200D]+")
_HASHTAG_LINE = regex.compile(r"(?:#[\p{L}\p{M}\p{N}_\u200C\u200D]*+\s*+)++")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts of a text stand.

    Attributes:
        start, end: the body, code point indices into the text, without surrounding white space and trailers.
        title: the first line of the body, or None when it is the whole body or longer than `MAX_TITLE`.
        published_at: the time stamp line in RFC 3339 form; without an offset when the text gives none.
        hashtags: the tags of the hashtag line as written, without repeats, in order.
    """

    start: int
    end: int
    title: str | None
    published_at: str | None
    hashtags: tuple[str, ...]


def read_layout(text: str) -> Layout:
    """Find title, body and trailers of a published text that is not all white space."""
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    published_at: str | None = None
    hashtags: tuple[str, ...] = ()
    for line_start, line in _lines_from_the_end(text, start, end):
        if published_at is None and (stamp := _timestamp(line)):
            published_at = stamp
        elif not hashtags and _HASHTAG_LINE.fullmatch(line) and (tags := _HASHTAG.findall(line)):
            hashtags = tuple(dict.fromkeys(tags))
        else:
            break
        end = len(text[:line_start].rstrip())
    first, newline, _ = text[start:end].partition("\n")
    first = first.rstrip()
    is_title = newline and len(first) <= MAX_TITLE and not is_blank(first)
    return Layout(start, end, first if is_title else None, published_at, hashtags)


def _lines_from_the_end(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Yield (index, stripped line) of at most the last two lines with content, never the first line of the body."""
    for _ in range(2):
        newline = text.rfind("\n", start, end)
        if newline < 0:
            return
        yield newline, text[newline + 1 : end].strip()
        end = len(text[:newline].rstrip())


def _timestamp(line: str) -> str | None:
    match = _TIMESTAMP.fullmatch(line)
    if match is None:
        return None
    stamp = f"{match['date']}T{match['time']}{match['zone'] or ''}"
    try:
        datetime.fromisoformat(stamp)
    except ValueError:  # 2023-02-30: some other line of digits
        return None
    return stamp if match["time"].count(":") == 2 else f"{match['date']}T{match['time']}:00{match['zone'] or ''}"

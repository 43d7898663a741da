"""The layout of a wire story: headline, body, trailers."""

import time
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from processor.contracts.layout import MAX_TITLE, Layout, read_layout
from processor.contracts.text import is_blank, normalise
from tests.support.articles import SEEDS

STEMS = [path.stem for path in sorted(SEEDS.glob("*.txt"))]


def body(text: str) -> str:
    layout = read_layout(text)
    return text[layout.start : layout.end]


@pytest.mark.parametrize("stem", STEMS)
def test_seeds_are_read_as_a_careful_reader_reads_them(stem: str) -> None:
    text = normalise((SEEDS / f"{stem}.txt").read_bytes().decode())
    expected: dict[str, Any] = orjson.loads((SEEDS / f"{stem}.json").read_bytes())
    layout = read_layout(text)
    assert layout.title == expected["title"]
    assert layout.published_at == expected["published_at"]
    assert list(layout.hashtags) == expected["hashtags"]
    ends = [mention["end"] for entity in expected["entities"] for mention in entity["mentions"]]
    assert max(ends, default=1) <= layout.end
    trailers = text[layout.end :]
    assert all(line[0] in "#2" for line in trailers.split("\n") if line)


@pytest.mark.parametrize(
    ("line", "published_at"),
    [
        ("2023-09-17 18:58:04", "2023-09-17T18:58:04"),
        ("2023-09-17T18:58:04", "2023-09-17T18:58:04"),
        ("2023-09-17 18:58", "2023-09-17T18:58:00"),
        ("2023-09-17T18:58Z", "2023-09-17T18:58:00Z"),
        ("2023-09-17T18:58:04.123456+05:30", "2023-09-17T18:58:04.123456+05:30"),
        ("2023-09-17 18:58:04 -03:00", "2023-09-17T18:58:04-03:00"),
        ("  2024-02-29 00:00:00\t", "2024-02-29T00:00:00"),
    ],
)
def test_time_stamp_lines(line: str, published_at: str) -> None:
    for text in (
        f"Story\n{line}",
        f"Head\n\nStory.\n\n{line}\n\n",
        f"Head\nStory.\n#a\n{line}",
        f"Head\nStory.\n{line}\n#a",
    ):
        assert read_layout(text).published_at == published_at
        assert body(text).endswith(("Story", "Story."))


@pytest.mark.parametrize(
    "line",
    [
        "2023-02-29 10:00:00",
        "2023-02-30T10:00:00",
        "2023-13-01 10:00",
        "2023-01-01 24:00:00",
        "2023-01-01 23:60:00",
        "2023-01-01 23:59:60",
        "2023-01-01 10:00:00+05:75",
        "2023-01-01 10:00:00+24:00",
        "0000-01-01 10:00",
        "2023-01-01",
        "10:00:00",
        "२०२३-०१-०१ १०:००:००",
        "On 2023-01-01 10:00:00",
        "2023-01-01 10:00:00 UTC",
        "2023-01-01 10:00:00.1234567",
        "2023-01-01  10:00:00",
    ],
)
def test_lines_that_are_no_time_stamp_stay_in_the_body(line: str) -> None:
    assert read_layout(f"Story\n{line}") == Layout(0, len(f"Story\n{line}"), "Story", None, ())


@pytest.mark.parametrize(
    ("line", "hashtags"),
    [
        ("#a", ("#a",)),
        ("#a #b  #a\t#c", ("#a", "#b", "#c")),
        ("#a#b", ("#a", "#b")),
        ("#रूस #उत्तर_कोरिया #क#", ("#रूस", "#उत्तर_कोरिया", "#क")),
        ("#می\u200cرود #2024", ("#می\u200cرود", "#2024")),
        ("# #a", ("#a",)),
    ],
)
def test_hashtag_lines(line: str, hashtags: tuple[str, ...]) -> None:
    assert read_layout(f"Head\nStory.\n{line}\n").hashtags == hashtags
    assert body(f"Head\nStory.\n{line}\n") == "Head\nStory."


@pytest.mark.parametrize("line", ["#", "# #", "#a and b", "a #b", "#1: the best", "#a, #b", "C#"])
def test_lines_that_are_no_hashtags_stay_in_the_body(line: str) -> None:
    layout = read_layout(f"Story\n{line}")
    assert (layout.hashtags, layout.end) == ((), len(f"Story\n{line}"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # At most one trailer of each kind, and only the last two lines.
        ("S\n2023-01-01 10:00\n2023-01-02 10:00", ("S\n2023-01-01 10:00", "S", "2023-01-02T10:00:00", ())),
        ("S\n#a\n#b", ("S\n#a", "S", None, ("#b",))),
        ("S\n#a\n2023-01-01 10:00\n#b", ("S\n#a", "S", "2023-01-01T10:00:00", ("#b",))),
        ("S\n#a\nmore", ("S\n#a\nmore", "S", None, ())),
        # Only trailers: the first line is the story, whatever it looks like.
        ("2023-01-01 10:00", ("2023-01-01 10:00", None, None, ())),
        ("#a #b", ("#a #b", None, None, ())),
        ("#a\n2023-01-01 10:00", ("#a", None, "2023-01-01T10:00:00", ())),
        ("2023-01-01 10:00\n#a", ("2023-01-01 10:00", None, None, ("#a",))),
        ("\n\n#a\n2023-01-01 10:00\n#b\n\n", ("#a", None, "2023-01-01T10:00:00", ("#b",))),
        # One line has no title; a story after trailers are taken out may be one line.
        ("Story", ("Story", None, None, ())),
        ("  Story \n\n", ("Story", None, None, ())),
        ("Story\n2023-01-01 10:00", ("Story", None, "2023-01-01T10:00:00", ())),
        ("\n Head \n\nStory\n", ("Head \n\nStory", "Head", None, ())),
        ("\u200b\nStory", ("\u200b\nStory", None, None, ())),
        ("h" * MAX_TITLE + "\nS", ("h" * MAX_TITLE + "\nS", "h" * MAX_TITLE, None, ())),
        ("h" * (MAX_TITLE + 1) + "\nS", ("h" * (MAX_TITLE + 1) + "\nS", None, None, ())),
    ],
)
def test_whole_layouts(text: str, expected: tuple[str, str | None, str | None, tuple[str, ...]]) -> None:
    layout = read_layout(text)
    assert (body(text), layout.title, layout.published_at, layout.hashtags) == expected


pieces = st.lists(
    st.sampled_from(
        ["Head", "a story", "2023-01-01 10:00:00", "2023-02-30 10:00", "#a #b", "#", "", " ", "\u3000", "\u200b"]
    ),
    min_size=1,
    max_size=8,
)


@given(pieces.map("\n".join) | st.text(alphabet=st.characters(exclude_categories=["Cs"])).map(normalise))
def test_body_is_a_stripped_part_that_is_never_empty(text: str) -> None:
    if is_blank(text):
        return
    layout = read_layout(text)
    inside = text[layout.start : layout.end]
    assert inside
    assert inside == inside.strip()
    assert text[: layout.start].strip() == ""
    assert layout.title is None or (inside.startswith(layout.title) and "\n" not in layout.title)
    # What is cut off at the end is white space or a trailer that was read.
    assert len(text[layout.end :].split()) == 0 or layout.published_at is not None or layout.hashtags


@pytest.mark.parametrize(
    "tail",
    [
        "#" * 200_000,
        "#a" * 100_000 + "!",
        "# " * 100_000 + "!",
        "#" + " " * 200_000 + "!",
        "\n" * 200_000,
        "2023-01-01" * 20_000,
        "1" * 200_000,
    ],
)
def test_hostile_last_lines_are_quick(tail: str) -> None:
    started = time.process_time()
    read_layout(f"Story\n{tail}")
    assert time.process_time() - started < 5

"""Short names and full ones, in several scripts."""

import re

import pytest

from processor.stages.entities.article.joining import joined
from processor.stages.entities.assemble import entities
from processor.stages.entities.tagger import Link, TaggedSpan


def _people(line: str) -> list[tuple[str, list[str]]]:
    """Return (name, mentions) of each person where brackets mark the people."""
    spans, text = [], ""
    for part in re.split(r"(\[[^\]]*\])", line):
        if part.startswith("["):
            spans.append(TaggedSpan(len(text), len(text) + len(part) - 2, "PER", 0.9))
            part = part[1:-1]  # noqa: PLW2901
        text += part
    return [
        (entity.name, [mention.text for mention in entity.mentions]) for entity in entities(text, joined(text, spans))
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("[किम जोंग उन] और [किम]", [("किम जोंग उन", ["किम जोंग उन", "किम"])]),
        ("[Putin] met. [Vladimir Putin]", [("Vladimir Putin", ["Putin", "Vladimir Putin"])]),
        ("[PUTIN] and [Vladimir Putin]", [("Vladimir Putin", ["PUTIN", "Vladimir Putin"])]),
        ("[سلمى الخطايبة] و[الخطايبة]", [("سلمى الخطايبة", ["سلمى الخطايبة", "الخطايبة"])]),
        ("[Γεωργία Μανωλάκου], [Μανωλάκου]", [("Γεωργία Μανωλάκου", ["Γεωργία Μανωλάκου", "Μανωλάκου"])]),
        ("[弗拉基米尔·普京]和[普京]", [("弗拉基米尔·普京", ["弗拉基米尔·普京", "普京"])]),
        ("[Pieter van Alphen], [Van Alphen]", [("Pieter van Alphen", ["Pieter van Alphen", "Van Alphen"])]),
        ("[Kim Jong Un], [Kim Jong] and [Kim]", [("Kim Jong Un", ["Kim Jong Un", "Kim Jong", "Kim"])]),
        ("[O’Brien] and [Ann O'Brien]", [("Ann O'Brien", ["O’Brien", "Ann O'Brien"])]),
    ],
)
def test_short_names_join_the_full_one(line: str, expected: list[tuple[str, list[str]]]) -> None:
    assert _people(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "[Kim Jong Un], [Kim Yo Jong], [Kim]",  # two of them
        "[Jong], [Kim Jong Un]",  # neither first nor last
        "[पुतिना], [व्लादिमीर पुतिन]",  # another word
        "[Anna], [Hanna Lee]",
    ],
)
def test_where_it_is_unclear_nothing_is_joined(line: str) -> None:
    assert len(_people(line)) == line.count("[")


def test_only_people_are_joined_by_their_parts() -> None:
    text = "New York Times, Times"
    spans = [TaggedSpan(0, 14, "ORG", 0.9), TaggedSpan(16, 21, "ORG", 0.8)]
    assert len(entities(text, joined(text, spans))) == 2


def test_a_form_that_the_gazetteer_knows_elsewhere_is_that_place() -> None:
    text = "मॉस्को, मॉस्को"
    moscow = Link("city 1", "मॉस्को", {"geonames": "1"})
    spans = [TaggedSpan(0, 6, "LOC", 0.9), TaggedSpan(8, 14, "LOC", 0.8, moscow)]
    (entity,) = entities(text, joined(text, spans))
    assert (entity.ids, len(entity.mentions)) == ({"geonames": "1"}, 2)
    spans[0] = TaggedSpan(0, 6, "ORG", 0.9)
    assert len(entities(text, joined(text, spans))) == 2

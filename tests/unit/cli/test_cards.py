"""Cards are readable, and harmless whatever an article holds."""

import re
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from rich.cells import cell_len

from processor import Enricher
from processor.cli.cards import article_card, letter_card
from processor.cli.terminal import out_console
from processor.contracts import (
    Coordinates,
    DeadLetter,
    EnrichedArticle,
    Entity,
    Header,
    Language,
    Mention,
    Reason,
    Segment,
    Source,
    StageReport,
    Status,
    Topic,
)
from processor.contracts.dead_letter import DEAD_LETTER_SCHEMA
from tests.support.articles import SEEDS
from tests.support.records import dead_letters, enriched_articles

TEXTS = sorted(SEEDS.glob("*.txt"))
HOSTILE = "\x1b[2J\x1b]0;title\x07\x9b31m\u202egnp\u2066x\r\n[bold]b[/bold]\x00\u2028\ud800"
UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def shown(card: object) -> str:
    console = out_console()
    with console.capture() as captured:
        console.print(card)
    return captured.get()


def enriched(path: Path, prefix: str = "") -> EnrichedArticle:
    """The article of a seed, with no model run; `prefix` is put before its text."""
    text = prefix + path.read_bytes().decode()
    return Enricher(["tests.support.stages:Letters"]).enrich(orjson.dumps({"text": text, "source": path.stem}))


@pytest.fixture
def full() -> EnrichedArticle:
    article = enriched(TEXTS[0])
    return replace(
        article,
        language=Language("hi", "Deva", 0.98, (Segment(0, 5, "hi"), Segment(5, 9, "en"))),
        entities=(
            Entity("LOC", "रूस", {"iso3166": "RU"}, (Mention(0, 1, "x"),) * 12, 0.9, Coordinates(1.0, 2.0)),
            Entity("PER", "محمد", {}, (Mention(0, 1, "x"),), 0.9),
        ),
        topics=(Topic("medtop:11000000", "politics", 0.8),),
        stages=(
            StageReport("language", "1", "-", Status.OK),
            StageReport("entities", "1", "-", Status.DEGRADED, "some reason"),
        ),
    )


def test_a_card_says_what_was_found(full: EnrichedArticle) -> None:
    text = shown(article_card(full, "articles.enriched:1:2"))
    for fact in (
        full.id,
        "000_91d2b73f49f4527b",
        "2023-09-17T18:58:04 (from the text)",
        "hi · Deva · 0.98   hi 0–5, en 5–9",
        "politics 0.80 [medtop:11000000]",
        "language ok · entities degraded (some reason)",
        "articles.enriched:1:2",
        "#उततर",
    ):
        assert fact in text
    (line,) = [line for line in text.splitlines() if "iso3166=RU" in line]
    assert line.split() == ["│", "entities", "LOC", "12×", "iso3166=RU", "रूस", "│"]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_every_seed_has_a_card_of_even_width(path: Path) -> None:
    lines = shown(article_card(enriched(path), "t:0:0")).splitlines()
    assert len(lines) > 4
    assert {cell_len(line) for line in lines} == {100}


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_hostile_text_does_nothing_to_the_terminal(path: Path) -> None:
    text = shown(article_card(enriched(path, HOSTILE.replace("\ud800", "")), "t:0:0"))
    assert not UNSAFE.search(text)
    assert "\\u202e" in text


def test_no_field_can_steer_the_terminal(full: EnrichedArticle) -> None:
    hostile = replace(
        full,
        id=HOSTILE,
        article={"source": HOSTILE},
        text=HOSTILE,
        title=HOSTILE,
        published_at=HOSTILE,
        hashtags=(HOSTILE,),
        language=Language(HOSTILE, HOSTILE, 0.5, (Segment(0, 1, HOSTILE),) * 2),
        entities=(Entity("LOC", HOSTILE, {HOSTILE: HOSTILE}, (Mention(0, 1, HOSTILE),), 0.5),),
        topics=(Topic(HOSTILE, HOSTILE, 0.5),),
        extensions={HOSTILE: HOSTILE},
        stages=(StageReport(HOSTILE, HOSTILE, HOSTILE, Status.OK, HOSTILE),),
    )
    text = shown(article_card(hostile, HOSTILE))
    assert not UNSAFE.search(text)
    assert "[bold]b[/bold]" in text


def test_no_field_of_a_dead_letter_can_steer_the_terminal() -> None:
    letter = DeadLetter(
        DEAD_LETTER_SCHEMA, HOSTILE, HOSTILE, Reason.NOT_JSON, HOSTILE, HOSTILE, "AAAA", None,
        (Header(HOSTILE, "AAAA"),), Source(file=HOSTILE, line=3), HOSTILE, 2,
    )  # fmt: skip
    text = shown(letter_card(letter, HOSTILE))
    assert not UNSAFE.search(text)
    assert "not_json" in text
    assert "3 bytes" in text


@given(enriched_articles)
@settings(max_examples=50, deadline=None)
def test_any_article_has_a_card(article: EnrichedArticle) -> None:
    assert not UNSAFE.search(shown(article_card(article, "t:0:0")))


@given(dead_letters)
@settings(max_examples=50, deadline=None)
def test_any_dead_letter_has_a_card(letter: DeadLetter) -> None:
    assert not UNSAFE.search(shown(letter_card(letter, "t:0:0")))


def test_many_entities_are_cut_to_those_mentioned_most(full: EnrichedArticle) -> None:
    many = tuple(Entity("LOC", f"place {n}", {}, (Mention(0, 1, "x"),) * n, 0.9) for n in range(1, 31))
    text = shown(article_card(replace(full, entities=many), "t:0:0"))
    assert text.index("place 30") < text.index("place 21")
    assert "place 20 " not in text
    assert "and 20 more" in text

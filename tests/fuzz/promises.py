"""What docs/consumers.md promises of a record and of a dead letter, whatever the message was."""

import json
import re
from functools import cache
from typing import Any, Final

import jsonschema
import orjson
import regex

from processor.contracts import (
    DeadLetter,
    EnrichedArticle,
    Source,
    Status,
    decode_dead_letter,
    decode_enriched,
    encode,
)
from processor.contracts.errors import INVALID_INPUT
from processor.contracts.schemas import message_schema
from processor.contracts.text import MAX_COMBINING_RUN, normalise
from processor.engine.outcome import DECODE, Enriched, Rejected
from processor.engine.records import Received, dead_letter
from processor.stages.stage import Annotation
from tests.contract import rules
from tests.fuzz.reference import LIMITS

_RUN: Final = regex.compile(rf"\p{{M}}{{{MAX_COMBINING_RUN + 1}}}")
_NOT_PUBLISHED: Final = regex.compile(r"[\uFEFF\u2028\u2029\p{Cc}--[\n\t]]", flags=regex.V1)
_SEEN: Final = regex.compile(r"[^\p{White_Space}\p{Cc}\p{Default_Ignorable_Code_Point}]")
_STAMP: Final = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})?", re.ASCII)
_SOURCE: Final = Source("articles.raw", 0, 0)


class BrokenPromiseError(AssertionError):
    """Something that a message made us do and that we say we never do."""


def promise(kept: bool, what: str) -> None:
    """Raise unless it is so."""
    if not kept:
        raise BrokenPromiseError(what)


def refused(value: bytes | None, rejected: Rejected, pipeline: str) -> DeadLetter:
    """Check a refusal, and return its dead letter as it is read from the topic."""
    promise(rejected.reason in INVALID_INPUT, f"{rejected.stage}: {rejected.reason}: {rejected.error}")
    promise(rejected.stage == DECODE, f"{rejected.reason} in {rejected.stage}")
    promise(0 < len(rejected.error) <= 500, "an error without words, or with too many")
    written = encode(dead_letter(Received(b"k", value, (), _SOURCE, 0.0), rejected, pipeline))
    letter = decode_dead_letter(written)
    promise(encode(letter) == written, "the dead letter is not what was written")
    return letter


def enriched(value: bytes, outcome: Enriched) -> EnrichedArticle:
    """Check a record as far as intake made it, and return it as consumers read it."""
    article = decode_enriched(outcome.value)
    promise(encode(article) == outcome.value, "the record is read otherwise than it is written")
    promise(outcome.id == article.id, "key and record have different ids")
    told = orjson.loads(value.removeprefix(b"\xef\xbb\xbf"))
    promise(list(article.article.items()) == list(told.items()), "the message's fields are changed")
    text, body = article.text, article.body
    promise(0 < len(text) <= LIMITS.text_length, "text: length")
    promise(normalise(text) == text, "text: normalising it once more changes it")
    promise(not _NOT_PUBLISHED.search(text), "text: a character that is not published")
    promise(not _RUN.search(text), "text: a long run of marks")
    promise(bool(_SEEN.search(text)), "text: nothing can be seen")
    promise(0 <= body.start < body.end <= len(text), "body: not in the text")
    promise(article.body_text == article.body_text.strip(), "body: blanks around it")
    promise(article.title is None or bool(_SEEN.search(article.title)), "title: nothing can be seen")
    promise(article.published_at is None or bool(_STAMP.fullmatch(article.published_at)), "published_at: no time")
    promise(all(tag.startswith("#") and tag in text for tag in article.hashtags), "hashtags: not in the text")
    promise((article.provenance.id == "producer") == bool(told.get("id")), "provenance of the id")
    promise(told.get("id") in (article.id, None), "the producer's id is changed")
    return article


def annotated(article: EnrichedArticle, stages: tuple[str, ...]) -> None:
    """Check what the stages added."""
    promise(tuple(report.name for report in article.stages) == stages, "a stage has not reported")
    for report in article.stages:
        promise(report.status is not Status.FAILED, f"{report.name} failed: {report.reason}")
        rules.status(Annotation(report.status, report.reason), article.body_text, report.name)
    promise(article.language is not None, "no language")
    if article.language is not None:
        rules.language(article.language, article, "language")
    rules.entities(article.entities, article, "entities")
    rules.topics(article.topics, article, "topics")


def published(record: bytes) -> None:
    """Check a record against the published JSON Schema."""
    problem = next(_schema().iter_errors(json.loads(record)), None)
    promise(problem is None, f"against the schema: {problem.message[:200] if problem else ''}")


@cache
def _schema() -> Any:
    return jsonschema.Draft202012Validator(message_schema(EnrichedArticle))

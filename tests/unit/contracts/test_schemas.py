"""The published JSON Schemas: held to the code, valid themselves, true of real messages and of nothing else."""

import dataclasses
from base64 import b64encode
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from processor.contracts import (
    DeadLetter,
    EnrichedArticle,
    Header,
    InvalidArticleError,
    Limits,
    RawArticle,
    Reason,
    Source,
    accept,
    encode,
)
from processor.contracts.dead_letter import DEAD_LETTER_SCHEMA
from processor.contracts.docstrings import attributes, summary
from processor.contracts.schemas import MESSAGES, file_name, generate, write
from tests.support.articles import seed_messages
from tests.support.json_tree import places, references, replaced, without
from tests.support.records import dead_letters, enriched_articles

SCHEMAS = Path(__file__).parents[3] / "schemas"
DOCUMENTS = {kind: orjson.loads((SCHEMAS / file_name(contract)).read_bytes()) for kind, contract in MESSAGES.items()}
RAW, ENRICHED, DEAD = (
    Draft202012Validator(DOCUMENTS[kind], format_checker=Draft202012Validator.FORMAT_CHECKER) for kind in MESSAGES
)

FULL: dict[str, Any] = {
    "id": "1",
    "text": "पाठ",
    "source": "s",
    "url": "https://example.org/",
    "title": "t",
    "published_at": "2026-01-31T08:30:00Z",
    "language_hint": "hi",
    "metadata": {"a": [1]},
    "other": None,
}


def test_the_files_are_what_the_code_makes() -> None:
    assert {path.name: path.read_bytes() for path in SCHEMAS.iterdir()} == generate(), "run `make schemas`"
    assert generate() == generate()


def test_write(tmp_path: Path) -> None:
    written = write(tmp_path / "new" / "folder")
    assert {path.name: path.read_bytes() for path in written} == generate()
    assert write(tmp_path / "new" / "folder") == written


@pytest.mark.parametrize("kind", MESSAGES)
def test_the_schemas_are_valid_and_stand_alone(kind: type) -> None:
    document = DOCUMENTS[kind]
    Draft202012Validator.check_schema(document)
    name, version = MESSAGES[kind].split("/")
    assert document["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert document["$id"] == f"urn:samachar:schema:{name}:{version}"
    assert [ref for ref in references(document) if not ref.startswith("#/$defs/")] == []


@pytest.mark.parametrize("kind", MESSAGES)
def test_every_field_is_described(kind: type) -> None:
    document = DOCUMENTS[kind]
    for name, part in {kind.__name__: document, **document.get("$defs", {})}.items():
        assert part["description"].endswith("."), name
        for field, schema in part.get("properties", {}).items():
            assert len(schema.get("description", "")) > 5, f"{name}.{field}"


def test_every_field_of_a_record_is_required_and_more_are_welcome() -> None:
    for kind in (EnrichedArticle, DeadLetter):
        assert DOCUMENTS[kind]["required"] == [field.name for field in dataclasses.fields(kind)]
        for part in [DOCUMENTS[kind], *DOCUMENTS[kind]["$defs"].values()]:
            assert part.get("required", []) == list(part.get("properties", {}))
            assert part.get("additionalProperties", True) is True
    assert DOCUMENTS[RawArticle]["required"] == ["text"]
    assert DOCUMENTS[RawArticle]["additionalProperties"] is True


@pytest.mark.parametrize("stem", sorted(seed_messages()))
def test_seeds_and_their_records_are_valid(stem: str) -> None:
    value = seed_messages()[stem]
    RAW.validate(orjson.loads(value))
    ENRICHED.validate(orjson.loads(encode(accept(value, Limits()))))


@given(enriched_articles)
def test_every_record_is_valid(record: EnrichedArticle) -> None:
    ENRICHED.validate(orjson.loads(encode(record)))


@given(dead_letters)
def test_every_dead_letter_is_valid(letter: DeadLetter) -> None:
    DEAD.validate(orjson.loads(encode(letter)))


def test_full_and_bare_raw_articles_are_valid() -> None:
    for article in (FULL, {"text": "a"}, {"text": "a"} | dict.fromkeys(set(FULL) - {"text"})):
        RAW.validate(article)
        accept(orjson.dumps(article), Limits())


@pytest.mark.parametrize(
    "change",
    [
        {"text": None}, {"text": ""}, {"text": " \n"}, {"text": 1},
        {"id": ""}, {"id": 1}, {"id": "a\tb"}, {"id": "a\u202eb"}, {"id": "x" * 257},
        {"source": 1}, {"source": "x" * 1025}, {"url": []}, {"title": {}}, {"title": "x" * 10_001},
        {"published_at": 1}, {"language_hint": "hi_IN"}, {"language_hint": "x"}, {"metadata": []}, {"metadata": "a"},
    ],
)  # fmt: skip
def test_schema_and_intake_refuse_the_same_raw_articles(change: dict[str, Any]) -> None:
    assert not RAW.is_valid(FULL | change)
    with pytest.raises(InvalidArticleError):
        accept(orjson.dumps(FULL | change), Limits())


def test_a_raw_article_without_text_is_invalid() -> None:
    assert not RAW.is_valid({"title": "a"})


def record() -> dict[str, Any]:
    """Return a record with something in every place."""
    document: dict[str, Any] = orjson.loads(encode(accept(orjson.dumps(FULL), Limits())))
    span = {"start": 0, "end": 3}
    return document | {
        "language": {"tag": "hi", "script": "Deva", "confidence": 0.9, "segments": [span | {"tag": "hi"}]},
        "entities": [
            {
                "type": "LOC",
                "name": "पाठ",
                "ids": {"iso3166": "IN"},
                "mentions": [span | {"text": "पाठ"}],
                "confidence": 0.5,
                "coordinates": {"latitude": 20.0, "longitude": 77.0},
                "latin": "Path",
                "link": {"how": "name"},
                "count": 1,
            }
        ],
        "topics": [
            {
                "id": "medtop:11000000",
                "name": "politics",
                "confidence": 0.9,
                "why": span,
                "wikidata": "Q7163",
                "narrower": [
                    {
                        "id": "medtop:20000574",
                        "name": "election",
                        "path": ["medtop:11000000", "medtop:20000574"],
                        "confidence": 0.5,
                        "wikidata": "Q40231",
                    }
                ],
            }
        ],
        "stages": [{"name": "language", "version": "1", "model": "-", "status": "ok", "reason": None}],
        "hashtags": ["#a"],
        "extensions": {"x": None},
    }


def letter() -> dict[str, Any]:
    """Return a dead letter with something in every place."""
    document: dict[str, Any] = orjson.loads(
        encode(
            DeadLetter(
                schema=DEAD_LETTER_SCHEMA,
                id="1",
                stage="decode",
                reason=Reason.WRONG_TYPE,
                field="text",
                error="text: wrong",
                payload=b64encode(b'{"text":1}').decode(),
                key="MQ==",
                headers=(Header("a", None),),
                source=Source("articles.raw", 0, 7),
                pipeline="0123456789abcdef",
                attempt=1,
            )
        )
    )
    return document


@pytest.mark.parametrize(("valid", "validator"), [(record(), ENRICHED), (letter(), DEAD)], ids=["record", "letter"])
def test_no_field_may_be_missing_or_of_another_type(valid: dict[str, Any], validator: Draft202012Validator) -> None:
    validator.validate(valid)
    tried = 0
    for path in places(valid):
        if path[0] in {"article", "extensions"} and len(path) > 1:
            continue
        # A boolean is nowhere right.
        assert not validator.is_valid(replaced(valid, path, True)), path
        # Lists may have fewer items, and no identifier must be there.
        if isinstance(path[-1], str) and "ids" not in path[:-1]:
            assert not validator.is_valid(without(valid, path)), path
        tried += 1
    assert tried >= 20


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["schema"], "enriched-article/2"), (["body", "start"], -1), (["body", "end"], 1.5), (["text"], ""),
        (["language", "confidence"], 1.01), (["language", "script"], "deva"), (["entities", 0, "type"], "GPE"),
        (["entities", 0, "mentions"], []), (["entities", 0, "confidence"], -0.1),
        (["entities", 0, "ids", "iso3166"], 1), (["entities", 0, "coordinates", "latitude"], 91),
        (["topics", 0, "wikidata"], "7163"), (["topics", 0, "narrower", 0, "path"], ["medtop:11000000"]),
        (["topics", 0, "narrower", 0, "confidence"], 2), (["topics", 0, "confidence"], "0.5"),
        (["stages", 0, "status"], "fine"),
        (["provenance", "id"], "guess"), (["hashtags", 0], None), (["id"], ""),
    ],
)  # fmt: skip
def test_values_out_of_range_are_invalid(path: list[str | int], value: object) -> None:
    assert not ENRICHED.is_valid(replaced(record(), path, value))


@pytest.mark.parametrize(
    ("path", "value"),
    [(["attempt"], 0), (["reason"], "bad_luck"), (["schema"], "enriched-article/1"), (["headers", 0, "value"], 1)],
)
def test_dead_letters_out_of_range_are_invalid(path: list[str | int], value: object) -> None:
    assert not DEAD.is_valid(replaced(letter(), path, value))


def test_reasons_are_the_closed_list() -> None:
    assert DOCUMENTS[DeadLetter]["$defs"]["Reason"]["enum"] == [reason.value for reason in Reason]


def test_descriptions_are_read_from_docstrings() -> None:
    class Example:
        """One thing.

        Attributes:
            a: the first,
                which goes on.
            b: `b` stays: as it is.

        And more.
        """

    assert attributes(Example) == {"a": "The first, which goes on.", "b": "`b` stays: as it is."}
    assert summary(Example) == "One thing.\n\nAnd more."
    assert attributes(int) == {}

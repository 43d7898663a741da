"""The AsyncAPI document: valid by the specification's own schema, and true of what we send."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from jsonschema import Draft7Validator, Draft202012Validator

from processor.contracts.asyncapi import Topics
from processor.contracts.headers import DEAD_LETTER_TYPE, ENRICHED_TYPE, REPLAYED_FROM, outgoing
from processor.contracts.schemas import generate
from processor.settings import Settings
from tests.support.json_tree import at, references

ROOT = Path(__file__).parents[3]
SPECIFICATION = Draft7Validator(orjson.loads((ROOT / "tests/data/specs/asyncapi-3.0.0.json").read_bytes()))
DOCUMENT: dict[str, Any] = orjson.loads((ROOT / "schemas" / "asyncapi.json").read_bytes())


def test_the_document_is_valid_by_the_specification() -> None:
    assert [error.message for error in SPECIFICATION.iter_errors(DOCUMENT)] == []


@pytest.mark.parametrize(
    "change",
    [{"asyncapi": "2.6.0"}, {"info": {}}, {"channels": []}, {"operations": {"x": {"action": "eat"}}}, {"x": 1}],
)
def test_the_specification_does_refuse_others(change: dict[str, Any]) -> None:
    assert not SPECIFICATION.is_valid(DOCUMENT | change)


def test_every_reference_leads_somewhere() -> None:
    files = generate()
    found = list(references(DOCUMENT))
    assert len(found) > 20
    for reference in found:
        if reference.startswith("./"):
            assert reference[2:] in files
            continue
        assert at(DOCUMENT, reference.removeprefix("#/").split("/"))


def test_topics_are_those_of_the_settings() -> None:
    defaults = {name: field.default for name, field in Settings.model_fields.items()}
    topics = Topics()
    for name in ("raw", "language", "entities", "enriched", "dead_letter"):
        assert getattr(topics, name) == defaults[f"topic_{name}"]
    assert {channel["address"] for channel in DOCUMENT["channels"].values()} == {
        defaults[name] for name in defaults if name.startswith("topic_") and isinstance(defaults[name], str)
    }


def test_other_topics_can_be_named() -> None:
    document = orjson.loads(generate(Topics(raw="news", enriched="news.out"))["asyncapi.json"])
    assert document["channels"]["raw"]["address"] == "news"
    assert document["channels"]["enriched"]["bindings"]["kafka"]["topic"] == "news.out"


@pytest.mark.parametrize(
    ("schema", "event_type"), [("enrichedHeaders", ENRICHED_TYPE), ("deadLetterHeaders", DEAD_LETTER_TYPE)]
)
def test_headers_are_those_we_send(schema: str, event_type: str) -> None:
    sent = outgoing(
        [("traceparent", b"00-0-0-00"), ("x-own", b"1"), (REPLAYED_FROM, b"articles.dead-letter/3/17")],
        event_type=event_type,
        source="/samachar/language+entities",
        subject="अ",
        spent={"language": 0.1},
        ingested=0.0,
        now=1.5,
    )
    headers = {name: value.decode() for name, value in sent}
    described = DOCUMENT["components"]["schemas"][schema]
    validator = Draft202012Validator(described, format_checker=Draft202012Validator.FORMAT_CHECKER)
    validator.validate(headers)
    assert set(headers) - {"x-own"} == set(described["properties"]) - {"tracestate"}
    for name in described["required"]:
        assert not validator.is_valid({key: value for key, value in headers.items() if key != name})
    assert not validator.is_valid(headers | {"ce_type": "other"})
    assert not validator.is_valid(headers | {"samachar-attempt": "0"})

"""Fused and staged give the same bytes, twice; and a consumer that knows only the published schema can rely on them."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson
import pytest
from jsonschema import Draft202012Validator

from tests.support.articles import SEEDS, generated_messages, seed_messages
from tests.support.topics_io import Read, Reader, push
from tests.support.workers import WorkerProcess, topic_settings

SCHEMA = Path(__file__).parents[2] / "schemas" / "enriched-article.v1.schema.json"
TRACE = b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def enrich(bootstrap: str, prefix: str, tmp_path: Path, messages: Sequence[bytes], layout: str) -> dict[str, Read]:
    """Return the enriched records of messages by id, made by one worker in the given layout."""
    settings = topic_settings(bootstrap, prefix, layout=layout)
    push(bootstrap, settings.topic_raw, messages, headers=[("traceparent", TRACE), ("x-desk", b"asia")])
    with (
        Reader(bootstrap, [settings.topic_enriched, settings.topic_dead_letter]) as reader,
        WorkerProcess(settings, tmp_path / f"{prefix}.log") as worker,
    ):
        worker.wait_ready()
        records = reader.until(lambda found: len(found) >= len(messages), patience=120)
        records = reader.rest()
        assert worker.terminate() == 0
    assert {record.topic for record in records} == {settings.topic_enriched}
    assert len(records) == len(messages)
    return {orjson.loads(record.value)["id"]: record for record in records}


@pytest.fixture(scope="module")
def runs(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Read]]:
    """All seeds and 500 generated articles through each layout, and through the fused one twice."""
    bootstrap = request.getfixturevalue("kafka").bootstrap
    logs = tmp_path_factory.mktemp("workers")
    messages = [*seed_messages().values(), *generated_messages(seed=7, count=500)]
    return {
        name: enrich(bootstrap, f"layouts-{name}.", logs, messages, layout)
        for name, layout in (("first", "fused"), ("second", "fused"), ("staged", "staged"))
    }


@pytest.mark.slow
@pytest.mark.kafka
@pytest.mark.parametrize("other", ["second", "staged"])
def test_same_input_same_bytes(runs: dict[str, dict[str, Read]], other: str) -> None:
    first, again = runs["first"], runs[other]
    assert first.keys() == again.keys()
    assert [key for key in first if first[key].value != again[key].value] == []
    assert [key for key in first if first[key].key != again[key].key] == []


@pytest.mark.kafka
def test_an_outside_consumer_can_rely_on_the_published_schema(runs: dict[str, dict[str, Read]]) -> None:
    validator = Draft202012Validator(orjson.loads(SCHEMA.read_bytes()))
    for key, read in runs["staged"].items():
        record = orjson.loads(read.value)
        validator.validate(record)
        assert read.key == key.encode()
        text = record["text"]
        for entity in record["entities"]:
            assert entity["mentions"]
            for mention in entity["mentions"]:
                assert text[mention["start"] : mention["end"]] == mention["text"]
        if record["language"]:
            for segment in record["language"]["segments"]:
                assert record["body"]["start"] <= segment["start"] < segment["end"] <= record["body"]["end"]
        assert [stage["name"] for stage in record["stages"]] == ["language", "entities", "topics"]


@pytest.mark.kafka
@pytest.mark.parametrize("layout", ["first", "staged"])
def test_headers_are_carried_over_and_added(runs: dict[str, dict[str, Read]], layout: str) -> None:
    for key, read in runs[layout].items():
        headers = read.headers
        assert headers["traceparent"] == TRACE
        assert headers["x-desk"] == b"asia"
        assert headers["content-type"] == b"application/json; charset=utf-8"
        assert headers["ce_specversion"] == b"1.0"
        assert headers["ce_id"] == key.encode()
        assert headers["ce_type"] == b"samachar.article.enriched.v1"
        assert headers["samachar-attempt"] == b"1"
        assert re.fullmatch(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", headers["samachar-processed-at"])
        assert orjson.loads(headers["samachar-durations"]).keys() == {"language", "entities", "topics"}


@pytest.mark.kafka
def test_the_hindi_wire_story(runs: dict[str, dict[str, Read]]) -> None:
    record = orjson.loads(runs["first"]["000_91d2b73f49f4527b"].value)
    expected = orjson.loads((SEEDS / "000_91d2b73f49f4527b.json").read_bytes())
    assert (record["language"]["tag"], record["language"]["script"]) == ("hi", "Deva")
    assert record["published_at"] == "2023-09-17T18:58:04"
    assert record["provenance"]["published_at"] == "text"
    assert record["hashtags"] == expected["hashtags"]
    assert record["title"] == expected["title"]
    assert {topic["name"] for topic in record["topics"]} >= {topic["name"] for topic in expected["topics"]}
    found, marked = _countries(record), _countries(expected)
    assert sum(map(len, found.values())) >= 20
    # Nothing that the careful reader did not mark: so nothing inside उत्तर कोरियाई or रूसी.
    assert {code: spans for code, spans in found.items() if not set(spans) <= set(marked.get(code, []))} == {}


def _countries(record: dict[str, Any]) -> dict[str, list[tuple[int, int]]]:
    """Return the spans of a record's or an expectation's country mentions by ISO 3166-1 code."""
    found: dict[str, list[tuple[int, int]]] = {}
    for entity in record["entities"]:
        code = entity.get("iso3166") or entity.get("ids", {}).get("iso3166")
        if code:
            found.setdefault(code, []).extend((mention["start"], mention["end"]) for mention in entity["mentions"])
    return {code: sorted(spans) for code, spans in found.items()}

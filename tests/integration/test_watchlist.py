"""A watchlist in running workers: its names in the records, its hits in the metrics, itself in the fingerprint."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from processor.brokers.embedded import EmbeddedBroker
from tests.support.topics_io import Reader, push
from tests.support.workers import WorkerProcess, topic_settings

TEXTS = {
    "a": "Kim Jong-un met Vladimir Putin in Khabarovsk on Wednesday. Kim spoke first.",
    "b": "व्लादिमीर पुतिन और किम जोंग उन की मुलाकात हुई। किम सोमवार को लौटे।",
    "c": "Nothing of the list is named in this short article about gardens.",
}
JSONL = (
    b'{"id":"Q484523","type":"PER","names":{"en":"Kim Jong-un","hi":"\xe0\xa4\x95\xe0\xa4\xbf\xe0\xa4\xae '
    b'\xe0\xa4\x9c\xe0\xa5\x8b\xe0\xa4\x82\xe0\xa4\x97 \xe0\xa4\x89\xe0\xa4\xa8"},"country":"KP"}\n'
    b'{"id":"K","type":"LOC","names":{"en":"Khabarovsk"},"match":"exact"}\n'
)
CSV = (
    "id,type,name,lang,country,match\n"
    "Q484523,PER,Kim Jong-un,en,KP,\nQ484523,PER,किम जोंग उन,hi,,\nK,LOC,Khabarovsk,en,,exact\n"
)
#: Kim in two articles, Khabarovsk in one.
HITS = {"PER": 2.0, "LOC": 1.0, "ORG": 0.0, "MISC": 0.0}


def enrich(tansu: EmbeddedBroker, prefix: str, folder: Path, layout: str, watchlist: Path | None) -> dict[str, Any]:
    """Return the records by id, after a look at the metrics of the worker that made them."""
    settings = topic_settings(
        tansu.bootstrap,
        prefix,
        layout=layout,
        stages=("language", "entities", "tests.support.stages:Letters"),
        workers=1,
        models_dir=folder / "models",
        **({"watchlist": watchlist} if watchlist else {}),
    )
    push(tansu.bootstrap, settings.topic_raw, [orjson.dumps({"id": key, "text": text}) for key, text in TEXTS.items()])
    with (
        Reader(tansu.bootstrap, [settings.topic_enriched, settings.topic_dead_letter]) as reader,
        WorkerProcess(settings, folder / f"{layout}.log") as worker,
    ):
        worker.wait_ready()
        records = reader.until(lambda found: len(found) >= len(TEXTS), patience=120)
        hits = {kind: worker.metric("samachar_watchlist_hits_total", type=kind) for kind in HITS}
        assert hits == (HITS if watchlist else dict.fromkeys(HITS, 0.0))
        assert worker.terminate() == 0
    assert {record.topic for record in records} == {settings.topic_enriched}
    return {record["id"]: record for record in (orjson.loads(record.value) for record in records)}


@pytest.mark.slow
def test_both_layouts_and_both_formats(tansu: EmbeddedBroker, prefix: str, tmp_path: Path) -> None:
    as_json, as_csv = tmp_path / "list.jsonl", tmp_path / "list.csv"
    as_json.write_bytes(JSONL)
    as_csv.write_text(CSV, encoding="utf-8")
    fused = enrich(tansu, f"{prefix}f.", tmp_path, "fused", as_json)
    staged = enrich(tansu, f"{prefix}s.", tmp_path, "staged", as_csv)
    without = enrich(tansu, f"{prefix}n.", tmp_path, "fused", None)
    for key in TEXTS:
        assert fused[key]["entities"] == staged[key]["entities"]
    named = {
        entity["ids"]["watchlist"]: [mention["text"] for mention in entity["mentions"]]
        for key in "ab"
        for entity in fused[key]["entities"]
        if "watchlist" in entity["ids"]
    }
    assert named == {"Q484523": ["किम जोंग उन", "किम"], "K": ["Khabarovsk"]}
    assert fused["c"]["entities"] == without["c"]["entities"]
    # Each list is another pipeline, and so is none.
    fingerprints = [records["a"]["stages"][1]["model"] for records in (fused, staged, without)]
    assert len(set(fingerprints)) == 3
    assert len({records["a"]["pipeline"] for records in (fused, staged, without)}) == 3


def test_a_bad_list_ends_a_worker_with_one_line(tansu: EmbeddedBroker, prefix: str, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"{CSV}K,LOC,Khabarovsk,en,RUS,\n", encoding="utf-8")
    settings = topic_settings(tansu.bootstrap, prefix, watchlist=path, models_dir=tmp_path / "models")
    with WorkerProcess(settings, tmp_path / "worker.log") as worker:
        assert worker.process.wait(60) == 2
    told = f"Error: {path}:5: country: must be an ISO 3166-1 alpha-2 code in capitals, such as IN (Britain is GB)"
    assert worker.tail().splitlines()[-1] == told

"""Every profile, and a model of one's own: one record whatever the layout, the run and the threads."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import orjson
import pytest

from processor import Enricher
from processor.contracts import encode
from processor.engine.layouts import link_specs, stage_options
from processor.engine.outcome import Enriched
from processor.engine.task import Worker
from processor.settings import Settings
from tests.support.articles import SEEDS
from tests.unit.hub import tiny

PROFILES = ["accurate", "fast"]
#: Scripts with and without spaces, from right to left, and one that the models were not trained on.
SOME = ["000", "005", "008", "015"]


def message(path: Path) -> bytes:
    return orjson.dumps({"text": path.read_text(encoding="utf-8"), "source": path.stem})


MESSAGES = [message(path) for number in SOME for path in SEEDS.glob(f"{number}_*.txt")]

#: Prints the records of the messages on standard input, and the threads that the environment asks for.
_RUN = """
import os, sys
from processor import Enricher
from processor.contracts import encode
from processor.stages.options import StageOptions
enricher = Enricher(options=StageOptions(profile=sys.argv[1]))
for line in sys.stdin.buffer.read().splitlines():
    sys.stdout.buffer.write(encode(enricher.enrich(line)) + b"\\n")
"""


@cache
def records(profile: str) -> list[bytes]:
    settings = Settings(profile=profile, _env_file=None)
    enricher = Enricher(options=stage_options(settings))
    return [encode(enricher.enrich(message)) for message in MESSAGES]


@pytest.mark.parametrize("threads", ["1", "2", None])
@pytest.mark.parametrize("profile", PROFILES)
def test_another_run_with_other_threads_gives_the_same_bytes(profile: str, threads: str | None) -> None:
    named = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    environment = {name: value for name, value in os.environ.items() if name not in named}
    if threads:
        environment |= dict.fromkeys(named, threads)
    command = [sys.executable, "-c", _RUN, profile]
    ended = subprocess.run(command, input=b"\n".join(MESSAGES), env=environment, capture_output=True, check=False)
    assert ended.returncode == 0, ended.stderr.decode()
    assert ended.stdout.splitlines() == records(profile)
    assert any(orjson.loads(record)["entities"] for record in records(profile))


def _settings(kind: str, layout: str, folder: Path) -> Settings:
    own = {"entities_model": folder / "own", "models_dir": folder / "kept"} if kind == "own" else {"profile": kind}
    return Settings(layout=layout, _env_file=None, **own)


@pytest.mark.parametrize("kind", [*PROFILES, "own"])
def test_both_layouts_give_the_same_bytes(kind: str, tmp_path: Path) -> None:
    tiny.make(tmp_path / "own", "xlm-roberta")
    found = {}
    for layout in ("fused", "staged"):
        plans = [spec.plan for spec in link_specs(_settings(kind, layout, tmp_path))]
        worker = Worker(plans, [0])
        values = MESSAGES[:3]
        for link in range(len(plans)):
            outcomes = [worker.run(link, 0, value) for value in values]
            values = [outcome.value for outcome in outcomes if isinstance(outcome, Enriched)]
        assert len(values) == 3
        found[layout] = values
        assert len(plans) == (1 if layout == "fused" else 3)
    assert found["fused"] == found["staged"]
    if kind != "own":
        assert found["fused"] == records(kind)[:3]


def test_the_pipeline_tells_profiles_and_models_apart(tmp_path: Path) -> None:
    tiny.make(tmp_path / "own", "bert")
    kinds = [*PROFILES, "own"]
    models, pipelines = {}, {}
    for kind in kinds:
        enricher = Enricher(["language", "entities"], options=stage_options(_settings(kind, "fused", tmp_path)))
        record = orjson.loads(encode(enricher.enrich(MESSAGES[0])))
        models[kind] = {stage["name"]: stage["model"] for stage in record["stages"]}["entities"]
        pipelines[kind] = record["pipeline"]
        assert record["pipeline"] == enricher.pipeline
    assert len(set(models.values())) == len(set(pipelines.values())) == len(kinds)
    assert all(model.startswith(f"{kind}-") for kind, model in models.items())

"""A share of the fuzzing in every run of the tests, and whatever it has ever found."""

from functools import cache
from pathlib import Path

import pytest

from tests.fuzz.campaign import Part, Target, run
from tests.fuzz.targets import TARGETS

CORPUS = Path(__file__).parent / "corpus"


@cache
def target(kind: str) -> Target:
    return TARGETS[kind]()


@pytest.mark.parametrize(
    ("kind", "count"), [("validation", 2000), ("settings", 500), ("commands", 200), ("chain-fast", 60)]
)
def test_some_inputs_of_each_kind(kind: str, count: int) -> None:
    part = Part(kind, seed=2, first=0, count=count)
    run(TARGETS[kind], part)
    assert not part.findings, part.findings[0].trace or part.findings[0].error
    assert part.done == count
    assert len(part.outcomes) > 1


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*/*")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_found_once(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert target(path.parent.name).check(path.read_bytes())

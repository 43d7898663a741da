"""How taggers are scored."""

import pytest

from training.entities.score import Score


def test_strict_f1() -> None:
    score = Score()
    score.add(
        [(0, 2, "PER"), (3, 5, "LOC"), (6, 7, "MISC")],
        [(0, 2, "PER"), (3, 6, "LOC"), (8, 9, "ORG")],
        ("PER", "ORG", "LOC"),
    )
    assert score.f1() == pytest.approx(200 * 1 / 5)
    assert (score.f1("PER"), score.f1("LOC"), score.f1("ORG")) == (100.0, 0.0, 0.0)
    assert Score().f1() == 0.0

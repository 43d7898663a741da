"""A sample of sentences the model never saw. The figures of docs/language.md come from all; these bounds are looser."""

from pathlib import Path

import pytest

from processor.stages.language.detector import Detector
from processor.stages.language.model import NgramModel
from training.language.data import part_of
from training.language.evaluate import Answer, ask, summarise
from training.language.labels import gold_tags

SAMPLE = Path(__file__).parents[2] / "data" / "language" / "sib200_held_out.tsv"


def _sample() -> list[tuple[str, str]]:
    lines = SAMPLE.read_text(encoding="utf-8").rstrip("\n").split("\n")
    return [(code, text) for code, _, text in (line.partition("\t") for line in lines)]


@pytest.fixture(scope="module")
def answers() -> list[Answer]:
    detector = Detector(NgramModel())
    return [ask(detector, code, text) for code, text in _sample()]


def test_the_sample_is_held_out_and_whole() -> None:
    assert {part_of(text) for _, text in _sample()} == {"held_out"}
    assert len({code for code, _ in _sample()}) == 205


def test_what_is_decided_is_right(answers: list[Answer]) -> None:
    figures = summarise(answers)
    assert figures.decided >= 0.96
    assert figures.right >= 0.98
    assert figures.ece <= 0.03


def test_short_texts_are_honest() -> None:
    detector = Detector(NgramModel())
    cut = [(code, " ".join(text.split()[:3])) for code, text in _sample() if len(text.split()) > 5]
    figures = summarise([ask(detector, code, text) for code, text in cut])
    assert 0.6 <= figures.decided <= 0.98
    assert figures.right >= 0.9
    assert figures.ece <= 0.05


def test_a_macrolanguage_is_right_for_its_members_only() -> None:
    assert gold_tags("arz_Arab") == {"arz", "ar"}
    assert gold_tags("zho_Hant") == {"zh-Hant"}
    assert gold_tags("hrv_Latn") == {"hr", "sh"}
    assert gold_tags("awa_Deva") == {"awa"}
    assert gold_tags("arb_Latn") == {"ar-Latn"}
    assert gold_tags("jpn_Jpan") == {"ja"}

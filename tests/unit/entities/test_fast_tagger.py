"""The fast tagger in several scripts: names, exact places, the same whatever it read before and for any threads."""

import os
import subprocess
import sys
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings

from processor.contracts import Language
from processor.models.checksums import verified
from processor.models.fast import GRAPH, FastNetwork, shared_fast_network, unit_vectors
from processor.models.pieces import shared_pieces
from processor.models.weights import WeightsError
from processor.stages.entities.names import fast
from processor.stages.entities.names.fast import FastTagger
from processor.stages.entities.profiles import tagger
from processor.stages.options import StageOptions
from tests.unit.entities.test_properties import tags, texts

SEEDS = Path(__file__).parents[3] / "seeds"
TAGGER = FastTagger()


def _language(tag: str) -> Language:
    return Language(tag, "Zyyy", 1.0, ())


def _found(tag: str, text: str) -> set[tuple[str, str]]:
    return {(text[span.start : span.end], span.type) for span in TAGGER.tag(text, _language(tag)).spans}


def _fresh() -> FastTagger:
    """Return a tagger that remembers nothing."""
    vectors = unit_vectors(GRAPH.with_suffix(".bin"), GRAPH.with_suffix(".npz"), shared_pieces())
    return FastTagger(FastNetwork(GRAPH.read_bytes(), vectors, "fresh"))


@pytest.mark.parametrize(
    ("tag", "text", "expected"),
    [
        ("hi", "प्रधानमंत्री नरेंद्र मोदी ने दिल्ली में कहा।", {("नरेंद्र मोदी", "PER"), ("दिल्ली", "LOC")}),
        ("en", "Angela Merkel met Siemens managers in Leipzig.", {("Angela Merkel", "PER"), ("Leipzig", "LOC")}),
        ("sr", "Novak Đoković živi u Beogradu.", {("Novak Đoković", "PER"), ("Beogradu", "LOC")}),
        ("ru", "Владимир Путин приехал в Казань.", {("Владимир Путин", "PER"), ("Казань", "LOC")}),
        ("bn", "শেখ হাসিনা ঢাকায় বলেন।", {("শেখ হাসিনা", "PER")}),
        ("ja", "安倍晋三は東京で演説した。", {("安倍晋三", "PER"), ("東京", "LOC")}),
        ("th", "นายสมชาย ใจดี เดินทางไปเชียงใหม่", {("สมชาย ใจดี", "PER")}),
        ("el", "Ο Κυριάκος Μητσοτάκης μίλησε στη Θεσσαλονίκη.", {("Κυριάκος Μητσοτάκης", "PER")}),  # no marks
        ("de", "Olaf Scholz reiste nach Hamburg.", {("Olaf Scholz", "PER"), ("Hamburg", "LOC")}),  # no marks
    ],
)
def test_names_in_several_scripts(tag: str, text: str, expected: set[tuple[str, str]]) -> None:
    assert expected <= _found(tag, text)


def test_no_mentions_in_addresses_and_hashtags() -> None:
    assert _found("en", "see https://example.org/Angela_Merkel and #AngelaMerkel or @AngelaMerkel") == set()


@settings(deadline=None)
@given(texts, tags)
def test_spans_never_overlap_and_stay_within_the_text(text: str, tag: str) -> None:
    spans = TAGGER.tag(text, _language(tag)).spans
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert all(0 < span.confidence <= 1 for span in spans)


@pytest.mark.parametrize("seed", sorted(SEEDS.glob("*.txt"))[:6], ids=lambda path: path.stem)
def test_what_was_read_before_changes_nothing(seed: Path) -> None:
    text = unicodedata.normalize("NFC", seed.read_text(encoding="utf-8"))
    alone = _fresh().tag(text, None)
    for other in SEEDS.glob("*.txt"):
        TAGGER.tag(other.read_text(encoding="utf-8"), None)
    assert TAGGER.tag(text, None) == alone
    assert alone.spans
    assert TAGGER.tag(text + "\n\n\n", None) == alone


def test_the_number_of_threads_changes_nothing() -> None:
    script = (
        "import sys; from processor.stages.entities.names.fast import FastTagger; "
        "sys.stdout.write(repr(FastTagger().tag(open(sys.argv[1], encoding='utf-8').read(), None)))"
    )
    seed = min(SEEDS.glob("*.txt"))
    found = {
        subprocess.run(
            [sys.executable, "-c", script, seed],
            env=os.environ | {"OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads},
            capture_output=True,
            check=True,
        ).stdout
        for threads in ("1", "4")
    }
    assert len(found) == 1
    assert found == {repr(TAGGER.tag(seed.read_text(encoding="utf-8"), None)).encode()}


def test_a_language_without_marked_text_is_read_and_said() -> None:
    assert TAGGER.tag("Angela Merkel besuchte Hamburg.", _language("de")).note == "zero-shot"
    assert TAGGER.tag("Angela Merkel visited Hamburg.", _language("en")).note is None
    assert TAGGER.tag("Angela Merkel besuchte Hamburg.", None).note is None


def test_an_empty_text_has_no_names() -> None:
    assert TAGGER.tag("", None).spans == ()
    assert TAGGER.tag(" \n\u200b\n", None).spans == ()


def test_the_end_of_a_text_without_end_is_left_out_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fast, "MOST_UNITS", 40)
    tagging = TAGGER.tag("Angela Merkel reiste nach Hamburg. " * 20, _language("de"))
    assert tagging.fallback == "people and organisations were looked for in the first 40 words only"
    assert tagging.spans
    assert tagging.spans[-1].end < 300


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    damaged = tmp_path / GRAPH.name
    damaged.write_bytes(GRAPH.read_bytes()[:-1] + b"x")
    with pytest.raises(WeightsError, match="SHA-256"):
        verified(damaged, "0" * 64)
    with pytest.raises(WeightsError, match="cannot read"):
        verified(tmp_path / "none.onnx", "0" * 64)


def test_the_profile_gives_it_and_its_fingerprint_says_so() -> None:
    made = tagger(StageOptions(profile="fast"))
    assert made.model.startswith("fast-")
    assert FastTagger().model == FastTagger(shared_fast_network()).model != _fresh().model
    text = "Angela Merkel besuchte Hamburg."
    assert {(text[span.start : span.end], span.type) for span in made.tag(text, _language("de")).spans} == {
        ("Angela Merkel", "PER"),
        ("Hamburg", "LOC"),
    }

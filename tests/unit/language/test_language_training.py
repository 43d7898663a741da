"""Training is repeatable and learns: a small model of six languages from the project's own seed articles."""

from pathlib import Path

import numpy as np
import pytest
import regex

from processor.stages.language.detector import Detector
from processor.stages.language.model import NgramModel
from training.language.corpus import encode, keep_only, select
from training.language.cuts import cut
from training.language.data import Part, Sentence, part_of, read
from training.language.fit import Recipe
from training.language.labels import make_labels
from training.language.serbian import to_latin
from training.language.train import build

SEEDS = Path(__file__).parents[3] / "seeds"
FILES = {
    "deu_Latn": "019_de_flaschenpost",
    "eng_Latn": "001_en_dock_strike",
    "spa_Latn": "002_es_lluvias_frontera",
    "tur_Latn": "012_tr_eser_kacakciligi",
    "rus_Cyrl": "003_ru_radioteleskop",
    "ukr_Cyrl": "013_uk_rozminuvannia",
}
SMALL = Recipe(width=8, epochs=60, batch=16)


def _sentences() -> list[Sentence]:
    found = []
    for code, name in FILES.items():
        text = (SEEDS / f"{name}.txt").read_text(encoding="utf-8")
        lines = [line.strip() for line in regex.split(r"(?<=[.!?])\s+|\n+", text)]
        parts: tuple[Part, ...] = ("fit", "fit", "calibrate", "fit", "held_out")
        found += [Sentence(code, line, parts[i % 5]) for i, line in enumerate(line for line in lines if len(line) > 40)]
    return found


@pytest.fixture(scope="module")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("model") / "small.npz"
    build(_sentences(), [], target, n_grams=2000, recipe=SMALL)
    return target


def test_the_same_run_writes_the_same_file(small_model: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.npz"
    build(_sentences(), [], again, n_grams=2000, recipe=SMALL)
    assert again.read_bytes() == small_model.read_bytes()
    assert NgramModel(again).fingerprint == NgramModel(small_model).fingerprint


def test_it_tells_sentences_it_has_not_seen_apart(small_model: Path) -> None:
    model = NgramModel(small_model)
    detector = Detector(model)
    held_out = [sentence for sentence in _sentences() if sentence.part == "held_out"]
    tags = {label.code: label.tag for label in make_labels(sorted(FILES))}
    likeliest = [model.tags[int(detector.detect(s.text).view.probabilities.argmax())] for s in held_out]
    right = [found == tags[s.code] for found, s in zip(likeliest, held_out, strict=True)]
    assert len(right) >= 12
    assert np.mean(right) >= 0.9


def test_vectors_are_small_integers_in_one_slot_each(small_model: Path) -> None:
    with np.load(small_model) as stored:
        assert stored["vectors"].dtype == np.int8
        slots = stored["keys"] >> np.uint32(12)
        assert len(np.unique(slots)) == len(slots)
        assert (np.diff(stored["keys"].astype(np.int64)) > 0).all()


def test_selection_keeps_what_tells_languages_apart() -> None:
    corpus = encode(["the then the"] * 5 + ["der een der"] * 5, [0] * 5 + [1] * 5)
    selected = select(corpus, ["Latn", "Latn"], 10_000)
    single = encode(["e", "th"], [0, 0]).values[1]
    assert single not in selected  # `e` is as frequent in both
    assert encode(["the"], [0]).values[-1] in selected
    kept = keep_only(corpus, selected)
    assert len(kept.values) == np.isin(corpus.values, selected).sum()
    assert len(kept.borders) == len(corpus.borders)


def test_the_split_depends_on_the_text_alone_and_has_its_shares() -> None:
    parts = [part_of(f"sentence {i}") for i in range(20_000)]
    assert parts == [part_of(f"sentence {i}") for i in range(20_000)]
    assert parts.count("held_out") / len(parts) == pytest.approx(0.2, abs=0.01)
    assert parts.count("calibrate") / len(parts) == pytest.approx(0.1, abs=0.01)


def test_reading_a_folder_without_sentences_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="SIB-200"):
        read(tmp_path)


def test_reading_normalises_and_drops_repeats(tmp_path: Path) -> None:
    folder = tmp_path / "text" / "sib200"
    folder.mkdir(parents=True)
    (folder / "fra_Latn.txt").write_text("e\u0301té\n\nété\nhiver\n", encoding="utf-8")
    assert [(s.code, s.text) for s in read(tmp_path)] == [("fra_Latn", "été"), ("fra_Latn", "hiver")]


def test_cuts_have_the_words_asked_for() -> None:
    rng = np.random.default_rng(1)
    assert cut("one two three", 2, "Latn", rng) in {"one two", "two three"}
    assert cut("one two three", 4, "Latn", rng) is None
    assert len(cut("政府星期一表示新桥将在年底前通车", 3, "Hans", rng) or "") == 6


def test_serbian_letters() -> None:
    assert to_latin("Љубљана, Његош, Џеп, ђак, чаша, ћуп, жаба") == "Ljubljana, Njegoš, Džep, đak, čaša, ćup, žaba"

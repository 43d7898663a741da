"""The fast head: how text is cut, what is summed, and its file."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from processor.models.stored import read, write
from processor.models.weights import Vocabulary
from processor.stages.topics.fast.cutter import Cutter
from processor.stages.topics.fast.head import FULL, FastClassifier, FastHead, shipped_fast_head
from processor.stages.topics.mediatopics import TOP_LEVEL

PIECES = ["<s>", "▁", "▁rain", "▁rainbow", "bow", "▁bow", "雨", "▁雨", "ing", "<unk>"]
VOCABULARY = Vocabulary(PIECES, [0.0, -1, -2, -3, -4, -5, -6, -7, -8, 0.0], {}, 0, 0, 9)


@pytest.fixture(name="cutter")
def _cutter() -> Cutter:
    return Cutter(VOCABULARY)


def small() -> FastHead:
    """Votes of three pieces for two topics."""
    return FastHead(
        pieces=np.array([2, 4, 6], np.uint32),
        votes=np.array([[10, -4], [-2, 6], [0, 8]], np.int8),
        scale=np.array([0.1, 0.5]),
        weights=np.array([255, 51, 102], np.uint8),
        bias=np.array([0.25, -0.5]),
        calibration=np.array([1.0, 0.0, 0.0]),
        thresholds=np.array([0.5, 0.5]),
        support=0.1,
    )


def cut(cutter: Cutter, text: str) -> list[str]:
    return [PIECES[index] for index in cutter.cut(text)]


def test_the_longest_piece_from_the_left(cutter: Cutter) -> None:
    assert cut(cutter, "rainbow rain bow bowing") == ["▁rainbow", "▁rain", "▁bow", "▁bow", "ing"]
    assert cut(cutter, "raining雨") == ["▁rain", "ing", "雨"]


def test_blanks_and_marks_without_width_begin_words(cutter: Cutter) -> None:
    assert cut(cutter, "rain\u200c\n\tbow\ufeff雨") == ["▁rain", "▁bow", "▁雨"]


def test_compatible_forms_are_the_same_and_strangers_are_passed_over(cutter: Cutter) -> None:
    assert cut(cutter, "ｒａｉｎ zz rain<s>") == ["▁rain", "▁rain"]


def test_cutting_does_not_depend_on_what_stands_before(cutter: Cutter) -> None:
    parts = ["rain bow", "bow", "雨 raining"]
    assert cutter.cut(" ".join(parts)) == [piece for part in parts for piece in cutter.cut(part)]


def test_sums_by_hand(cutter: Cutter) -> None:
    classifier = FastClassifier(small(), cutter)
    counted = classifier.count("rain bow.\nrainbow 雨雨?\nzz")
    # ▁bow and ▁雨 are pieces without votes: only ▁rain and the second 雨 have some.
    assert counted.ranges == [(0, 9), (10, 21)]
    assert counted.votes.tolist() == [[10, -4], [0, 8]]
    assert (counted.squares, counted.weight, counted.read) == (255**2 + 102**2, 357, 20)
    length = np.sqrt(1 + (102 / FULL) ** 2)
    np.testing.assert_allclose(classifier.logits(counted), [10 * 0.1 / length + 0.25, 4 * 0.5 / length - 0.5])
    assert classifier.support(counted) == pytest.approx(357 / 255 / 20)


def test_no_more_is_read_than_asked_for(cutter: Cutter) -> None:
    classifier = FastClassifier(small(), cutter)
    assert classifier.count("rain. rain. rain. rain.", most=2).votes.tolist() == [[10, -4], [10, -4]]
    assert classifier.count("rain rain rain rain", most=3).votes.tolist() == [[30, -12]]


def test_text_without_pieces_has_the_bias_for_logits_and_little_support(cutter: Cutter) -> None:
    classifier = FastClassifier(small(), cutter)
    with np.errstate(all="raise"):
        counted = classifier.count("zz zz.")
        np.testing.assert_allclose(classifier.logits(counted), small().bias)
    assert not classifier.supported(counted)


def test_text_twice_is_surer_by_the_root_of_two(cutter: Cutter) -> None:
    classifier = FastClassifier(small(), cutter)
    once, twice = (classifier.logits(classifier.count(text)) - small().bias for text in ("rain", "rain rain"))
    np.testing.assert_allclose(twice, once * np.sqrt(2))


def test_file_gives_the_same_head_and_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "a.npz", tmp_path / "b.npz"
    write(small(), first)
    write(small(), second)
    assert first.read_bytes() == second.read_bytes()
    assert read(FastHead, first.read_bytes(), "a.npz").fingerprint == small().fingerprint


def test_every_part_counts_in_the_fingerprint() -> None:
    head = small()
    others = [
        replace(head, pieces=head.pieces + np.uint32(1)),
        replace(head, votes=head.votes + np.int8(1)),
        replace(head, scale=head.scale * 2),
        replace(head, weights=head.weights - np.uint8(1)),
        replace(head, bias=head.bias + 1),
        replace(head, calibration=head.calibration + 1),
        replace(head, thresholds=head.thresholds + 0.1),
        replace(head, support=0.2),
    ]
    assert len({one.fingerprint for one in (head, *others)}) == 9


def test_shipped_head_fits_topics() -> None:
    head = shipped_fast_head()
    assert head.votes.shape == (len(head.pieces), len(TOP_LEVEL))
    assert (np.diff(head.pieces.astype(np.int64)) > 0).all()
    assert ((head.thresholds >= 0.5) & (head.thresholds < 1)).all()
    assert head.calibration[0] > 0
    assert 0 < head.support < 1

"""The head: its file, and the arithmetic from vector to probability."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from processor.models.encoder import shared_encoder
from processor.stages.topics.head import Classifier, Head, HeadError
from processor.stages.topics.mediatopics import TOP_LEVEL

DOCS = Path(__file__).parents[3] / "docs" / "topics.md"


def small() -> Head:
    """A head of two topics on vectors of three numbers."""
    return Head(
        encoder="e",
        mean=np.array([0.5, 0, 0], np.float32),
        weight=np.array([[1, 0], [0, 2], [0, 0]], np.float32),
        bias=np.array([0, -1], np.float32),
        terms=np.array([[0, 127, 0], [0, -9, 0], [0, 0, 50], [0, 3, 0], [0, 0, 7]], np.int8),
        term_topics=np.array([0, 0, 0, 0, 1], np.uint8),
        term_weight=3.0,
        calibration=np.array([2.0, 0.25, -0.5]),
        threshold=0.65,
    )


def test_probabilities_by_hand() -> None:
    vector = np.array([0.5, 0.6, 0.8], np.float32)  # centred: (0, 0.6, 0.8), of length 1
    # Topic 0: linear 0; cosines 0.6, -0.6, 0.8, 0.6, the three best mean 2/3. Topic 1: linear 0.2; cosine 0.8.
    logits = np.array([3 * (0.6 + 0.8 + 0.6) / 3, 0.2 + 3 * 0.8])
    np.testing.assert_allclose(Classifier(small()).logits(vector), logits, rtol=1e-6)
    shares = np.exp(logits) / np.exp(logits).sum()
    expected = 1 / (1 + np.exp(-(2 * logits + 0.25 * np.log(shares) - 0.5)))
    np.testing.assert_allclose(Classifier(small()).probabilities(vector), expected, rtol=1e-6)


def test_vector_at_the_mean_is_no_division_by_zero() -> None:
    with np.errstate(all="raise"):
        found = Classifier(small()).logits(np.array([0.5, 0, 0], np.float32))
    np.testing.assert_allclose(found, [0, -1])


def test_file_gives_the_same_head_and_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "a.npz", tmp_path / "b.npz"
    small().save(first)
    small().save(second)
    assert first.read_bytes() == second.read_bytes()
    assert Head.load(first).fingerprint == small().fingerprint


def test_every_part_counts_in_the_fingerprint() -> None:
    head = small()
    others = [
        replace(head, encoder="f"),
        replace(head, mean=head.mean + 1),
        replace(head, weight=head.weight + 1),
        replace(head, bias=head.bias + 1),
        replace(head, terms=head.terms[:4], term_topics=head.term_topics[:4]),
        replace(head, term_weight=2.0),
        replace(head, calibration=head.calibration + 1),
        replace(head, threshold=0.7),
    ]
    assert len({one.fingerprint for one in (head, *others)}) == 9


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"text"])
def test_broken_file_is_refused(tmp_path: Path, content: bytes) -> None:
    broken = tmp_path / "head.npz"
    broken.write_bytes(content)
    with pytest.raises(HeadError, match=r"cannot read the topics head head\.npz"):
        Head.load(broken)


def test_missing_file_and_missing_part_are_refused(tmp_path: Path) -> None:
    with pytest.raises(HeadError):
        Head.load(tmp_path / "nothing.npz")
    np.savez(tmp_path / "part.npz", mean=np.zeros(3))
    with pytest.raises(HeadError):
        Head.load(tmp_path / "part.npz")


def test_shipped_head_fits_encoder_topics_and_documentation() -> None:
    head = Head.load()
    assert head.encoder == shared_encoder().fingerprint
    assert head.weight.shape == (384, len(TOP_LEVEL))
    assert set(head.term_topics.tolist()) == set(range(len(TOP_LEVEL)))
    assert (np.diff(head.term_topics.astype(int)) >= 0).all()
    assert all(np.isfinite(array).all() for array in (head.mean, head.weight, head.bias))
    assert head.fingerprint in DOCS.read_text(encoding="utf-8")

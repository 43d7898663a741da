"""The head: its file, and the arithmetic from vector to probability."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from processor.models.encoder import shared_encoder
from processor.stages.topics.head import Head, shipped_head
from processor.stages.topics.mediatopics import TOP_LEVEL

DOCS = Path(__file__).parents[3] / "docs" / "topics.md"


def small() -> Head:
    """A head of two topics on vectors of three numbers."""
    return Head(
        encoder="e",
        mean=np.array([0.5, 0, 0], np.float32),
        weight=np.array([[1, 0], [0, 2], [0, 0]], np.float32),
        bias=np.array([0, -1], np.float32),
        calibration=np.array([2.0, 0.25, -0.5]),
        thresholds=np.array([0.65, 0.8]),
    )


def test_probabilities_by_hand() -> None:
    vector = np.array([0.6, 0.6, 0.8], np.float32)  # centred: (0.1, 0.6, 0.8)
    logits = np.array([0.1, 2 * 0.6 - 1])
    shares = np.exp(logits) / np.exp(logits).sum()
    expected = 1 / (1 + np.exp(-(2 * logits + 0.25 * np.log(shares) - 0.5)))
    np.testing.assert_allclose(small().probabilities(vector), expected, rtol=1e-6)


def test_every_part_counts_in_the_fingerprint() -> None:
    head = small()
    others = [
        replace(head, encoder="f"),
        replace(head, mean=head.mean + 1),
        replace(head, weight=head.weight + 1),
        replace(head, bias=head.bias + 1),
        replace(head, calibration=head.calibration + 1),
        replace(head, thresholds=head.thresholds + 0.05),
    ]
    assert len({one.fingerprint for one in (head, *others)}) == 7


def test_shipped_head_fits_encoder_topics_and_documentation() -> None:
    head = shipped_head()
    assert head.encoder == shared_encoder().fingerprint
    assert head.weight.shape == (384, len(TOP_LEVEL))
    assert head.thresholds.shape == (len(TOP_LEVEL),)
    assert ((head.thresholds >= 0.5) & (head.thresholds <= 0.95)).all()
    assert all(np.isfinite(array).all() for array in (head.mean, head.weight, head.bias))
    assert head.fingerprint in DOCS.read_text(encoding="utf-8")

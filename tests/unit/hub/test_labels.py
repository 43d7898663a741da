"""Labels of other corpora brought to ours."""

import numpy as np
import pytest

from processor.models.hub.config import HubModelError
from processor.stages.entities.hub.labels import LabelMap
from processor.stages.entities.names.decode import best_labels
from processor.stages.entities.names.labels import LABELS


def _best(labels: list[str], chances: list[float]) -> str:
    found = LabelMap(labels).scores(np.log(np.array([chances], np.float32)))
    return LABELS[int(found[0].argmax())]


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("B-PER", "B-PER"),
        ("I-person", "I-PER"),
        ("B_ORGANIZATION", "B-ORG"),
        ("ORG-B", "B-ORG"),
        ("B-GPE", "B-LOC"),
        ("I-LOCATION", "I-LOC"),
        ("S-LOC", "B-LOC"),
        ("U-PER", "B-PER"),
        ("E-ORG", "I-ORG"),
        ("L-PER", "I-PER"),
        ("B-WORK_OF_ART", "B-MISC"),
        ("I-product-line", "I-MISC"),
        ("B-DATE", "O"),
        ("I-CARDINAL", "O"),
    ],
)
def test_names_of_labels(label: str, expected: str) -> None:
    assert _best(["O", "B-EVENT", label], [0.2, 0.1, 0.7]) == expected


def test_what_means_the_same_is_added_up() -> None:
    labels = ["O", "B-LOC", "B-GPE", "B-PER", "I-PER"]
    assert _best(labels, [0.35, 0.22, 0.22, 0.21, 0.0001]) == "B-LOC"
    scores = LabelMap(labels).scores(np.log(np.array([[0.3, 0.2, 0.2, 0.2, 0.1]], np.float32)))
    assert np.exp(scores[0, [0, 5, 1, 2]]) == pytest.approx([0.3, 0.4, 0.2, 0.1], abs=1e-6)
    assert np.isfinite(scores).all()


def test_a_type_that_the_model_lacks_is_never_found() -> None:
    scores = LabelMap(["O", "B-PER", "I-PER"]).scores(np.zeros((6, 3), np.float32))
    assert {LABELS[label] for label in best_labels(scores)} <= {"O", "B-PER", "I-PER"}


@pytest.mark.parametrize("labels", [["O"], ["O", "I-PER"], ["B-PER", "I-PER"], ["O", "PERSON"], ["O", "B-DATE"]])
def test_labels_that_do_not_fit(labels: list[str]) -> None:
    with pytest.raises(HubModelError, match="do not fit"):
        LabelMap(labels)

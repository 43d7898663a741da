"""The network in training, the graph that ships, training itself. These need what training/entities needs."""

import argparse
from pathlib import Path

import numpy as np
import pytest

from processor.models.weights import Weights
from tests.unit.training_entities.test_mix import SAMPLE, SAMPLED

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")

from processor.models.embeddings import Embeddings  # noqa: E402
from processor.models.graph import opened  # noqa: E402
from training.encoder.arrays import Shape, encoder_arrays  # noqa: E402
from training.entities import evaluate, export, train  # noqa: E402
from training.entities.graph import build  # noqa: E402
from training.entities.model import logits, new_head  # noqa: E402

#: How far scores may move on average, in parts of their size. Random weights of the head see every error that eight
#: bits make; a trained head sees a tenth of it.
_NEAR = {False: 1e-4, True: 0.15}


@pytest.fixture(scope="module")
def weights() -> Weights:
    return Weights()


def test_one_network_in_three_forms(weights: Weights, tmp_path: Path) -> None:
    arrays = {**encoder_arrays(weights), **new_head(weights.width, 7)}
    arrays["head.w"] = arrays["head.w"] * 10
    shape = Shape.of(weights)
    ids = np.random.default_rng(8).integers(10, 200_000, (3, 40))
    lengths = np.array([40, 25, 9])
    embedded = Embeddings(weights)(ids)
    tensors = {name: torch.from_numpy(array) for name, array in arrays.items()}
    expected = logits(shape, tensors, torch.from_numpy(embedded), torch.from_numpy(lengths)).numpy()
    size = np.abs(expected).mean()
    for eight_bits, near in _NEAR.items():
        file = tmp_path / f"{eight_bits}.onnx"
        file.write_bytes(build(arrays, shape, eight_bits=eight_bits).SerializeToString())
        graph = opened(file.read_bytes())
        for row, length in enumerate(lengths):
            got = graph.run(None, {"embedded": embedded[row : row + 1, :length]})[0][0]
            assert np.abs(got - expected[row, :length]).mean() < near * size


def test_embeddings_are_those_of_the_encoder(weights: Weights) -> None:
    found = Embeddings(weights)(np.array([[0, 5, 2]]))
    assert found.shape == (1, 3, weights.width)
    scaled = (found - weights.vector("emb.ln.b")) / weights.vector("emb.ln.w")
    assert scaled.mean(axis=-1) == pytest.approx(0, abs=1e-3)
    assert scaled.std(axis=-1) == pytest.approx(1, abs=1e-2)


@pytest.mark.slow
def test_training_on_a_few_hundred_sentences_raises_f1(
    weights: Weights, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(train, "SOURCES", SAMPLED)
    monkeypatch.setattr(evaluate, "SOURCES", SAMPLED)
    options = argparse.Namespace(
        data=SAMPLE,
        out=tmp_path / "t.npz",
        start=None,
        without=[],
        seed=1,
        steps=110,
        minutes=0.0,
        rate=3e-4,
        warm_up=10,
        head_factor=5.0,
        batch=512,
    )
    before, after = tmp_path / "before.npz", tmp_path / "after.npz"
    train.save(before, {**encoder_arrays(weights), **new_head(weights.width, 1)})
    train.save(after, train.train(options))
    found = [evaluate.evaluate(evaluate.reader(file), SAMPLE, 100, set()) for file in (before, after)]
    right = [sum(score.right.total() for score in scores.values()) for scores in found]
    both = [sum(score.found.total() + score.marked.total() for score in scores.values()) for scores in found]
    f1 = [200 * right / both for right, both in zip(right, both, strict=True)]
    assert f1[0] < 10
    assert f1[1] > 45


def test_the_export_says_what_it_wrote(
    weights: Weights, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tensors, graph = tmp_path / "t.npz", tmp_path / "t.onnx"
    train.save(tensors, {**encoder_arrays(weights), **new_head(weights.width, 1)})
    monkeypatch.setattr("sys.argv", ["export", str(tensors), "--out", str(graph)])
    export.main()
    first = capsys.readouterr().out
    export.main()
    assert capsys.readouterr().out == first
    assert graph.stat().st_size < 25_000_000

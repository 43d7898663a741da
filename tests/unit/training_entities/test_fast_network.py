"""The fast tagger's network: its gradients, its forms, and training itself on a sample of seven scripts."""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from processor.models.fast import FastNetwork, unit_vectors
from processor.models.pieces import Token, shared_pieces
from processor.models.threads import OneThread
from processor.models.units import Unit, units
from processor.models.weights import FloatArray, shared_weights
from processor.stages.entities.names.stream import stream_names
from training.entities.fast.batches import Features, batch, orders
from training.entities.fast.export import layer, table
from training.entities.fast.network import Pass, new_parameters
from training.entities.fast.shapes import shapes
from training.entities.fast.tagging import tag
from training.entities.fast.teach import marked_text, transferred
from training.entities.fast.texts import Text, Texts
from training.entities.fast.train import arguments, loss, train
from training.entities.score import Score
from training.entities.sentences import Sentence

SAMPLE = Path(__file__).parents[2] / "data" / "ner" / "sample.jsonl"
KINDS = ("PER", "ORG", "LOC")


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Hold products to one thread: several that share a core with others are ten times slower."""
    with OneThread().hold():
        yield


@pytest.fixture(scope="module")
def features() -> Features:
    """Rows of the encoder's embeddings stand for the frozen vectors, which take minutes to work out."""
    weights = shared_weights()
    deviation = np.float32(weights.rows("emb.word", np.arange(1_000)).std())
    return Features(lambda pieces: weights.rows("emb.word", pieces) / deviation, shapes(weights.vocabulary.pieces))


def _options(passes: float) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    arguments(parser)
    return parser.parse_args([], argparse.Namespace(passes=passes, minutes=0.0, batch=512))


def _random_texts(sizes: tuple[int, ...]) -> tuple[Texts, Features]:
    random = np.random.default_rng(0)
    vectors = random.normal(size=(50, 10)).astype(np.float32)
    features = Features(lambda pieces: vectors[pieces], random.normal(size=(50, 4)).astype(np.float32))

    def text(size: int) -> Text:
        chances = random.random((size, 9)).astype(np.float32)
        made = [Unit(0, 1, tuple(random.integers(0, 50, random.integers(1, 9)).tolist())) for _ in range(size)]
        return Text(made, random.integers(0, 511, size).tolist(), chances / chances.sum(axis=1, keepdims=True))

    return Texts.of(text(size) for size in sizes), features


def test_every_gradient_is_that_of_finite_differences() -> None:
    texts, features = _random_texts((5, 9, 1, 12))
    made, chosen = batch(texts, np.array([2, 0, 3, 1]), features)
    # In 64 bits: in 32 so small steps are lost in rounding.
    parameters: dict[str, Any] = {name: array.astype(np.float64) for name, array in new_parameters(14, 1).items()}

    def run(arrays: dict[str, Any]) -> tuple[float, FloatArray, Pass]:
        forward = Pass(arrays, made)
        value, gradient = loss(forward.scores, texts.allowed[chosen], texts.soft[chosen].astype(np.float32), 0.5)
        return value, gradient, forward

    _, d_scores, forward = run(parameters)
    gradients = forward.gradient(d_scores)
    assert gradients.keys() == parameters.keys()
    for name, gradient in gradients.items():
        assert gradient.shape == parameters[name].shape
        place = np.unravel_index(np.abs(gradient).argmax(), gradient.shape)
        values = []
        for step in (1e-3, -1e-3):
            moved = parameters[name].copy()
            moved[place] += step
            values.append(run(parameters | {name: moved})[0])
        assert (values[0] - values[1]) / 2e-3 == pytest.approx(float(gradient[place]), rel=0.02, abs=2e-6), name


def test_texts_of_a_batch_do_not_see_each_other() -> None:
    texts, features = _random_texts((5, 9, 1, 12))
    parameters = new_parameters(14, 1)
    together, chosen = batch(texts, np.array([3, 1, 0, 2]), features)
    scores = Pass(parameters, together).scores
    for number in range(len(texts)):
        alone, rows = batch(texts, np.array([number]), features)
        assert np.allclose(Pass(parameters, alone).scores, scores[np.isin(chosen, rows)], atol=1e-5)


def test_each_text_is_read_once_a_pass() -> None:
    texts, _ = _random_texts((5, 9, 1, 12, 3, 3, 7))
    found = list(orders(texts, 12, np.random.default_rng(1)))
    assert len(found) > 2
    assert sorted(np.concatenate(found).tolist()) == list(range(7))


def test_units_cut_elsewhere_than_the_teachers_have_its_labels() -> None:
    tokens = [Token(1, 0, 4, True), Token(2, 4, 6, False), Token(3, 6, 7, True)]
    chances = np.eye(9, dtype=np.float32)[[1, 2, 0]]  # B-PER, then its later piece, then O
    found = [Unit(0, 2, (1,)), Unit(2, 6, (2,)), Unit(6, 7, (3,)), Unit(8, 9, (4,))]
    assert transferred(found, tokens, chances).argmax(axis=1).tolist() == [1, 2, 0, 0]


def test_units_before_all_tokens_are_outside() -> None:
    found = transferred([Unit(0, 1, (1,))], [Token(1, 5, 6, True)], np.eye(9, dtype=np.float32)[[3]])
    assert found.argmax(axis=1).tolist() == [0]


def _samples() -> tuple[list[Sentence], list[Sentence]]:
    """Return sentences to train on and, from the same corpora, the last of each to measure on."""
    by_source: dict[str, list[Sentence]] = defaultdict(list)
    for line in SAMPLE.read_text(encoding="utf-8").splitlines():
        read = json.loads(line)
        spans = tuple((int(start), int(end), str(kind)) for start, end, kind in read["spans"])
        by_source[read["source"]].append(Sentence(read["text"], spans))
    trained = [sentence for sentences in by_source.values() for sentence in sentences[:-12]]
    return trained, [sentence for sentences in by_source.values() for sentence in sentences[-12:]]


def _f1(found: list[list[tuple[int, int, str]]], gold: list[Sentence]) -> float:
    score = Score()
    for spans, sentence in zip(found, gold, strict=True):
        score.add(spans, sentence.spans, KINDS)
    return score.f1()


def test_training_on_a_few_hundred_sentences_raises_f1_and_eight_bits_keep_it(
    features: Features, tmp_path: Path
) -> None:
    onnx_graph = pytest.importorskip("training.entities.fast.graph")
    pieces = shared_pieces()
    trained, gold = _samples()
    texts = Texts.of(marked_text(sentence, (("MISC", "O"),), pieces, None) for sentence in trained)
    texts.save(tmp_path / "texts.npz")
    texts = Texts.joined([Texts.load(tmp_path / "texts.npz")])
    written = [sentence.text for sentence in gold]

    def measured(arrays: dict[str, FloatArray]) -> float:
        names = tag(arrays, features, pieces, written)
        return _f1([[(name.start, name.end, name.type) for name in of_text] for of_text in names], gold)

    after = train(texts, features, _options(passes=20))
    f1 = measured(after)
    assert measured(new_parameters(features.width, 1)) < 5
    assert f1 > 35

    again = train(texts, features, _options(passes=0.3))
    assert all(np.array_equal(array, again[name]) for name, array in train(texts, features, _options(0.3)).items())

    (tmp_path / "t.bin").write_bytes(table(after, features).tobytes())
    np.savez(tmp_path / "t.npz", **layer(after))  # type: ignore[arg-type]
    graph = onnx_graph.build(after).SerializeToString()
    network = FastNetwork(graph, unit_vectors(tmp_path / "t.bin", tmp_path / "t.npz", pieces), "")
    shipped = [stream_names(*network.scores(text, 10_000), text) for text in written]
    assert _f1([[(name.start, name.end, name.type) for name in names] for names in shipped], gold) > f1 - 4


def test_a_units_labels_are_those_of_the_marks_around_it() -> None:
    sentence = Sentence("Ursula von der Leyen kam.", ((0, 20, "PER"),))
    made = marked_text(sentence, (), shared_pieces(), None)
    assert [bits.bit_length() - 1 for bits in made.allowed] == [1, 2, 2, 2, 0, 0]
    hidden = marked_text(sentence, (("MISC", "O"),), shared_pieces(), None)
    assert hidden.allowed[:4] == made.allowed[:4]
    assert hidden.allowed[4] == 1 << 0 | 1 << 7 | 1 << 8
    assert len(made.units) == len(list(units(sentence.text, shared_pieces())))

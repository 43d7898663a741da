"""What training reads: the same for the same seed, nothing that is held out, names still in place."""

from pathlib import Path
from random import Random

import numpy as np
import pytest

from processor.models.pieces import Pieces
from processor.models.weights import Weights
from processor.stages.entities.names.labels import LABELS, OUTSIDE, begin, inside
from tests.unit.training_entities.marked import marked
from training.entities.examples import batch, batches, examples, token_labels
from training.entities.mix import Mix
from training.entities.sentences import mentions
from training.entities.sources import SOURCES, Source, held_out_part, train_part

SAMPLE = Path(__file__).parent / "sample"
SAMPLED = tuple(source for source in SOURCES if (SAMPLE / f"{source.name}.train.jsonl").exists())


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    return Pieces(Weights().vocabulary)


def test_sample_has_several_scripts() -> None:
    assert {source.language for source in SAMPLED} == {"en", "hi", "sr", "th", "zh"}


@pytest.mark.parametrize("source", SAMPLED, ids=lambda source: source.name)
def test_held_out_sentences_are_not_trained_on(source: Source) -> None:
    trained, held_out = train_part(source, SAMPLE), held_out_part(source, SAMPLE)
    assert len(trained) > 50
    assert len(held_out) >= 9
    if not source.held_out:
        whole = (SAMPLE / f"{source.name}.train.jsonl").read_text(encoding="utf-8").splitlines()
        assert len(trained) + len(held_out) == len(whole)


def test_a_pass_depends_on_nothing_but_its_seed() -> None:
    mix = Mix(SAMPLE, sources=SAMPLED)
    first = list(mix.draw(Random(5)))
    assert first == list(Mix(SAMPLE, sources=SAMPLED).draw(Random(5)))
    assert first != list(mix.draw(Random(6)))


def test_languages_can_be_left_out() -> None:
    drawn = {source.language for source, _ in Mix(SAMPLE, frozenset({"hi"}), SAMPLED).draw(Random(1))}
    assert drawn == {"en", "sr", "th", "zh"}


def test_names_of_a_pass_are_names_of_the_corpora() -> None:
    drawn = list(Mix(SAMPLE, sources=SAMPLED).draw(Random(2)))
    for source, sentence in drawn:
        for name, _ in mentions(sentence):
            assert name == name.strip(), (source.name, name)
    people = {
        name
        for source, sentence in drawn
        for name, kind in mentions(sentence)
        if kind == "PER" and source.language == "th"
    }
    assert people
    assert not any(name.startswith(("นางสาว", "พล.ต.", "ด.ช.")) for name in people)


def test_labels_follow_names(pieces: Pieces) -> None:
    sentence = marked("[नरेंद्र मोदी|PER] [दिल्ली|LOC] में")
    tokens = pieces.tokens(sentence.text)
    labels = token_labels(tokens, sentence)
    by_place = {token.start: label for token, label in zip(tokens, labels, strict=True)}
    assert by_place[0] == begin("PER")
    assert by_place[sentence.text.index("मोदी")] == inside("PER")
    assert by_place[sentence.text.index("दिल्ली")] == begin("LOC")
    assert by_place[sentence.text.index("में")] == OUTSIDE


def test_batches_hold_every_text_once_with_its_labels(pieces: Pieces) -> None:
    texts = list(examples(Mix(SAMPLE, sources=SAMPLED).draw(Random(3)), pieces))
    found = batches(texts, 512, Random(4))
    assert all(part.ids.size <= 512 or len(part.ids) == 1 for part in found)
    rows = sorted(
        tuple(row[:length]) for part in found for row, length in zip(part.ids.tolist(), part.lengths, strict=True)
    )
    assert rows == sorted(tuple(text.ids) for text in texts)


def test_a_batch_knows_what_counts_and_what_is_right(pieces: Pieces) -> None:
    serbian = next(source for source in SAMPLED if source.language == "sr")
    hindi = next(source for source in SAMPLED if source.language == "hi")
    texts = list(examples([(serbian, marked("a [Kosovo|LOC]")), (hindi, marked("और [दिल्ली|LOC] से वे आए"))], pieces))
    part = batch(texts)
    assert part.ids.shape == part.weights.shape == part.allowed.shape[:2]
    assert part.allowed.shape[2] == len(LABELS)
    assert not part.weights[:, 0].any()
    assert all(not part.weights[row, length - 1 :].any() for row, length in enumerate(part.lengths))
    assert part.allowed[0, 1].nonzero()[0].tolist() == [OUTSIDE]
    assert part.allowed[1, 1].nonzero()[0].tolist() == [OUTSIDE, begin("MISC"), inside("MISC")]
    assert np.array_equal(
        part.allowed.any(axis=2),
        part.allowed.any(axis=2) & (np.arange(part.ids.shape[1])[None] < part.lengths[:, None]),
    )


def test_long_texts_are_cut_outside_names(pieces: Pieces) -> None:
    source = next(source for source in SAMPLED if source.language == "sr")
    sentence = marked("reč , " * 60 + "[" + "Novi Sad " * 20 + "Beograd|LOC]" + " i" * 200)
    parts = list(examples([(source, sentence)], pieces))
    assert len(parts) > 1
    assert [piece for part in parts for piece in part.ids[1:-1]] == [token.id for token in pieces.tokens(sentence.text)]
    assert all(len(part.ids) <= 256 for part in parts)
    assert all(part.allowed[1] == 1 << OUTSIDE or part.allowed[1] & 1 << begin("LOC") for part in parts)

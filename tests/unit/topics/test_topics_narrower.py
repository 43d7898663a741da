"""Narrower topics: which term is given, when none is, and which files are refused."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import orjson
import pytest

from processor.contracts import EnrichedArticle, Limits, accept
from processor.models.encoder import shared_encoder
from processor.stages.topics.head import shipped_head
from processor.stages.topics.mediatopics import TOP_LEVEL
from processor.stages.topics.narrower import Measured, Narrower, NarrowerError, shipped_narrower, sums, vocabulary_of
from processor.stages.topics.stage import TopicsStage
from processor.stages.topics.terms import Term, shared_terms

SPORT = "medtop:15000000"
#: sport > team > (football, rugby), sport > racing, and one below politics.
TERMS = tuple(
    Term(path[-1], topic, path, path[-1], "", wikidata)
    for topic, path, wikidata in [
        (10, ("p",), None),
        (10, ("p", "vote"), None),
        (14, ("s",), "Q349"),
        (14, ("s", "team"), None),
        (14, ("s", "team", "football"), "Q2736"),
        (14, ("s", "team", "rugby"), None),
        (14, ("s", "racing"), None),
    ]
)


def narrower(biases: Sequence[float], threshold: float = 0.6) -> Narrower:
    """One dimension a term below the top level; the shares in sport are the softmax of the last four biases."""
    measured = Measured(
        encoder="e",
        vocabulary=vocabulary_of(TERMS),
        mean=np.zeros(5, np.float32),
        weight=(np.eye(5) * 100).astype(np.int8),
        scale=np.full(5, 0.1, np.float32),
        bias=np.array(biases, np.float32),
        threshold=threshold,
    )
    return Narrower(measured, "e", TERMS)


def shares(*wanted: float) -> list[float]:
    """Biases that give these shares in sport: team, football, rugby, racing."""
    return [0.0, *np.log(wanted).tolist()]


NOWHERE = np.zeros(5)


@pytest.mark.parametrize(
    ("wanted", "given", "confidence"),
    [
        ((0.05, 0.7, 0.05, 0.2), "football", 0.7),
        ((0.1, 0.3, 0.35, 0.25), "team", 0.75),  # unsure which game
        ((0.7, 0.1, 0.1, 0.1), "team", 0.9),
        ((0.05, 0.05, 0.05, 0.85), "racing", 0.85),
        ((0.2, 0.2, 0.15, 0.45), None, 0.0),
    ],
)
def test_the_most_specific_term_that_is_probable_enough(
    wanted: tuple[float, ...], given: str | None, confidence: float
) -> None:
    found = narrower(shares(*wanted)).of(14, NOWHERE)
    if given is None:
        assert found == ()
        return
    (term,) = found
    assert term.id == given
    assert term.confidence == pytest.approx(confidence, abs=1e-4)
    assert term.path == next(one.path for one in TERMS if one.id == given)
    assert term.wikidata == ("Q2736" if given == "football" else None)


def test_the_vector_decides_and_only_within_the_topic() -> None:
    even = narrower([0.0] * 5)
    toward = np.eye(5)
    assert [even.of(14, toward[row])[0].id for row in range(1, 5)] == ["team", "football", "rugby", "racing"]
    assert even.shares(14, toward[0]) == pytest.approx([0.25] * 4)  # politics' dimension says nothing about sport
    assert even.of(10, toward[2])[0].id == "vote"


def test_shares_add_up_and_sums_hold_what_is_below() -> None:
    one = narrower(shares(0.1, 0.3, 0.35, 0.25))
    assert one.shares(14, NOWHERE) == pytest.approx([0.1, 0.3, 0.35, 0.25])
    assert sums(TERMS[3:], one.shares(14, NOWHERE)) == pytest.approx([0.75, 0.3, 0.35, 0.25])


def test_centred_on_the_mean_of_the_training_texts() -> None:
    measured = replace(shipped_narrower(), threshold=0.51)
    vector = shared_encoder().encode("Striker scores twice as Lagos beat Accra in cup final", 64)
    plain = Narrower(measured, measured.encoder).shares(14, vector)
    doubled = Narrower(measured, measured.encoder).shares(14, measured.mean + 2 * (vector - measured.mean))
    assert plain == pytest.approx(doubled)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"encoder": "0123456789abcdef"}, "another encoder"),
        ({"vocabulary": "0123456789abcdef"}, "other terms"),
        ({"threshold": 0.5}, "above 0.5"),
        ({"bias": np.zeros(3, np.float32)}, "one row for each term"),
    ],
)
def test_what_does_not_fit_is_refused(change: dict[str, object], message: str) -> None:
    measured = shipped_narrower()
    Narrower(measured, measured.encoder)
    with pytest.raises(NarrowerError, match=message):
        Narrower(replace(measured, **change), measured.encoder)  # type: ignore[arg-type]


def test_another_place_in_the_tree_is_another_vocabulary() -> None:
    moved = (*TERMS[:-1], replace(TERMS[-1], path=("s", "team", "racing")))
    assert vocabulary_of(moved) != vocabulary_of(TERMS) == vocabulary_of(list(TERMS))
    assert vocabulary_of(TERMS[::-1]) != vocabulary_of(TERMS)


def test_every_part_counts_in_the_fingerprint() -> None:
    shipped = shipped_narrower()
    others = [
        replace(shipped, encoder="0123456789abcdef"),
        replace(shipped, vocabulary="0123456789abcdef"),
        replace(shipped, mean=shipped.mean + 1),
        replace(shipped, weight=shipped.weight[::-1]),
        replace(shipped, scale=shipped.scale + 1),
        replace(shipped, bias=shipped.bias + 1),
        replace(shipped, threshold=0.9),
    ]
    assert len({one.fingerprint for one in [shipped, *others]}) == 1 + len(others)


def test_every_term_of_the_list_can_be_given() -> None:
    measured = shipped_narrower()
    one = Narrower(measured, measured.encoder)
    below = [term for term in shared_terms() if term.level > 1]
    for topic in range(17):
        found = one.shares(topic, np.ones(384))
        assert len(found) == sum(term.topic == topic for term in below)
        assert found.sum() == pytest.approx(1)
        assert found.min() > 0


@pytest.fixture(scope="module")
def stage() -> TopicsStage:
    return TopicsStage()


def article(text: str) -> EnrichedArticle:
    return accept(orjson.dumps({"text": text}), Limits())


@pytest.mark.parametrize(
    ("text", "topic", "term"),
    [
        ("Striker scores twice as Lagos beat Accra in football cup final", "sport", "competition discipline"),
        ("Earthquake of magnitude 7.1 shakes the coast, dozens feared dead", "disaster", "natural disaster"),
        ("Elecciones presidenciales: la oposición gana la segunda vuelta", "politics", "election"),
        ("La banque centrale relève son taux directeur face à l'inflation", "economy", "macro economics"),
        ("Dockers strike over pay at three ports", "labour", "labour dispute"),
    ],
)
def test_plain_headlines_get_this_term_or_one_below_it(stage: TopicsStage, text: str, topic: str, term: str) -> None:
    index, vector = [one.short for one in TOP_LEVEL].index(topic), shared_encoder().encode(text, 64)
    (found,) = Narrower(shipped_narrower(), shared_encoder().fingerprint).of(index, vector)
    names = {one.id: one.name for one in shared_terms()}
    assert term in [names[code] for code in found.path]
    given = {one.id: one for one in stage.annotate(article(text)).topics or ()}
    assert given[TOP_LEVEL[index].id].narrower == (found,)


def test_items_of_wikidata_are_iptcs() -> None:
    known = {term.id: term.wikidata for term in shared_terms()}
    topics = (
        TopicsStage(head=replace(shipped_head(), thresholds=np.zeros(17))).annotate(article("Ports closed")).topics
        or ()
    )
    assert {topic.id: topic.wikidata for topic in topics} == {topic.id: known[topic.id] for topic in TOP_LEVEL}
    assert {topic.id: topic.wikidata for topic in topics}[SPORT] == "Q349"


def test_fingerprint_covers_the_numbers(stage: TopicsStage) -> None:
    shipped = shipped_narrower()
    assert TopicsStage(narrower=shipped).model == stage.model
    assert TopicsStage(narrower=replace(shipped, threshold=0.9)).model != stage.model


def test_numbers_of_another_encoder_are_refused() -> None:
    with pytest.raises(NarrowerError, match="another encoder"):
        TopicsStage(narrower=replace(shipped_narrower(), encoder="0123456789abcdef"))

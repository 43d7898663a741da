"""How users' topics are simulated: who is looked for where, and that the constants are found again."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import orjson
import pytest

from processor.stages.topics.head import Floats, unit
from processor.stages.topics.own import confidence as constants
from processor.stages.topics.own.prototype import prototype
from training.topics import own_simulation
from training.topics.own import SHIPPED, best_common_threshold, fitted, told
from training.topics.own_simulation import Trial, halves, simulated_topics, trials
from training.topics.own_space import SAMPLE, News, Shape, build, load_news

WIDTH = 24
SPORT, FOOTBALL = "medtop:15000000", "medtop:20000822"
HEALTH, DISEASE = "medtop:07000000", "medtop:20000446"
LANGUAGES = [f"l{number}" for number in range(8)]


def made_up() -> tuple[list[News], Floats]:
    """News in eight languages: the first dimensions tell the language, two others the subject."""
    rng = np.random.default_rng(5)
    news, vectors = [], []
    for number, language in enumerate(LANGUAGES):
        for index in range(30):
            subject = index % 3
            path = ((SPORT, FOOTBALL), (HEALTH, DISEASE), ())[subject]
            news.append(News(language, (("sport",), ("health",), ("crime",))[subject], path, f"{language} {index}"))
            vector = rng.normal(size=WIDTH) * 0.3
            vector[number] += 3
            vector[10 + subject] += 2
            vectors.append(vector)
    return news, unit(np.array(vectors))


def test_the_space_takes_the_languages_out() -> None:
    news, vectors = made_up()
    space, sample = build(news, vectors.astype(np.float32), "e", Shape(7, 16, 0.7))
    tags = np.array([one.language for one in news])
    places = space.place(vectors)
    means = np.array([places[tags == tag].mean(axis=0) for tag in LANGUAGES])
    before = unit(vectors - vectors.mean(axis=0))
    were = np.array([before[tags == tag].mean(axis=0) for tag in LANGUAGES])
    assert np.square(means - means.mean(axis=0)).sum() < 0.1 * np.square(were - were.mean(axis=0)).sum()
    assert sorted({tags[index] for index in sample}) == LANGUAGES
    assert len(sample) == len(set(sample.tolist())) == len(LANGUAGES) * min(SAMPLE, 30)


def test_topics_are_terms_marked_often_in_many_languages() -> None:
    news, _ = made_up()
    assert simulated_topics(news) == sorted([FOOTBALL, DISEASE])
    assert simulated_topics([one for one in news if one.language in LANGUAGES[:5]]) == []


def test_nothing_is_looked_for_where_it_was_learnt(monkeypatch: pytest.MonkeyPatch) -> None:
    news, vectors = made_up()
    seen: list[tuple[Floats, Floats]] = []

    def spy(description: Floats, examples: Floats, ordinary: Floats, weighing: constants.Weighing) -> object:
        seen.append((examples, ordinary))
        return prototype(description, examples, ordinary, weighing)

    monkeypatch.setattr(own_simulation, "prototype", spy)
    parts = halves(news, vectors.astype(np.float32), "e", Shape(3, 16, 0.7))
    for half in parts:
        made_of = {news[index].language for index in half.sample.tolist()}
        tested = {one.language for one, inside in zip(news, half.tested, strict=True) if inside}
        assert not made_of & tested
    found = list(trials(news, vectors.astype(np.float32), {FOOTBALL: vectors[0].astype(np.float32)}, parts, 10))
    assert len(found) == len(seen) == 2 * own_simulation.DRAWS
    for one, (examples, ordinary) in zip(found, seen, strict=True):
        assert one.examples == len(examples) == 10
        # None of the examples is in the sample of ordinary news that they are measured against.
        assert (ordinary @ examples.T).max() < 0.9999
        assert one.distances[one.marked].mean() > one.distances[~one.marked].mean() + 0.5
    # Ten examples of one language and none of the tested half: all four languages are looked through, else three.
    assert {len(one.marked) for one in found} <= {3 * 20, 4 * 20}


def test_what_nobody_knows_is_left_out() -> None:
    news, vectors = made_up()
    both = [replace(one, topics=("health", "sport")) if "health" in one.topics else one for one in news]
    parts = halves(both, vectors.astype(np.float32), "e", Shape(3, 16, 0.7))
    found = list(trials(both, vectors.astype(np.float32), {FOOTBALL: vectors[0].astype(np.float32)}, parts, 0))
    assert [one.marked.all() for one in found] == [True, True]


def test_the_constants_are_found_again() -> None:
    rng = np.random.default_rng(2)
    wanted = np.array([-4.0, 3.0, -0.3, 0.4])
    made = prototype(np.eye(WIDTH)[0], np.zeros((0, WIDTH)), unit(rng.normal(size=(50, WIDTH))))
    found = []
    for examples in (0, 3, 20) * 4:
        distances = rng.normal(size=4_000) + 0.5
        one = Trial("t", examples, examples, made, distances, np.zeros(4_000, bool))
        found.append(replace(one, marked=rng.random(4_000) < told(one, wanted)))
    assert fitted(found) == pytest.approx(wanted, abs=0.35)
    threshold, f1 = best_common_threshold([(one, told(one, wanted)) for one in found])
    assert 0.15 < threshold < 0.6
    assert f1 > 0.3


def test_no_whole_article_is_read(tmp_path: Path) -> None:
    rows = [
        {"lang": "de", "kind": kind, "labels": ["sport"], "term": FOOTBALL, "headline": kind, "text": "x"}
        for kind in ("headline", "article")
    ]
    items = tmp_path / "items"
    items.mkdir()
    (items / "de.jsonl").write_bytes(b"\n".join(map(orjson.dumps, rows)))
    headlines = tmp_path / "headlines.jsonl"
    headlines.write_bytes(orjson.dumps({"lang": "en", "labels": ["arts"], "headline": "h", "lead": "l"}))
    news = load_news(headlines, items)
    assert [one.text for one in news] == ["h\nl", "headline\nx"]
    assert news[0].path == ()
    assert news[1].path[0] == SPORT
    assert news[1].path[-1] == FOOTBALL


def test_the_space_goes_where_the_stage_reads_it() -> None:
    assert SHIPPED.is_file()

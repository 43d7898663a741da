"""Work that must grow no faster than the text, counted rather than timed; `bench/length.py` times it."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import regex

from bench.texts import Text, hostile, near_misses
from processor.contracts import Language
from processor.models.pieces import shared_pieces
from processor.models.units import units_of_part
from processor.stages.entities.article import people
from processor.stages.entities.article.joining import joined
from processor.stages.entities.names.labels import LABELS
from processor.stages.entities.names.tagger import read_names
from processor.stages.entities.places.forms import Budget, uses
from processor.stages.entities.places.index import Index, Use
from processor.stages.entities.places.linking import link_places, shared_index
from processor.stages.entities.tagger import TaggedSpan
from processor.stages.entities.watchlist.compiled import Compiled
from processor.stages.entities.watchlist.watchlist import Watchlist
from processor.stages.language.detector import Detector
from processor.stages.language.model import NgramModel
from processor.stages.language.units import _BORDER as BORDER
from processor.stages.sentences import SENTENCE_END
from tests.unit.entities.watchlist.lists import watching

SIZE = 3_000
#: For twice the text, where its second half is like its first.
TWICE = 2.1
KINDS = hostile()
#: As they were before they were made to read each run of marks once.
PLAIN_BORDER = regex.compile(BORDER.pattern.replace("(?<![.!?…])", ""))
PLAIN_END = regex.compile(
    r"(?:[.!?]+[\"'”’»)\]]*(?=\s|$)|[。！？｡]+[」』”’）]*|[।॥؟۔።៕။]+|[…]+(?=\s|$))\s*", regex.VERSION1
)


@pytest.mark.parametrize("text", KINDS.values(), ids=KINDS)
def test_the_model_reads_every_piece_once(text: Text) -> None:
    def work(size: int) -> tuple[int, int]:
        read: list[int] = []

        def scores(ids: list[int]) -> npt.NDArray[np.float32]:
            read.append(len(ids))
            return np.zeros((len(ids), len(LABELS)), np.float32)

        read_names(text(size), shared_pieces(), scores)
        return sum(read), len(read)

    pieces, windows = work(SIZE)
    more_pieces, more_windows = work(2 * SIZE)
    # What is counted up or drawn is in more pieces later on; reading all again for every window would take 4 times.
    assert more_pieces <= 2.5 * pieces + 10
    assert more_windows <= 2.5 * windows + 2


@pytest.mark.parametrize(
    "kind", ["listed names but for their ends repeated", "addresses repeated", "a Thai letter repeated"]
)
def test_a_watchlist_is_asked_once_a_place(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = near_misses()
    watchlist = watching(tmp_path, *({"id": f"X{at}", "names": {"en": name}} for at, name in enumerate(names)))
    asked: list[int] = []
    plain = Compiled.prefixes

    def counted(self: Compiled, text: str) -> Iterator[tuple[int, int]]:
        asked.append(len(text))
        return plain(self, text)

    monkeypatch.setattr(Compiled, "prefixes", counted)

    def work(size: int, listed: Watchlist) -> tuple[int, int]:
        asked.clear()
        listed(KINDS[kind](size), (), Language("en", "Latn", 1.0, ()))
        return len(asked), sum(asked)

    places, letters = work(SIZE, watchlist)
    more_places, more_letters = work(2 * SIZE, watchlist)
    assert more_places <= TWICE * max(places, 1)
    assert more_letters <= TWICE * max(letters, 1)
    assert letters <= SIZE * len(max(names, key=len))


def test_initials_of_many_namesakes_are_not_compared_with_each(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    plain: Callable[[list[str], tuple[str, ...], list[str]], bool] = people._fit

    def fit(initials: list[str], words: tuple[str, ...], names: list[str]) -> bool:
        asked.append(1)
        return plain(initials, words, names)

    monkeypatch.setattr(people, "_fit", fit)

    def work(count: int) -> int:
        asked.clear()
        letters = [f"{chr(97 + n // 26 % 26)}{chr(97 + n % 26)}" for n in range(count)]
        full = [f"A{two} Beller Smith" for two in letters]
        short = [f"A. {two[0].upper()}. {two[1].upper()}. Smith" for two in letters]
        _joined(*full, *short)
        return len(asked)

    assert work(20) == 20 * 20  # an ordinary article's are
    assert work(200) <= 50 * 200
    assert work(400) <= TWICE * max(work(200), 50 * 200)


def _joined(*names: str) -> tuple[TaggedSpan, ...]:
    text, spans = "", []
    for name in names:
        spans.append(TaggedSpan(len(text), len(text) + len(name), "PER", 0.9))
        text += f"{name}; "
    return joined(text, spans, Language("en", "Latn", 1.0, ()))


def test_case_forms_of_places_are_looked_for_as_long_as_the_budget_lasts(monkeypatch: pytest.MonkeyPatch) -> None:
    index, budget = shared_index(), Budget()
    assert uses(index, "Warszawie", "pl", "pl", budget)
    assert 0 < budget.left < Budget().left
    assert not uses(index, "Warszawie", "pl", "pl", Budget(0))
    assert uses(index, "Warszawa", "pl", "pl", Budget(0))

    looked: list[str] = []
    plain = Index.beginning

    def counted(self: Index, prefix: str, longest: int) -> Iterator[tuple[str, list[Use]]]:
        for name, found in plain(self, prefix, longest):
            looked.append(name)
            yield name, found

    monkeypatch.setattr(Index, "beginning", counted)
    monkeypatch.setattr("processor.stages.entities.places.linking.Budget", lambda: Budget(2_000))
    names = [f"San{one}{two}" for one in "bcdfg" for two in "hjkl"]
    text = ", ".join(names)
    spans = [TaggedSpan(at, at + 5, "LOC", 0.9) for at in range(0, len(text), 7)]
    link_places(text, spans, Language("pl", "Latn", 1.0, ()))
    # A name at which the budget is seen to be used up is not looked at.
    assert 2_000 <= len(looked) <= 2_000 + len(names)


def test_runs_of_languages_do_not_each_search_the_whole_text(monkeypatch: pytest.MonkeyPatch) -> None:
    detector = Detector(NgramModel())
    searched: list[int] = []
    plain = np.searchsorted

    def counted(places: npt.NDArray[np.int64], values: npt.NDArray[np.int64], side: str = "left") -> object:
        searched.append(np.size(values))
        return plain(places, values, side="right" if side == "right" else "left")

    monkeypatch.setattr(np, "searchsorted", counted)

    def work(times: int) -> int:
        searched.clear()
        english = "The committee of the river authority met again on Thursday to speak about the dams. " * 2
        russian = "Комитет речного управления снова собрался в четверг, чтобы обсудить состояние плотин. " * 2
        parts = detector.detect(f"{english}\n\n{russian}\n\n" * times).parts
        assert len(parts) == 2 * times
        return sum(searched)

    assert work(40) <= TWICE * work(20)


def test_an_endless_word_of_replaced_letters_takes_linear_time() -> None:
    def seconds(size: int) -> float:
        start = time.process_time()
        (unit,) = units_of_part("\ufdfa" * size, shared_pieces())  # a letter that becomes eighteen
        assert len(unit.pieces) > size
        return time.process_time() - start

    assert seconds(16_000) < 24 * seconds(2_000) + 0.5


@pytest.mark.parametrize("run", [".", "?!", ".)", "…", ".\u201d", "।.", "\n."])
@pytest.mark.parametrize("end", ["", "a", " a", "\n"])
def test_a_run_of_marks_ends_a_sentence_where_it_did(run: str, end: str) -> None:
    for text in (run * 7 + end, "a" + run * 7 + end, "a" + run + " " + run * 7 + end):
        plain = [found.span(1) for found in PLAIN_BORDER.finditer(text)]
        assert [found.span(1) for found in BORDER.finditer(text)] == plain
        for start in range(len(text) + 1):
            for stop in range(start, len(text) + 1):
                expected = [found.span() for found in PLAIN_END.finditer(text, start, stop)]
                assert [found.span() for found in SENTENCE_END.finditer(text, start, stop)] == expected


@pytest.mark.parametrize("run", [".", ".)", "…", "?!"])
@pytest.mark.parametrize("pattern", [SENTENCE_END, BORDER])
def test_a_run_of_marks_is_read_once(run: str, pattern: regex.Pattern[str]) -> None:
    def seconds(size: int) -> float:
        start = time.process_time()
        assert not list(pattern.finditer(run * size + "a"))
        return time.process_time() - start

    # From every mark to the end of the run would take 64 times as long for 8 times as many.
    assert seconds(32_000) < 24 * seconds(4_000) + 0.5

"""`samachar live`, as far as it goes without a broker."""

from dataclasses import replace

import orjson
import pytest

from processor.cli.commands import live
from processor.cli.live_cards import batch
from processor.contracts.wire import encode
from processor.engine.exits import Exit
from processor.settings import load_settings
from tests.unit.cli.conftest import Run
from tests.unit.cli.stored import Record, stored


def test_files_are_for_the_demo(run: Run) -> None:
    result = run("live", "a.txt")
    assert result.exit_code == Exit.USAGE
    assert "FILES are for --demo" in result.stderr


def test_the_help_says_that_nobody_notices(run: Run) -> None:
    told = " ".join(run("live", "--help").output.split())
    assert "in no consumer group and commits nothing" in told


def test_records_become_cards_and_what_is_none_of_ours_is_counted() -> None:
    from processor import Enricher

    article = Enricher(["tests.support.stages:Letters"]).enrich({"id": "A1", "text": "रूस ने कहा"})
    letter = stored(0, 1).letter
    found = batch(
        [
            Record(0, 7, topic="articles.enriched", value=encode(article), timestamp=1_000),
            Record(1, 8, topic="articles.enriched", value=b"rubbish"),
            Record(1, 9, topic="articles.enriched", value=None),
            Record(0, 1, topic="articles.dead-letter", value=encode(letter), timestamp=2_500),
            Record(0, 2, topic="articles.dead-letter", value=encode(replace(article))),
        ],
        load_settings(),
    )
    assert [card.kind for card in found.cards] == ["article", "letter"]
    assert found.unreadable == 3
    assert orjson.loads(found.cards[0].data)["place"] == "articles.enriched:0:7"
    assert orjson.loads(found.cards[1].data)["timestamp"] == 2.5


@pytest.mark.parametrize(
    ("terminal", "display", "opens"), [(True, ":0", True), (True, "", False), (False, ":0", False)]
)
def test_a_browser_is_opened_only_where_there_is_a_screen(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, display: str, opens: bool
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal)
    monkeypatch.setenv("DISPLAY", display)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert live._screen() is opens

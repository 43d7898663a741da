"""What a dead letter becomes when it is sent again."""

from base64 import b64encode
from dataclasses import replace
from pathlib import Path

import pytest

from processor.cli.failures import CommandError
from processor.cli.inputs import InputError
from processor.cli.letters import _place, latest_of_each
from processor.cli.replay import Replay, repaired_payload, why_not
from processor.contracts import Header, Reason, Source
from processor.contracts.headers import ATTEMPT, REPLAYED_FROM, attempt
from processor.engine.outcome import Rejected
from processor.engine.records import Received, dead_letter
from processor.settings import Settings, load_settings
from tests.unit.cli.stored import stored


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.chdir(tmp_path)
    return load_settings()


def test_it_goes_back_where_it_came_from_as_it_was() -> None:
    again = Replay.of(stored(2, 5, payload=b"\xff"))
    assert (again.topic, again.key, again.value) == ("articles.raw", b"a1", b"\xff")
    assert again.headers == (("x-desk", b"asia"), (REPLAYED_FROM, b"articles.dead-letter/2/5"), (ATTEMPT, b"2"))
    assert attempt(again.headers) == 2
    assert again.told == "2:5 (a1, attempt 2) to articles.raw"


def test_the_attempt_is_counted_up_once() -> None:
    old = Header(ATTEMPT, b64encode(b"6").decode())
    again = Replay.of(stored(2, 5, headers=(old, Header("null", None)), attempt=6))
    assert again.headers == (("null", b""), (REPLAYED_FROM, b"articles.dead-letter/2/5"), (ATTEMPT, b"7"))


def test_a_letter_of_a_replay_tells_all_letters_before_it() -> None:
    headers = Replay.of(stored(2, 5)).headers
    received = Received(b"a1", b"{}", headers, Source("articles.raw", 3, 40), 0.0)
    letter = dead_letter(received, Rejected("a1", "decode", Reason.EMPTY_TEXT, "text", "empty"), "-")
    second = replace(stored(3, 8), letter=letter)
    assert letter.attempt == 2
    again = Replay.of(second)
    assert [value for name, value in again.headers if name == REPLAYED_FROM] == [
        b"articles.dead-letter/2/5",
        b"articles.dead-letter/3/8",
    ]
    assert attempt(again.headers) == 3


@pytest.mark.parametrize(("tried", "sent"), [(1, True), (4, True), (5, False), (6, False)])
def test_what_has_been_tried_too_often_is_not_sent(tried: int, sent: bool) -> None:
    reason = why_not(stored(2, 5, attempt=tried), 5)
    assert (reason is None) is sent
    if reason is not None:
        assert reason == f"tried {tried} times; --max-attempts {tried + 1} sends it once more"
    assert why_not(stored(2, 5, attempt=tried), tried + 1) is None


def test_a_letter_without_its_message_can_only_be_mended() -> None:
    bare = stored(2, 5, payload=None, reason=Reason.TOO_LARGE)
    assert "does not hold the message" in (why_not(bare, 5) or "")
    assert why_not(bare, 5, mended=True) is None
    assert why_not(stored(2, 5, payload=None, reason=Reason.EMPTY_MESSAGE), 5) is None


def test_a_message_that_was_null_stays_null() -> None:
    again = Replay.of(stored(2, 5, payload=None, key=None, id=None))
    assert (again.key, again.value) == (None, None)
    assert again.told == "2:5 (no id, attempt 2) to articles.raw"


def test_it_can_go_elsewhere_and_must_where_it_came_from_a_file() -> None:
    from_file = stored(2, 5, source=Source(file="a.jsonl", line=3))
    assert Replay.of(from_file, "articles.raw").topic == "articles.raw"
    with pytest.raises(CommandError, match="2:5: it came from a file; say --to TOPIC"):
        Replay.of(from_file)


def repair(settings: Settings, content: str, **changes: object) -> Replay:
    Path("mended.json").write_text(content)
    broken = Replay.of(stored(2, 5, **changes))  # type: ignore[arg-type]
    return broken.with_payload(*repaired_payload(settings, "mended.json", broken))


def test_a_mended_message_keeps_key_and_id(settings: Settings) -> None:
    again = repair(settings, '{"id":"a1","text":"mended"}')
    assert (again.id, again.key, again.value) == ("a1", b"a1", b'{"id":"a1","text":"mended"}')


def test_a_mended_message_gives_an_id_to_what_had_none(settings: Settings) -> None:
    again = repair(settings, '{"id":"b2","text":"mended"}', id=None, key=None)
    assert (again.id, again.key) == ("b2", b"b2")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('{"id":"a1","text":" "}', "still not valid, empty_text: text: "),
        ('{"id":"a2","text":"x"}', "its id is a2, the dead letter's is a1; a replay keeps the id"),
        ('{"text":"x"}', "a replay keeps the id"),
        ('[{"text":"x"}, {"text":"y"}]', "expected one article, found 2"),
        ("[]", "expected one article, found 0"),
    ],
)
def test_what_is_not_mended_is_not_sent(settings: Settings, content: str, told: str) -> None:
    with pytest.raises(CommandError, match=r"^mended\.json: ") as caught:
        repair(settings, content)
    assert told in str(caught.value)


def test_a_mended_message_that_cannot_be_read(settings: Settings) -> None:
    with pytest.raises(InputError, match=r"no\.json: cannot be read"):
        repaired_payload(settings, "no.json", Replay.of(stored(2, 5)))


def test_between_two_stages_a_mended_message_is_a_record(settings: Settings) -> None:
    with pytest.raises(CommandError, match="still not valid, missing_field"):
        repair(settings, '{"id":"a1","text":"x"}', source=Source("articles.language", 0, 0))


def test_an_article_that_failed_twice_is_sent_once() -> None:
    letters = [
        stored(0, 1, attempt=2, timestamp=5),
        stored(0, 0, attempt=1, timestamp=9),
        stored(0, 2, id="a2"),
        stored(0, 3, payload=b"other"),
        stored(0, 4, id=None),
        stored(0, 5, id=None),
        stored(1, 9, attempt=2, timestamp=6, reason=Reason.STAGE_CRASH, source=Source("elsewhere", 0, 0)),
    ]
    last = latest_of_each(letters)
    assert sorted(last) == [(0, 2), (0, 3), (0, 4), (0, 5), (1, 9)]
    assert last[1, 9].topic == "elsewhere"


@pytest.mark.parametrize(
    ("ref", "place"),
    [
        ("2:17", (2, 17)),
        ("articles.dead-letter:2:17", (2, 17)),
        ("other:2:17", None),
        ("a1", None),
        ("2:x", None),
        ("2", None),
        ("२:१७", None),
        ("2:17\n", None),
    ],
)
def test_a_ref_is_a_place_or_an_id(ref: str, place: tuple[int, int] | None) -> None:
    assert _place(ref, "articles.dead-letter") == place

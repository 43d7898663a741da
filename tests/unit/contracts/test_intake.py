"""From bytes to the record before the first stage."""

import unicodedata
from typing import Any

import orjson
import pytest

from processor.contracts import EnrichedArticle, InvalidArticleError, Limits, Reason, accept, encode
from processor.contracts.ids import article_id, fingerprint
from processor.contracts.intake import INTAKE_VERSION, MAX_DEPTH
from processor.contracts.text import normalise
from tests.support.articles import SEEDS, seed_messages

WIRE_STORY = "Headline\r\n\r\nThe story.\r\n\r\n2023-09-17 18:58:04\r\n#one #two\r\n"


def take(limits: Limits | None = None, **fields: Any) -> EnrichedArticle:
    return accept(orjson.dumps(fields), limits or Limits())


def refused(value: bytes | None, limits: Limits | None = None) -> tuple[Reason, str | None]:
    with pytest.raises(InvalidArticleError) as caught:
        accept(value, limits or Limits())
    return caught.value.reason, caught.value.field


def test_a_wire_story() -> None:
    record = take(text=WIRE_STORY, extra={"kept": [1, 2]})
    assert record.text == WIRE_STORY.replace("\r\n", "\n")
    assert record.article == {"text": WIRE_STORY, "extra": {"kept": [1, 2]}}
    assert record.body_text == "Headline\n\nThe story."
    assert (record.title, record.published_at, record.hashtags) == ("Headline", "2023-09-17T18:58:04", ("#one", "#two"))
    origin = record.provenance
    assert (origin.id, origin.title, origin.published_at, origin.hashtags) == ("hash", "text", "text", "text")
    assert record.outside_title is None
    assert record.pipeline == fingerprint("intake", INTAKE_VERSION, unicodedata.unidata_version)
    assert (record.language, record.entities, record.topics, record.extensions, record.stages) == (None, (), (), {}, ())


def test_the_producer_knows_better_than_the_layout() -> None:
    record = take(text=WIRE_STORY, id="7", title=" A\u0301\u0300 title\r\n", published_at="2020-01-01T00:00:00+02:00")
    assert (record.id, record.title, record.published_at) == ("7", "Á\u0300 title", "2020-01-01T00:00:00+02:00")
    origin = record.provenance
    assert (origin.id, origin.title, origin.published_at, origin.hashtags) == (
        "producer",
        "producer",
        "producer",
        "text",
    )
    assert record.outside_title == "Á\u0300 title"
    assert record.body_text == "Headline\n\nThe story."
    assert record.article["title"] == " A\u0301\u0300 title\r\n"


def test_nothing_is_invented() -> None:
    record = take(text="Story")
    origin = record.provenance
    assert (record.title, record.published_at, record.hashtags) == (None, None, ())
    assert (origin.title, origin.published_at, origin.hashtags) == (None, None, None)


@pytest.mark.parametrize("title", ["", " \n", "\u200b", "\ufeff\0", None])
def test_a_title_that_nobody_can_see_is_none(title: str | None) -> None:
    record = take(text="Head\nStory", title=title)
    assert (record.title, record.provenance.title) == ("Head", "text")


@pytest.mark.parametrize("stem", sorted(seed_messages()))
def test_seeds(stem: str) -> None:
    record = accept(seed_messages()[stem], Limits())
    expected = orjson.loads((SEEDS / f"{stem}.json").read_bytes())
    assert record.id == stem
    assert record.text == normalise(record.article["text"])
    assert (record.title, record.published_at) == (expected["title"], expected["published_at"])
    assert list(record.hashtags) == expected["hashtags"]
    for entity in expected["entities"]:
        for mention in entity["mentions"]:
            assert record.text[mention["start"] : mention["end"]] == mention["text"]


def test_the_hash_id_names_source_and_published_text() -> None:
    record = take(text="Café\r\n", source="ap")
    assert record.id == article_id("ap", "Café\n")
    # The same article twice, as two systems would write it.
    assert take(text="Cafe\u0301\n", source="ap", url="https://example.org", title="T").id == record.id
    assert take(text="Café\n").id == take(text="Café\n", source="").id != record.id
    assert take(text="Café", source="ap").id != record.id
    assert len(record.id) == 32


def test_ids_are_stable_over_releases() -> None:
    # Consumers keep these: a change is a breaking one.
    assert article_id(None, "text") == "3b4856cbc26b92a159816ee4ddac49e7"
    assert article_id("source", "पाठ") == "230d036b3de6d96422f53c7d35361807"
    assert article_id("a", "bc") != article_id("ab", "c")
    assert fingerprint("a", "bc") != fingerprint("ab", "c") != fingerprint("ab", "c", "")
    assert len(fingerprint("a")) == 16


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, (Reason.EMPTY_MESSAGE, None)),
        (b"", (Reason.EMPTY_MESSAGE, None)),
        (b" ", (Reason.NOT_JSON, None)),
        (b"{}", (Reason.MISSING_FIELD, "text")),
        (b'{"Text":"a"}', (Reason.MISSING_FIELD, "text")),
        (b'{"text":""}', (Reason.EMPTY_TEXT, "text")),
        (b'{"text":" \\r\\n\\t\\u3000"}', (Reason.EMPTY_TEXT, "text")),
        (b'{"text":"\\ufeff\\u0000"}', (Reason.EMPTY_TEXT, "text")),
        (b'{"text":"\\u001c\\u001f"}', (Reason.EMPTY_TEXT, "text")),
        (b'{"text":"\\u200b\\u200d\\u2060\\u00ad"}', (Reason.EMPTY_TEXT, "text")),
        (b'{"text":"a","title":"a' + b"\\u0301" * 300 + b'"}', (Reason.COMBINING_MARKS, "title")),
        (b'{"text":"a' + b"\\u0301" * 300 + b'"}', (Reason.COMBINING_MARKS, "text")),
    ],
)
def test_what_is_refused(value: bytes | None, expected: tuple[Reason, str | None]) -> None:
    assert refused(value) == expected


def test_limits_are_exact() -> None:
    value = orjson.dumps({"text": "क" * 100})
    assert accept(value, Limits(message_bytes=len(value), text_length=100))
    assert refused(value, Limits(message_bytes=len(value) - 1)) == (Reason.TOO_LARGE, None)
    assert refused(value, Limits(text_length=99)) == (Reason.TEXT_TOO_LONG, "text")
    # Code points after normalisation count.
    assert take(Limits(text_length=3), text="e\u0301" * 3)
    assert take(Limits(text_length=4), text="\ufeffa\r\nb\0c")


def test_whatever_is_taken_can_be_written_again() -> None:
    deepest = b'{"text":"a","m":' + b"[" * (MAX_DEPTH - 1) + b"]" * (MAX_DEPTH - 1) + b"}"
    limits = Limits(depth=500)
    assert encode(accept(deepest, limits))
    assert refused(deepest.replace(b"[]", b"[[]]"), limits)[0] is Reason.TOO_DEEP


def test_same_input_same_bytes() -> None:
    value = orjson.dumps({"text": WIRE_STORY, "z": 1, "a": {"z": 1.5, "a": None}})
    first = encode(accept(value, Limits()))
    assert first == encode(accept(value, Limits()))
    # The producer's own order of fields is kept.
    assert b'"article":{"text":' in first
    assert b'"z":1,"a":{"z":1.5,"a":null}' in first


def test_an_accepted_record_is_not_shared_with_the_next() -> None:
    value = orjson.dumps({"text": "Story", "metadata": {"a": []}})
    first, second = accept(value, Limits()), accept(value, Limits())
    first.article["metadata"]["a"].append(1)
    assert second.article["metadata"] == {"a": []}
    assert second.extensions is not first.extensions

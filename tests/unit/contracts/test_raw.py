"""Each field of a raw article: what is taken and what is refused."""

from typing import Any

import orjson
import pytest

from processor.contracts import EnrichedArticle, InvalidArticleError, Limits, RawArticle, Reason, accept

WRONG_TYPE, INVALID = Reason.WRONG_TYPE, Reason.INVALID_VALUE


def take(**fields: Any) -> EnrichedArticle:
    return accept(orjson.dumps({"text": "Story", **fields}), Limits())


def refused(**fields: Any) -> InvalidArticleError:
    with pytest.raises(InvalidArticleError) as caught:
        take(**fields)
    return caught.value


@pytest.mark.parametrize(
    "published_at",
    [
        "2026-01-31T08:30:00Z",
        "2026-01-31t08:30:00z",
        "2026-01-31T08:30:00+05:30",
        "2026-01-31T08:30:00-00:00",
        "2026-01-31T08:30:00.123456789012Z",
        "2024-02-29T00:00:00Z",
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
        "2016-12-31T23:59:60Z",
        "2017-01-01T05:29:60+05:30",
        "2016-12-31T15:59:60.5-08:00",
    ],
)
def test_date_times(published_at: str) -> None:
    assert take(published_at=published_at).published_at == published_at


@pytest.mark.parametrize(
    "published_at",
    [
        "",
        "2026-01-31",
        "2026-01-31T08:30:00",
        "2026-01-31 08:30:00Z",
        "2026-01-31T08:30Z",
        "2026-01-31T08:30:00.Z",
        "2026-01-31T08:30:00+0530",
        "2026-01-31T08:30:00+05:75",
        "2026-01-31T08:30:00+24:00",
        "2026-01-31T08:30:00Z\n",
        " 2026-01-31T08:30:00Z",
        "2026-02-30T08:30:00Z",
        "2025-02-29T08:30:00Z",
        "2026-13-01T08:30:00Z",
        "2026-00-01T08:30:00Z",
        "2026-01-00T08:30:00Z",
        "0000-01-01T08:30:00Z",
        "2026-01-31T24:00:00Z",
        "2026-01-31T08:60:00Z",
        "2026-01-31T08:30:61Z",
        "2026-01-31T08:30:60Z",
        "2016-12-31T23:59:60+05:30",
        "२०२६-०१-३१T०८:३०:००Z",
        "Sat, 31 Jan 2026 08:30:00 GMT",
        "20260131T083000Z",
    ],
)
def test_impossible_date_times(published_at: str) -> None:
    error = refused(published_at=published_at)
    assert (error.reason, error.field) == (INVALID, "published_at")
    assert "date-time" in error.detail


@pytest.mark.parametrize(
    "tag",
    [
        "hi", "HI", "hin", "zh-Hant", "zh-Hant-TW", "sr-Latn-RS", "es-419", "de-1996", "sl-rozaj-biske-1994",
        "de-DE-u-co-phonebk", "en-a-bbb-x-a-ccc", "x-whatever", "i" * 8, "zh-yue-HK", "und", "mul", "ar-x-dialect-1",
        "en-u-ca-gregory-t-fr", "de-CH-x-phonebk",
    ],
)  # fmt: skip
def test_language_tags(tag: str) -> None:
    assert take(language_hint=tag).article["language_hint"] == tag


@pytest.mark.parametrize(
    "tag",
    [
        "", "h", "hi_IN", "hi-", "-hi", "hi--IN", "hi IN", "hi\n", "hindi-language-of-india", "abcdefghi", "hi-I",
        "hi-Ind1", "zh-Hant-TWN-", "x", "x-", "en-u", "en-a", "en-x-toolong123", "हि", "hi-9", "hi-Dev\u0430",
        "de-419-DE", "a-DE", "ar-a-aaa-b-bbb-x", "en-" + "-".join(["abcde"] * 30),
    ],
)  # fmt: skip
def test_ill_formed_language_tags(tag: str) -> None:
    error = refused(language_hint=tag)
    assert (error.reason, error.field) == (INVALID, "language_hint")
    assert len(tag) > 128 or "well-formed BCP 47 tag" in error.detail


@pytest.mark.parametrize("given_id", ["1", "a b", "अ-१", "urn:x:y", "👩\u200d👧", "x" * 256, "a/b?c=d#e", " "])
def test_ids(given_id: str) -> None:
    record = take(id=given_id)
    assert (record.id, record.provenance.id) == (given_id, "producer")


@pytest.mark.parametrize(
    "given_id",
    [
        "",
        "x" * 257,
        "\n",
        "a\n",
        "a\tb",
        "a\0",
        "\x7f",
        "\x9b",
        "\u2028",
        "a\u202eb",
        "\u2066a\u2069",
        "\u200fa",
        "\ufeffa",
    ],
)
def test_ids_that_could_harm_a_line_or_a_terminal(given_id: str) -> None:
    error = refused(id=given_id)
    assert (error.reason, error.field) == (INVALID, "id")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", 1), ("text", None), ("text", ["a"]), ("text", {"a": "b"}), ("text", True),
        ("id", 17), ("id", 1.5), ("id", False), ("id", []), ("source", {}), ("url", 1), ("title", ["a"]),
        ("published_at", 1700000000), ("published_at", {}), ("language_hint", ["hi"]),
        ("metadata", "a"), ("metadata", []), ("metadata", 1),
    ],
)  # fmt: skip
def test_wrong_types(field: str, value: object) -> None:
    error = refused(**{field: value})
    assert (error.reason, error.field) == (WRONG_TYPE, field)


@pytest.mark.parametrize(("field", "longest"), [("source", 1024), ("url", 8192), ("title", 10_000)])
def test_lengths(field: str, longest: int) -> None:
    assert take(**{field: "क" * longest}).article[field] == "क" * longest
    error = refused(**{field: "क" * (longest + 1)})
    assert (error.reason, error.field) == (INVALID, field)


def test_null_is_absent() -> None:
    optional = [name for name, field in RawArticle.model_fields.items() if not field.is_required()]
    assert optional == ["id", "source", "url", "title", "published_at", "language_hint", "metadata"]
    record = take(**dict.fromkeys(optional))
    bare = take()
    assert (record.id, record.title, record.published_at) == (bare.id, bare.title, bare.published_at)
    assert record.article == {"text": "Story", **dict.fromkeys(optional)}


def test_unknown_fields_are_kept_whatever_they_are_called() -> None:
    names = {name for name in dir(RawArticle) if name not in RawArticle.model_fields}
    unknown: dict[str, Any] = {
        name: {"n": [1, None, 1.5]} for name in sorted(names | {"", " ", "é", "text ", "__proto__"})
    }
    assert take(**unknown).article == {"text": "Story", **unknown}


@pytest.mark.parametrize("field", ["id", "title", "published_at", "language_hint", "text"])
def test_errors_do_not_repeat_what_the_producer_wrote(field: str) -> None:
    secret = "sekret" * 2000
    error = refused(**{field: [secret] if field == "text" else f"\n{secret}"})
    assert "sekret" not in str(error)
    assert len(str(error)) < 300

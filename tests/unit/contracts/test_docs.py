"""What the pages for producers and consumers say is so."""

import dataclasses
import re
from pathlib import Path

import pytest

from processor.contracts import DeadLetter, EnrichedArticle, InvalidArticleError, Limits, RawArticle, Reason, accept
from processor.contracts import headers as contract_headers
from processor.contracts.layout import MAX_TITLE
from processor.contracts.text import MAX_COMBINING_RUN
from processor.settings import Settings, variable

DOCS = Path(__file__).parents[3] / "docs"
PRODUCERS = (DOCS / "producers.md").read_text(encoding="utf-8")
CONSUMERS = (DOCS / "consumers.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^\| `(\w+)` \|.*\| `([{\[].*)` \|$", PRODUCERS, flags=re.MULTILINE)


def section(page: str, heading: str) -> str:
    return page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def test_every_field_has_a_row() -> None:
    for name in RawArticle.model_fields:
        assert f"\n| `{name}` |" in section(PRODUCERS, "Fields")
    for field in dataclasses.fields(EnrichedArticle):
        assert f"\n| `{field.name}` |" in section(CONSUMERS, "Fields")
    for field in dataclasses.fields(DeadLetter):
        assert f"`{field.name}`" in section(CONSUMERS, "Dead letters")


def test_every_reason_is_explained() -> None:
    for reason in Reason:
        assert f"`{reason.value}`" in section(PRODUCERS, "When an article is refused")


def test_every_header_of_ours_is_explained() -> None:
    sent = contract_headers.outgoing(
        [], event_type=contract_headers.ENRICHED_TYPE, source="/", subject="1", spent={}, ingested=0, now=0
    )
    for name, _ in sent:
        assert f"`{name}`" in section(CONSUMERS, "Delivery")
    for event_type in (contract_headers.ENRICHED_TYPE, contract_headers.DEAD_LETTER_TYPE):
        assert f"`{event_type}`" in CONSUMERS


@pytest.mark.parametrize(("reason", "message"), EXAMPLES)
def test_examples_are_refused_for_the_reason_given(reason: str, message: str) -> None:
    with pytest.raises(InvalidArticleError) as caught:
        accept(message.encode(), Limits())
    assert caught.value.reason == reason


def test_the_examples_were_found() -> None:
    assert len(EXAMPLES) >= 8


def test_the_error_that_is_quoted() -> None:
    with pytest.raises(InvalidArticleError) as caught:
        accept(b'{"text":"a","published_at":"2026-02-30T08:30:00Z"}', Limits())
    assert f"`{caught.value}`" in PRODUCERS


def test_limits_are_as_stated() -> None:
    defaults = Limits()
    stated = section(PRODUCERS, "Limits")
    for field, value in (
        ("max_message_bytes", defaults.message_bytes),
        ("max_text_length", defaults.text_length),
        ("max_depth", defaults.depth),
        ("max_fields", defaults.fields),
    ):
        assert Settings.model_fields[field].default == value
        assert f"`{variable(field)}`" in stated
        assert f"{value:,}" in stated
    assert f"| {MAX_COMBINING_RUN} |" in stated
    assert f"at most {MAX_TITLE} code points" in PRODUCERS


def test_links_between_pages_lead_somewhere() -> None:
    for page in (PRODUCERS, CONSUMERS, (DOCS / "stages.md").read_text(encoding="utf-8")):
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page):
            assert target.startswith("https://") or (DOCS / target).is_file(), target

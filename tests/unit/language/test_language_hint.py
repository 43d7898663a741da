"""A hint counts only where the text does not decide and does not contradict it."""

import pytest

from processor.contracts import Status
from tests.unit.language.stage_support import annotate


@pytest.mark.parametrize(
    ("text", "hint", "tag"),
    [
        ("Hello", "en", "en"),
        ("Hello", "en-GB", "en-GB"),
        ("Hello", "EN-latn-gb", "en-Latn-GB"),
        ("Hello", "DE-ch-1996-X-GB-Latn", "de-CH-1996-x-gb-latn"),
        ("Hello", "br", "br"),
        ("रूस", "hi", "hi"),
        ("रूस", "hi-Latn", "und"),
        ("Hello", "hi", "und"),
        ("Hello", "ru", "und"),
        ("Hello", "sr-Latn", "sr-Latn"),
        ("Hello", "sr", "und"),
        ("Hello", "und", "und"),
        ("Hello", "x-private", "und"),
        ("Hello", "zxx", "und"),
        ("Hello", "qqq", "und"),
    ],
)
def test_a_believable_hint_is_used(text: str, hint: str, tag: str) -> None:
    found = annotate(text, language_hint=hint)
    language = found.language
    assert language is not None
    assert language.tag == tag
    assert found.status is Status.DEGRADED
    used = tag != "und"
    assert (found.reason == "undetermined: language_hint used") is used
    assert [segment.tag for segment in language.segments] == ([tag] if used else [])
    assert language.confidence < 0.7


def test_a_hint_for_a_language_the_model_does_not_know_has_no_confidence() -> None:
    language = annotate("Hello", language_hint="br").language
    assert language is not None
    assert language.confidence == 0


def test_the_text_beats_the_hint() -> None:
    found = annotate("La cumbre terminó sin acuerdo entre los ministros de los veinte países.", language_hint="en")
    assert found.language is not None
    assert (found.language.tag, found.status) == ("es", Status.OK)

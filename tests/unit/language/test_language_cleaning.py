"""What is blanked, and that every other code point stays where it was."""

import pytest

from processor.stages.language.cleaning import blank_noise


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("see https://example.org/a?b=c now", "see now"),
        ("see www.example.org/a.", "see"),
        ("mail jane.doe+x@mail.example.com today", "mail today"),
        ("from reuters.com and bbc.co.uk/x", "from and bbc.co.uk/x"),
        ("रूस #यूक्रेन_युद्ध में @ANI_news ने", "रूस में ने"),
        ("C# and F# stay", "C# and F# stay"),
        ("今日https://t.co/abcの発表", "今日 の発表"),
        ("१२३ ١٢٣ 456 Ⅻ", ""),
        ("G20 in 2024", "G in"),
        ("It ended.The next day", "It ended.The next day"),
    ],
)
def test_blanks_what_is_no_language(text: str, left: str) -> None:
    assert " ".join(blank_noise(text).split()) == left


@pytest.mark.parametrize(
    "text", ["a https://x.org/ü b", "#ab cd 12 @x", "\U0001f600 #\U0001f600 x@y.z", "", "@", "#", "www."]
)
def test_keeps_every_other_place(text: str) -> None:
    cleaned = blank_noise(text)
    assert len(cleaned) == len(text)
    assert all(after in (before, " ") for before, after in zip(text, cleaned, strict=True))


@pytest.mark.parametrize("char", ["a", "a.", "@", "a@", "#a", "1", "-", "www.", "http://", "a-.", "%", "\u0915\u094d"])
def test_hostile_repetition_keeps_its_length(char: str) -> None:
    text = char * (60_000 // len(char))
    assert len(blank_noise(text)) == len(text)

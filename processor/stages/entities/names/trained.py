"""Languages that the taggers saw labelled text of. Others are read as well: zero-shot, which the record says."""

from typing import Final

from processor.contracts import Language

#: ISO 639-1 codes; a test holds them to the corpora of `training/entities/sources.py`.
TRAINED: Final = frozenset(
    ["bn", "da", "en", "et", "fi", "hi", "hr", "hu", "id", "ja", "kk", "ko", "pt", "ru", "sk", "sr", "sv", "th", "zh"]
)
#: The stage's reason where the language is not among them.
ZERO_SHOT: Final = "zero-shot"


def is_zero_shot(language: Language | None) -> bool:
    """Say whether an article is in a language that is known and that no labelled text was in."""
    code = language.tag.partition("-")[0] if language else "und"
    return code != "und" and code not in TRAINED

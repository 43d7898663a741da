"""Marks on words of belonging (`रूसी`, `Japanese`) are taken away: they name no place and no thing."""

from typing import Final

from processor.stages.entities.names.demonyms import is_demonym
from training.entities.sentences import Sentence

_KINDS: Final = ("LOC", "MISC")


def no_demonyms(sentence: Sentence, language: str) -> Sentence:
    """Return the sentence without marks on words of belonging."""
    text = sentence.text
    kept = (
        span for span in sentence.spans if not (span[2] in _KINDS and is_demonym(text[span[0] : span[1]], language))
    )
    return Sentence(text, tuple(kept))

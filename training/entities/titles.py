"""Titles, ranks and forms of address that corpora mark as part of a person's name (`श्री …`, `นาย…`) are put outside."""

from processor.stages.entities.names.titles import without_titles
from training.entities.sentences import Sentence, Span


def titles_outside(sentence: Sentence) -> Sentence:
    """Return the sentence with no title in a person's name."""
    return Sentence(sentence.text, tuple(_outside(sentence.text, span) for span in sentence.spans))


def _outside(text: str, span: Span) -> Span:
    start, end, kind = span
    return (*without_titles(text, start, end), kind) if kind == "PER" else span

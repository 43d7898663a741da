"""Annotated sentences: what the corpora hold and every rule returns."""

import json
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

Span = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text with its names.

    Attributes:
        spans: (start, end, type), half-open code points of `text`, in order, none overlapping.
    """

    text: str
    spans: tuple[Span, ...]


def read(path: Path) -> list[Sentence]:
    """Return the sentences of a file with a JSON object a line, `text` in Unicode's form NFC.

    Raises:
        ValueError: spans leave their text, are empty or overlap.
    """
    with path.open(encoding="utf-8") as file:
        return [_sentence(json.loads(line)["text"], json.loads(line)["spans"], path.name) for line in file]


def _sentence(text: str, marked: Iterable[Iterable[object]], name: str) -> Sentence:
    spans = sorted((int(str(start)), int(str(end)), str(kind)) for start, end, kind in marked)
    last = 0
    for start, end, _ in spans:
        if not last <= start < end <= len(text):
            raise ValueError(f"{name}: span {start}-{end} does not fit into {text!r}")
        last = end
    return composed(Sentence(text, tuple(spans)))


def composed(sentence: Sentence) -> Sentence:
    """Return the sentence in NFC, spans moved along."""
    if unicodedata.is_normalized("NFC", sentence.text):
        return sentence
    bounds = sorted({0, len(sentence.text)} | {place for start, end, _ in sentence.spans for place in (start, end)})
    moved, text = {0: 0}, ""
    for left, right in pairwise(bounds):
        text += unicodedata.normalize("NFC", sentence.text[left:right])
        moved[right] = len(text)
    return Sentence(text, tuple((moved[start], moved[end], kind) for start, end, kind in sentence.spans))


def cut(sentence: Sentence, removed: Iterable[tuple[int, int, str]]) -> Sentence:
    """Return the sentence with ranges replaced: (start, end, what stands there then), in order, none overlapping.

    A span that loses all its characters is gone.
    """
    edits = list(removed)
    if not edits:
        return sentence
    pieces: list[str] = []
    moved = [0] * (len(sentence.text) + 1)  # old position -> new position
    at = length = 0
    for start, end, new in edits:
        for place in range(at, start + 1):
            moved[place] = length + place - at
        pieces += [sentence.text[at:start], new]
        length += start - at
        for place in range(start, end):
            moved[place] = length
        length += len(new)
        at = end
    for place in range(at, len(sentence.text) + 1):
        moved[place] = length + place - at
    pieces.append(sentence.text[at:])
    spans = ((moved[start], moved[end], kind) for start, end, kind in sentence.spans)
    return Sentence("".join(pieces), tuple(span for span in spans if span[0] < span[1]))


def mentions(sentence: Sentence) -> Iterator[tuple[str, str]]:
    """Yield the words of each span and its type."""
    for start, end, kind in sentence.spans:
        yield sentence.text[start:end], kind

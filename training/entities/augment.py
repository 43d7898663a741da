"""Variants of sentences that bring the corpora closer to real articles. Each takes its chances from the generator."""

import re
from collections.abc import Sequence
from random import Random
from typing import Final

from training.entities.sentences import Sentence, cut

_SPACED: Final = re.compile(r" (?=[,.;:!?।…)\]}»”])|(?<=[(\[{«“]) ")
_QUOTED: Final = re.compile(r'(?<!\S)" ([^"\n]{1,300}?) "(?!\w)')
_CONTRACTED: Final = re.compile(
    r"\b(?:(de|em) (os?|as?|um|uma|este|esta|esse|essa|ele|ela)|(por) (os?|as?)|(a) (os?|as?))\b"
)
_CONTRACTIONS: Final = {"de": "d", "em": "n", "por": "pel"}
_FORMS: Final = (
    "श्री श्रीमती सुश्री डॉ. डॉक्टर प्रोफ़ेसर प्रो. जनरल कर्नल मेजर न्यायमूर्ति जस्टिस राष्ट्रपति प्रधानमंत्री मुख्यमंत्री उपराष्ट्रपति राज्यपाल "
    "मंत्री सांसद विधायक नेता महासचिव अध्यक्ष प्रवक्ता कप्तान अभिनेता अभिनेत्री लेखक पत्रकार वकील इंस्पेक्टर"
)
#: Forms of address and offices as they stand before names in Hindi.
_TITLES: Final = tuple(_FORMS.split())
_OFFICES: Final = (
    "विदेश मंत्री",
    "रक्षा मंत्री",
    "गृह मंत्री",
    "वित्त मंत्री",
    "पूर्व राष्ट्रपति",
    "पूर्व प्रधानमंत्री",
    "पार्टी अध्यक्ष",
    "उप प्रधानमंत्री",
)


def untokenised(sentence: Sentence, language: str) -> Sentence:
    """Return the sentence as people write it: no blank before a comma or inside quotes, contractions of Portuguese."""
    quotes = [place for found in _QUOTED.finditer(sentence.text) for place in (found.start() + 1, found.end() - 2)]
    blanks = {(place, place + 1, "") for place in quotes}
    blanks |= {(found.start(), found.end(), "") for found in _SPACED.finditer(sentence.text)}
    sentence = cut(sentence, sorted(blanks))
    return _contracted(sentence) if language == "pt" else sentence


def _contracted(sentence: Sentence) -> Sentence:
    borders = {place for start, end, _ in sentence.spans for place in (start, end)}
    edits = []
    for found in _CONTRACTED.finditer(sentence.text):
        first, second = (part for part in found.groups() if part)
        if borders.isdisjoint(range(found.start() + 1, found.end())):
            short = (
                ("à" + second[1:] if second[0] == "a" else "a" + second)
                if first == "a"
                else _CONTRACTIONS[first] + second
            )
            edits.append((found.start(), found.end(), short))
    return cut(sentence, edits)


def titled(sentence: Sentence, random: Random, share: float) -> Sentence:
    """Return the Hindi sentence with a title written before a share of its people, outside the name."""
    text = sentence.text
    edits = []
    for start, _, kind in sentence.spans:
        free = start == 0 or text[start - 1] == " "
        if kind == "PER" and free and random.random() < share:
            title = random.choice(_OFFICES) if random.random() < 0.25 else random.choice(_TITLES)
            edits.append((start, start, f"{title} "))
    return cut(sentence, edits)


def capitals(sentence: Sentence) -> Sentence:
    """Return the sentence in capital letters, where that keeps its length."""
    return _rewritten(sentence, sentence.text.upper())


def small_letters(sentence: Sentence) -> Sentence:
    """Return the sentence without capital letters, where that keeps its length."""
    return _rewritten(sentence, sentence.text.lower())


def _rewritten(sentence: Sentence, text: str) -> Sentence:
    return Sentence(text, sentence.spans) if len(text) == len(sentence.text) else sentence


def joined(sentences: Sequence[Sentence], between: str) -> Sentence:
    """Return one text of several."""
    text, spans = "", []
    for sentence in sentences:
        if text:
            text += between
        spans += [(len(text) + start, len(text) + end, kind) for start, end, kind in sentence.spans]
        text += sentence.text
    return Sentence(text, tuple(spans))

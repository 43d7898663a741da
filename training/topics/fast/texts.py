"""Unmarked text from which the fast head learns what the accurate one would say.

`DIR/text/ud`, `DIR/text/sib200` and the sentences of `DIR/ner` (training/README.md says where they can be had). The
languages of SIB-200 on which topics are measured are left out of that set, and so are all languages that the encoder
does not know: its opinion of them teaches nothing.
"""

import json
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from training.entities.fast.unlabelled import KNOWN
from training.topics.sib import LANGUAGES

#: Sentences of each language of a set.
MOST: Final = {"ud": 500, "ner": 300, "sib200": 70}
#: Shorter ones say too little, longer ones cost too much to encode; code points, half as many where letters are words.
SHORTEST: Final = 40
LONGEST: Final = 400
_DENSE: Final = frozenset({"ja", "ko", "zh"})


@dataclass(frozen=True, slots=True)
class Unmarked:
    """A sentence and the BCP 47 language it is in."""

    language: str
    text: str


def unmarked(folder: Path, random: Random) -> list[Unmarked]:
    """Return the sentences, in an order of chance."""
    found = list(dict.fromkeys(_all(folder, random)))
    random.shuffle(found)
    return found


def tag(code: str) -> str:
    """Return the BCP 47 language of one of SIB-200's codes: `swh_Latn` is `sw`."""
    from langcodes import standardize_tag

    return standardize_tag(code.partition("_")[0], macro=True)


def _all(folder: Path, random: Random) -> Iterator[Unmarked]:
    for kind, ending in (("ud", "text/ud/*.txt"), ("ner", "ner/*.train.jsonl"), ("sib200", "text/sib200/*.txt")):
        by_language: dict[str, list[str]] = {}
        for path in sorted(folder.glob(ending)):
            if kind == "sib200" and (path.stem not in KNOWN.split() or path.stem in LANGUAGES):
                continue
            language = tag(path.stem) if kind == "sib200" else path.stem.partition(".")[0]
            by_language.setdefault(language, []).extend(_lines(path))
        if not by_language:
            raise FileNotFoundError(f"{folder}/{ending}: no such file")
        for language, lines in by_language.items():
            factor = 2 if language in _DENSE else 1
            kept = [line for line in lines if SHORTEST <= factor * len(line) <= LONGEST]
            random.shuffle(kept)
            yield from (Unmarked(language, line) for line in kept[: MOST[kind]])


def _lines(path: Path) -> Iterable[str]:
    whole = unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
    lines = (line.strip() for line in whole.split("\n"))
    return [str(json.loads(line)["text"]) if path.suffix == ".jsonl" else line for line in lines if line]

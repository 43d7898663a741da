"""The sentences and the split that everything here uses.

SIB-200 (Adelani et al. 2024, https://github.com/dadelani/sib-200; repository Apache-2.0, the text is FLORES-200, CC
BY-SA 4.0): one file a language, `<ISO 639-3>_<ISO 15924>.txt`, one sentence a line.

Universal Dependencies (https://universaldependencies.org, CC BY-SA 3.0 or 4.0 by treebank): raw sentences of 22
languages from other fields than SIB-200's, `<BCP 47>.<treebank>.txt`. They weigh the evidence and never train n-grams.
"""

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Part = Literal["fit", "calibrate", "held_out"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the code of its file: `hin_Deva` in SIB-200, `cs` in Universal Dependencies."""

    code: str
    text: str
    part: Part


def part_of(text: str) -> Part:
    """Return the part a sentence belongs to, by a hash of its text alone.

    One sentence in five is held out and never seen in training; one in ten calibrates. The same sentence in two files
    (some languages' files share a few) falls on the same side.
    """
    tenth = hashlib.blake2b(text.encode(), digest_size=8, person=b"sib200 split").digest()[0] % 10
    return "held_out" if tenth < 2 else "calibrate" if tenth < 3 else "fit"


def read(data: Path) -> list[Sentence]:
    """Return all sentences of `data`/text/sib200 in NFC, in the order of file names and lines, repeats left out.

    Raises:
        FileNotFoundError: there is no such folder or it has no files.
    """
    files = sorted((data / "text" / "sib200").glob("*_*.txt"))
    if not files:
        raise FileNotFoundError(f"no SIB-200 files (<language>_<Script>.txt) under {data / 'text' / 'sib200'}")
    return _sentences((file.stem, file) for file in files)


def read_treebanks(data: Path) -> list[Sentence]:
    """Return all sentences of `data`/text/ud in the same way, with BCP 47 tags for codes; none where there are none."""
    return _sentences((file.name.split(".")[0], file) for file in sorted((data / "text" / "ud").glob("*.txt")))


def _sentences(files: Iterable[tuple[str, Path]]) -> list[Sentence]:
    found: dict[tuple[str, str], None] = {}
    for code, file in files:
        for line in file.read_text(encoding="utf-8").split("\n"):
            if text := unicodedata.normalize("NFC", line).strip():
                found[code, text] = None
    return [Sentence(code, text, part_of(text)) for code, text in found]

"""Names that are words as well: those that text in the same language also writes small, such as `Того` or `Lagos`.

Counted on SIB-200 (text CC BY-SA 4.0) and on raw sentences of Universal Dependencies treebanks (CC BY-SA); only the
resulting lists of names are kept.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from processor.stages.entities.gazetteer.fold import fold, is_cased
from training.gazetteer.table import FORM, NAME, Row

_WORD: Final = re.compile(r"[^\W\d_]+")


def common(rows: list[Row], key_sets: list[list[str]], aliases: Mapping[str, str], text: Path) -> dict[str, list[str]]:
    """Return by language the names, folded, whose lower-case form occurs in the language's text under `text`."""
    names: dict[str, set[str]] = defaultdict(set)
    for surface, _, kind, keys, _ in rows:
        folded = fold(surface)
        # An abbreviation (`US`) is told from a word (`us`) by its capitals, at the start of a sentence as well.
        if kind in {NAME, FORM} and _WORD.fullmatch(folded) and is_cased(folded) and not folded.isupper():
            for key in key_sets[keys]:
                names[key.partition("-")[0]].add(folded)
    words: dict[str, set[str]] = defaultdict(set)
    for path in sorted([*text.glob("sib200/*.txt"), *text.glob("ud/*.txt")]):
        code = re.split(r"[_.]", path.name)[0]
        words[aliases.get(code, code)].update(_WORD.findall(fold(path.read_text(encoding="utf-8"))))
    found = {
        language: sorted(name for name in known if name != name.lower() and name.lower() in words[language])
        for language, known in sorted(names.items())
        if language in words
    }
    return {language: listed for language, listed in found.items() if listed}

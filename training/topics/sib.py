"""SIB-200 (Adelani et al., 2024, arXiv:2309.07445; texts of FLORES-200, CC BY-SA 4.0), to measure on only.

Its development part: `DIR/<ISO 639-3>_<ISO 15924>/dev.tsv` with columns index_id, category, text.
"""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from training.topics.data import topic_index

#: Its categories that have a counterpart among the topics; `geography` has none.
CATEGORIES: Final = {
    "entertainment": "arts",
    "health": "health",
    "politics": "politics",
    "science/technology": "science",
    "sports": "sport",
    "travel": "lifestyle",
}
#: Its languages that are read here, and what marked texts in the same language are called.
LANGUAGES: Final = {
    "amh_Ethi": "am",
    "arb_Arab": "ar",
    "ben_Beng": "bn",
    "deu_Latn": "de",
    "ell_Grek": "el",
    "eng_Latn": "en",
    "fra_Latn": "fr",
    "guj_Gujr": "gu",
    "heb_Hebr": "he",
    "hin_Deva": "hi",
    "ita_Latn": "it",
    "kor_Hang": "ko",
    "nld_Latn": "nl",
    "pes_Arab": "fa",
    "rus_Cyrl": "ru",
    "swh_Latn": "sw",
    "tam_Taml": "ta",
    "tel_Telu": "te",
    "tha_Thai": "th",
    "tur_Latn": "tr",
    "ukr_Cyrl": "uk",
    "zho_Hans": "zh",
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and its topic, an index into TOP_LEVEL."""

    language: str
    topic: int
    text: str


def load_sentences(folder: Path) -> list[Sentence]:
    """Read the development part in all of `LANGUAGES`."""
    found: list[Sentence] = []
    for name, language in LANGUAGES.items():
        with (folder / name / "dev.tsv").open(encoding="utf-8", newline="") as file:
            found += [
                Sentence(language, topic_index(CATEGORIES[row["category"]]), row["text"])
                for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
                if row["category"] in CATEGORIES
            ]
    return found

"""Seats of government are places, also where they act, as governments named by their capitals are (`Кремль`).

Written for this project: the Kremlin and the White House, which news in all languages name, and a few others. General
knowledge, no source.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from processor.contracts import Language
from processor.stages.entities.article.surface import folded
from processor.stages.entities.inflection.declension import forms
from processor.stages.entities.inflection.paradigms import PARADIGMS
from processor.stages.entities.tagger import TaggedSpan

#: Separated by `;`, with the languages that decline them where any does.
_NAMES: Final = (
    ("", "Kremlin; Cremlino; Kreml; Kremls; Kremeľ; Điện Kremlin; Կրեմլ; კრემლი; კრემლის; კრემლმა; კრემლში"),
    ("", "الكرملين; کرملین; کریملن; הקרמלין; קרמלין; क्रेमलिन; ক্রেমলিন; ক্রেমলিনের; கிரெம்ளின்; క్రెమ్లిన్"),
    ("", "ક્રેમલિન; ക്രെംലിൻ; ਕ੍ਰੇਮਲਿਨ; ಕ್ರೆಮ್ಲಿನ್; เครมลิน; 克里姆林宫; 克里姆林宮; 克宫; クレムリン"),
    ("", "크렘린; 크렘린궁; ክሬምሊን; Кремъл; Кремълът"),
    ("ru uk", "Кремль"),
    ("be", "Крэмль"),
    ("sr", "Кремљ"),
    ("hr sr-Latn bs", "Kremlj"),
    ("pl cs sk", "Kreml"),
    ("lt", "Kremlius"),
    ("lv", "Kremlis"),
    ("el", "Κρεμλίνο; Λευκός Οίκος"),
    ("", "White House; Maison-Blanche; Maison Blanche; Weißes Haus; Weißen Hauses; Casa Blanca; Casa Bianca"),
    ("", "Casa Branca; Witte Huis; Vita huset; Beyaz Saray; Nhà Trắng; Gedung Putih; Casa Albă; Fehér Ház"),
    ("", "व्हाइट हाउस; व्हाईट हाउस; হোয়াইট হাউস; হোয়াইট হাউসের; البيت الأبيض; کاخ سفید; وائٹ ہاؤس"),
    ("", "הבית הלבן; ทำเนียบขาว; வெள்ளை மாளிகை; వైట్ హౌస్; 白宫; 白宮; ホワイトハウス; 백악관; ዋይት ሀውስ; Белия дом"),
    ("ru", "Белый дом; Елисейский дворец"),
    ("uk", "Білий дім"),
    ("pl", "Biały Dom; Pałac Elizejski"),
    ("cs", "Bílý dům"),
    ("", "Élysée; Elysee; Downing Street; 10 Downing Street; 中南海; 爱丽舍宫; エリゼ宮; एलिसी पैलेस"),
)


def seats_are_places(
    text: str, spans: Sequence[TaggedSpan], _language: Language | None = None
) -> tuple[TaggedSpan, ...]:
    """Return the spans, those of another type that name a seat of government as places."""
    return tuple(
        replace(span, type="LOC")
        if not span.link and span.type != "LOC" and folded(text[span.start : span.end]) in _seats()
        else span
        for span in spans
    )


@cache
def _seats() -> frozenset[str]:
    found: set[str] = set()
    for languages, names in _NAMES:
        for name in names.split("; "):
            declined = [
                form for language in languages.split() if language in PARADIGMS for form in forms(language, name)
            ]
            found.update(map(folded, [name, *declined]))
    return frozenset(found)

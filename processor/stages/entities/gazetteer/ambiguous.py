"""Names that are also something else. They count only where the article names the place otherwise, or something
close to it.

Close to a country are its neighbours and what lies in it; close to a city its country and what lies in that. Names of
people, words and other places, chosen by hand from general knowledge; names of cities that several cities of some size
share are marked in the gazetteer itself (GeoNames), and words written small in text in the compiled list of `common`
words.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from processor.stages.entities.gazetteer.data import Concept
from processor.stages.entities.gazetteer.words import words

#: Language -> names. Under `*` those of any language.
_NAMES: Final[Mapping[str, frozenset[str]]] = {
    language: words(names)
    for language, names in {
        "*": "Chad Georgia Jordan Jersey Guernsey "
        "Victoria Sofia Lima Phoenix Houston Dallas Austin Kingston Hamilton Santiago Salvador Surat Nice Male Perth "
        "Adelaide Wellington Washington Milan Valencia Guadalajara Palma Samara Asmara Juba Baku Cali Natal Fortaleza "
        "Recife Regina Stanley Vitória Aurora Trinidad",
        "ar": "مالي عمان تشاد بنين توغو ليما صوفيا فيكتوريا",
        "bn": "মালি চাদ কালি",
        "es": "Granada Israel",
        "fa": "مالی عمان چاد بنین لیما",
        "he": "מלי עומאן",
        "hi": "सूरत काली माली रोम चाड नीस",
        "ja": "マリ チャド 大同 中山 トーゴ",
        "ka": "მალი ჩადი",
        "ko": "이란 후에 동경 상해 수도 리마 말리 차드 가나 카리 바리 고아 나라 고양 수원 광주",
        "mr": "सुरत काली माली रोम",
        "ne": "सुरत काली माली रोम",
        "pt": "Granada Israel Reunião Maurício",
        "ru": "Чад Мали",
        "th": "มาลี ชาด ลิมา",
        "tr": "Mali Çad",
        "ur": "مالی عمان چاڈ بنین لیما",
        "zh": "中山 马里 乍得 大同 馬里 查德",
    }.items()
}


def is_ambiguous(surfaces: Iterable[str], concept: Concept, language: str) -> bool:
    """Tell whether a thing called by one of `surfaces` needs something close to it in the article."""
    listed = _NAMES["*"] | _NAMES.get(language, frozenset())
    return concept.homonym or not listed.isdisjoint(surfaces)


def is_word_too(surface: str, language: str) -> bool:
    """Tell whether text in `language` uses `surface` mostly for something else than a place."""
    return surface in _NAMES.get(language, frozenset())


def supported(doubtful: Iterable[Concept], certain: Iterable[Concept]) -> frozenset[str]:
    """Return the keys of the `doubtful` things that are `certain` themselves elsewhere, or close to what is."""
    certain = tuple(certain)
    keys = {concept.key for concept in certain}
    countries = {concept.country for concept in certain if concept.country}
    return frozenset(
        concept.key
        for concept in doubtful
        if concept.key in keys
        or concept.country in countries
        or (concept.kind == "country" and not concept.near.isdisjoint(countries))
    )

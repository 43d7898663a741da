"""Names that are also something else. They count only where the article names something close to the place.

Close to a country are its neighbours and what lies in it; close to a city its country and what lies in that. Names of
people, words and other places, chosen by hand from general knowledge; names of cities that several cities of some size
share are marked in the gazetteer itself (GeoNames), and words written small in text in the compiled list of `common`
words.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from processor.stages.entities.gazetteer.data import Concept

#: Language -> names. Under `*` those of any language.
_NAMES: Final[Mapping[str, frozenset[str]]] = {
    "*": frozenset(
        "Chad Georgia Jordan Jersey Guernsey Niger Mali Togo Benin Oman Victoria Sofia Lima Phoenix Houston Dallas "
        "Austin Kingston Hamilton Santiago Salvador Surat Mobile Nice Male Bari Tours Essen Kent Perth Adelaide Wellington "
        "Washington Madison Jackson Lincoln Charlotte Orlando Florence Milan Valencia Córdoba Guadalajara Trinidad Palma "
        "Chita Kirov Samara Jakobstad Asmara Juba Baku Cali Natal Fortaleza Recife Belém Manaus Omdurman".split()
    ),
    "en": frozenset("Turkey Guinea Dominica Cuba Cocos Nice Male Cork Reading Bath".split()),
    "tr": frozenset("Mali Ürdün Çad Hindistan".split()) - {"Hindistan", "Ürdün"},
    "es": frozenset("Granada Cuba Malta".split()),
    "pt": frozenset("Granada Cuba Malta Porto".split()),
    "hi": frozenset("सूरत काली माली रोम चाड नीस पेरू चिली".split()) - {"पेरू", "चिली"},
    "mr": frozenset("सुरत काली माली रोम".split()),
    "ne": frozenset("सुरत काली माली रोम".split()),
    "bn": frozenset("ঢাকা মালি চাদ কালি".split()) - {"ঢাকা"},
    "ar": frozenset("مالي النيجر عمان تشاد بنين توغو قطر الرباط ليما صوفيا فيكتوريا".split())
    - {"قطر", "النيجر", "الرباط"},
    "fa": frozenset("مالی عمان چاد بنین قطر لیما".split()) - {"قطر"},
    "ur": frozenset("مالی عمان چاڈ بنین قطر لیما".split()) - {"قطر"},
    "he": frozenset("מלי צ'אד ירדן עומאן".split()) - {"ירדן"},
    "ko": frozenset("이란 후에 동경 상해 수도 리마 말리 차드 가나 카리 바리 고아 나라".split()) - {"이란"},
    "zh": frozenset("中山 马里 乍得 大同 中山市 吉林 海口 宁波 馬里".split()) - {"吉林", "海口", "宁波"},
    "ja": frozenset("マリ チャド 大同 中山 トーゴ チリ".split()) - {"チリ"},
    "th": frozenset("มาลี ชาด ลิมา".split()),
    "ka": frozenset("მალი ჩადი".split()),
}


def is_ambiguous(surface: str, concept: Concept, language: str) -> bool:
    """Tell whether `surface` needs something close to it in the article."""
    return concept.homonym or surface in _NAMES["*"] or surface in _NAMES.get(language, frozenset())


def supported(doubtful: Iterable[Concept], certain: Iterable[Concept]) -> frozenset[str]:
    """Return the keys of the `doubtful` things to which something `certain` is close."""
    countries = {concept.country for concept in certain if concept.country}
    return frozenset(
        concept.key
        for concept in doubtful
        if concept.country in countries or (concept.kind == "country" and not concept.near.isdisjoint(countries))
    )

"""Words beside a name that say it is a subdivision and not the city of that name: `province of Granada`, `吉林省`.

Closed lists from general knowledge.
"""

from collections.abc import Mapping
from typing import Final

_AFTER: Final[Mapping[str, tuple[str, ...]]] = {
    "en": (" state", " province", " region", " oblast", " governorate", " prefecture", " county"),
    "zh": ("省", "州", "自治区", "自治區"),
    "ja": ("省", "州", "県", "府", "都"),
    "ko": ("주", "성", "도", "현"),
    "hi": (" राज्य", " प्रांत", " प्रान्त"),
    "ur": (" صوبہ", " صوبے"),
    "ru": (" край", " области", " область"),
    "tr": (" eyaleti", " ili"),
}
_BEFORE: Final[Mapping[str, tuple[str, ...]]] = {
    "en": ("state of ", "province of ", "region of "),
    "es": ("provincia de ", "estado de ", "departamento de ", "región de ", "comunidad de "),
    "pt": ("estado de ", "estado do ", "província de ", "distrito de "),
    "fr": ("province de ", "région de ", "département de ", "état de ", "gouvernorat de "),
    "it": ("provincia di ", "regione ", "stato di "),
    "ar": ("محافظة ", "ولاية ", "مقاطعة ", "إقليم ", "منطقة "),
    "fa": ("استان ", "ایالت "),
    "ur": ("صوبہ ", "ریاست "),
    "th": ("จังหวัด", "รัฐ", "มณฑล"),
    "ru": ("штат ", "штате ", "штата ", "провинция ", "провинции "),
    "de": ("bundesstaat ", "provinz "),
}
_LONGEST: Final = 16
_SHORTEST: Final = 2


def names_subdivision(text: str, start: int, end: int, language: str) -> bool:
    """Tell whether a word beside the name [start, end) says that it is a subdivision."""
    before = text[max(0, start - _LONGEST) : start].lower()
    return text[end : end + _LONGEST].lower().startswith(_AFTER.get(language, ())) or before.endswith(
        _BEFORE.get(language, ())
    )


def without_generic(surface: str, language: str) -> str:
    """Return a name without the word at its end that says it is a subdivision, empty where there is none."""
    for ending in _AFTER.get(language, ()):
        if surface.endswith(ending) and len(surface) - len(ending) >= _SHORTEST:
            return surface.removesuffix(ending)
    return ""

"""Names of subdivisions without the word for what they are: `广东省` is also `广东`.

Closed lists from general knowledge. Where what stays is an adjective (`Московская область`) the word
belongs to the name and is not on the list.
"""

from collections.abc import Iterator, Mapping
from typing import Final

_SHORTEST: Final = 2
_AFTER: Final[Mapping[str, str]] = {
    "zh": "省 市 州 邦 自治区 壮族自治区 回族自治区 维吾尔自治区 特别行政区 大区 专区 地区 县 郡",
    "zh-Hant": "省 市 州 邦 自治區 特別行政區 大區 專區 地區 縣 郡",
    "yue": "省 市 州 邦 自治區 大區 縣",
    "ja": "省 州 県 府 都 市 地方 自治区 チワン族自治区 回族自治区 自治州 準州 郡 特別市 広域市",
    "ko": "주 성 도 현 시 특별시 광역시 특별자치도 특별자치시 자치구 지방 부 도",
    "en": " State| Province| Region| Prefecture| Governorate| Oblast| Krai| Division| District",
    "hi": " राज्य| प्रान्त| प्रांत| प्रदेश राज्य| ज़िला",
    "bn": " রাজ্য| প্রদেশ| বিভাগ",
    "mr": " राज्य| प्रांत",
    "ur": " صوبہ| ریاست",
    "tr": " ili| eyaleti| Eyaleti| bölgesi",
    "fi": "n osavaltio|n maakunta|n lääni|n provinssi",
    "hu": " állam| megye| tartomány",
    "sv": " län",
    "de": " (Bundesstaat)",
}
_BEFORE: Final[Mapping[str, str]] = {
    "th": "รัฐ|จังหวัด|แคว้น|มณฑล|เขต|นคร",
    "en": "State of |Province of |Region of ",
    "ar": "ولاية |محافظة |مقاطعة |إقليم |منطقة |جهة |إمارة ",
    "fa": "استان |ایالت ",
    "ur": "صوبہ |ریاست ",
    "es": "Provincia de |Departamento de |Región de |Estado de |Comunidad de ",
    "pt": "Província de |Departamento de |Estado de |Estado do |Região de |Distrito de ",
    "it": "Provincia di |Dipartimento di |Stato di |Regione di ",
    "fr": "Province de |Province du |Région de |Département de |État de |État du |Gouvernorat de ",
    "nl": "Provincie ",
    "ru": "штат |Штат |провинция |Провинция |департамент |область ",
    "uk": "штат |Штат |провінція |Провінція ",
    "vi": "tỉnh |Tỉnh |bang |Bang ",
    "id": "Provinsi ",
    "he": "מחוז ",
    "pl": "Stan |Prowincja |Województwo ",
}


def short_forms(key: str, name: str) -> Iterator[str]:
    """Yield `name`, a subdivision's in the language `key`, without a word for what it is."""
    after = _AFTER.get(key, "")
    for ending in after.split("|" if "|" in after or after.startswith(" ") else " "):
        if ending and name.endswith(ending) and len(name) - len(ending) >= _SHORTEST:
            yield name.removesuffix(ending)
    for beginning in _BEFORE.get(key, "").split("|"):
        if beginning and name.startswith(beginning) and len(name) - len(beginning) >= _SHORTEST:
            yield name.removeprefix(beginning)

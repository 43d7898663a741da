"""Chinese characters in Latin letters: Hanyu Pinyin without tones, by `pypinyin` (MIT)."""

from typing import Final

#: Family names of two characters, and family names that are not read as their character mostly is.
LONG_FAMILIES: Final = frozenset(
    [
        "欧阳",
        "歐陽",
        "司马",
        "司馬",
        "上官",
        "诸葛",
        "諸葛",
        "东方",
        "東方",
        "皇甫",
        "尉迟",
        "尉遲",
        "公孙",
        "公孫",
        "令狐",
        "慕容",
        "司徒",
        "端木",
        "长孙",
        "長孫",
        "宇文",
        "夏侯",
    ]
)
_FAMILY_READINGS: Final = dict(
    pair.split(":")
    for pair in [
        "曾:zeng",
        "单:shan",
        "單:shan",
        "解:xie",
        "仇:qiu",
        "朴:piao",
        "查:zha",
        "盖:ge",
        "蓋:ge",
        "区:ou",
        "區:ou",
        "翟:zhai",
        "覃:qin",
        "尹:yin",
        "缪:miao",
        "繆:miao",
        "乐:yue",
        "樂:yue",
        "冼:xian",
        "折:she",
        "宁:ning",
    ]
)
_LONG_READINGS: Final = {
    "尉迟": ["yu", "chi"],
    "尉遲": ["yu", "chi"],
    "长孙": ["zhang", "sun"],
    "長孫": ["zhang", "sun"],
}


def family_size(name: str) -> int:
    """Return how many characters the family name has in `name`, two to four characters of Chinese."""
    return 2 if len(name) > 2 and name[:2] in LONG_FAMILIES else 1


def syllables(text: str, *, person: bool) -> list[str]:
    """Return the reading of each character of `text`; of a `person` the first is read as a family name."""
    from pypinyin import lazy_pinyin

    read: list[str] = [part.replace("ü", "v") for part in lazy_pinyin(text)]
    if person and len(read) == len(text):
        if text[:2] in _LONG_READINGS:
            read[:2] = _LONG_READINGS[text[:2]]
        elif text and text[0] in _FAMILY_READINGS:
            read[0] = _FAMILY_READINGS[text[0]]
    return read

"""Names of nobody, for `bench/watchlist.py`: drawn with a seed in ten scripts."""

import random
from collections.abc import Iterator
from typing import Final

#: Language -> syllables, and how many of them a word has at least and at most; nothing between words in Chinese.
_SYLLABLES: Final = {
    "en": "bar ton mel der hol wick ford ash ley mont grave stan win ches field hart low den ruth ald kerr pem sar",
    "hi": "रा मे श कु मा र सु नी ल प्र का अ नि वि जे न्द्र दी पक मो ह न गी ता शर् मा व र् मा",
    "ru": "ва си ль ев ни ко ла ев пе тро ма ри на бо ри сов ку зне цов ор ло ва го лу бев сер ге",
    "ar": "مح مد عب دال له حس ين سع يد نا صر خا لد يو سف رش يد جما ل كر يم فا طم",
    "zh": "王 李 张 刘 陈 杨 黄 赵 吴 周 伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 秀 霞 平 刚 桂",
    "ja": "タ ナ カ サ ト ウ ス ズ キ ワ ベ ヤ マ モ リ コ ハ シ イ ケ ダ ノ グ チ",
    "ko": "김 이 박 최 정 강 조 윤 장 임 민 서 지 현 준 우 영 수 진 호 은 혜 성 재",
    "th": "สม ชาย วิ ชัย ประ เสริฐ นภา พร สุ ดา รัตน์ กิต ติ ธน พล วร รณ ศิ ริ",
    "el": "πα πα δο πο υ λος γε ωρ γι ου νι κο λα ιδης μα ρι να κω στα",
    "am": "አበ በ ተስ ፋዬ ከበ ደ ገብ ረ ማር ያም ኃይ ሌ መኮ ንን ታደ ሰ",
}
_TYPES: Final = ("PER", "ORG", "LOC", "MISC")


def rows(count: int, seed: int) -> Iterator[tuple[str, str, str, str]]:
    """Yield `count` times (id, type, name, language); names are different."""
    draw = random.Random(seed)
    parts = {language: listed.split() for language, listed in _SYLLABLES.items()}
    languages = sorted(parts)
    seen: set[str] = set()
    while len(seen) < count:
        language = draw.choice(languages)
        name = _name(draw, language, parts[language])
        if name not in seen:
            seen.add(name)
            yield f"X{len(seen)}", draw.choice(_TYPES), name, language


def _name(draw: random.Random, language: str, syllables: list[str]) -> str:
    if language == "zh":
        return "".join(draw.choices(syllables, k=draw.randint(4, 6)))
    words = ["".join(draw.choices(syllables, k=draw.randint(2, 4))) for _ in range(draw.randint(2, 3))]
    if language in {"th", "ja"}:
        return "".join(words)
    return " ".join(word.capitalize() for word in words)

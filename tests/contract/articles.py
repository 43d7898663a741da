"""The articles that every stage must stand: names in many scripts, hostile texts, empty-ish and huge ones."""

import random
import sys
import unicodedata
from typing import Any, Final

import orjson
from babel import Locale

from processor.contracts import EnrichedArticle, Limits, accept
from tests.support.articles import seed_messages

#: One language a script, and its CLDR locale: 33 scripts, some right to left, without spaces, or beyond the BMP.
SCRIPTS: Final = {
    "Adlm": "ff_Adlm", "Arab": "ar", "Armn": "hy", "Beng": "bn", "Cher": "chr", "Cyrl": "ru", "Deva": "hi",
    "Ethi": "am", "Geor": "ka", "Grek": "el", "Gujr": "gu", "Guru": "pa", "Hans": "zh", "Hant": "zh_Hant",
    "Hebr": "he", "Jpan": "ja", "Khmr": "km", "Knda": "kn", "Kore": "ko", "Laoo": "lo", "Latn": "es", "Mlym": "ml",
    "Mymr": "my", "Nkoo": "nqo", "Olck": "sat", "Orya": "or", "Sinh": "si", "Syrc": "syr", "Taml": "ta",
    "Telu": "te", "Tfng": "zgh", "Thai": "th", "Tibt": "dz", "Vaii": "vai", "Yiii": "ii",
}  # fmt: skip
#: Longest text that is accepted, code points.
LONGEST: Final = Limits().text_length


def named(locale: str) -> str:
    """Return an article that names countries in a locale's language: headline, body with astral letters, trailers."""
    names = Locale.parse(locale).territories
    india, russia, germany = names["IN"], names["RU"], names["DE"]
    return (
        f"  {india} – {russia}\n\n"
        f"😀𝔸 {germany}, {india}; ({russia}) “{germany}”. {india}?\n"
        f"{russia}\u200f {india}\u00a0{germany} 2026 https://example.org/{india} @{russia} 👩\u200d👩\u200d👧\n\n"
        f"2026-01-31 08:30:00\n#{india.split()[0]} #{russia.split()[0]}\n"
    )


def _any_code_points(seed: int, count: int) -> str:
    draw = random.Random(seed)
    codes = (draw.randrange(sys.maxunicode + 1) for _ in range(count))
    return "".join(chr(code) for code in codes if not 0xD800 <= code <= 0xDFFF)


def _letters_of_every_script() -> str:
    letters = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)).startswith("L")]
    return " ".join("".join(letters[first : first + 5]) for first in range(0, len(letters), 37))


HOSTILE: Final = {
    "one mark": "\u0301",
    "marks alone": "\u0301" * 256,
    "marks in runs": ("India" + "\u0301" * 250 + " ") * 500,
    "marks without a base": ("\u093f\u0941 " * 250),
    "bidi overrides": "\u202eRussia \u2067India\u2069\u202c \u202bРоссия\u202c " * 50,
    "unclosed bidi": "\u202e" * 500 + "India" + "\u2066" * 500,
    "joiner chains": "क्" + "\u200d" * 5000 + "ष \u200cभा\u200dरत\u200c",
    "zero width inside names": "I\u200bn\u200bd\u200bi\u200ba R\u00adu\u00adssia भा\u200cरत",
    "emoji": "👩🏽\u200d🚀🇮🇳🇷🇺❤️\u200d🔥#️⃣" * 300,
    "regional indicators": "🇮" * 1001,
    "tag characters": "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f" * 50,
    "punctuation": "…?!—«»“”„¿¡,.;:()[]{}<>/\\|~^`´¨·•§¶†‡" * 50,
    "digits": "0123456789 ०१२३४५६७८९ ٠١٢٣٤٥٦٧٨٩ 一二三 Ⅳ ¾ " * 50,
    "symbols": "∑∫√∞≠≈€₹₽¥£$%‰™©®°←↑→↓♠♣♥♦" * 50,
    "controls": "Ind\0ia \x1b[31mRussia\x07 \x9b Ger\x7fmany",
    "private use": "\ue000\uf8ff\U000f0000\U0010fffd" * 50 + " India",
    "unassigned": "\u0378\u0379\U000e0080\ufffe\uffff\U0010ffff" * 50 + " Россия",
    "any code points": _any_code_points(7, 20_000),
    "letters of every script": _letters_of_every_script(),
    "cased oddly": "ıİßẞſKÅµΣςΐﬁŉǅ İNDİA iNDIA RUßLAND ﬁnland",
    "names inside words": "Indiana Russian xRussiax Nigeria Niger-Nigeria d'Inde l’Inde Indien's",
    "markup": "<script>alert('India')</script> &amp; <b>Russia</b> {{India}} ${Russia} %s %(a)s \\u0041 \\n",
    "addresses": "https://example.org/India?Russia=1#India mailto:russia@india.example @India #Russia 192.0.2.1 " * 20,
    "dead scripts": "𒀭𒈗 𓀀𓂀 𐀀𐀁 𐎀𐎁 𐌰𐌱𐌲 𐤀𐤁 ᚠᚢᚦ ᚁᚂ",
    "no language": "Zxqv wkjhg bnrtl qqzzk vvxw jjkq zzrt plmkz. Xkcd qwrtz bvnm!",
    "tabs and blanks": "India\t\tRussia\u3000Germany\u2003\u2009\u00a0India\u1680Россия",
    "line ends": "India\r\nRussia\rGermany\u2028India\u2029Россия\x85भारत\vभारत\fभारत",
    "many lines": "India\n" * 2000,
    "many hashtags": "India\n" + "#India" * 2000,
    "byte order marks": "\ufeffIn\ufeffdia\ufeff",
    "ideographic variants": "印\U000e0100度\U000e0101 𠮷野家 㐀𪚥𰀀",
    "jamo": "인ᄃ\u1169 인도",
}
SHORT: Final = {
    "letter": "a",
    "word": "India",
    "full stop": ".",
    "hash": "#",
    "digit": "7",
    "ideograph": "印",
    "emoji": "😀",
    "only trailers": "2026-01-31 08:30:00\n#India #Russia",
    "an invisible body": "\u200b\n2026-01-31 08:30:00",
    "space around": " \n\n India \n\n ",
}
HUGE: Final = {
    "one letter": "a" * LONGEST,
    "one ideograph": "印" * LONGEST,
    "one mark between": "क\u093f" * (LONGEST // 2),
    "words": ("India and Russia " * LONGEST)[:LONGEST],
    "Hindi words": ("भारत और रूस की " * LONGEST)[:LONGEST],
    "Thai without spaces": ("อินเดียและรัสเซีย" * LONGEST)[:LONGEST],
    "Chinese without spaces": ("印度和俄罗斯的" * LONGEST)[:LONGEST],
    "white space": "India" + " \n" * (LONGEST // 2 - 10) + "Russia",
    "full stops": "." * LONGEST,
    "emoji": "😀" * LONGEST,
    "hyphens": ("India-" * LONGEST)[:LONGEST],
    "joiners": "a" + "\u200d" * (LONGEST - 1),
    "alternating scripts": ("India भारत Россия 印度 อินเดีย " * LONGEST)[:LONGEST],
}


def messages() -> dict[str, bytes]:
    """Return all articles of the suite as raw messages, by name."""
    texts = {f"script {script}": named(locale) for script, locale in SCRIPTS.items()}
    texts |= {f"hostile: {name}": text for name, text in HOSTILE.items()}
    texts |= {f"short: {name}": text for name, text in SHORT.items()}
    texts |= {f"huge: {name}": text for name, text in HUGE.items()}
    found = {f"seed {stem}": message for stem, message in seed_messages().items()}
    found |= {name: orjson.dumps({"text": text}) for name, text in texts.items()}
    # Titles and hints are the producer's: what they name is not in the text.
    extras: dict[str, dict[str, Any]] = {
        "a title outside the text": {"title": "Россия и Германия: हिन्दी शीर्षक 印度", "language_hint": "en"},
        "a title as long as it gets": {"title": "India " * 1600},
        "a wrong hint": {"language_hint": "th", "metadata": {"deep": [{"list": [1, {"a": None}]}]}, "unknown": [1.5]},
        "a hint of no language": {"language_hint": "x-klingon"},
    }
    for name, extra in extras.items():
        found[f"producer: {name}"] = orjson.dumps({"text": "The talks in India went on for days.\nMore.", **extra})
    return found


def records() -> dict[str, EnrichedArticle]:
    """Return the records before their first stage, by name. Every article of the suite is one that intake takes."""
    return {name: accept(message, Limits()) for name, message in messages().items()}

"""Texts of any length for `bench/length.py`: ordinary news, and texts made to be slow.

Each kind is a function from a number of code points to a text of as many, the same every time. Hostile ones aim at what
is known to make such programs slow: expressions that try again from every place, work for each pair of mentions, words
and names that never end, marks that are ordered, and tables of what was read before that never hit.
"""

import base64
import random
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import chain, count, cycle, product
from pathlib import Path
from typing import Final

from processor.contracts.text import MAX_COMBINING_RUN

Text = Callable[[int], str]

SEEDS: Final = Path(__file__).parents[1] / "seeds"
#: By kind of writing: the seed in it, and the language of the marked articles in training/topics that follow it.
_NEWS: Final = {
    "Latin": ("001_en", "en"),
    "Cyrillic": ("003_ru", "ru"),
    "Devanagari": ("000_", "hi"),
    "Arabic": ("004_ar", "ar"),
    "Han, unspaced": ("005_zh", "zh"),
    "Japanese": ("006_ja", "ja"),
    "Hangul": ("007_ko", "ko"),
    "Thai, unspaced": ("008_th", "th"),
}
_CONSONANTS, _VOWELS = "bdfgklmnprstvz", "aeiou"


def ordinary() -> dict[str, Text]:
    """Return kinds of news by their writing; where a language has less text, it is repeated."""
    kinds: dict[str, Text] = {f"news: {script}": _repeated(_news(script)) for script in _NEWS}
    kinds["news: all of these"] = _repeated("\n".join(chain.from_iterable(zip(*_paragraphs(), strict=False))))
    return kinds


def hostile() -> dict[str, Text]:
    """Return kinds of texts that are made to be slow."""
    return {
        **{f"{about} repeated": _repeated(unit) for about, unit in _UNITS.items()},
        **{about: _joined(parts) for about, parts in _PARTS.items()},
        "letters that grow when composed": lambda size: _repeated("\u0958")(size // 2),
        "one letter, a full stop at the end": lambda size: "a" * (size - 1) + ".",
        "full stops, a letter at the end": lambda size: "." * (size - 1) + "a",
        "closing brackets after a full stop": lambda size: ("." + ")" * size)[: size - 1] + "a",
        "full stops and closing quotes, a letter at the end": lambda size: _repeated('."')(size - 1) + "a",
        "a place with blanks inside": lambda size: "in San" + " " * (size - 16) + "Francisco.",
        "a country with blanks inside": lambda size: "Republic of" + " " * (size - 16) + "Korea",
        "blanks, a letter at both ends": lambda size: "a" + " " * (size - 2) + "b",
        "line ends, a letter at both ends": lambda size: "a" + "\n" * (size - 2) + "b",
        "zero-width joiners, a letter at both ends": lambda size: "a" + "\u200d" * (size - 2) + "b",
        "brackets that open, then close": lambda size: "(" * (size // 2) + "a" * (size % 2) + ")" * (size // 2),
        "quotes within quotes": lambda size: ("«Aa " * size)[: size // 2] + ("»" * size)[: size - size // 2],
        "one word in every script, unspaced": _joined(lambda: (chr(code) for code in cycle(_LETTERS))),
    }


def near_misses() -> list[str]:
    """Return names for a watchlist, of which hostile texts have the beginnings: each a word longer than the last."""
    return ["Vladimir Putin", "Kim Jong-un", *(f"{'Anna ' * words}Bell" for words in range(1, 12))]


#: Repeated as they are.
_UNITS: Final = {
    "a letter": "a",
    "a capital": "A",
    "a Devanagari syllable": "की",
    "a Han character": "国",
    "a Thai letter": "ก",
    "a Hangul syllable": "김",
    "an Arabic letter": "و",
    "a word without blanks": "Путина",
    "a full stop": ".",
    "an apostrophe": "'",
    "a letter and a full stop": "a.",
    "a capital and a full stop": "A.",
    "capitals, full stops, blanks": "A. B. ",
    "punctuation": "!?;:,.-—'\"()[]{}«»„“…/\\|",
    "sentences of one character": "A. ",
    "sentences of one danda": "क।",
    "lines of one character": "a\n",
    "a letter with as many marks as intake takes": "a" + "\u0301" * (MAX_COMBINING_RUN - 1),
    "a letter with marks that are ordered": "a" + "\u0301\u0316" * (MAX_COMBINING_RUN // 2 - 1),
    "zero-width characters": "\u200b\u200c\u200d\u2060a",
    "a digit": "7",
    "numbers and marks": "1,234.5-67/8:9 ",
    "a hyphen chain": "Kim-",
    "hyphens": "-",
    "brackets": "([{",
    "acronyms in brackets": "World Health Organization (WHO) ",
    "brackets that never close": "WHO (",
    "quotes": "“Aa” ",
    "a country": "Russia ",
    "countries in a row": "Россией, ",
    "a country unspaced": "中国",
    "a Thai country unspaced": "ไทย",
    "a country in an address": "http://Russia ",
    "places of one name": "Paris, Texas; Springfield, Illinois. ",
    "a person": "Vladimir Putin ",
    "persons": "Kim Jong-un met Angela Merkel. Kim said Merkel agreed. ",
    "titles": "श्री ",
    "English titles": "Mr ",
    "a person's initials": "G. W. Bush, ",
    "Korean names": "김정은은 문재인과 ",
    "Arabic names joined": "محمد ومحمود وعلي ",
    "listed names but for their ends": "Anna Anna ",
    "keywords of topics": "election football earthquake court virus ",
    "addresses": "https://example.org/a?b=c&d=%20e#f ",
    "an address that never ends": "https://a.b/",
    "domains": "aa.bb.",
    "e-mail addresses": "a.b+c@example.org ",
    "e-mail addresses without blanks": "a@b.",
    "hashtags": "#Kim_Jong_un #रूस ",
    "hashes": "#",
    "emoji joined": "👩‍👩‍👧‍👦",
    "emoji and modifiers": "👋🏿",
    "lone regional indicators": "🇰 🇵 ",
    "regional indicators": "🇰",
    "flips of direction": "\u202eabc\u202c\u2067אבג\u2069",
    "overrides never closed": "\u202e",
    "scripts in turn": "aжहع中กא가",
    "scripts in turn, words": "John Иван राम علي 王 กา משה 김 ",
    "letters that grow in lower case": "İ",
    "ligatures of many letters": "\ufdfa",
    "soft hyphens": "a\u00ad",
    "tabs": "a\t",
    "astral letters": "𝔘𐍈",
    "unassigned code points": "\U0003fffd",
    "hashtag lines": "#a #b\n",
    "time stamps": "2023-09-17 18:58:04\n",
}


def _words(draw: random.Random) -> Iterator[str]:
    while True:
        yield "".join(draw.choice(_CONSONANTS) + draw.choice(_VOWELS) for _ in range(draw.randint(2, 4)))


def _names() -> Iterator[str]:
    """Yield different names of two words, so that nothing remembered helps and every one may be a person."""
    syllables = [consonant + vowel for consonant, vowel in product(_CONSONANTS, _VOWELS)]
    for one, two, three in product(syllables, repeat=3):
        yield f"{one.capitalize()}{two}n {three.capitalize()}{one}{two}, "


def _cyrillic() -> Iterator[str]:
    draw = random.Random(9)
    while True:
        yield "".join(draw.choice("бвгдклмнпрст") + draw.choice("аеиоу") for _ in range(3))


def _blob() -> Iterator[str]:
    draw = random.Random(1)
    while True:
        yield base64.b64encode(draw.randbytes(57)).decode()


def _code_points() -> Iterator[str]:
    """Yield letters of all planes at random, none of which is a mark that would be ordered."""
    draw = random.Random(2)
    while True:
        char = chr(draw.choice(_LETTERS))
        yield char if draw.random() < 0.8 else " "


_LETTERS: Final = tuple(code for code in (*range(0x41, 0x2FA1), *range(0x4E00, 0x9FFF, 7)) if chr(code).isalpha())

#: What follows each other.
_PARTS: Final[dict[str, Callable[[], Iterable[str]]]] = {
    "capitalised words, all different": lambda: (f"{word.capitalize()} " for word in _words(random.Random(3))),
    "words, all different": lambda: (f"{word} " for word in _words(random.Random(4))),
    "names, all different": _names,
    "names that begin alike": lambda: (f"Ivan Petrov{number:x} " for number in count()),
    "people of one surname": lambda: (
        f"{'A' + word} {two.capitalize()} Smith, A. {two[0].upper()}. {word[0].upper()}. Smith, "
        for word, two in zip(_words(random.Random(10)), _words(random.Random(11)), strict=False)
    ),
    "Russian towns, all different": lambda: (f"в городе Александров{word}е, " for word in _cyrillic()),
    "people of one first name": lambda: (f"Ann {word.capitalize()}, " for word in _words(random.Random(5))),
    "case forms of one name": lambda: cycle(
        f"{name}, " for name in ("Путин", "Путина", "Путину", "Путиным", "Путине", "Владимир Путин", "Владимира Путина")
    ),
    "acronyms, all different": lambda: ("".join(word[:4]).upper() + " " for word in _words(random.Random(6))),
    "organisations and their acronyms": lambda: (
        f"{one.capitalize()} {two.capitalize()} Agency ({(one[0] + two[0]).upper()}A) "
        for one, two in zip(_words(random.Random(7)), _words(random.Random(8)), strict=False)
    ),
    "a base64 blob": _blob,
    "base64 lines": lambda: (f"{line}\n" for line in _blob()),
    "letters at random": _code_points,
    "hexadecimal": lambda: (f"{number:08x}" for number in count(2**28, 7_654_321)),
}


def _repeated(unit: str) -> Text:
    return lambda size: (unit * (size // len(unit) + 1))[:size]


def _joined(parts: Callable[[], Iterable[str]]) -> Text:
    def text(size: int) -> str:
        found: list[str] = []
        held = 0
        for part in parts():
            found.append(part)
            held += len(part)
            if held >= size:
                break
        return _repeated("".join(found))(size)

    return text


@cache
def _news(script: str) -> str:
    from training.topics.data import load_articles

    seed, language = _NEWS[script]
    (path,) = SEEDS.glob(f"{seed}*.txt")
    articles = [text.text for text in load_articles() if text.language == language]
    return "\n".join([path.read_text(encoding="utf-8").strip(), *articles, ""])


def _paragraphs() -> list[list[str]]:
    return [_news(script).splitlines() for script in _NEWS]

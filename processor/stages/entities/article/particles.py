"""Korean and Japanese particles after a name stay outside of it.

Many look like the end of a name (`박지은`: a given name, not `박지` with a topic particle). So it takes evidence: the rest
is a name elsewhere in the article, or is built as a name is, or the particle is one that ends no name.
"""

from typing import Final

import regex

from processor.contracts import EntityType
from processor.stages.entities.article.evidence import Evidence
from processor.stages.entities.gazetteer.endings import PARTICLES

_KOREAN: Final = sorted(PARTICLES["ko"], key=lambda particle: (-len(particle), particle))
#: They end hardly any name.
_SURE: Final = frozenset(
    [
        "는",
        "를",
        "을",
        "에서",
        "에게",
        "에서는",
        "에서도",
        "에게는",
        "으로",
        "으로는",
        "까지",
        "부터",
        "보다",
        "처럼",
        "이라고",
        "라고",
        "와는",
        "과는",
        "에는",
        "에도",
    ]
)
_AFTER_CONSONANT: Final = frozenset(["은", "이", "을", "과", "으로", "이라고", "이라는", "이며", "이고", "이나"])
_AFTER_VOWEL: Final = frozenset(["는", "가", "를", "와", "라고", "라는"])
_SURNAMES: Final = frozenset(
    "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류나진지엄채원천방공"
)
_NAME: Final = 3
_SHORTEST: Final = 2
_HANGUL: Final = regex.compile(r"\p{Hangul}")
_SYLLABLES: Final = 0xAC00
_FINALS: Final = 28
_JAPANESE: Final = regex.compile(
    r"(?<=[\p{Han}\p{Katakana}ー\p{Latin}])(?:から|まで|より|には|では|とは|は|が|を|の|に|と|で|も|へ)$"
)


def without_particle(text: str, start: int, end: int, kind: EntityType, language: str, seen: Evidence) -> int:
    """Return where the name at [start, end) ends."""
    if language == "ko" and _HANGUL.match(text, end - 1):
        return _korean(text, start, end, kind, seen)
    if language == "ja" and kind != "MISC":
        particle = _JAPANESE.search(text, start, end)
        if particle and particle.start() - start >= _SHORTEST and not seen.is_word(text[start:end]):
            return particle.start()
    return end


def _korean(text: str, start: int, end: int, kind: EntityType, seen: Evidence) -> int:
    last = max(text.rfind(" ", start, end) + 1, start)
    for particle in _KOREAN:
        rest = end - len(particle)
        if rest - last < _SHORTEST or not text.endswith(particle, last, end) or not _fits(text[rest - 1], particle):
            continue
        name, word = text[start:rest], text[last:rest]
        if seen.is_name(name) and (last == start or seen.is_name(word)):
            return rest
        if kind != "PER" or last != start:  # two words: no Korean name, so none that could end so
            if particle in _SURE:
                return rest
            continue
        is_whole = len(word) == _NAME and word[0] in _SURNAMES
        could_be = len(word) + len(particle) == _NAME and word[0] in _SURNAMES
        if is_whole or (particle in _SURE and not could_be):
            return rest
    return end


def _fits(before: str, particle: str) -> bool:
    """Say whether the particle has the form that it takes after this syllable."""
    if not _HANGUL.match(before):
        return True
    closed = (ord(before) - _SYLLABLES) % _FINALS != 0
    return not (closed and particle in _AFTER_VOWEL) and (closed or particle not in _AFTER_CONSONANT)

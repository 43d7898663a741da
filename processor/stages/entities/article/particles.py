"""Korean and Japanese particles after a name stay outside of it.

Many look like the end of a name (`박지은`: a given name, not `박지` with a topic particle). So it takes evidence: the
rest is a name elsewhere in the article, or is built as a name is, or the particle is one that ends no name.
"""

from typing import Final

import regex

from processor.stages.entities.article.written import Written
from processor.stages.entities.gazetteer.endings import PARTICLES
from processor.stages.entities.gazetteer.words import words

_KOREAN: Final = sorted(PARTICLES["ko"], key=lambda particle: (-len(particle), particle))
#: They end hardly any name.
_SURE: Final = words(
    "는 를 을 에서 에게 에서는 에서도 에게는 으로 으로는 까지 부터 보다 처럼 이라고 라고 와는 과는 에는 에도"
)
_AFTER_CONSONANT: Final = words("은 이 을 과 으로 이라고 이라는 이며 이고 이나")
_AFTER_VOWEL: Final = words("는 가 를 와 라고 라는")
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


def without_particle(written: Written) -> int:
    """Return where the name ends."""
    if written.language == "ko" and _HANGUL.match(written.name[-1:]):
        return _korean(written)
    if written.language == "ja" and written.kind != "MISC":
        particle = _JAPANESE.search(written.text, written.start, written.end)
        if particle and particle.start() - written.start >= _SHORTEST:
            return particle.start()
    return written.end


def _korean(written: Written) -> int:
    before, blank, last = written.name.rpartition(" ")
    for particle in _KOREAN:
        word = last.removesuffix(particle)
        if word == last or len(word) < _SHORTEST or not _fits(word[-1], particle):
            continue
        is_known = written.seen.is_name(before + blank + word) and (not before or written.seen.is_name(word))
        # Two words are no Korean name, so none that could end like a particle.
        foreign = written.kind != "PER" or bool(before)
        if is_known or (particle in _SURE if foreign else _ends_name(word, particle)):
            return written.end - len(particle)
    return written.end


def _ends_name(word: str, particle: str) -> bool:
    """Say whether a person's name of one word ends before the particle: Korean ones mostly have three syllables."""
    if word[0] not in _SURNAMES:
        return particle in _SURE
    return len(word) == _NAME or (particle in _SURE and len(word) + len(particle) != _NAME)


def _fits(before: str, particle: str) -> bool:
    """Say whether the particle has the form that it takes after this syllable."""
    if not _HANGUL.match(before):
        return True
    closed = (ord(before) - _SYLLABLES) % _FINALS != 0
    return particle not in (_AFTER_VOWEL if closed else _AFTER_CONSONANT)

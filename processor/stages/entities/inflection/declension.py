"""Decline names: the other case forms of a name, or the stems to which its endings are written."""

from collections.abc import Iterator
from itertools import product
from typing import Final

from processor.stages.entities.inflection.paradigms import PARADIGMS, STEMS, Paradigm

#: Shorter names are left as they are: `Чад` declined is `чада`, of a child.
MIN_LETTERS: Final = 4
#: A name of more words is a formal one that is written in the nominative, if at all.
MAX_WORDS: Final = 4


def forms(key: str, name: str, *, person: bool = False) -> Iterator[str]:
    """Yield the other case forms of `name` in the language `key`.

    Args:
        person: the name may be a surname, which is often an adjective (`Зеленский`), and which may stay as it is after
            a given name that changes (`Ангелы Меркель`).
    """
    paradigm = PARADIGMS.get(key)
    words = name.split(" ")
    if paradigm is None or len(name) < MIN_LETTERS or len(words) > MAX_WORDS:
        return
    if name in paradigm.irregular:
        yield from (form.replace("_", " ") for form in paradigm.irregular[name].split())
        return
    declined = [_word_cases(word, paradigm, alone=len(words) == 1 and not person) for word in words]
    if not any(declined):
        return
    cases = max(len(by_case) for by_case in declined)
    for case in range(cases):
        alternatives = [by_case[case] if by_case else [word] for by_case, word in zip(declined, words, strict=True)]
        if person and len(words) > 1 and words[-1] not in alternatives[-1]:
            alternatives[-1] = [*alternatives[-1], words[-1]]
        yield from (form for form in map(" ".join, product(*alternatives)) if form != name)


def stems(key: str, name: str) -> Iterator[str]:
    """Yield what stays of `name` before the endings of an agglutinating language, where it is not the whole name."""
    endings = STEMS.get(key, {})
    if len(name) < MIN_LETTERS:
        return
    for ending in sorted(endings, key=len, reverse=True):
        if name.endswith(ending):
            base = name.removesuffix(ending)
            yield from (base + replacement.replace("~", "") for replacement in endings[ending].split())
            return


def _word_cases(word: str, paradigm: Paradigm, *, alone: bool) -> list[list[str]]:
    """Return the forms of a word by case, as a noun and as an adjective; nothing for a word that does not change."""
    tables = [paradigm.nouns] if alone else [paradigm.nouns, paradigm.adjectives]
    found: list[list[str]] = []
    if not word[:1].isupper() and len(word) < MIN_LETTERS:  # `a`, `и`; Czech writes `Spojené státy`
        return found
    for table in tables:
        rule = next((ending for size in (4, 3, 2, 1) if (ending := word[-size:]) in table and size < len(word)), None)
        if rule is None:
            continue
        for case, endings in enumerate(table[rule].split(" ")):
            while len(found) <= case:
                found.append([])
            base = word.removesuffix(rule)
            new = [word if ending == "-" else _attach(base, ending, paradigm) for ending in endings.split("|")]
            found[case].extend(form for form in new if form not in found[case])
    return found


def _attach(base: str, ending: str, paradigm: Paradigm) -> str:
    if ending.startswith("'"):
        ending = ending[1:]
        for size in (2, 1):
            if softened := paradigm.soften.get(base[-size:]):
                base = base[:-size] + softened
                # Czech writes the softening in the vowel itself: Ukrajina, Ukrajině.
                return base if base[-1] == "ě" and ending == "e" else base + ending
    return base + ending.replace("~", "")

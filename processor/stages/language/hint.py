"""The producer's `language_hint`, used only where the text itself does not decide."""

from dataclasses import dataclass
from typing import Final

from processor.stages.language.decision import tag_probability
from processor.stages.language.evidence import View
from processor.stages.language.model import NgramModel

#: A hint the text makes less likely is not believed. Of 125 languages in Latin letters each starts near 0.008.
LEAST: Final = 0.001
#: Subtags that name no language.
_NO_LANGUAGE: Final = frozenset({"und", "mul", "mis", "zxx", "x", "i"})
#: ISO 15924 codes that stand for several of our writing systems.
_GROUPS: Final = {"Hans": "Hani", "Hant": "Hani", "Hang": "Kore", "Aran": "Arab"}


@dataclass(frozen=True, slots=True)
class Hint:
    """A believable hint: its tag in the case that tags are written in, and the probability the text itself gives it."""

    tag: str
    probability: float


def read_hint(value: object, view: View, model: NgramModel) -> Hint | None:
    """Return the hint where it names a language written in the script of `view` that the text does not rule out.

    Its probability is what the text gives that language; 0 for a language the model does not know.
    """
    if not isinstance(value, str) or not view.group:
        return None
    subtags = value.split("-")
    language = subtags[0].lower()
    if language in _NO_LANGUAGE or len(language) > 3 or view.group not in _scripts(language, subtags[1:]):
        return None
    script = next((subtag.title() for subtag in subtags[1:] if len(subtag) == 4 and subtag.isalpha()), "")
    tags = {language, f"{language}-{script}"}
    known = [tag for tag in dict.fromkeys((*model.tags, *model.macros)) if tag in tags]
    if not known:
        return Hint(_in_usual_case(subtags), 0.0)
    likely = max(tag_probability(model, view.probabilities, tag) for tag in known)
    return Hint(_in_usual_case(subtags), likely) if likely >= LEAST else None


def _in_usual_case(subtags: list[str]) -> str:
    """Return the tag in the case of RFC 5646, section 2.1.1: producers may write `EN-gb`, consumers want `en-GB`."""
    written = [subtags[0].lower()]
    extended = False
    for subtag in subtags[1:]:
        extended = extended or len(subtag) == 1
        of_length = {2: str.upper, 4: str.title} if not extended else {}
        written.append(of_length.get(len(subtag), str.lower)(subtag))
    return "-".join(written)


def _scripts(language: str, subtags: list[str]) -> set[str]:
    """Return the writing systems the hint stands for: its script subtag's, else its language's in CLDR."""
    from babel.core import get_global

    written = next((subtag.title() for subtag in subtags if len(subtag) == 4 and subtag.isalpha()), None)
    if written is None:
        region = next((subtag.upper() for subtag in subtags if len(subtag) == 2), None)
        likely = get_global("likely_subtags")
        found = likely.get(f"{language}_{region}") or likely.get(language)
        written = found.split("_")[1] if found else None
    return {_GROUPS.get(written, written)} if written else set()

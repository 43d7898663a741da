"""The classes of the model: SIB-200's file codes, their BCP 47 tags and macrolanguages.

Two-letter codes and likely scripts (CLDR, Unicode License v3) come from `babel`, numbers of writers (also CLDR's) from
`langcodes` with `language_data` (MIT); macrolanguages are those of ISO 639-3.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from babel.core import get_global

#: SIB-200 files that are one class. ISO 639-3 merged ajp into apc in 2023. The `aka` file is Twi, a form of Akan. The
#: files of Mesopotamian, Ta'izzi-Adeni and Najdi Arabic are mostly standard Arabic (a model told them apart in 20 to 50
#: of 100 sentences), and the `yue` file is written Chinese: none of its 701 sentences has a Cantonese function word.
MERGED: Final = {
    "acm_Arab": "arb_Arab",
    "acq_Arab": "arb_Arab",
    "ajp_Arab": "apc_Arab",
    "ars_Arab": "arb_Arab",
    "twi_Latn": "aka_Latn",
    "yue_Hant": "zho_Hant",
}
#: Class made by transliterating the Serbian file, since Serbian is written in both scripts and SIB-200 has one.
SERBIAN_LATIN: Final = "srp_Latn"

#: ISO 639-3 macrolanguages, as far as SIB-200 has members of them (https://iso639-3.sil.org/about/scope).
_MEMBERS: Final = {
    "ara": "acm acq aeb ajp apc arb ars ary arz",
    "aka": "twi",
    "aym": "ayr",
    "aze": "azb azj",
    "din": "dik",
    "fas": "pes prs",
    "ful": "fuv",
    "hbs": "bos hrv srp",
    "kau": "knc",
    "kur": "ckb kmr",
    "lav": "ltg lvs",
    "mlg": "plt",
    "mon": "khk",
    "msa": "bjn ind min zsm",
    "nep": "npi",
    "nor": "nno nob",
    "ori": "ory",
    "orm": "gaz",
    "pus": "pbt",
    "que": "quy",
    "sqi": "als",
    "swa": "swh",
    "tmh": "taq",
    "uzb": "uzn",
    "yid": "ydd",
    "zho": "yue",
}
MACROLANGUAGE: Final = {member: macro for macro, members in _MEMBERS.items() for member in members.split()}
#: Members that give their macrolanguage's tag its usual meaning and so are tagged with it.
_STANDARD: Final = {"arb", "azj", "kmr", "lvs", "pes", "zsm"}
_ALIASES: Final = {"tgl": "tl", "prs": "prs", "hbs": "sh", "tmh": "tmh", "twi": "tw"}
#: CLDR has no number for some languages, and very low ones for others.
FEWEST_WRITERS: Final = 100_000
_WRITING_SYSTEM: Final = {"Hang": "Kore", "Hans": "Hani", "Hant": "Hani"}


@dataclass(frozen=True, slots=True)
class Label:
    """One class.

    Attributes:
        code: SIB-200's file code.
        tag: BCP 47 tag, script left out where CLDR holds it for the likely one.
        macro: tag of the macrolanguage to fall back to, equal to `tag` where the class stands for it; "" without one.
        script: ISO 15924 code of its writing.
        group: code of the classes it competes with: `script`, but Hani for Hans and Hant.
    """

    code: str
    tag: str
    macro: str
    script: str
    group: str


def class_of(code: str) -> str:
    """Return the class a file's sentences belong to."""
    return MERGED.get(code, code)


def make_labels(codes: Iterable[str]) -> list[Label]:
    """Return a label for each class in `codes`, in their order."""
    codes = list(codes)
    members: dict[str, set[str]] = {}
    for code in codes:
        members.setdefault(MACROLANGUAGE.get(code[:3], code[:3]), set()).add(code[:3])
    return [_label(code, members) for code in codes]


def gold_tags(code: str) -> set[str]:
    """Return the tags that are right for a file: its language's, and its macrolanguage's, in the file's script."""
    language, script = code.split("_")
    right = {bcp47(language, script)}
    if macro := MACROLANGUAGE.get(language):
        right.add(bcp47(macro, script))
    return right


def bcp47(language: str, script: str) -> str:
    """Return the shortest tag for an ISO 639-3 language written in `script`."""
    subtag = _ALIASES.get(language) or get_global("language_aliases").get(language, language)
    script = "Kore" if script == "Hang" else script
    likely = get_global("likely_subtags").get("zh" if subtag == "sh" else subtag)
    if subtag == "sh":
        return "sh"
    return subtag if likely is None or likely.split("_")[1] == script else f"{subtag}-{script}"


def writers(tag: str) -> int:
    """Return how many people write a language in its script, by CLDR's estimates, not less than FEWEST_WRITERS."""
    from langcodes import Language  # its numbers are in the package language_data

    return max(int(Language.get(tag).writing_population()), FEWEST_WRITERS)


def _label(code: str, members: dict[str, set[str]]) -> Label:
    language, script = code.split("_")
    macro = MACROLANGUAGE.get(language)
    tag, fallback = bcp47(language, script), ""
    if macro is not None:
        fallback = bcp47(macro, script)
        if language in _STANDARD or len(members[macro]) == 1:
            tag = fallback
    if code == "zho_Hant":
        fallback = tag
    if code == "srp_Cyrl":
        fallback = ""
    group = _WRITING_SYSTEM.get(script, script)
    return Label(code, tag, fallback, "Kore" if script == "Hang" else script, group)

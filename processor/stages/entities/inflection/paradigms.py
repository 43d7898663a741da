"""Case endings of place names in languages whose names change in declension. From reference grammars.

A rule replaces an ending by those of the other cases, always in the same order of cases, `|` between variants of one
case and `-` for none, so that the words of one name can be put into the same case. The longest ending that fits a word
applies. Adjectives stand apart because they only occur in names of several words, and only beside a noun.
Forms that do not exist (a masculine declined as a feminine) do no harm: no text contains them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True)
class Paradigm:
    """How a language declines names.

    Attributes:
        nouns, adjectives: ending -> endings of the other cases, separated by spaces.
        soften: last letter before a softening ending (marked `'`) -> what it becomes.
        irregular: name -> its other forms.
    """

    nouns: Mapping[str, str]
    adjectives: Mapping[str, str] = field(default_factory=dict)
    soften: Mapping[str, str] = field(default_factory=dict)
    irregular: Mapping[str, str] = field(default_factory=dict)


_CONSONANTS_CYRILLIC: Final = "бвгґджзклмнпрстфхцчшщ"
_CONSONANTS_LATIN: Final = "bcdfghjklmnprstvwxzčćđłńśšžźżňťďľř"


def _after(letters: str, endings: str) -> dict[str, str]:
    """Return rules that keep a last consonant and add to it."""
    return {letter: " ".join(_add(letter, ending) for ending in endings.split()) for letter in letters}


def _pairs(listed: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in listed.split())


def _add(letter: str, ending: str) -> str:
    return "|".join("-" if part == "-" else letter + part for part in ending.split("|"))


_RUSSIAN: Final = Paradigm(
    nouns={
        "ия": "ии ии ию ией ии",
        "ея": "еи ее ею еей ее",
        "ья": "ьи ье ью ьей ье",
        "а": "ы е у ой е",
        **{f"{c}а": f"{c}и {c}е {c}у {c}ой|{c}ей {c}е" for c in "гкхжчшщ"},
        "й": "я ю - ем е",
        "ий": "ия ию - ием ии",
        "ь": "я|и ю|и - ем|ью е|и",
        "ы": "ов|~ ам - ами ах",
        "во": "ва ву - вом ве",
        **_after(_CONSONANTS_CYRILLIC, "а у - ом е"),
    },
    adjectives={
        "ая": "ой ой ую ой ой",
        "ий": "ого|его ому|ему - им ом|ем",
        "ый": "ого ому - ым ом",
        "ое": "ого ому - ым ом",
        "ые": "ых ым - ыми ых",
        "ие": "их им - ими их",
    },
)
_UKRAINIAN: Final = Paradigm(
    nouns={
        "ія": "ії ії ію ією ії",
        "ея": "еї еї ею еєю еї",
        "а": "и 'і у ою 'і",
        "я": "і і ю ею і",
        "й": "ю|я ю|єві - єм ї|ю",
        "ь": "ю|я ю - ем і",
        "и": "ів ам - ами ах",
        "о": "а у - ом і",
        **_after(_CONSONANTS_CYRILLIC, "у|а у|ові - ом і|у"),
    },
    adjectives={
        "а": "ої ій у ою ій",
        "я": "ьої ій ю ьою ій",
        "ий": "ого ому - им ому",
        "е": "ого ому - им ому",
        "і": "их им - ими их",
    },
    soften={"г": "з", "к": "ц", "х": "с"},
)
_BELARUSIAN: Final = Paradigm(
    nouns={
        "ія": "іі іі ію іяй іі",
        "эя": "эі эі эю эяй эі",
        "а": "ы|і 'е|ы у ай|ою 'е|ы",
        "й": "я ю - ем і",
        "ь": "я ю - ем і",
        "ы": "аў ам - амі ах",
        **_after(_CONSONANTS_CYRILLIC, "а|у у - ам е"),
    },
    adjectives={
        "ая": "ай ай ую ай ай",
        "кі": "кага каму - кім кім",
        "ы": "ага аму - ым ым",
        "ыя": "ых ым - ымі ых",
        "ія": "іх ім - імі іх",
    },
    soften={"г": "з", "к": "ц", "х": "с", "д": "дз", "т": "ц"},
)
_SERBIAN_LATIN: Final = Paradigm(
    nouns={
        "a": "e 'i|i u om 'i|i",
        "ka": "ke|ke ci|koj ku kom ci|koj",
        "o": "a u - om u",
        "e": "a ama - ama ama",
        "i": "a ima e ima ima",
        "stvo": "stva stvu - stvom stvu",
        **_after(_CONSONANTS_LATIN, "a u - om|em u"),
    },
    adjectives={
        "a": "e oj u om oj",
        "i": "og|oga|ih om|im e im om|im",
        "o": "og|oga om|omu - im om",
        "e": "ih im|ima - im|ima im|ima",
    },
    soften={"k": "c", "g": "z", "h": "s"},
)
_CYRILLIC_TO_BE: Final = str.maketrans(
    {"a": "а", "e": "е", "i": "и", "o": "о", "u": "у", "k": "к", "c": "ц", "s": "с", "t": "т", "v": "в", "g": "г"}
    | {"h": "х", "m": "м", "j": "ј", "z": "з", "l": "л", "n": "н", "r": "р", "d": "д", "b": "б", "p": "п", "f": "ф"}
    | {"š": "ш", "č": "ч", "ć": "ћ", "ž": "ж", "đ": "ђ"}
)
_SERBIAN_CYRILLIC: Final = Paradigm(
    nouns={
        **{k.translate(_CYRILLIC_TO_BE): v.translate(_CYRILLIC_TO_BE) for k, v in _SERBIAN_LATIN.nouns.items()},
        **_after("љњџ", "а у - ом|ем у"),
    },
    adjectives={
        k.translate(_CYRILLIC_TO_BE): v.translate(_CYRILLIC_TO_BE) for k, v in _SERBIAN_LATIN.adjectives.items()
    },
    soften={"к": "ц", "г": "з", "х": "с"},
)
_SLOVENE: Final = Paradigm(
    nouns={
        "a": "e i o o i",
        "o": "a u - om u",
        "e": "~ am - ami ah",
        "i": "ov om e i ih",
        **_after(_CONSONANTS_LATIN, "a u - om|em u"),
    },
    adjectives={"a": "e i o o i", "i": "ega|ih emu|im e im|imi em|ih", "o": "ega emu - im em", "e": "ih im - imi ih"},
)
_POLISH: Final = Paradigm(
    nouns={
        "ja": "ji ji ję ją ji",
        "ia": "ii|i ii|i ię ią ii|i",
        "ea": "ei ei eę eą ei",
        "a": "y 'e ę ą 'e",
        "ka": "ki ce kę ką ce",
        "ga": "gi dze gę gą dze",
        "y": "ów|~ om - ami ach",
        "o": "a u - em u",
        **_after(_CONSONANTS_LATIN, "u|a owi|u - em u|ie"),
        **{c: f"{c}u|{c}a {c}owi - {c}iem {c}u" for c in "kg"},
        "r": "ru|ra rowi - rem rze",
        "t": "tu|ta towi - tem cie",
        "d": "du|da dowi - dem dzie",
        "ł": "łu|ła łowi - łem le",
        "ń": "nia niowi - niem niu",
    },
    adjectives={
        "a": "ej ej ą ą ej",
        "ka": "kiej kiej ką ką kiej",
        "ga": "giej giej gą gą giej",
        "y": "ego emu - ym ym",
        "i": "iego iemu - im im",
        "e": "ych|ego ym|emu - ymi|ym ych|ym",
        "kie": "kich kim - kimi kich",
    },
    soften=_pairs("n:ni d:dzi t:ci r:rz ł:l w:wi z:zi s:si m:mi b:bi p:pi f:fi st:ści"),
    irregular={
        "Niemcy": "Niemiec Niemcom Niemcami Niemczech",
        "Włochy": "Włoch Włochom Włochami Włoszech",
        "Węgry": "Węgier Węgrom Węgrami Węgrzech",
        "Stany Zjednoczone": "Stanów_Zjednoczonych Stanom_Zjednoczonym Stanami_Zjednoczonymi Stanach_Zjednoczonych",
    },
)
_CZECH: Final = Paradigm(
    nouns={
        "ie": "ie ii ii ií ii",
        "ea": "eje eji eu eou eji",
        "a": "y 'e u ou 'e",
        "o": "a u - em u",
        "y": "ů ům - y ech",
        "ví": "ví ví ví vím ví",
        **_after(_CONSONANTS_LATIN, "u|a|e u|i - em u|ě|i"),
    },
    adjectives={
        "á": "é é ou ou é",
        "ý": "ého ému - ým ém",
        "é": "ých|ého ým|ému - ými|ým ých|ém",
    },
    soften=_pairs("k:c h:z g:z r:ř n:ně d:dě t:tě b:bě m:mě p:pě v:vě"),
)
_SLOVAK: Final = Paradigm(
    nouns={
        "ia": "ie ii iu iou ii",
        "ea": "ey ei eu eou ei",
        "a": "y|e e|i u ou e|i",
        "o": "a u - om u",
        "y": "ov om - mi|ami och",
        "vo": "va vu - vom ve",
        **_after(_CONSONANTS_LATIN, "u|a u - om e|u|i"),
    },
    adjectives={"á": "ej ej ú ou ej", "ý": "ého ému - ým om", "é": "ých|ého ým|ému - ými|ým ých|om"},
)
_LITHUANIAN: Final = Paradigm(
    nouns={
        "a": "os ai ą a oje",
        "ia": "ios iai ią ia ioje",
        "as": "o ui ą u e",
        "is": "io iui į iu yje",
        "ys": "io iui į iu yje",
        "us": "aus ui ų umi uje",
        "ius": "iaus iui ių iumi iuje",
        "ė": "ės ei ę e ėje",
        "ai": "ų ams us ais uose",
        "os": "ų oms as omis ose",
        "ės": "ių ėms es ėmis ėse",
    },
    adjectives={
        "ų": "ų ų ų ų ų",
        "os": "ų oms as omis ose",
        "ės": "ių ėms es ėmis ėse",
        "ioji": "iosios iajai iąją iąja iojoje",
    },
)
_LATVIAN: Final = Paradigm(
    nouns={
        "a": "as ai u ā",
        "e": "es ei i ē",
        "s": "a am u ā",
        "is": "a im i ī",
        "i": "u iem us os",
        "as": "u ām as ās",
        "es": "u ēm es ēs",
    },
    adjectives={"ā": "ās ajai o ajā", "ais": "ā ajam o ajā", "ie": "o ajiem os ajos", "ās": "o ajām ās ajās"},
    irregular={
        "Savienotās Valstis": "Savienoto_Valstu Savienotajām_Valstīm Savienotajās_Valstīs",
        "Amerikas Savienotās Valstis": "Amerikas_Savienoto_Valstu Amerikas_Savienotajām_Valstīm "
        "Amerikas_Savienotajās_Valstīs",
    },
)
_GREEK: Final = Paradigm(
    nouns={
        "α": "ας -",
        "ά": "άς -",
        "η": "ης -",
        "ή": "ής -",
        "ο": "ου -",
        "ό": "ού -",
        "ος": "ου ο",
        "ός": "ού ό",
        "ας": "α α",
        "άς": "ά ά",
        "ης": "η η",
        "ι": "ιού -",
    },
    adjectives={"α": "ας -", "ο": "ου -", "η": "ης -"},
    irregular={
        "Αίγυπτος": "Αιγύπτου Αίγυπτο",
        "Λίβανος": "Λιβάνου Λίβανο",
        "Ηνωμένες Πολιτείες": "Ηνωμένων_Πολιτειών",
        "Ηνωμένο Βασίλειο": "Ηνωμένου_Βασιλείου",
        "Σαουδική Αραβία": "Σαουδικής_Αραβίας",
        "Ηνωμένα Αραβικά Εμιράτα": "Ηνωμένων_Αραβικών_Εμιράτων",
    },
)
_ROMANIAN: Final = Paradigm(
    nouns={"ia": "iei", "a": "ei", "ea": "eii", "ele": "elor"},
    irregular={"Statele Unite": "Statelor_Unite"},
)

#: Key of the gazetteer -> paradigm.
PARADIGMS: Final[Mapping[str, Paradigm]] = {
    "be": _BELARUSIAN,
    "bs": _SERBIAN_LATIN,
    "bs-Cyrl": _SERBIAN_CYRILLIC,
    "cs": _CZECH,
    "el": _GREEK,
    "hr": _SERBIAN_LATIN,
    "lt": _LITHUANIAN,
    "lv": _LATVIAN,
    "pl": _POLISH,
    "ro": _ROMANIAN,
    "ru": _RUSSIAN,
    "sk": _SLOVAK,
    "sl": _SLOVENE,
    "sr": _SERBIAN_CYRILLIC,
    "sr-Latn": _SERBIAN_LATIN,
    "uk": _UKRAINIAN,
}
#: Key -> ending of a name -> what stays of it before a fused ending (`processor/stages/entities/gazetteer/endings.py`).
STEMS: Final[Mapping[str, Mapping[str, str]]] = {
    "fi": {
        "nti": "nn nti",
        "kki": "k kki",
        "kka": "ka kka",
        "lta": "lla lta",
        "nki": "ng nki",
        "ppa": "pa ppa",
        "os": "okse",
        "us": "ukse",
        "omi": "ome",
        "Yhdysvallat": "Yhdysvaltoj Yhdysvalloi Yhdysvaltoi Yhdysvaltojen",
        "Alankomaat": "Alankomai Alankomaiden",
    },
    "hu": {"a": "á", "e": "é"},
    "ka": {"ი": "~", "ა": "~", "ე": "~"},
    "ml": {"ൻ": "ന", "ർ": "റ", "ൽ": "ല"},
    "sq": {"ë": "~", "i": "i"},
    "ta": {"்": "~"},
}

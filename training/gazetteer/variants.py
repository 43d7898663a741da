"""Spellings of a CLDR name that newspapers use as well: without the gloss in brackets, `and` for `&`, and so on."""

import re
from collections.abc import Iterator
from typing import Final

_GLOSS: Final = re.compile(r"^(?P<outer>[^()（）]+?)\s*[(（](?P<inner>[^()（）]+)[)）]$")
#: Outside or inside the brackets stands what two territories share: the Congos, and China before `Hong Kong`.
_OUTER_SHARED: Final = frozenset({"CD", "CG", "HK", "MO"})
_INNER_IS_NAME: Final = frozenset({"MM"})
#: Names that newspapers use and CLDR lacks; general knowledge, checked by hand. Formal names and abbreviations only.
ADDITIONAL: Final = {
    "en": {
        "AE": ["UAE", "U.A.E."],
        "CD": ["Democratic Republic of the Congo", "Democratic Republic of Congo", "DR Congo", "DRC"],
        "CG": ["Republic of the Congo", "Congo-Brazzaville"],
        "CI": ["Ivory Coast"],
        "CN": ["People's Republic of China", "PRC"],
        "GB": ["Britain", "Great Britain", "U.K."],
        "IR": ["Islamic Republic of Iran"],
        "KP": ["DPRK", "Democratic People's Republic of Korea"],
        "KR": ["Republic of Korea"],
        "NL": ["Holland", "The Netherlands"],
        "RU": ["Russian Federation"],
        "SK": ["Slovak Republic"],
        "US": ["USA", "U.S.", "U.S.A.", "United States of America"],
        "VA": ["Holy See", "Vatican"],
        "XK": ["Kosova"],
        "UN": ["U.N."],
    },
    "de": {"US": ["USA", "Vereinigte Staaten von Amerika"], "GB": ["Großbritannien"], "NL": ["Holland"]},
    "fr": {"GB": ["Grande-Bretagne"], "US": ["USA", "États-Unis d'Amérique"]},
    "es": {"US": ["EE. UU.", "EE.UU.", "Estados Unidos de América"], "GB": ["Gran Bretaña"]},
    "pt": {"US": ["EUA", "Estados Unidos da América"], "GB": ["Grã-Bretanha"]},
    "it": {"US": ["USA", "Stati Uniti d'America"], "GB": ["Gran Bretagna"]},
    "nl": {"US": ["VS", "Verenigde Staten van Amerika"], "GB": ["Groot-Brittannië"]},
    "da": {"US": ["Amerikas Forenede Stater"], "GB": ["Storbritannien"]},
    "sv": {"GB": ["Storbritannien"]},
    "nb": {"GB": ["Storbritannia"]},
    "nn": {"GB": ["Storbritannia"]},
    "ru": {"US": ["США", "Соединённые Штаты Америки"], "RU": ["Российская Федерация"]},
    "uk": {"US": ["США"], "RU": ["Російська Федерація"]},
    "id": {"US": ["AS"], "GB": ["Britania Raya"]},
    "ja": {"US": ["米国"], "GB": ["英国"]},
    "zh": {"US": ["美利坚合众国"], "CN": ["中华人民共和国"]},
    "tr": {"US": ["ABD"]},
    "fa": {"US": ["آمریکا"], "GB": ["بریتانیا"]},
    "hu": {"US": ["USA", "Amerikai Egyesült Államok"], "GB": ["Nagy-Britannia"]},
    "fi": {"US": ["USA"], "GB": ["Iso-Britannia"]},
}


def variants(code: str, language: str, name: str) -> Iterator[str]:
    """Yield `name` and its other spellings."""
    yield name
    if gloss := _GLOSS.match(name):
        if code not in _OUTER_SHARED:
            yield gloss["outer"]
        if code in _INNER_IS_NAME:
            yield gloss["inner"]
    if language == "en":
        if "&" in name:
            yield name.replace("&", "and")
        if "St." in name:
            yield name.replace("St.", "Saint").replace("&", "and")
            yield name.replace("St.", "St").replace("&", "and")
    if "\u093c" in name:  # the nukta, which Devanagari news text often leaves out
        yield name.replace("\u093c", "")

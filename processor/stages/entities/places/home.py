"""Languages that newspapers of one country nearly alone write in: there a name means first what is at home."""

from collections.abc import Mapping
from typing import Final

from processor.contracts import Language

#: Not listed: languages at home in several countries, such as English, Spanish, Portuguese, French and Arabic.
_HOME: Final[Mapping[str, str]] = {
    language: country
    for country, languages in {
        "AL": "sq", "AM": "hy", "AZ": "az", "BA": "bs", "BG": "bg", "BY": "be", "CN": "zh", "CZ": "cs", "DE": "de",
        "DK": "da", "EE": "et", "ET": "am ti", "FI": "fi", "GE": "ka", "GR": "el", "HR": "hr", "HU": "hu", "ID": "id",
        "IL": "he", "IN": "hi mr gu te kn ml or as mai bho sa kok brx sat", "IR": "fa", "IS": "is", "IT": "it",
        "JP": "ja", "KG": "ky", "KH": "km", "KR": "ko", "KZ": "kk", "LA": "lo", "LK": "si", "LT": "lt", "LV": "lv",
        "MK": "mk", "MM": "my", "MN": "mn", "MT": "mt", "NO": "nb nn no", "NP": "ne", "PH": "fil tl ceb", "PK": "ur sd",
        "PL": "pl", "RO": "ro", "RS": "sr", "RU": "ru tt ba cv", "SE": "sv", "SI": "sl", "SK": "sk", "TH": "th",
        "TJ": "tg", "TM": "tk", "TR": "tr", "UA": "uk", "UZ": "uz", "VN": "vi",
    }.items()
    for language in languages.split()
}  # fmt: skip


def home(language: Language | None) -> str:
    """Return the alpha-2 code of the one country whose language it is, empty where there is none."""
    return _HOME.get(language.tag.partition("-")[0].lower(), "") if language else ""

"""What English newspapers write after a comma for a state or province: postal and traditional abbreviations.

General knowledge. They count only right after a place that lies there: `Victoria, BC`, `Paris, Tex.`.
"""

from collections.abc import Mapping
from typing import Final

_POSTAL: Final[Mapping[str, str]] = {
    "US": "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK "
    "OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC",
    "CA": "AB BC MB NB NL NS NT NU ON PE QC SK YT",
    "AU": "NSW QLD SA TAS VIC WA ACT NT",
}
_TRADITIONAL: Final[Mapping[str, str]] = {
    "US-AL": "Ala.", "US-AZ": "Ariz.", "US-AR": "Ark.", "US-CA": "Calif.", "US-CO": "Colo.", "US-CT": "Conn.",
    "US-DC": "D.C.", "US-DE": "Del.", "US-FL": "Fla.", "US-GA": "Ga.", "US-IL": "Ill.", "US-IN": "Ind.",
    "US-KS": "Kan.", "US-KY": "Ky.", "US-LA": "La.", "US-MA": "Mass.", "US-MD": "Md.", "US-MI": "Mich.",
    "US-MN": "Minn.", "US-MS": "Miss.", "US-MO": "Mo.", "US-MT": "Mont.", "US-NE": "Neb.", "US-NV": "Nev.",
    "US-NH": "N.H.", "US-NJ": "N.J.", "US-NM": "N.M.", "US-NY": "N.Y.", "US-NC": "N.C.", "US-ND": "N.D.",
    "US-OK": "Okla.", "US-OR": "Ore.", "US-PA": "Pa.", "US-RI": "R.I.", "US-SC": "S.C.", "US-SD": "S.D.",
    "US-TN": "Tenn.", "US-TX": "Tex.", "US-VT": "Vt.", "US-VA": "Va.", "US-WA": "Wash.", "US-WV": "W.Va.",
    "US-WI": "Wis.", "US-WY": "Wyo.", "CA-BC": "B.C.", "CA-ON": "Ont.", "CA-QC": "Que.", "CA-AB": "Alta.",
    "CA-SK": "Sask.", "CA-MB": "Man.", "CA-NB": "N.B.", "CA-NS": "N.S.", "CA-NL": "N.L.", "CA-PE": "P.E.I. PEI",
}  # fmt: skip
#: ISO 3166-2 code -> abbreviations, separated by spaces.
ABBREVIATIONS: Final[Mapping[str, str]] = {
    code: " ".join(part for part in (postal.get(code, ""), _TRADITIONAL.get(code, "")) if part)
    for postal in [{f"{country}-{part}": part for country, listed in _POSTAL.items() for part in listed.split()}]
    for code in sorted({*postal, *_TRADITIONAL})
}

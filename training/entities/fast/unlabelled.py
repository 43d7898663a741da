"""Text in many languages that nobody marked: from the accurate tagger's labels on it the fast one learns most."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Final

#: Languages that the encoder was trained on (Conneau et al., 2020, arXiv:1911.02116), as the files are called.
KNOWN: Final = (
    "afr_Latn als_Latn amh_Ethi arb_Arab asm_Beng azj_Latn bel_Cyrl ben_Beng bos_Latn bul_Cyrl cat_Latn ces_Latn "
    "ckb_Arab cym_Latn dan_Latn deu_Latn ell_Grek eng_Latn epo_Latn est_Latn eus_Latn fin_Latn fra_Latn gaz_Latn "
    "gla_Latn gle_Latn glg_Latn guj_Gujr hau_Latn heb_Hebr hin_Deva hrv_Latn hun_Latn hye_Armn ind_Latn isl_Latn "
    "ita_Latn jav_Latn jpn_Jpan kan_Knda kat_Geor kaz_Cyrl khk_Cyrl khm_Khmr kir_Cyrl kmr_Latn kor_Hang lao_Laoo "
    "lit_Latn lvs_Latn mal_Mlym mar_Deva mkd_Cyrl mya_Mymr nld_Latn nno_Latn nob_Latn npi_Deva ory_Orya pan_Guru "
    "pbt_Arab pes_Arab plt_Latn pol_Latn por_Latn ron_Latn rus_Cyrl san_Deva sin_Sinh slk_Latn slv_Latn snd_Arab "
    "som_Latn spa_Latn srp_Cyrl sun_Latn swe_Latn swh_Latn tam_Taml tel_Telu tgl_Latn tha_Thai tur_Latn uig_Arab "
    "ukr_Cyrl urd_Arab uzn_Latn vie_Latn xho_Latn ydd_Hebr yor_Latn zho_Hans zho_Hant zsm_Latn"
)
_LONGEST: Final = 400  # characters of neighbours put together
_UNSPACED: Final = "ja th jpn_Jpan tha_Thai zho_Hans zho_Hant yue_Hant lao_Laoo khm_Khmr mya_Mymr"


def texts(folder: Path, random: Random, share: float = 1.0) -> Iterator[str]:
    """Yield texts of one to some sentences of one language, read from `folder/ud` and `folder/sib200`.

    Of the second, whose files are translations of each other, each language gives other sentences: 300 of a language
    that the encoder knows, 80 of another. `share` takes less of everything.
    """
    known, unspaced = KNOWN.split(), _UNSPACED.split()
    for path in [*sorted(folder.glob("ud/*.txt")), *sorted(folder.glob("sib200/*.txt"))]:
        whole = unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
        lines = [line for line in whole.split("\n") if line.strip()]
        random.shuffle(lines)
        most = len(lines)
        if path.parent.name == "sib200":
            most = 300 if path.stem in known else 80
        between = "" if path.stem.partition(".")[0] in unspaced else " "
        yield from _grouped(lines[: int(share * min(most, len(lines)))], between, random)


def _grouped(lines: list[str], between: str, random: Random) -> Iterator[str]:
    """Put lines together by chance, so that not every text is one sentence."""
    group = ""
    for line in lines:
        if group and (len(group) + len(line) > _LONGEST or random.random() < 0.4):
            yield group
            group = ""
        group += between + line if group else line
    if group:
        yield group

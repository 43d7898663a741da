"""Given and family names that sound otherwise than they are written: the skeletons of their usual Latin spellings.

`data/names.tsv.gz` was compiled by `training/persons/compile.py` from the lists of equivalent name parts in `rigour`
1.3.0 (OpenSanctions, MIT), which come from Wikidata's items of given and family names (CC0). It has names, not people:
Трамп and トランプ are spelled Trump, whoever has that name.
"""

import gzip
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from processor.contracts.ids import fingerprint

_DATA: Final = "data/names.tsv.gz"


@cache
def known_names() -> Mapping[str, str]:
    """Return the skeletons by word, in small letters and NFC."""
    found: dict[str, str] = {}
    for line in gzip.decompress(_packed()).decode("utf-8").splitlines():
        skeleton, *words = line.split("\t")
        found.update(dict.fromkeys(words, skeleton))
    return found


@cache
def data_fingerprint() -> str:
    """Return the fingerprint of the data."""
    return fingerprint(_packed().hex())


def _packed() -> bytes:
    return files(__package__).joinpath(_DATA).read_bytes()

"""A compiled list: a folder that any number of processes map into memory and share.

A trie (marisa-trie, of S. Yata's marisa-trie) holds what may stand in a text, folded and in lower case; each of its
keys has a number, under which a table lists the spellings that fold to it, and each spelling has its entry. Nothing is
read before a text needs it.
"""

import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import orjson

from processor.contracts import EntityType
from processor.stages.entities.watchlist.spellings import Spelling, spelling

#: Changed with the files' format, and with how `spellings` uses its tables.
FORMAT: Final = 1
NAMES: Final = "names.marisa"
FIRSTS: Final = "firsts.npy"
ROWS: Final = "rows.npy"
SURFACES: Final = "surfaces.bin"
ENTRIES: Final = "entries.bin"
STARTS: Final = "starts.npy"
FILES: Final = (NAMES, FIRSTS, ROWS, SURFACES, ENTRIES, STARTS)
#: Counts, and the SHA-256 of each file; written last.
ABOUT: Final = "about.json"
#: A spelling: its entry, where its surface starts, and the surface's length in bytes and `Spelling.code`.
ROW: Final = np.dtype([("entry", "<u4"), ("start", "<u8"), ("bytes", "<u2"), ("code", "u1")])
_REMEMBERED: Final = 4_096


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry as it is needed to make a link.

    Attributes:
        rank: its place in the list.
        names: language tag, in lower case, -> its first name there.
        first: the first of all its names.
        country: alpha-2 code, or empty.
    """

    rank: int
    id: str
    type: EntityType
    names: dict[str, str]
    first: str
    country: str


class Compiled:
    """A compiled list, opened.

    Attributes:
        longest: code points of the longest key.
        entries, names: how many the list has.

    Raises:
        OSError, ValueError: the folder does not hold one.
    """

    def __init__(self, folder: Path) -> None:
        import marisa_trie

        self._trie: Any = marisa_trie.Trie().mmap(str(folder / NAMES))
        self._firsts: npt.NDArray[np.uint32] = np.load(folder / FIRSTS, mmap_mode="r")
        self._rows: npt.NDArray[np.void] = np.load(folder / ROWS, mmap_mode="r")
        self._starts: npt.NDArray[np.uint64] = np.load(folder / STARTS, mmap_mode="r")
        self._surfaces, self._entries = _mapped(folder / SURFACES), _mapped(folder / ENTRIES)
        about = orjson.loads((folder / ABOUT).read_bytes())
        self.longest: int = about["longest"]
        self.entries: int = about["entries"]
        self.names: int = about["names"]
        self.entry = lru_cache(_REMEMBERED)(self._entry)

    def prefixes(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield (length, key number) of every key that `text`, folded and in lower case, begins with."""
        for prefix, number in self._trie.iter_prefixes_with_ids(text):
            yield len(prefix), number

    def spellings(self, number: int) -> Iterator[tuple[Spelling, int]]:
        """Yield the spellings of key `number`, each with the rank of its entry, in the order of the list."""
        for row in self._rows[self._firsts[number] : self._firsts[number + 1]]:
            start = int(row["start"])
            surface = self._surfaces[start : start + int(row["bytes"])].decode()
            yield spelling(surface, int(row["code"])), int(row["entry"])

    def _entry(self, rank: int) -> Listed:
        packed = self._entries[int(self._starts[rank]) : int(self._starts[rank + 1])]
        key, kind, names, first, country = orjson.loads(packed)
        return Listed(rank, key, kind, names, first, country)


def _mapped(path: Path) -> mmap.mmap:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

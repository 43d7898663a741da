"""Records of both sides in a temporary database: the last of each article, and everything that is counted.

So the memory needed is that of two records and a fixed cache, however many there are; the disk needed is that of the
last records of both sides, in SQLite's own temporary folder.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Final, Literal, NamedTuple, Self

Side = Literal["a", "b"]

#: Pages held in memory, KiB.
_CACHE: Final = 32 * 1024
_SCHEMA: Final = """
    CREATE TABLE a (id TEXT PRIMARY KEY, record BLOB NOT NULL);
    CREATE TABLE b (id TEXT PRIMARY KEY, record BLOB NOT NULL);
    CREATE TABLE counts (section TEXT, name TEXT, count INTEGER NOT NULL, PRIMARY KEY (section, name)) WITHOUT ROWID;
"""
# A record may be in A alone, in both, or in B alone.
_PAIRS: Final = """
    SELECT a.id, a.record, b.record FROM a LEFT JOIN b ON a.id = b.id
    UNION ALL
    SELECT b.id, NULL, b.record FROM b WHERE NOT EXISTS (SELECT 1 FROM a WHERE a.id = b.id)
    ORDER BY 1
"""


class Pair(NamedTuple):
    """The last record that each side has of an article, None where it has none."""

    id: str
    a: bytes | None
    b: bytes | None


class Spool:
    """A database of its own that is gone when the context ends."""

    def __enter__(self) -> Self:
        self._directory = TemporaryDirectory(prefix="samachar-diff-", ignore_cleanup_errors=True)
        self._database = sqlite3.connect(Path(self._directory.name, "records.sqlite"), isolation_level=None)
        # Nothing of it outlives the process, so nothing has to survive a crash.
        for pragma in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{_CACHE}", "temp_store = FILE"):
            self._database.execute(f"PRAGMA {pragma}")
        self._database.executescript(_SCHEMA)
        self._database.execute("BEGIN")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()
        self._directory.cleanup()

    def put(self, side: Side, key: str, record: bytes) -> None:
        """Keep a record, instead of an earlier one of the same article."""
        self._database.execute(f"INSERT OR REPLACE INTO {side} VALUES (?, ?)", (key, record))  # noqa: S608 - a or b

    def pairs(self) -> Iterator[Pair]:
        """Yield every article, by id."""
        with closing(self._database.cursor()) as cursor:
            for row in cursor.execute(_PAIRS):
                yield Pair(*row)

    def count(self, section: str, names: Iterable[str]) -> None:
        """Count each of `names` once in a section."""
        self._database.executemany(
            "INSERT INTO counts VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1",
            ((section, name) for name in names),
        )

    def counted(self, section: str, most: int = -1) -> list[tuple[str, int]]:
        """Return (name, count) of a section, the largest first; at most `most` of them."""
        found = self._database.execute(
            "SELECT name, count FROM counts WHERE section = ? ORDER BY count DESC, name LIMIT ?", (section, most)
        )
        return [(str(name), int(count)) for name, count in found]

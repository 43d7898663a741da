"""Read a list, and tell all that is wrong with it at once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from processor.stages.entities.watchlist import jsonl, table
from processor.stages.entities.watchlist.entry import Entry, WatchlistError
from processor.stages.entities.watchlist.lines import lines
from processor.stages.problems import MOST_PROBLEMS, Problem

_FORMATS: Final = {".jsonl": jsonl.entries, ".ndjson": jsonl.entries, ".csv": table.entries}


def entries(path: Path) -> Iterator[Entry]:
    """Yield the entries of a list in its order; ids are different.

    Raises:
        WatchlistError: after the last entry, so that nothing but a whole list may be used; at once where the file
            cannot be read.
    """
    read = _FORMATS.get(path.suffix.lower())
    if read is None:
        raise WatchlistError(path, (Problem(0, "", f"the name must end in {', '.join(_FORMATS)}"),))
    problems: list[Problem] = []
    lines_of: dict[str, int] = {}
    try:
        for found in read(lines(path)):
            if isinstance(found, Entry):
                first = lines_of.setdefault(found.id, found.line)
                if first == found.line:
                    yield found
                    continue
                problems.append(Problem(found.line, "id", f"{found.id!r} is already on line {first}"))
            else:
                problems.append(found)
            if len(problems) >= MOST_PROBLEMS:
                break
    except OSError as error:
        raise WatchlistError(path, (Problem(0, "", f"cannot be read: {error.strerror or error}"),)) from error
    if not problems and not lines_of:
        problems.append(Problem(0, "", "has no entries"))
    if problems:
        raise WatchlistError(path, tuple(sorted(problems, key=lambda problem: problem.line)))

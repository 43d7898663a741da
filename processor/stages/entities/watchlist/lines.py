"""The lines of a list, whatever the file holds: each is short, decoded, and has its number."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from processor.stages.problems import Problem

#: Bytes. An entry with names in 200 languages has a tenth of it.
LONGEST_LINE: Final = 65_536
_BOM: Final = b"\xef\xbb\xbf"


def lines(path: Path) -> Iterator[tuple[int, str | Problem]]:
    """Yield (number, text without its end) of each line that is not blank, or what is wrong with it.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        number = 0
        while raw := file.readline(LONGEST_LINE + 1):
            number += 1
            if number == 1:
                raw = raw.removeprefix(_BOM)
            if len(raw) > LONGEST_LINE and not raw.endswith(b"\n"):
                while raw and not raw.endswith(b"\n"):  # the rest of it, in bounded memory
                    raw = file.readline(LONGEST_LINE)
                yield number, Problem(number, "", f"the line is longer than {LONGEST_LINE} bytes")
                continue
            if not raw.strip():
                continue
            try:
                yield number, raw.rstrip(b"\r\n").decode()
            except UnicodeDecodeError as error:
                yield number, Problem(number, "", f"not UTF-8 at byte {error.start + 1} of the line")

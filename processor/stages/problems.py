"""What can be wrong with a file that a user wrote for a stage, told line by line."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

#: Problems that are told of one file; a file of another kind would have as many as lines.
MOST_PROBLEMS: Final = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a file.

    Attributes:
        line: its number, from 1; 0 where it is the file as a whole.
        field: of the format; empty where it is the line as a whole.
    """

    line: int
    field: str
    reason: str

    def __str__(self) -> str:
        return f"{self.field}: {self.reason}" if self.field else self.reason


class UserFileError(ValueError):
    """A file that cannot be used. The text is one line with the first problem.

    Attributes:
        problems: in the order of the lines, `MOST_PROBLEMS` at most.
        check: the command that tells all of them.
    """

    check: ClassVar[str]

    def __init__(self, path: Path, problems: tuple[Problem, ...]) -> None:
        super().__init__(path, problems)  # so that it crosses a process border
        self.path = path
        self.problems = problems

    def __str__(self) -> str:
        first, *others = self.told()
        if not others:
            return first
        return f"{first} (and {len(others)} more: {self.check} {self.path})"

    def told(self) -> list[str]:
        """Return all problems, a line each."""
        return [
            f"{self.path}:{problem.line}: {problem}" if problem.line else f"{self.path}: {problem}"
            for problem in self.problems
        ]

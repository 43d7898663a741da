"""The sample articles of the demo."""

from pathlib import Path
from typing import Final

from processor.cli.failures import CommandError
from processor.engine.exits import Exit

_FOLDER: Final = "seeds"


def seed_files(folder: str | None) -> list[str]:
    """Return the text files of the seed folder, sorted by name.

    Args:
        folder: where they are; None looks for `seeds/` in the working directory and in those above it.

    Raises:
        CommandError: there is no such folder, or it holds no text file.
    """
    found = Path(folder) if folder is not None else _looked_for()
    files = sorted(str(path) for path in found.glob("*.txt")) if found.is_dir() else []
    if not files:
        raise CommandError(f"{found}: no articles (*.txt) there; name FILES, or a folder with --seeds", Exit.USAGE)
    return files


def _looked_for() -> Path:
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / _FOLDER).is_dir():
            return folder / _FOLDER
        if (folder / "pyproject.toml").is_file():
            break
    raise CommandError(
        f"there is no folder {_FOLDER}/ here: run it in the checkout, or give --seeds DIR, or name FILES",
        Exit.USAGE,
    )

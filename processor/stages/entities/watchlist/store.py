"""Where compiled lists are kept: one folder a list, named by what the list holds, made by whoever needs it first."""

import logging
import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

import orjson

from processor.models.digest import sha256_of
from processor.models.lock import locked
from processor.stages.entities.watchlist import compiled
from processor.stages.entities.watchlist.build import build
from processor.stages.entities.watchlist.compiled import Compiled
from processor.stages.entities.watchlist.entry import WatchlistError
from processor.stages.entities.watchlist.reading import entries
from processor.stages.entities.watchlist.spellings import rules
from processor.stages.problems import Problem

logger = logging.getLogger(__name__)

_FOLDER: Final = "watchlists"
#: Compiled lists that stay when another is made. A process that has one open keeps it though its files are removed.
_KEPT: Final = 4


def opened(path: Path, models_dir: Path | None) -> tuple[Compiled, str]:
    """Return the list compiled, and the SHA-256 of the file it was made of.

    It is compiled where nobody has done so before; others that start at the same time wait for it. Where `models_dir`
    is None or cannot be written, this process compiles for itself alone.

    Raises:
        WatchlistError: the list cannot be read or has something wrong.
    """
    path = path.expanduser()
    sha256 = _sha256(path)
    if models_dir is not None:
        folder = _folder(models_dir, sha256)
        parent = folder.parent
        if (found := _open(folder)) is not None:
            return found, sha256
        try:
            parent.mkdir(parents=True, exist_ok=True)
            with locked(parent / "lock"):
                # Another process may have made it while this one waited.
                return _open(folder) or _made(path, sha256, parent, folder), sha256
        except OSError as error:
            told = error.strerror or error
            logger.warning("compiled watchlists cannot be kept in %s (%s); each process makes its own", parent, told)
    with tempfile.TemporaryDirectory(prefix="samachar-watchlist-") as directory:
        _build(path, sha256, Path(directory))
        return Compiled(Path(directory)), sha256  # what is mapped outlives its name


def is_compiled(path: Path, models_dir: Path) -> bool:
    """Tell whether the list needs no compiling."""
    return (_folder(models_dir, _sha256(path.expanduser())) / compiled.ABOUT).is_file()


def _folder(models_dir: Path, sha256: str) -> Path:
    return models_dir.expanduser() / _FOLDER / f"{sha256[:32]}-{compiled.FORMAT}-{rules()}"


def _sha256(path: Path) -> str:
    try:
        return sha256_of(path)
    except OSError as error:
        raise WatchlistError(path, (Problem(0, "", f"cannot be read: {error.strerror or error}"),)) from error


def _open(folder: Path) -> Compiled | None:
    """Return the compiled list in a folder, None where there is none or it is damaged."""
    try:
        about = orjson.loads((folder / compiled.ABOUT).read_bytes())
        if any(sha256_of(folder / name) != about["sha256"][name] for name in compiled.FILES):
            raise ValueError("a file is not what it was")
        return Compiled(folder)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        logger.warning("the compiled watchlist %s is damaged (%s) and will be made again", folder, error)
        return None


def _made(path: Path, sha256: str, parent: Path, folder: Path) -> Compiled:
    with tempfile.TemporaryDirectory(prefix="new-", dir=parent) as directory:
        made = Path(directory, "made")
        made.mkdir()
        _build(path, sha256, made)
        _to_disk(made)
        shutil.rmtree(folder, ignore_errors=True)  # a damaged one
        made.rename(folder)
    _forget_old(parent, folder)
    return Compiled(folder)


def _build(path: Path, sha256: str, folder: Path) -> None:
    build(entries(path), folder)
    if _sha256(path) != sha256:
        raise WatchlistError(path, (Problem(0, "", "was changed while it was read; start again"),))


def _to_disk(folder: Path) -> None:
    """Have the files on the disk before their folder has its name, whatever happens to the machine."""
    for path in (*folder.iterdir(), folder):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _forget_old(parent: Path, current: Path) -> None:
    made = [path for path in parent.iterdir() if path.is_dir() and path != current]
    made.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in made[_KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)

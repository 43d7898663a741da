"""The watchlist before the pool starts: what is wrong with it is told at once, and it is compiled once for all."""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from processor.settings import Settings

Found = TypeVar("Found")


def check_watchlist(settings: "Settings") -> None:
    """Compile the watchlist of the settings where that has not been done.

    Raises:
        WatchlistError: the list cannot be read or has something wrong.
    """
    if settings.watchlist is None or "entities" not in settings.stages:
        return
    from processor.stages.entities.watchlist.store import is_compiled, opened

    if is_compiled(settings.watchlist, settings.models_dir):
        return
    click.echo(f"Compiling {settings.watchlist} …", err=True)
    in_own_process(_discard, opened, settings.watchlist, settings.models_dir)


def in_own_process(function: Callable[..., Found], *arguments: object) -> Found:
    """Run a function in a fresh process, so that the memory it needs for a while is given back."""
    # Not a fork server: the pool's own must still be able to import ahead.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def _discard(function: Callable[..., object], *arguments: object) -> None:
    function(*arguments)  # its result belongs to that process

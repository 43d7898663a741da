"""`samachar watchlist`: look at a list of names before workers use it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from processor.cli.failures import CommandError
from processor.cli.options import with_settings
from processor.cli.watchlist_check import in_own_process
from processor.engine.exits import Exit
from processor.observe.logs import clean

if TYPE_CHECKING:
    from processor.settings import Settings
    from processor.stages.entities.watchlist.summary import Summary

_MIB = 1024 * 1024

_CHECK = """Check FILE, a list of names as SAMACHAR_WATCHLIST takes it: .jsonl or .csv.

    Prints everything that is wrong, with the numbers of the lines; else what the list holds, names that may be taken
    for words or are shared, and what loading it takes. The compiled list stays in SAMACHAR_MODELS_DIR, so that workers
    start with it at once.

    Exit code 2 when the list cannot be used.
    """


@click.group(help="Look at a list of names before workers use it.", no_args_is_help=True)
def command() -> None:
    pass


@command.command("check", help=_CHECK)
@click.argument("file", type=click.Path(path_type=Path))
@with_settings()
def check(settings: "Settings", *, file: Path) -> None:
    from processor.cli.watchlist_cost import compile_seconds, load_cost
    from processor.stages.entities.watchlist.entry import WatchlistError
    from processor.stages.entities.watchlist.summary import summary

    try:
        found = summary(file)
        seconds = in_own_process(compile_seconds, file, settings.models_dir)
        loading = in_own_process(load_cost, file, settings.models_dir)
    except WatchlistError as error:
        raise CommandError("\n".join(error.told()), Exit.USAGE) from error
    types = ", ".join(f"{kind} {count:,}" for kind, count in found.types.items())
    click.echo(f"{clean(str(file))}: {found.entries:,} entries ({types}) with {found.names:,} names")
    _warn(found)
    memory = "" if loading.bytes is None else f" and {loading.bytes / _MIB:,.0f} MiB of memory"
    click.echo(f"compiled in {seconds:,.1f} s; a process loads it in {loading.seconds:,.2f} s{memory}")


def _warn(found: "Summary") -> None:
    for warning in (found.single, found.unguarded, found.shared):
        if warning.count:
            click.echo(f"{warning.count:,} {warning.text}:")
            for example in warning.examples:
                click.echo(f"  line {example.line}: {clean(example.name)} ({clean(example.id)})")
            if warning.count > len(warning.examples):
                click.echo("  …")

"""`samachar config`: every setting, its value, and where it came from."""

from typing import TYPE_CHECKING, Final

import click

from processor.cli.options import overrides, with_settings
from processor.cli.terminal import print_table

if TYPE_CHECKING:
    from processor.cli.origins import Described
    from processor.settings import Settings

_HELP = """Show every setting, its value, and where it came from.

    The first that has one wins: the command line, the environment, a .env file in the working directory, the default.
    Secrets are not shown. Exit code 2 when a value is wrong, with a line for each that is.
    """


_PAGE: Final = (
    "# Settings",
    "",
    "Generated from `processor/settings.py` by `make schemas`; do not edit.",
    "",
    "The first that has a value wins: the command line, the environment, a `.env` file in the working directory, the",
    "default. A wrong value is an error at start that names the variable. `samachar config` shows what is in force.",
    "",
)


@click.command(help=_HELP)
@click.option("--markdown", is_flag=True, help="Print docs/settings.md: all settings and their defaults.")
@with_settings("bootstrap_servers", "layout", "stages", "workers", "profile")
@click.pass_context
def command(context: click.Context, settings: "Settings", *, markdown: bool) -> None:
    from processor.cli.origins import described

    found = described(settings, overrides(context))
    if markdown:
        click.echo(_markdown(found))
        return
    rows = [(setting.variable, setting.value, setting.origin, setting.meaning) for setting in found]
    print_table(("setting", "value", "from", "meaning"), rows)


def _markdown(found: "list[Described]") -> str:
    from processor.cli.origins import NONE

    lines = [*_PAGE, "| Variable | Default | Values | Meaning |", "| --- | --- | --- | --- |"]
    for setting in found:
        cells = (
            f"`{setting.variable}`",
            setting.default if setting.default == NONE else f"`{setting.default}`",
            setting.values,
            setting.meaning,
        )
        lines.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    return "\n".join(lines)

"""Does a command that a file or page names exist?"""

from collections.abc import Sequence

import click

from processor.cli.main import cli


def resolve(arguments: Sequence[str]) -> tuple[click.Command, list[str]]:
    """Return the command that `samachar ARGUMENTS…` runs, and the arguments that are left for it.

    Raises:
        LookupError: there is no such command.
    """
    command: click.Command = cli
    left = list(arguments)
    while isinstance(command, click.Group):
        context = click.Context(command)
        name = left.pop(0) if left else ""
        found = command.get_command(context, name)
        if found is None:
            raise LookupError(f"no command {name!r} in `samachar {' '.join(arguments)}`")
        command = found
    return command, left


def unknown_options(command: click.Command, arguments: Sequence[str]) -> list[str]:
    """Return the options among `arguments` that the command does not have."""
    known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    given = [argument.partition("=")[0] for argument in arguments if argument.startswith("-") and argument != "-"]
    return [option for option in given if option not in known | {"--help", "-h"}]

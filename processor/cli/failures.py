"""From an exception to one line for the person at the command line and an exit code for the script around it."""

import errno
import traceback
from typing import IO, Any

import click

from processor.engine.exits import Exit
from processor.observe.logs import MESSAGE_LIMIT, clean

_DEBUG = "samachar.debug"


class CommandError(click.ClickException):
    """An end that the user should understand: a message, with line breaks where there are several, and an exit code."""

    def __init__(self, message: str, code: Exit = Exit.FATAL) -> None:
        super().__init__(message)
        self.exit_code = int(code)

    def show(self, file: IO[Any] | None = None) -> None:
        """Print it on standard error, with nothing in it that could steer the terminal."""
        first, *others = [clean(line, MESSAGE_LIMIT) for line in self.message.splitlines()] or ["failed"]
        click.echo("\n".join([f"Error: {first}", *(f"       {line}" for line in others)]), err=file is None, file=file)


def debug_option(function: Any) -> Any:
    """Add `--debug` to a command."""
    return click.option(
        "--debug",
        is_flag=True,
        expose_value=False,
        is_eager=True,
        callback=_remember,
        help="Show Python's stack trace when something fails.",
    )(function)


def debugging(context: click.Context) -> bool:
    """Tell whether `--debug` was given, to the command or to `samachar` itself."""
    return bool(context.meta.get(_DEBUG))


def explained(error: Exception, context: click.Context) -> click.ClickException:
    """Return what is to be shown for an exception that a command let out; with `--debug` its trace is printed here."""
    if debugging(context):
        for line in traceback.format_exception(error):
            click.echo("\n".join(clean(part, MESSAGE_LIMIT) for part in line.splitlines()), err=True)
    if isinstance(error, click.ClickException):
        return error
    code = _code(error)
    if code is not None:
        return CommandError(str(error), code)
    if isinstance(error, OSError):
        return CommandError(_told(error), Exit.FATAL)
    return CommandError(f"unexpected {type(error).__name__}: {error} (run again with --debug for the trace)")


def is_broken_pipe(error: Exception) -> bool:
    """Tell whether whoever read our output has gone away, as `head` does."""
    return isinstance(error, OSError) and error.errno == errno.EPIPE


def _code(error: Exception) -> Exit | None:
    """Return the exit code of an error whose own text is made for people, None for any other."""
    from kafka.errors import KafkaError

    from processor.brokers.errors import BrokerError
    from processor.cli.inputs import InputError
    from processor.cli.metrics_summary import MetricsError
    from processor.engine.pool import PoolError
    from processor.observe.lag import LagError
    from processor.settings import SettingsError
    from processor.stages.chain import ChainError
    from processor.stages.problems import UserFileError
    from processor.stages.registry import UnknownStageError

    if isinstance(error, SettingsError | InputError | UnknownStageError | ChainError | UserFileError):
        return Exit.USAGE
    if isinstance(error, BrokerError | PoolError | LagError):
        return Exit.UNAVAILABLE
    return Exit.FATAL if isinstance(error, KafkaError | MetricsError) else None


def _told(error: OSError) -> str:
    reason = error.strerror or str(error) or type(error).__name__
    return f"{error.filename}: {reason}" if error.filename else reason


def _remember(context: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        context.meta[_DEBUG] = True

"""The entry point `samachar`: finds the command, and ends with one of the documented exit codes."""

import importlib
import sys
from io import TextIOWrapper
from typing import Any, Final, NoReturn

import click

from processor.cli.ending import end_within
from processor.cli.failures import debug_option, explained, is_broken_pipe
from processor.engine.exits import Exit

#: Name -> module, in the order in which `--help` shows them. A command is imported when it is asked for.
_COMMANDS: Final = {
    "demo": "demo",
    "worker": "worker",
    "produce": "produce",
    "consume": "consume",
    "live": "live",
    "enrich": "enrich",
    "diff": "diff",
    "topics": "topics",
    "watchlist": "watchlist",
    "dlq": "dlq",
    "lag": "lag",
    "top": "top",
    "models": "models",
    "config": "config",
    "schemas": "schemas",
}

#: What shells report of a program ended by SIGINT.
INTERRUPTED: Final = 130

_EPILOG: Final = """
\b
First steps:
  samachar demo                      all of it at once, nothing else needed
  samachar live --demo               the same as a page in the browser
  samachar enrich article.txt        one article, no broker

\b
With a Kafka broker (its address in KAFKA_BOOTSTRAP_SERVERS or -b):
  samachar topics create             make the topics
  samachar worker                    enrich what arrives; run more to go faster
  samachar produce *.txt             send articles
  samachar consume --follow          see what comes out
  samachar dlq list                  see what could not be enriched, and why

\b
Exit codes:
  0    all went well
  1    some of the work failed or broke off; what failed has been named
  2    wrong arguments or settings, or an input that cannot be read
  3    a broker, topic, model or port that is needed is not there
  4    the worker's failure policy had stopped a link: look at `samachar dlq list`
  5    `samachar diff`: the two sides differ
  130  interrupted (Ctrl-C)
"""


class Commands(click.Group):
    """A group that imports its commands lazily and turns what they raise into one line and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        module = _COMMANDS.get(cmd_name)
        if module is None:
            return None
        found = importlib.import_module(f"processor.cli.commands.{module}").command
        return found if isinstance(found, click.Command) else None

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            click.echo("interrupted", err=True)
            ctx.exit(INTERRUPTED)
        except Exception as error:
            if is_broken_pipe(error):
                raise  # click ends quietly
            raise explained(error, ctx) from error


@click.command(cls=Commands, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="samachar", prog_name="samachar")
@debug_option
def cli() -> None:
    """Samachar enriches news articles in any language: what language it is, who and what it names, what it is about.

    Raw articles come from a Kafka topic (or from files), enriched records go to another, and what cannot be enriched
    goes to a dead-letter topic with the reason. `samachar COMMAND --help` explains each command, `samachar config`
    shows every setting.
    """


def main() -> NoReturn:
    """Run the command line and end the process."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal that is not UTF-8 gets escapes, not a crash in the middle of a card.
            stream.reconfigure(errors="backslashreplace")
    try:
        cli(prog_name="samachar")
    except SystemExit as end:
        end_within(end.code if isinstance(end.code, int) else int(Exit.FATAL))
        raise
    sys.exit(Exit.OK)


if __name__ == "__main__":
    main()

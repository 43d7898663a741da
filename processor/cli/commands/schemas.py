"""`samachar schemas`: the published schemas, from the code."""

from pathlib import Path

import click

from processor.cli.failures import CommandError, debug_option
from processor.engine.exits import Exit

_HELP = """Write the schemas of all messages to DIR (default: schemas).

    JSON Schema 2020-12 of RawArticle, EnrichedArticle and DeadLetter, and an AsyncAPI 3.0 document. With --check
    nothing is written: exit code 1 when a file is not what the code says. Exit code 2 when DIR cannot be written.
    """


@click.command(help=_HELP)
@click.argument("directory", metavar="[DIR]", default="schemas", type=click.Path(file_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Only tell whether the files are up to date.")
@debug_option
def command(directory: Path, *, check: bool) -> None:
    from processor.contracts.schemas import generate, write

    if not check:
        try:
            written = write(directory)
        except OSError as error:
            at = error.filename or directory
            raise CommandError(f"{at}: cannot be written: {error.strerror or error}", Exit.USAGE) from error
        for path in written:
            click.echo(path)
        return
    problems = []
    for name, expected in sorted(generate().items()):
        path = directory / name
        if not path.is_file():
            problems.append(f"{path}: missing")
        elif path.read_bytes() != expected:
            problems.append(f"{path}: not what the code says")
    if problems:
        raise CommandError("\n".join([*problems, "`samachar schemas` writes them anew"]), Exit.FATAL)
    click.echo(f"{directory}: up to date")

"""`samachar models`: what the stages know, listed, verified, and built from a model of one's own."""

from typing import TYPE_CHECKING

import click

from processor.cli.failures import CommandError
from processor.cli.options import with_settings
from processor.engine.exits import Exit
from processor.observe.logs import clean

if TYPE_CHECKING:
    from processor.models.inventory import ModelFile
    from processor.settings import Settings


@click.group()
def command() -> None:
    """List and verify the model files, or build a model of your own.

    What ships is ready to run. SAMACHAR_ENTITIES_MODEL names a folder with a model of your own for the entities stage;
    graphs built from it are kept in SAMACHAR_MODELS_DIR. docs/models.md says which models can be used.
    """


@command.command(name="list")
@with_settings()
def list_(settings: "Settings") -> None:
    """Show every model file: what it is, its size, licence and checksum, and where it lies."""
    from processor.models.inventory import size

    for file in _files(settings):
        count = size(file)
        told = "missing" if count is None else f"{count / 1e6:.1f} MB"
        click.echo(f"{file.name}  {told}  {file.licence}\n  {file.about}")
        click.echo(f"  {clean(str(file.path))}\n  SHA-256 {file.sha256}")


@command.command()
@with_settings()
def verify(settings: "Settings") -> None:
    """Check that every model file is the one it must be.

    Exit code 3 when one is missing or damaged, with a line for each.
    """
    from processor.models.inventory import problem

    files = _files(settings)
    problems = [found for file in files if (found := problem(file))]
    if problems:
        raise CommandError("\n".join(problems), Exit.UNAVAILABLE)
    click.echo(f"{len(files)} files, all as they must be")


@command.command()
@with_settings()
def build(settings: "Settings") -> None:
    """Make the graph of the model that SAMACHAR_ENTITIES_MODEL names, and try it.

    A worker does so itself when it starts; building before saves it the time, and lets SAMACHAR_MODELS_DIR be
    read-only to it. Exit code 3 when the model cannot be used or the folder cannot be written.
    """
    from processor.models.inventory import built, size
    from processor.models.weights import WeightsError
    from processor.stages.entities.hub.choice import tagger_of

    folder = settings.entities_model
    if folder is None:
        click.echo("nothing to build: what ships is ready to run, and SAMACHAR_ENTITIES_MODEL names no other model")
        return
    before = {file.path for file in built(settings.models_dir)}
    try:
        tagger = tagger_of(folder, settings.models_dir)
    except WeightsError as error:
        raise CommandError(str(error), Exit.UNAVAILABLE) from error
    for file in built(settings.models_dir):
        if file.path not in before:
            click.echo(f"built {clean(str(file.path))}, {(size(file) or 0) / 1e6:.1f} MB")
    click.echo(f"{clean(str(folder))} is ready: {tagger.model}")


def _files(settings: "Settings") -> "list[ModelFile]":
    from processor.models.inventory import built, shipped
    from processor.models.weights import WeightsError

    try:
        return [*shipped(), *built(settings.models_dir)]
    except WeightsError as error:
        raise CommandError(str(error), Exit.UNAVAILABLE) from error

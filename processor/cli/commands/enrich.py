"""`samachar enrich`: files in, records out, no broker."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import TYPE_CHECKING, Any

import click

from processor.cli.feed import feed
from processor.cli.inputs import Item, check_inputs, read_inputs, total_size
from processor.cli.options import quiet_clients, with_settings
from processor.cli.outputs import LineWriter, check_outputs, is_stream, line_writer
from processor.cli.progress import Progress
from processor.cli.stage_check import check_stages
from processor.cli.user_files import check_user_files

if TYPE_CHECKING:
    from processor.engine.outcome import Outcome, Rejected
    from processor.engine.pool import EnrichmentPool
    from processor.settings import Settings

#: Articles begun before the first of them is written, a process.
_WINDOW = 16

_HELP = """Enrich articles from FILES, without a broker.

    \b
    FILES  .txt           one article a file; its source is the file's name without .txt
           .json          one article object, or a list of them
           .jsonl .ndjson one article object a line (blank lines are skipped)
           -              as .jsonl, from standard input

    Prints one EnrichedArticle a line (JSON), in the order of the input, with the same bytes that a worker would
    publish. What cannot be enriched becomes a DeadLetter line in the --errors file, or on standard error.

    Exit code 0 when every article was handled, those that were refused included; 2 when an input cannot be read, or
    an output cannot be written or is itself an input.
    """


@click.command(help=_HELP)
@click.argument("files", nargs=-1, required=True)
@click.option("-o", "--output", metavar="OUT", help="Write records here; the file appears when it is complete.")
@click.option("--errors", metavar="FILE", help="Write dead letters here instead of on standard error.")
@with_settings("workers", "stages", "profile")
@click.pass_context
def command(
    context: click.Context, settings: "Settings", *, files: tuple[str, ...], output: str | None, errors: str | None
) -> None:
    quiet_clients(context)
    check_inputs(files)
    check_outputs(files, [output, errors])
    check_stages(settings.stages)
    check_user_files(settings)
    with (
        line_writer(errors, "stderr") as letters,
        line_writer(output, "stdout") as records,
        Progress(
            "enriched", total_size(files), beside_output=is_stream(output), beside_errors=is_stream(errors)
        ) as progress,
    ):
        asyncio.run(_enrich(settings, read_inputs(files), records, letters, progress))
    click.echo(progress.summary(), err=True)


async def _enrich(
    settings: "Settings", items: Iterable[Item], records: LineWriter, letters: LineWriter, progress: Progress
) -> None:
    from processor.contracts import encode
    from processor.engine.layouts import link_specs
    from processor.engine.memory import MIB
    from processor.engine.outcome import Enriched
    from processor.engine.pool import EnrichmentPool

    # One process does all stages to an article, whatever the layout; the records are the same.
    (spec,) = link_specs(settings.model_copy(update={"layout": "fused"}))
    pool = EnrichmentPool(
        [spec.plan],
        workers=settings.workers,
        timeout=settings.article_timeout,
        startup_timeout=settings.startup_timeout,
        memory=settings.process_memory * MIB,
    )
    async with pool:
        await pool.start()
        async for item, outcome in _in_order(pool, items):
            if isinstance(outcome, Enriched):
                records.write(outcome.value)
            else:
                letters.write(encode(_letter(item, outcome, pool.loaded[0].pipeline)))
            progress.step(failed=not isinstance(outcome, Enriched), size=item.size)


async def _in_order(pool: "EnrichmentPool", items: Iterable[Item]) -> AsyncIterator[tuple[Item, "Outcome"]]:
    """Yield every item with its outcome in the order of the input, with a bounded number in hand."""
    in_hand: asyncio.Queue[tuple[Item, asyncio.Task[Outcome]] | Exception | None] = asyncio.Queue(
        _WINDOW * pool.workers
    )
    begun: set[asyncio.Task[Outcome]] = set()

    async def begin() -> None:
        end: Exception | None = None
        try:
            async for item in feed(items):
                task = asyncio.create_task(pool.run(0, item.value))
                begun.add(task)
                task.add_done_callback(begun.discard)
                await in_hand.put((item, task))
        except Exception as error:  # an input broke off: what came before it is done first
            end = error
        await in_hand.put(end)

    beginning = asyncio.create_task(begin())
    try:
        while (found := await in_hand.get()) is not None:
            if isinstance(found, Exception):
                raise found
            item, task = found
            yield item, await task
    finally:
        for left in (beginning, *begun):
            left.cancel()


def _letter(item: Item, rejected: "Rejected", pipeline: str) -> Any:
    from processor.contracts import Source
    from processor.engine.records import Received, dead_letter

    source = Source(file=item.file, line=item.line)
    return dead_letter(Received(None, item.value, (), source, 0.0), rejected, pipeline)

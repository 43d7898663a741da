"""`samachar diff`: what two models, versions or pipelines say differently of the same articles."""

from typing import TYPE_CHECKING

import click

from processor.cli.inputs import shown
from processor.cli.options import quiet_clients, with_settings
from processor.cli.terminal import standard_output, write_line
from processor.engine.exits import Exit

if TYPE_CHECKING:
    from processor.cli.diff.spool import Spool
    from processor.cli.diff.summary import Summary
    from processor.settings import Settings

_HELP = """Compare the enriched records A and B, fact by fact, and tell what changed.

    \b
    A, B  .jsonl .ndjson  a file of records, as `samachar enrich -o` writes it
          -               the same from standard input (one of the two)
          topic:NAME      a topic, such as topic:articles.enriched; it ends where it ended when the reading began

    Records are of the same article when they have the same id; of several the last counts. Compared are language,
    mentions, identifiers and links of entities, topics, statuses of the stages, and what the producer sent. Versions
    and models of the stages are told beside, since they explain what differs, but are no facts.

    Both sides are kept in a temporary folder (TMPDIR) meanwhile: the memory needed does not grow with them.

    \b
    Exit code 0 when all facts are the same
              5 when any differs, or an article is on one side only
              1 when a record was none of ours (they are named), whatever the others say
    """


@click.command(help=_HELP)
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@click.option("--json", "as_json", is_flag=True, help="Print a line for each article that differs, and a summary.")
@click.option(
    "--tolerance",
    type=click.FloatRange(0, 1),
    default=0.05,
    show_default=True,
    help="How far apart two probabilities may be and count as the same.",
)
@click.option(
    "--examples", type=click.IntRange(0, 100), default=2, show_default=True, help="How many to show of each kind."
)
@click.option(
    "--top", type=click.IntRange(0, 10_000), default=20, show_default=True, help="How many frequent ones to show."
)
@with_settings("bootstrap_servers")
@click.pass_context
def command(
    context: click.Context,
    settings: "Settings",
    *,
    a: str,
    b: str,
    as_json: bool,
    tolerance: float,
    examples: int,
    top: int,
) -> None:
    from processor.cli.diff.lines import summary_line
    from processor.cli.diff.report import Read, tell
    from processor.cli.diff.sources import check_sources, fill
    from processor.cli.diff.spool import Spool
    from processor.cli.diff.summary import Summary

    quiet_clients(context)
    check_sources(a, b)
    with Spool() as spool:
        one = Read(shown(a), *fill(spool, "a", a, settings))
        other = Read(shown(b), *fill(spool, "b", b, settings))
        summary = Summary(spool, 0 if as_json else examples)
        _compare(spool, summary, tolerance, as_json=as_json)
        if as_json:
            write_line(standard_output(), summary_line(one, other, summary))
        else:
            tell(one, other, summary, top)
        if one.strange or other.strange:
            context.exit(Exit.FATAL)
        if not summary.same:
            context.exit(Exit.DIFFERENT)


def _compare(spool: "Spool", summary: "Summary", tolerance: float, *, as_json: bool) -> None:
    from processor.cli.diff.articles import differences
    from processor.cli.diff.lines import article_line
    from processor.contracts import decode_enriched

    stdout = standard_output()
    for pair in spool.pairs():
        a = None if pair.a is None else decode_enriched(pair.a)
        b = a if pair.a == pair.b else None if pair.b is None else decode_enriched(pair.b)
        if a and b:
            found = [] if a is b else differences(a, b, tolerance)
            summary.pair(a, b, found)
            if not found:
                continue
        elif known := a or b:
            found = []
            summary.one_sided(known, in_a=a is not None)
        if as_json:
            write_line(stdout, article_line(a, b, found))

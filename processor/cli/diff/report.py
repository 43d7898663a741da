"""A comparison told to a person: what changed, in how many facts, in which languages, with examples.

Everything that comes from an article has been made safe by `clean`; text stands last on its line, so that names written
from right to left do not reorder what is beside them.
"""

from typing import Final, NamedTuple

import click

from processor.cli.diff.difference import INPUT
from processor.cli.diff.summary import Example, Row, StageChange, Summary
from processor.cli.terminal import print_table
from processor.observe.logs import clean

#: Code points of text shown on each side of a mention.
_AROUND: Final = 40
_MOST_LANGUAGES: Final = 30
_MOST_STAGES: Final = 20
_ABSENT: Final = "-"


class Read(NamedTuple):
    """One side: its name as it was given, records read, and those that are none of ours."""

    name: str
    records: int
    strange: int


def tell(a: Read, b: Read, summary: Summary, groups: int) -> None:
    """Print it on standard output; `groups` is how many of the most frequent differences to show."""
    for side, read in (("A", a), ("B", b)):
        strange = f", {read.strange:,} of them none of ours" if read.strange else ""
        click.echo(f"{side}: {clean(read.name)}: {read.records:,} records{strange}")
    click.echo(f"{summary.pairs:,} articles in both: {_outcome(summary)}")
    for side, count in (("a", summary.only_a), ("b", summary.only_b)):
        if count:
            found = summary.alone(side)
            languages = ", ".join(f"{clean(tag)} {each:,}" for tag, each in found[:_MOST_LANGUAGES])
            click.echo(f"{count:,} only in {side.upper()} ({languages}{', …' if len(found) > _MOST_LANGUAGES else ''})")
    if not summary.pairs:
        return
    _stages(summary)
    if summary.differing:
        _facts(summary)
        _groups(summary, groups)
        _examples(summary)


def _outcome(summary: Summary) -> str:
    pipelines = f", the pipeline differs in {summary.pipelines_differ:,}" if summary.pipelines_differ else ""
    if not summary.differing:
        return f"the same facts in all{pipelines}"
    return f"facts differ in {summary.differing:,}{pipelines}"


def _stages(summary: Summary) -> None:
    _heading("Stages: version and model, in how many articles, and in how many of them facts of the stage differ")
    found = summary.stages()
    rows = [
        (clean(each.stage), _clipped(each.a), "same" if each.a == each.b else _clipped(each.b), *_numbers(each))
        for each in found[:_MOST_STAGES]
    ]
    print_table(("stage", "A", "B", "articles", "differing"), rows, right=(3, 4))
    if len(found) > _MOST_STAGES:
        click.echo(f"… and {len(found) - _MOST_STAGES:,} more")
    for each in found[:_MOST_STAGES]:
        if each.a == each.b and each.differing:
            click.echo(
                f"{clean(each.stage)} is the same and its facts differ in {each.differing:,}: "
                "what it was given differs, the article or what an earlier stage found"
            )


def _numbers(each: StageChange) -> tuple[str, str]:
    return f"{each.articles:,}", f"{each.differing:,}"


def _clipped(name: str | None) -> str:
    return _ABSENT if name is None else clean(name, 60)


def _facts(summary: Summary) -> None:
    _heading("Facts that differ")
    headings = ("removed", "added", "changed", "articles")
    print_table(("stage", "fact", *headings), [_cells(row) for row in summary.kinds()], right=(2, 3, 4, 5))
    _heading("By language of B")
    languages = summary.languages()
    rows = [(*_cells(row), f"{every:,}") for row, every in languages[:_MOST_LANGUAGES]]
    print_table(("language", "removed", "added", "changed", "differing", "articles"), rows, right=(1, 2, 3, 4, 5))
    if len(languages) > _MOST_LANGUAGES:
        click.echo(f"… and {len(languages) - _MOST_LANGUAGES:,} more")


def _cells(row: Row) -> tuple[str, ...]:
    numbers = (row.removed, row.added, row.changed, row.articles)
    return (*(clean(name) for name in row.names), *(f"{number:,}" for number in numbers))


def _groups(summary: Summary, most: int) -> None:
    found = summary.groups(most)
    if not found:
        return
    _heading("Most frequent")
    rows = [
        (f"{count:,}", clean(stage), clean(kind), change, clean(what)) for (stage, kind, change, what), count in found
    ]
    print_table(("facts", "stage", "fact", "", "which"), rows, right=(0,))


def _examples(summary: Summary) -> None:
    if not any(summary.examples.values()):
        return
    _heading("Examples")
    for (stage, kind), examples in sorted(summary.examples.items(), key=lambda item: (item[0][0] != INPUT, item[0])):
        for example in examples:
            found = example.difference
            head = f"{clean(stage)} {clean(kind)} {found.change}, {clean(example.language)}, {clean(example.id)}"
            click.echo(f"{head}\n    {clean(found.what)}")
            if (around := _around(example)) is not None:
                click.echo(f"    {around}")


def _around(example: Example) -> str | None:
    """Return the text around a difference with brackets where it is, None where it has no place."""
    span, text = example.difference.span, example.text
    if span is None or span.end > len(text):
        return None
    before = clean(_one_line(text[max(0, span.start - _AROUND) : span.start]))
    after = clean(_one_line(text[span.end : span.end + _AROUND]))
    start, end = "…" if span.start > _AROUND else "", "…" if span.end + _AROUND < len(text) else ""
    return f"{start}{before}[{clean(_one_line(text[span.start : span.end]))}]{after}{end}"


def _one_line(text: str) -> str:
    return text.replace("\n", " ").replace("\t", " ")


def _heading(text: str) -> None:
    click.echo(f"\n{text}")

"""`samachar topics`: those of Kafka made or looked at, and those of the user's own measured."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from processor.cli.failures import CommandError, debug_option
from processor.cli.options import quiet_clients, with_settings
from processor.cli.terminal import print_table
from processor.engine.exits import Exit
from processor.observe.logs import clean

if TYPE_CHECKING:
    from processor.brokers.topics import TopicState
    from processor.cli.own_topics import Evaluated
    from processor.settings import Settings
    from processor.stages.topics.own.measure import Score
    from processor.stages.topics.own.topic import OwnTopic

_EVAL = """Measure the topics of FILE (as SAMACHAR_TOPICS takes it, .yaml) on texts that you have marked.

    \b
    LABELLED  .jsonl, a text a line:
              {"text": "…", "labels": ["floods"], "lang": "tr"}
              labels are ids of FILE's topics, [] where none fits; lang may be left out

    Prints for each topic, and for each language where there are several, precision, recall and F1 at the topic's
    threshold, the threshold that would have been best on these very texts with F1 there (so an optimistic one), and
    average precision (AP), which no threshold changes.

    Exit code 2 when a file cannot be used.
    """

_OWN = """Check FILE, topics of your own as SAMACHAR_TOPICS takes them: .yaml.

    Prints everything that is wrong, with the numbers of the lines; else, for each topic, how many of its examples are
    found by means of the others, and to which part of a sample of ordinary news it is given: much of that means that
    the topic is too broad or its threshold too low.

    Exit code 2 when the file cannot be used.
    """


@click.group()
def command() -> None:
    """Create the Kafka topics that the settings name, or check them; measure topics of your own.

    Partitions, replication, retention and the largest message of Kafka's come from the settings (`samachar config`).
    """


@command.command()
@with_settings("bootstrap_servers", "layout")
@click.pass_context
def create(context: click.Context, settings: "Settings") -> None:
    """Create the topics that are missing, and check those that exist.

    Nothing of an existing topic is changed. Exit code 3 when one cannot be created or does not fit.
    """
    from processor.brokers.topics import ensure

    quiet_clients(context)
    _print(ensure(settings))


@command.command()
@with_settings("bootstrap_servers", "layout")
@click.pass_context
def check(context: click.Context, settings: "Settings") -> None:
    """Check that the topics exist and fit, without creating any.

    Exit code 3 when one is missing or does not fit.
    """
    from processor.brokers import topics

    quiet_clients(context)
    _print(topics.check(settings))


@command.command("own", help=_OWN)
@click.argument("file", type=click.Path(path_type=Path))
@debug_option
def own(*, file: Path) -> None:
    topics = _own_topics(file)
    from processor.cli.own_topics import looked_at

    rows = [
        (
            clean(one.topic.id),
            str(one.topic.line),
            f"{one.threshold:.2f}",
            str(len(one.topic.examples)),
            str(one.again),
            f"{one.ordinary:.1%}",
        )
        for one in looked_at(topics)
    ]
    print_table(("topic", "line", "threshold", "examples", "found again", "of ordinary news"), rows, right=range(1, 6))


@command.command("eval", help=_EVAL)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("labelled", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON, always with the figures of each language.")
@debug_option
def evaluate(*, file: Path, labelled: Path, as_json: bool) -> None:
    from processor.cli.labelled import LabelledError
    from processor.cli.labelled import labelled as read

    topics = _own_topics(file)
    try:
        texts = read(labelled, {topic.id for topic in topics})
    except LabelledError as error:
        raise CommandError("\n".join(error.told()), Exit.USAGE) from error
    from processor.cli import own_topics

    found = own_topics.evaluated(topics, texts)
    if as_json:
        click.echo(own_topics.as_json(found))
        return
    _print_scores(found)


def _own_topics(file: Path) -> "tuple[OwnTopic, ...]":
    from processor.stages.topics.own.reading import own_topics
    from processor.stages.topics.own.topic import OwnTopicsError

    try:
        return own_topics(file)
    except OwnTopicsError as error:
        raise CommandError("\n".join(error.told()), Exit.USAGE) from error


def _print_scores(found: "Iterable[Evaluated]") -> None:
    headings = ("topic", "lang", "n", "given", "threshold", "precision", "recall", "F1", "best at", "F1 there", "AP")
    rows = []
    for one in found:
        rows.append(_score_row(clean(one.topic.id), "all", one.threshold, one.score))
        if len(one.languages) > 1:
            rows += [_score_row("", clean(tag), one.threshold, score) for tag, score in one.languages.items()]
    print_table(headings, rows, right=range(2, len(headings)))


def _score_row(name: str, tag: str, threshold: float, score: "Score") -> tuple[str, ...]:
    shares = (score.precision, score.recall, score.f1, score.best_threshold, score.best_f1, score.average_precision)
    told = ["-" if share is None else f"{share:.2f}" for share in shares]
    return name, tag, str(score.marked), str(score.given), f"{threshold:.2f}", *told


def _print(states: "Iterable[TopicState]") -> None:
    rows = [
        (clean(state.name), str(state.partitions), "created" if state.created else "exists", "; ".join(state.notes))
        for state in states
    ]
    print_table(("topic", "partitions", "state", "notes"), rows, right=(1,))

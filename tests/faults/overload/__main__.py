"""`python -m tests.faults.overload`: one run on a fresh Apache Kafka; leaves samples, a plot and a table."""

import argparse
import signal
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

import orjson

from processor.brokers.apache import LocalKafka
from tests.faults.overload.articles import SIZES, Size
from tests.faults.overload.judge import Load, Verdict, judge
from tests.faults.overload.plot import plot
from tests.faults.overload.run import Course, overload
from tests.faults.overload.sample import Sample
from tests.support.workers import topic_settings

#: Articles that wait at the start: more than a worker does in its warm-up.
_BACKLOG: Final[dict[Size, int]] = {"ordinary": 3_000, "small": 60_000, "large": 800}
_LEAST: Final = 300
#: The accurate models take most of a minute for a text of 200,000 code points, and then time limits decide.
_PROFILE: Final[dict[Size, str]] = {"ordinary": "accurate", "small": "fast", "large": "fast"}
#: Nobody kills this broker, and its default of four seconds is short where producer and worker take every core.
_BROKER: Final = {"broker.session.timeout.ms": "60000"}
#: Of the worker: how fast the machine is, is not the question.
_PATIENCE: Final = {"startup_timeout": 1_800, "article_timeout": 600}
_MIB: Final = 1024 * 1024


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the run; return 0 where the worker stood it."""
    options = _options(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # so that broker and worker end as well
    size: Size = options.articles
    course = Course(size, options.factor, options.seconds, _BACKLOG[size], least=_LEAST)
    options.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="samachar-overload-", ignore_cleanup_errors=True) as folder:
        kafka = LocalKafka(Path(folder, "kafka"), properties=_BROKER)
        try:
            kafka.start(timeout=240)
            settings = topic_settings(kafka.bootstrap, "overload.", profile=_PROFILE[size], **_PATIENCE)
            load, samples = overload(course, settings, options.output, broker=kafka.pid, say=_say)
        finally:
            kafka.close()
    verdict = judge(samples, load)
    _write(options.output, size, samples, load, verdict)
    for fault in verdict.faults:
        _say(f"broken: {fault}")
    _say(f"{'refused' if verdict.faults else 'stood it'}; samples, plot and table are in {options.output}")
    return 1 if verdict.faults else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.overload", description=__doc__)
    parser.add_argument("--articles", choices=SIZES, default="ordinary", help="how large (default: ordinary)")
    parser.add_argument("--seconds", type=float, default=600.0, help="how long to over-produce (default: 600)")
    parser.add_argument("--factor", type=float, default=20.0, help="times the worker's own rate (default: 20)")
    parser.add_argument("--output", type=Path, required=True, help="folder for samples, plot, table and the log")
    return parser.parse_args(arguments)


def _write(folder: Path, size: Size, samples: Sequence[Sample], load: Load, verdict: Verdict) -> None:
    entry = {
        "load": asdict(load),
        "faults": [str(fault) for fault in verdict.faults],
        "samples": [asdict(sample) for sample in samples],
    }
    (folder / f"{size}.json").write_bytes(orjson.dumps(entry))
    title = f"{size.capitalize()} articles, {load.factor:g} times the worker's own {load.own_rate:.1f} articles/s"
    (folder / f"{size}.svg").write_text(plot(title, samples, load), encoding="utf-8")
    table = "\n".join(_table(size, samples, load, verdict))
    (folder / f"{size}.md").write_text(f"{table}\n", encoding="utf-8")
    _say(table)


def _table(size: Size, samples: Sequence[Sample], load: Load, verdict: Verdict) -> list[str]:
    stop = next(sample for sample in samples if sample.at >= load.stopped)
    done = stop.committed - samples[0].committed
    rows = [
        f"{size}: own rate {load.own_rate:.2f}/s; {load.pushed:,} produced in {load.pushing:.0f} s, {done:,} done"
        f" meanwhile; lag {stop.lag:,} when production stopped, {samples[-1].lag:,} after another"
        f" {samples[-1].at - load.stopped:.0f} s; at most {max(sample.in_flight for sample in samples)} in flight;"
        f" {samples[-1].rebalances - samples[0].rebalances} rebalances, {samples[-1].restarts} pool restarts",
        "",
        "| process | RSS when settled, MiB | most from then on, MiB | growth |",
        "| --- | --- | --- | --- |",
    ]
    for growth in verdict.growth:
        cells = [growth.process, f"{growth.settled / _MIB:.1f}", f"{growth.most / _MIB:.1f}", f"{growth.share:.1%}"]
        rows.append(f"| {' | '.join(cells)} |")
    return rows


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

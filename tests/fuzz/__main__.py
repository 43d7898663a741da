"""`python -m tests.fuzz`: run cases in parts, go on where it was broken off, keep what is found."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from tests.fuzz.campaign import Part, case, digest, run
from tests.fuzz.targets import TARGETS


@click.command()
@click.argument("kind", type=click.Choice(list(TARGETS)))
@click.option("--count", type=click.IntRange(1), required=True, help="Cases in all.")
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--part", type=click.IntRange(1), default=5000, show_default=True, help="Cases a part.")
@click.option(
    "--results", type=click.Path(path_type=Path), default=Path("build/fuzz"), show_default=True, help="Folder."
)
@click.option("--case", "only", type=int, help="Run this case alone, in this process, and show it.")
def main(*, kind: str, count: int, seed: int, part: int, results: Path, only: int | None) -> None:
    """Try COUNT inputs of a KIND. Exit code 1 when one ended as nothing should; --results then has the inputs."""
    if only is not None:
        _show(kind, seed, only)
        return
    results.mkdir(parents=True, exist_ok=True)
    log = results / f"{kind}.jsonl"
    done = {(row["seed"], row["first"]) for row in _rows(log) if row["count"] == part}
    for first in range(0, count, part):
        if (seed, first) in done:
            continue
        found = Part(kind, seed, first, min(part, count - first))
        run(TARGETS[kind], found)
        for finding in found.findings:
            click.echo(f"{kind} {seed} {finding.number}: {finding.error}", err=True)
            if finding.value is not None:
                (results / f"{kind}-{digest(finding.value)}").write_bytes(finding.value)
        with log.open("a", encoding="utf-8") as file:
            file.write(json.dumps(_row(found)) + "\n")
        click.echo(f"{kind}: {first + found.count:,} of {count:,}", err=True)
    _summary(log, seed)


def _show(kind: str, seed: int, number: int) -> None:
    target = TARGETS[kind]()
    value = case(target, kind, seed, number)
    click.echo(repr(value[:2000]))
    click.echo(target.check(value))


def _row(part: Part) -> dict[str, Any]:
    told = asdict(part) | {"outcomes": dict(sorted(part.outcomes.items()))}
    told["findings"] = [
        {"number": one.number, "error": one.error, "trace": one.trace, "input": one.value and digest(one.value)}
        for one in part.findings
    ]
    return told


def _rows(log: Path) -> Iterator[dict[str, Any]]:
    if log.exists():
        for line in log.read_text("utf-8").splitlines():
            yield json.loads(line)


def _summary(log: Path, seed: int) -> None:
    outcomes: Counter[str] = Counter()
    for row in _rows(log):
        if row["seed"] == seed:
            outcomes.update(row["outcomes"])
    for outcome, number in outcomes.most_common():
        click.echo(f"{number:>10,}  {outcome}")
    click.echo(f"{outcomes.total():>10,}  in all")
    if outcomes["finding"]:
        raise SystemExit(1)


if __name__ == "__main__":
    main()

"""Results of runs, kept as lines of JSON so that a hundred runs can be made in parts, and the table made of them."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import orjson

from tests.faults.harness.run import Outcome

#: Between these lines of docs/reliability.md stands what is generated.
BEGIN: Final = "<!-- results: begin -->"
END: Final = "<!-- results: end -->"


_ROOT: Final = Path(__file__).parents[3]
#: What moves articles, under `processor`. Stages and models change nothing of whether they arrive.
_MACHINERY: Final = ("engine", "brokers", "contracts", "settings.py", "cli/commands/worker.py")


def code() -> str:
    """Return a hash of the code that moves articles: results of other code are not results of this."""
    digest = hashlib.sha256()
    for name in _MACHINERY:
        path = _ROOT / "processor" / name
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


#: Rules that have a column of their own in the tables.
_COLUMNS: Final = ("lost", "repeated")


def append(file: Path, outcome: Outcome, defect: str | None) -> None:
    """Add the result of a run."""
    found, plan = outcome.measures, outcome.plan
    rules = Counter(violation.rule for violation in outcome.violations)
    entry = {
        "seed": plan.seed,
        "layout": plan.layout,
        "stages": [stage.rpartition(":")[2] for stage in plan.stages],
        "defect": defect,
        "guarantee": plan.guarantee,
        "code": code(),
        "seconds": round(outcome.seconds, 1),
        "acknowledged": found.acknowledged,
        "enriched": found.enriched,
        "letters": found.letters,
        "lost": found.lost,
        "repeats": found.repeats,
        "stale": found.stale,
        "gave_up": found.gave_up,
        "recovery": found.recovery,
        "faults": found.faults,
        "violations": dict(rules),
    }
    with file.open("ab") as output:
        output.write(orjson.dumps(entry, option=orjson.OPT_APPEND_NEWLINE))


def read(file: Path) -> list[dict[str, Any]]:
    """Return all results; none where there is no file."""
    return [orjson.loads(text) for text in file.read_bytes().splitlines()] if file.exists() else []


def seeds(file: Path, defect: str | None, guarantee: str = "at_least_once") -> set[int]:
    """Return the seeds that have a result of the code as it is."""
    wanted = (defect, guarantee, code())
    return {entry["seed"] for entry in read(file) if (entry["defect"], _guarantee(entry), entry["code"]) == wanted}


def _guarantee(entry: dict[str, Any]) -> str:
    """Return what the workers of a run were to keep; results of early runs do not say it."""
    return str(entry.get("guarantee", "at_least_once"))


def tables(entries: Iterable[dict[str, Any]]) -> str:
    """Return the tables of docs/reliability.md: by code and layout, by kind of fault, and the planted defects.

    A run speaks for the code that it was made with, named by `code()`; the rows are in the order of the runs.
    """
    entries = list(entries)
    sound = [entry for entry in entries if entry["defect"] is None]
    rows = [
        "| code | layout | runs | articles | enriched | dead letters | lost | repeated | other breaches "
        "| worst recovery, s |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for version in dict.fromkeys(entry["code"] for entry in sound):
        runs = [entry for entry in sound if entry["code"] == version]
        shown = f"`{version}`, as it is" if version == code() else f"`{version}`"
        rows += [
            _row(f"{shown} | {layout}", found)
            for layout in ("fused", "staged")
            if (found := [entry for entry in runs if entry["layout"] == layout])
        ]
    rows.append(_row("all | both", sound))
    faults = sum((Counter(entry["faults"]) for entry in sound), Counter[str]())
    rows += ["", "| fault | times |", "| --- | --- |"]
    rows += [f"| {kind} | {count:,} |" for kind, count in sorted(faults.items())]
    if planted := [entry for entry in entries if entry["defect"] is not None]:
        rows += ["", "| planted defect | caught in run | as |", "| --- | --- | --- |", *_defects(planted)]
    return "\n".join(rows)


def _row(name: str, entries: list[dict[str, Any]]) -> str:
    def total(field: str) -> str:
        return f"{sum(entry[field] for entry in entries):,}"

    others = sum(count for entry in entries for rule, count in entry["violations"].items() if rule not in _COLUMNS)
    recoveries = [entry["recovery"] for entry in entries]
    worst = "never" if None in recoveries else f"{max(recoveries, default=0.0):g}"
    cells = [
        name, f"{len(entries):,}", total("acknowledged"), total("enriched"), total("letters"), total("lost"),
        total("repeats"), f"{others:,}", worst,
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _defects(entries: list[dict[str, Any]]) -> list[str]:
    rows = []
    for defect in sorted({entry["defect"] for entry in entries}):
        runs = [entry for entry in entries if entry["defect"] == defect]
        caught = next((number for number, entry in enumerate(runs, 1) if entry["violations"]), None)
        told = ", ".join(sorted(runs[caught - 1]["violations"])) if caught else f"not in {len(runs)} runs"
        rows.append(f"| {defect} | {caught or 'never'} | {told} |")
    return rows


def write_table(file: Path, page: Path, guarantee: str = "at_least_once") -> None:
    """Put the tables of the results of one guarantee into a page, between its two marks."""
    entries = [entry for entry in read(file) if _guarantee(entry) == guarantee]
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n{tables(entries)}\n{END}{after}", encoding="utf-8")

"""Command lines as people and scripts get them wrong: drawn from what each command says that it takes."""

from random import Random
from typing import Any, Final

import click

from processor.cli.main import cli
from processor.settings import Settings, variable
from tests.fuzz import texts
from tests.fuzz.environment import value

#: Commands by how often they are drawn. What a case of the others costs is given in brackets.
_WEIGHTS: Final = {
    ("enrich",): 24,
    ("produce",): 6,
    ("consume",): 16,
    ("dlq", "list"): 8,
    ("dlq", "show"): 8,
    ("dlq", "replay"): 10,
    ("watchlist", "check"): 14,
    ("topics", "own"): 10,
    ("topics", "eval"): 8,
    ("topics", "create"): 2,
    ("topics", "check"): 2,
    ("lag",): 2,
    ("diff",): 6,
    ("config",): 6,
    ("worker",): 2,  # (imports Faust)
    ("models", "list"): 0.1,  # (asks for every model file)
    ("models", "verify"): 0.05,  # (reads every model file)
    ("models", "build"): 0.5,
    ("schemas",): 0.5,  # (makes all schemas)
}
#: Never drawn: they start a broker, or go on until they are stopped.
LEFT_OUT: Final = frozenset({("demo",), ("live",), ("top",)})
_FILTERS: Final = (
    *("language=hi", "language=*", "language=", "topic=politics", "entity=रूस", "country=KP", "id=a", "reason=not_json"),
    *(
        "stage=decode",
        "=",
        "language",
        "x=y",
        "language=hi=x",
        "LANGUAGE=hi",
        "entity=\u202e",
        "entity=İ",
        "reason=x",
        "",
    ),
)
_REFS: Final = (
    "0:0",
    "0:1",
    "0:999",
    "1:0",
    "articles.dead-letter:0:0",
    "other:0:0",
    "a",
    "",
    ":",
    "0:",
    "-1:0",
    "٣:0",
    "9" * 30 + ":0",
)
_OUTPUTS: Final = (
    "out.jsonl",
    "out.jsonl",
    "-",
    "/dev/null",
    "/dev/full",
    ".",
    "missing/x",
    "a" * 300,
    "",
    "out/",
    "errors.jsonl",
)
_FOLDERS: Final = ("schemas", "a/b", "", ".", "/dev/null/x", "a" * 300)
_JUNK: Final = (
    "--",
    "-",
    "--nothing",
    "-x",
    "--set",
    "--set=",
    "",
    "help",
    "-h",
    "--version",
    "\u202e",
    "--workers",
    "-o",
    "-b",
    "=",
)


#: What is in the files that a command reads, by the ending of their names.
_READS: Final = {
    ("enrich",): (".txt", ".json", ".jsonl", ".ndjson"),
    ("produce",): (".txt", ".json", ".jsonl", ".ndjson"),
    ("dlq", "replay"): (".txt", ".json"),
    ("watchlist", "check"): (".csv", ".jsonl", ".ndjson"),
    ("diff",): (".jsonl", ".ndjson"),
    ("topics", "own"): (".yaml",),
    ("topics", "eval"): (".yaml", ".jsonl"),
}


def command(draw: Random) -> tuple[str, ...]:
    """Return the path of a command."""
    return draw.choices(tuple(_WEIGHTS), tuple(_WEIGHTS.values()))[0]


def endings(path: tuple[str, ...]) -> tuple[str, ...]:
    """Return the endings of files that a command reads, one at least."""
    return _READS.get(path, (".csv", ".yaml"))


def command_line(draw: Random, path: tuple[str, ...], files: list[str]) -> list[str]:
    """Return the arguments of `samachar` with a command; `files` are names of files that are there."""
    arguments = list(path)
    for parameter in _command(path).params:
        if isinstance(parameter, click.Option):
            arguments += _option(draw, parameter, files)
        else:
            arguments += _argument(draw, parameter, files)
    if draw.random() < 0.2:
        arguments += ["--set", _assignment(draw, files)]
    if draw.random() < 0.08:
        arguments.insert(draw.randint(0, len(arguments)), draw.choice(_JUNK))
    if draw.random() < 0.04:
        del arguments[draw.randrange(len(arguments))]
    return ["config"] if tuple(arguments[:1]) in LEFT_OUT else arguments


def all_commands() -> set[tuple[str, ...]]:
    """Return every command that there is, by its path."""
    context = click.Context(cli)
    found: set[tuple[str, ...]] = set()
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        if isinstance(command, click.Group):
            found |= {(name, inner) for inner in command.commands}
        else:
            found.add((name,))
    return found


def drawn() -> set[tuple[str, ...]]:
    """Return the commands that are drawn."""
    return set(_WEIGHTS)


def _command(path: tuple[str, ...]) -> click.Command:
    context, found = click.Context(cli), cli.get_command(click.Context(cli), path[0])
    for name in path[1:]:
        found = found.get_command(context, name) if isinstance(found, click.Group) else None
    if found is None:
        raise LookupError(" ".join(path))
    return found


def _option(draw: Random, option: click.Option, files: list[str]) -> list[str]:
    names = (*option.opts, *option.secondary_opts)
    if "--debug" in names or "--set" in names or draw.random() > 0.15:
        return []  # a trace is what --debug is for
    name = draw.choice(names)
    if option.is_flag:
        return [name]
    return [
        part
        for _ in range(draw.choice((1, 1, 2)) if option.multiple else 1)
        for part in (name, _of(draw, option, files))
    ]


def _of(draw: Random, option: click.Option, files: list[str]) -> str:
    if draw.random() < 0.1:
        return value(draw)
    named: dict[str, Any] = {
        "filters": _FILTERS,
        "output": (*_OUTPUTS, *files),
        "errors": (*_OUTPUTS, *files),
        "repaired": (*files, "-", "missing.json"),
        "reasons": ("not_json", "empty_text", "x", ""),
        "stages": ("language", "language,entities", "decode", "tests.support.stages:Letters", "x", ""),
        "bootstrap_servers": ("127.0.0.1:1", "a:1,b:2", "", "x", "[::1]:9"),
    }
    if option.name in named:
        return str(draw.choice(named[option.name]))
    if isinstance(option.type, click.Choice):
        return str(draw.choice((*option.type.choices, option.type.choices[0].upper(), "")))
    if isinstance(option.type, click.IntRange):
        return draw.choice(("0", "1", "2", "-1", "1e3", "9" * 30, "1.0", "x", "", "١"))
    if isinstance(option.type, click.FloatRange):
        return draw.choice(("0", "1", "0.5", "nan", "inf", "-0", "1e-999", "x", "", "1_0"))
    return draw.choice(("a", "articles.raw", "", "\u202e", texts.odd(draw).replace("\0", "")))


def _argument(draw: Random, argument: click.Parameter, files: list[str]) -> list[str]:
    count = draw.choice((0, 1, 1, 1, 2, 3)) if argument.nargs == -1 else 1
    if argument.name == "directory":
        return [draw.choice(_FOLDERS)]
    if argument.name in {"ref", "refs"}:
        return [draw.choice(_REFS) for _ in range(count)]
    odd = ("missing.csv", ".", "-", "/dev/null", "a" * 300 + ".csv", "x.CSV", "/proc/self/mem", "\udcff.txt")
    if argument.name in {"a", "b"} and draw.random() < 0.2:
        return [draw.choice(("topic:articles.enriched", "topic:", "topic:\u202e", "-"))]
    first = 1 if argument.name == "labelled" else 0
    return [draw.choice(files[first:] or odd) if draw.random() < 0.9 else draw.choice(odd) for _ in range(count)]


def _assignment(draw: Random, files: list[str]) -> str:
    if files and draw.random() < 0.3:
        return f"{draw.choice(('watchlist', 'topics', 'entities_model'))}={draw.choice(files)}"
    field = draw.choice([name for name in Settings.model_fields if name != "models_dir"])
    name = draw.choice((field, field, variable(field), field.upper(), f"{field} ", "nothing"))
    return f"{name}{draw.choice(('=', '=', '=', ' = ', ''))}{value(draw)}"

"""Options that several commands share, and the settings made from them."""

import functools
import logging
from collections.abc import Callable
from typing import Any, Final

import click

from processor.cli.failures import debug_option, debugging
from processor.observe.logs import configure

_OVERRIDES: Final = "samachar.overrides"

_OPTIONS: Final[dict[str, Callable[[Any], Any]]] = {
    "bootstrap_servers": click.option(
        "-b",
        "--bootstrap-servers",
        metavar="HOST:PORT,…",
        help="Kafka brokers to ask first. [KAFKA_BOOTSTRAP_SERVERS; default 127.0.0.1:9092]",
    ),
    "layout": click.option(
        "--layout",
        type=click.Choice(["fused", "staged"]),
        help="All stages in one link, or one link a stage with Kafka between. [SAMACHAR_LAYOUT; default fused]",
    ),
    "stages": click.option(
        "--stages",
        metavar="A,B,…",
        help="Stages in order: built-in names or module:factory. [SAMACHAR_STAGES; default language,entities,topics]",
    ),
    "profile": click.option(
        "--profile",
        type=click.Choice(["accurate", "fast"]),
        help="Accurate models, or fast ones that find somewhat less. [SAMACHAR_PROFILE; default accurate]",
    ),
    "workers": click.option(
        "--workers",
        type=click.IntRange(0),
        metavar="N",
        help="Processes that enrich; 0 for one a core. [SAMACHAR_WORKERS; default 0]",
    ),
}


def with_settings(*fields: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command its settings as first argument, and the options that override them.

    Args:
        fields: settings that get an option of their own; every other can be given with `--set`.
    """

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def wrapped(*args: Any, set_: tuple[str, ...], **given: Any) -> Any:
            context = click.get_current_context()
            chosen = {name: given.pop(name) for name in fields}
            overrides = _assignments(set_) | {name: value for name, value in chosen.items() if value is not None}
            context.meta[_OVERRIDES] = overrides
            from processor.settings import load_settings

            return function(load_settings(**overrides), *args, **given)

        wrapped = debug_option(wrapped)
        wrapped = click.option(
            "--set",
            "set_",
            multiple=True,
            metavar="NAME=VALUE",
            help="Set any setting of `samachar config` for this run. May be repeated.",
        )(wrapped)
        for name in reversed(fields):
            wrapped = _OPTIONS[name](wrapped)
        return wrapped

    return decorate


def overrides(context: click.Context) -> dict[str, Any]:
    """Return the settings that the command line gave."""
    found: dict[str, Any] = context.meta.get(_OVERRIDES, {})
    return found


def quiet_clients(context: click.Context) -> None:
    """Keep the Kafka client's log out of a command's output: what concerns the user is reported by the command."""
    configure("DEBUG" if debugging(context) else "CRITICAL", "text")
    if not debugging(context):
        logging.captureWarnings(False)


def _assignments(pairs: tuple[str, ...]) -> dict[str, str]:
    from processor.cli.origins import is_secret
    from processor.settings import Settings, variable

    found = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        name = name.strip().lower().removeprefix("samachar_")
        name = "bootstrap_servers" if name == "kafka_bootstrap_servers" else name
        if not equals:
            raise click.UsageError(f"--set {pair}: expected NAME=VALUE")
        if name not in Settings.model_fields:
            raise click.UsageError(f"--set {pair}: there is no setting {name!r}; `samachar config` lists them")
        if is_secret(Settings.model_fields[name]):
            # Other users of the machine can read command lines.
            raise click.UsageError(f"--set {name}: give a secret in {variable(name)} or .env, not on a command line")
        found[name] = value
    return found

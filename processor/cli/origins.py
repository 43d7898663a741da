"""What there is to say of each setting: its value, where that came from, what else it may be."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import DotEnvSettingsSource, EnvSettingsSource

from processor.observe.logs import clean
from processor.settings import Settings, variable

HIDDEN: Final = "(hidden)"
NONE: Final = "(none)"


@dataclass(frozen=True, slots=True)
class Described:
    """One setting.

    Attributes:
        variable: its environment variable.
        value, default: as one would write them there; secrets are hidden.
        origin: `command line`, `environment`, `.env` or `default`.
        values: what it may be, in words; empty where anything goes.
    """

    variable: str
    value: str
    default: str
    origin: str
    values: str
    meaning: str


def described(settings: Settings, overrides: Mapping[str, Any]) -> list[Described]:
    """Return every setting in the order of the class.

    Args:
        overrides: those that the command line gave.
    """
    environment, dotenv = EnvSettingsSource(Settings), DotEnvSettingsSource(Settings)
    found = []
    for name, field in Settings.model_fields.items():
        if name in overrides:
            origin = "command line"
        elif environment.get_field_value(field, name)[0] is not None:
            origin = "environment"
        elif dotenv.get_field_value(field, name)[0] is not None:
            origin = ".env"
        else:
            origin = "default"
        value, default = _shown(getattr(settings, name)), _shown(field.default)
        found.append(Described(variable(name), value, default, origin, _values(field), field.description or ""))
    return found


def is_secret(field: FieldInfo) -> bool:
    """Tell whether a setting's value must not be shown."""
    return SecretStr in (field.annotation, *get_args(field.annotation))


def _shown(value: Any) -> str:
    if value is None:
        return NONE
    if isinstance(value, SecretStr):
        return HIDDEN
    if isinstance(value, tuple):
        return clean(",".join(value))
    return f"{value:g}" if isinstance(value, float) else clean(value)


def _values(field: FieldInfo) -> str:
    options = get_args(field.annotation)
    if options and all(isinstance(option, str) for option in options):
        return ", ".join(options)
    if get_origin(field.annotation) is not None or field.annotation not in (int, float):
        return ""
    bounds: dict[type, str] = {}
    for limit in field.metadata:
        for kind, name in ((Ge, "ge"), (Gt, "gt"), (Le, "le"), (Lt, "lt")):
            if isinstance(limit, kind):
                bounds[kind] = f"{getattr(limit, name):,}"
    if Ge in bounds and Le in bounds:
        return f"{bounds[Ge]} to {bounds[Le]}"
    words = {Gt: "more than", Ge: "at least", Lt: "less than", Le: "at most"}
    return ", ".join(f"{words[kind]} {bound}" for kind, bound in bounds.items())

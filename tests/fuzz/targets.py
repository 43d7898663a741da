"""What can be tried, by name. A target is made in the process that runs its cases."""

from collections.abc import Callable
from functools import partial
from typing import Final

from tests.fuzz.articles import Chain, Validation
from tests.fuzz.campaign import Target
from tests.fuzz.commands import Commands
from tests.fuzz.environment import Environment

TARGETS: Final[dict[str, Callable[[], Target]]] = {
    "validation": Validation,
    "chain-fast": partial(Chain, "fast"),
    "settings": Environment,
    "commands": Commands,
    "chain-accurate": partial(Chain, "accurate"),
}

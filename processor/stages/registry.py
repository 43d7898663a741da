"""Which stages there are. A new one is one file and one line here; a user's own needs no line at all."""

import importlib
from collections.abc import Callable, Sequence
from importlib.metadata import entry_points
from typing import Final

from processor.stages.chain import Chain
from processor.stages.options import StageOptions
from processor.stages.stage import Stage

#: Name -> where its factory is.
BUILTIN: Final = {
    "language": "processor.stages.language.stage:LanguageStage",
    "entities": "processor.stages.entities.stage:EntitiesStage",
    "topics": "processor.stages.topics.stage:TopicsStage",
}
#: The order of the default pipeline.
DEFAULT: Final = ("language", "entities", "topics")
#: Entry point group in which other packages offer stages.
ENTRY_POINT_GROUP: Final = "samachar.stages"


class UnknownStageError(LookupError):
    """A stage name that nothing answers to, or an import path that does not lead to a stage."""


def load_stage(name: str, options: StageOptions | None = None) -> Stage:
    """Construct the stage called `name`: a built-in, an entry point, or an import path `package.module:factory`.

    A factory that heeds our settings offers `configured(options)`; others are called without arguments.

    Raises:
        UnknownStageError: with what is known instead.
    """
    factory = stage_factory(name)
    configured = getattr(factory, "configured", None)
    stage = configured(options or StageOptions()) if configured else factory()
    if not isinstance(stage, Stage):
        raise UnknownStageError(f"{name!r} does not make a stage: {type(stage).__name__} lacks part of the protocol")
    return stage


def stage_name(spec: str) -> str:
    """Return the name that the stage called `spec` gives itself, without loading its model.

    Where only a constructed stage could tell (its name is no class attribute), `spec` itself is returned.
    """
    name = getattr(stage_factory(spec), "name", None)
    return name if isinstance(name, str) else spec


def build_chain(names: Sequence[str], already_run: Sequence[str] = (), options: StageOptions | None = None) -> Chain:
    """Construct a chain of the stages called `names`, to run after `already_run`."""
    return Chain([load_stage(name, options) for name in names], already_run)


def stage_factory(name: str) -> Callable[[], object]:
    """Return what constructs the stage called `name`.

    Raises:
        UnknownStageError: with what is known instead.
    """
    path = BUILTIN.get(name)
    if path is None and ":" not in name:
        offered = {point.name: point for point in entry_points(group=ENTRY_POINT_GROUP)}
        if name not in offered:
            known = ", ".join(sorted({*BUILTIN, *offered}))
            raise UnknownStageError(f"no stage {name!r}; known are {known}, or give an import path 'module:factory'")
        path = offered[name].value
    module, _, attribute = (path or name).partition(":")
    try:
        found = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise UnknownStageError(f"stage {name!r} cannot be imported: {error}") from error
    if not callable(found):
        raise UnknownStageError(f"stage {name!r}: {attribute} is not callable")
    factory: Callable[[], object] = found
    return factory

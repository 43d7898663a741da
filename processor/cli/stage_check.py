"""What can be known of the stages in the settings before any of them is constructed, which loads its model."""

import inspect
from collections.abc import Callable, Sequence

#: What a class of stages has at the latest; its other attributes can be set when it is constructed.
_METHOD = "annotate"


def check_stages(stages: Sequence[str]) -> None:
    """Find out early whether these stages are there, are stages, and stand in an order in which they can run.

    What only a constructed stage could tell is left to the worker, which finds it out when it loads them.

    Raises:
        SettingsError: naming the setting and the stage.
    """
    from processor.settings import SettingsError, variable
    from processor.stages.registry import DEFAULT, UnknownStageError

    if tuple(stages) == DEFAULT:
        return  # known to be right, and importing them takes a while
    try:
        _check(stages)
    except UnknownStageError as error:
        raise SettingsError(f"{variable('stages')}: {error}") from error


def _check(stages: Sequence[str]) -> None:
    from processor.stages.registry import BUILTIN, UnknownStageError

    found = [(spec, _imported(spec)) for spec in stages]
    done: set[str] = set()
    all_named = True
    for spec, factory in found:
        _check_kind(spec, factory)
        told = spec if spec in BUILTIN else _told(factory, "name")
        name = told if isinstance(told, str) else spec
        if name in done:
            raise UnknownStageError(f"stage {name!r} is named twice")
        needs = _told(factory, "needs")
        missing = [str(need) for need in needs if need not in done] if isinstance(needs, tuple) else []
        # A stage before it whose name is not known yet could be the one that it needs.
        if missing and all_named:
            raise UnknownStageError(f"stage {name!r} must come after {', '.join(missing)}")
        done.add(name)
        all_named = all_named and name is told


def _imported(spec: str) -> Callable[[], object]:
    from processor.stages.registry import UnknownStageError, stage_factory

    try:
        return stage_factory(spec)
    except UnknownStageError:
        raise
    except Exception as error:  # a module of the user's own can raise anything
        raise UnknownStageError(f"stage {spec!r} cannot be imported: {error}") from error


def _check_kind(spec: str, factory: Callable[[], object]) -> None:
    from processor.stages.registry import UnknownStageError

    if inspect.isclass(factory) and not callable(getattr(factory, _METHOD, None)):
        raise UnknownStageError(f"{spec!r} is no stage: it has no method {_METHOD!r}")
    try:
        inspect.signature(factory).bind()
    except TypeError as error:
        raise UnknownStageError(f"{spec!r} cannot be made a stage without arguments: {error}") from error
    except ValueError:
        pass  # written in C, without a signature


def _told(factory: Callable[[], object], attribute: str) -> object:
    """Return what a class says of its stages, None where only a constructed one can tell.

    A property is asked on an object that was not initialised: those that return a constant answer.
    """
    if not inspect.isclass(factory):
        return getattr(factory, attribute, None)
    try:
        return getattr(object.__new__(factory), attribute)
    except Exception:  # a property that reads what the constructor sets; it can raise anything
        return None

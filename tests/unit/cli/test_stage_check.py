"""Stages that cannot run, found before any of them is loaded."""

from pathlib import Path
from typing import ClassVar

import pytest

from processor.cli.stage_check import check_stages
from processor.contracts import EnrichedArticle
from processor.engine.exits import Exit
from processor.settings import SettingsError
from processor.stages.registry import DEFAULT
from processor.stages.stage import Annotation
from tests.unit.cli.conftest import Run

HERE = __name__
LETTERS = "tests.support.stages:Letters"


class LoadedError(Exception):
    """A stage was constructed, which nothing here may do."""


class Heavy:
    """A stage that must not be constructed; only then would it know its model."""

    name = "heavy"
    version = "1"
    needs: ClassVar[tuple[str, ...]] = ("letters",)

    def __init__(self) -> None:
        raise LoadedError

    def annotate(self, article: EnrichedArticle) -> Annotation:
        raise NotImplementedError


class Late(Heavy):
    """A stage that knows its name and its needs only when it is constructed."""

    @property
    def name(self) -> str:  # type: ignore[override]
        return self._name  # type: ignore[attr-defined, no-any-return]

    @property
    def needs(self) -> tuple[str, ...]:  # type: ignore[override]
        return (self.name,)


class Choosy(Heavy):
    """A stage that cannot be constructed without an argument."""

    def __init__(self, threshold: float) -> None:
        self.threshold = threshold


def make() -> Heavy:
    """A factory that is no class: what it makes is not known."""
    return Heavy()


@pytest.mark.parametrize(
    "stages",
    [
        DEFAULT,
        ("topics",),
        ("language", "entities"),
        ("topics", "language", LETTERS, "entities"),
        (LETTERS, f"{HERE}:Heavy"),
        (f"{HERE}:Late",),
        # Either of these could turn out to be the stage that the next one needs.
        (f"{HERE}:Late", "entities"),
        (f"{HERE}:make", f"{HERE}:Heavy"),
    ],
)
def test_what_may_run_passes(stages: tuple[str, ...]) -> None:
    check_stages(stages)


@pytest.mark.parametrize(
    ("stages", "told"),
    [
        (("language", "nonsense"), "no stage 'nonsense'; known are "),
        (("entities", "language"), "stage 'entities' must come after language"),
        (("topics", "entities"), "stage 'entities' must come after language"),
        ((f"{HERE}:Heavy", LETTERS), "stage 'heavy' must come after letters"),
        (("language", "language"), "stage 'language' is named twice"),
        (("language", "processor.stages.language.stage:LanguageStage"), "stage 'language' is named twice"),
        ((f"{HERE}:make", f"{HERE}:make"), f"stage '{HERE}:make' is named twice"),
        (("builtins:dict",), "'builtins:dict' is no stage: it has no method 'annotate'"),
        ((f"{HERE}:LETTERS",), f"stage '{HERE}:LETTERS': LETTERS is not callable"),
        ((f"{HERE}:Choosy",), f"'{HERE}:Choosy' cannot be made a stage without arguments: "),
        (("nowhere.at_all:Stage",), "stage 'nowhere.at_all:Stage' cannot be imported: "),
        ((f"{HERE}:Nobody",), f"stage '{HERE}:Nobody' cannot be imported: "),
        ((":Stage",), "stage ':Stage' cannot be imported: "),
    ],
)
def test_what_cannot_run_is_named(stages: tuple[str, ...], told: str) -> None:
    with pytest.raises(SettingsError) as caught:
        check_stages(stages)
    assert str(caught.value).startswith(f"SAMACHAR_STAGES: {told}")


def test_a_module_that_breaks_when_it_is_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "breaks_at_import.py").write_text("raise RuntimeError('no licence')")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(SettingsError, match=r"^SAMACHAR_STAGES: stage 'breaks_at_import:Stage' .*: no licence$"):
        check_stages(["breaks_at_import:Stage"])


@pytest.mark.parametrize(
    ("stages", "told"),
    [("language,nonsense", "no stage 'nonsense'"), ("entities,language", "stage 'entities' must come after language")],
)
def test_every_command_with_stages_says_so(run: Run, stages: str, told: str) -> None:
    Path("a.txt").write_text("text")
    for command in (["enrich", "a.txt"], ["worker"], ["demo", "a.txt"]):
        result = run(*command, "--set", f"stages={stages}")
        assert result.exit_code == Exit.USAGE
        assert result.stderr.startswith(f"Error: SAMACHAR_STAGES: {told}")

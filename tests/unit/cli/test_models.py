"""`samachar models`: what ships and what was built, listed and verified; a model of one's own built."""

import hashlib
import shutil
from pathlib import Path

import pytest

from processor.engine.exits import Exit
from processor.models import inventory
from processor.models.checksums import CHECKSUMS, PACKAGE, recorded_sha256
from processor.models.graph import ENTITIES
from tests.unit.cli.conftest import Run
from tests.unit.hub import tiny


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A model of the user's own, named in the environment, and an empty folder for what is built."""
    tiny.make(tmp_path / "own", "xlm-roberta")
    monkeypatch.setenv("SAMACHAR_ENTITIES_MODEL", str(tmp_path / "own"))
    monkeypatch.setenv("SAMACHAR_MODELS_DIR", str(tmp_path / "kept"))
    return tmp_path


def test_every_model_file_in_the_package_is_known_with_its_checksum() -> None:
    told = "a model file has changed: run python -m processor.models.inventory"
    assert CHECKSUMS.read_bytes() == inventory.checksums(), told
    (graph,) = [file for file in inventory.shipped() if file.path == ENTITIES]
    assert graph.sha256 == recorded_sha256(ENTITIES)


def test_the_list_has_size_licence_checksum_and_place_of_each_file(run: Run, own: Path) -> None:
    assert run("models", "build").exit_code == 0
    output = run("models", "list").output
    files = [*inventory.shipped(), *inventory.built(own / "kept")]
    assert len(files) >= 7
    for file in files:
        assert file.path.is_file()
        about = output.partition(f"{file.name}  ")[2].splitlines()[:4]
        assert about[0] == f"{file.path.stat().st_size / 1e6:.1f} MB  {file.licence}"
        assert about[2:] == [f"  {file.path}", f"  SHA-256 {hashlib.sha256(file.path.read_bytes()).hexdigest()}"]


def test_what_is_damaged_or_missing_is_named(run: Run, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("models", "build").exit_code == 0
    whole = run("models", "verify")
    assert (whole.exit_code, whole.output) == (0, f"{len(inventory.shipped()) + 1} files, all as they must be\n")
    (graph,) = (own / "kept").glob("*.onnx")
    data = bytearray(graph.read_bytes())
    data[1_000] ^= 1
    graph.write_bytes(data)
    package = own / "package"
    shutil.copytree(PACKAGE / "stages" / "topics", package / "stages" / "topics")
    monkeypatch.setattr(inventory, "PACKAGE", package)
    result = run("models", "verify")
    assert result.exit_code == Exit.UNAVAILABLE
    lines = result.stderr.splitlines()
    whole_still = [file for file in inventory.shipped() if file.name.startswith(("e5-small", "stages/topics/"))]
    assert len(whole_still) == 1 + 4
    assert len(lines) == len(inventory.shipped()) - len(whole_still) + 1, "one that was built is damaged"
    assert f"{package}/stages/language/model/ngrams.npz: cannot be read: No such file or directory" in result.stderr
    assert any(str(graph) in line and "expected" in line for line in lines)
    assert "head.npz" not in result.stderr


def test_without_a_model_of_ones_own_there_is_nothing_to_build(run: Run) -> None:
    result = run("models", "build")
    assert result.exit_code == 0
    assert "nothing to build" in result.output


def test_a_model_is_built_once(run: Run, own: Path) -> None:
    first = run("models", "build")
    (graph,) = (own / "kept").glob("*.onnx")
    assert first.output.splitlines()[0] == f"built {graph}, {graph.stat().st_size / 1e6:.1f} MB"
    assert "is ready: hub-" in first.output
    assert run("models", "build").output == first.output.splitlines(keepends=True)[1]


def test_what_cannot_be_built_is_told_in_one_line(run: Run, own: Path) -> None:
    (own / "own" / "model.safetensors").unlink()
    result = run("models", "build")
    assert result.exit_code == Exit.UNAVAILABLE
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"Error: SAMACHAR_ENTITIES_MODEL: {own}/own: has no model")


def test_a_folder_that_cannot_be_written(run: Run, own: Path) -> None:
    (own / "kept").write_text("a file")
    result = run("models", "build")
    assert result.exit_code == Exit.UNAVAILABLE
    assert f"SAMACHAR_MODELS_DIR: {own}/kept cannot be written: " in result.stderr

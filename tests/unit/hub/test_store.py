"""The folder of built graphs: built once, whole or not there, built anew when what it was built from changes."""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from processor.models.hub.config import HubModelError
from processor.models.hub.model import HubModel
from processor.models.hub.store import GraphStore
from tests.unit.hub import tiny

#: Waits for a file, then opens the model and prints what it took it from.
_STARTED_TOGETHER = """
import sys, time
from pathlib import Path
from processor.models.hub import store
from processor.models.hub.model import HubModel
folder, kept, go = map(Path, sys.argv[1:])
built = []
build = store.build
store.build = lambda *given: built.append(1) or time.sleep(0.3) or build(*given)
print("ready", flush=True)
while not go.exists():
    time.sleep(0.001)
model = HubModel(folder, store.GraphStore(kept))
print(len(built), model.scores([0, 5, 2]).tobytes().hex())
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("model")
    tiny.make(made, "xlm-roberta")
    return made


def graphs(kept: Path) -> list[str]:
    return sorted(path.name for path in kept.iterdir() if path.suffix == ".onnx")


def test_ten_processes_at_once_build_one_graph(folder: Path, tmp_path: Path) -> None:
    kept, go = tmp_path / "deep" / "kept", tmp_path / "go"
    command = [sys.executable, "-c", _STARTED_TOGETHER, str(folder), str(kept), str(go)]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(10)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    go.touch()
    told = [process.communicate(timeout=120)[0].split() for process in processes]
    assert [process.returncode for process in processes] == [0] * 10
    assert sum(int(built) for built, _ in told) == 1, "the others wait for the one that builds"
    assert len({scores for _, scores in told}) == 1
    assert len(graphs(kept)) == 1
    assert [path.name for path in kept.iterdir() if path.name.startswith(".")] == [], "nothing half-written is left"


def test_a_graph_that_is_there_is_used_and_a_damaged_one_is_built_again(folder: Path, tmp_path: Path) -> None:
    HubModel(folder, GraphStore(tmp_path))
    (graph,) = tmp_path.glob("*.onnx")
    whole, written = graph.read_bytes(), graph.stat().st_mtime_ns
    HubModel(folder, GraphStore(tmp_path))
    assert graph.stat().st_mtime_ns == written
    graph.write_bytes(whole[:-1])
    HubModel(folder, GraphStore(tmp_path))
    assert graph.read_bytes() == whole, "the same bytes each time"
    graph.with_suffix(".json").write_text("{")
    HubModel(folder, GraphStore(tmp_path))
    assert json.loads(graph.with_suffix(".json").read_bytes())["sha256"]


def test_other_weights_or_sizes_are_another_graph(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    tiny.make(tmp_path / "model", "xlm-roberta", seed=1)
    first = HubModel(tmp_path / "model", GraphStore(kept)).scores([0, 5, 2])
    tiny.make(tmp_path / "model", "xlm-roberta", seed=2)
    second = HubModel(tmp_path / "model", GraphStore(kept)).scores([0, 5, 2])
    assert (first != second).any()
    tiny.make(tmp_path / "model", "xlm-roberta", seed=2, layer_norm_eps=0.5)
    HubModel(tmp_path / "model", GraphStore(kept))
    assert len(graphs(kept)) == 3
    assert {built.path.name for built in GraphStore(kept).built()} == set(graphs(kept))


def test_a_folder_that_cannot_be_made_is_named(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(HubModelError, match=r"^SAMACHAR_MODELS_DIR: .*file/kept cannot be written: Not a directory"):
        HubModel(folder, GraphStore(tmp_path / "file" / "kept"))


def test_a_full_disk_is_told_and_nothing_is_left(folder: Path, tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))  # Python ignores the signal, the write fails
        with pytest.raises(HubModelError, match="cannot be written: File too large"):
            HubModel(folder, GraphStore(tmp_path))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [path.suffix for path in tmp_path.iterdir()] == [".lock"]
    HubModel(folder, GraphStore(tmp_path))
    assert len(graphs(tmp_path)) == 1


def test_a_lock_ends_with_its_process(folder: Path, tmp_path: Path) -> None:
    HubModel(folder, GraphStore(tmp_path))
    (lock,) = tmp_path.glob("*.lock")
    for path in (*tmp_path.glob("*.onnx"), *tmp_path.glob("*.json")):
        path.unlink()
    hold = "import fcntl, sys, time; f = open(sys.argv[1]); fcntl.flock(f, fcntl.LOCK_EX); print('held', flush=True)"
    command = [sys.executable, "-c", f"{hold}; time.sleep(99)", str(lock)]
    holder = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    waiting = subprocess.Popen(
        [sys.executable, "-c", _STARTED_TOGETHER, str(folder), str(tmp_path), str(tmp_path)], stdout=subprocess.PIPE
    )
    time.sleep(1.5)
    assert waiting.poll() is None
    assert graphs(tmp_path) == []
    holder.kill()
    holder.wait()
    assert waiting.wait(timeout=60) == 0
    assert len(graphs(tmp_path)) == 1


def test_a_prepared_folder_is_only_read(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    HubModel(folder, GraphStore(tmp_path))

    def refuse(*_: object) -> None:
        raise AssertionError("tried to write")

    monkeypatch.setattr("processor.models.hub.store.locked", refuse)
    monkeypatch.setattr(Path, "mkdir", refuse)
    HubModel(folder, GraphStore(tmp_path))


def test_the_default_is_below_the_home_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert GraphStore().folder == tmp_path / ".cache" / "samachar"
    assert GraphStore(Path("~/x")).folder == tmp_path / "x"

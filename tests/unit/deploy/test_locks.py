"""The lock files: one for what runs, one for what develops, one for what builds the wheel, in the same versions."""

import re
import tomllib
from collections.abc import Iterable
from typing import Any

from tests.unit.deploy.files import ROOT

_PINNED = re.compile(r"^([a-z0-9-]+)==(\S+) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE)


def _lock(name: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Package -> version and hashes."""
    text = (ROOT / name).read_text(encoding="utf-8")
    found = {
        package: (version, frozenset(re.findall("[0-9a-f]{64}", hashes)))
        for package, version, hashes in _PINNED.findall(text)
    }
    lines = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert len(found) == len(lines), f"{name} has lines that are no pinned and hashed package"
    return found


def _project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _names(requirements: Iterable[str]) -> set[str]:
    found = [re.match(r"[\w.-]+", requirement) for requirement in requirements]
    return {re.sub(r"[._-]+", "-", name[0]).lower() for name in found if name}


def test_every_dependency_is_locked_where_it_belongs() -> None:
    project = _project()["project"]
    runtime, everything = _lock("requirements.lock"), _lock("requirements-dev.lock")
    assert _names(project["dependencies"]) <= set(runtime)
    for name, extra in project["optional-dependencies"].items():
        # PyTorch, which nothing of ours may need, and a fuzzer beside the one that the tests have.
        if name in {"gliner", "fuzz"}:
            assert _names(extra).isdisjoint(everything)
        else:
            assert _names(extra) <= set(everything)


def test_what_runs_is_a_part_of_what_is_tested() -> None:
    runtime, everything = _lock("requirements.lock"), _lock("requirements-dev.lock")
    assert runtime == {package: everything[package] for package in runtime}


def test_the_image_gets_no_tools() -> None:
    project = _project()["project"]
    extras = _names(name for extra in project["optional-dependencies"].values() for name in extra)
    assert not (extras - _names(project["dependencies"])) & set(_lock("requirements.lock"))


def test_the_wheel_is_built_with_what_is_locked() -> None:
    build = _lock("requirements-build.lock")
    assert set(build) == _names(_project()["build-system"]["requires"])
    assert build == {package: _lock("requirements-dev.lock")[package] for package in build}


def test_no_lock_file_names_a_package_index() -> None:
    for name in (
        "requirements.lock",
        "requirements-dev.lock",
        "requirements-build.lock",
        "bench/peers/requirements.lock",
    ):
        assert "://" not in (ROOT / name).read_text(encoding="utf-8")


def test_the_contenders_of_the_benchmark_run_on_our_own_versions() -> None:
    everything, peers = _lock("requirements-dev.lock"), _lock("bench/peers/requirements.lock")
    assert {package: peers.get(package) for package in everything} == everything
    assert {"bytewax", "faststream", "quixstreams"} <= set(peers) - set(everything)

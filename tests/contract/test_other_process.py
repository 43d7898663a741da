"""A stage finds the same in another process: hash seed, locale, time zone and number of threads are not its input."""

import os
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from tests.contract.digests import digests
from tests.contract.stages import SPECS

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def elsewhere() -> dict[str, dict[str, str]]:
    """What a process with another environment finds, by stage and article."""
    other = {"PYTHONHASHSEED": "4242", "LC_ALL": "C", "TZ": "Asia/Kathmandu", "OMP_NUM_THREADS": "3"}
    command = [sys.executable, "-m", "tests.contract.digests"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | other, capture_output=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    found: dict[str, dict[str, str]] = orjson.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", SPECS)
def test_the_same_bytes_in_another_process(elsewhere: dict[str, dict[str, str]], name: str) -> None:
    here = digests(name)
    assert len(here) > 90
    assert [key for key in here if elsewhere[name][key] != here[key]] == []

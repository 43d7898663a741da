"""Memory of messages goes back to the system, whatever small things were made between them."""

import os
import platform
import subprocess
import sys

import pytest

_PROGRAM = """
import os, sys
from processor.engine.memory import MIB, give_back_large_blocks, resident

if sys.argv[1] == "given back":
    give_back_large_blocks()
kept = []
for size in (1, 2, 4, 8, 16, 31):  # each that is freed raises glibc's own bound
    del (block := bytearray(size * MIB))[:]
before = resident(os.getpid())
messages = []
for _ in range(200):
    messages.append(bytearray(MIB))
    kept.append(bytearray(4000))  # stays behind it
del messages
print((resident(os.getpid()) - before) // MIB)
"""


def left(how: str) -> int:
    """Return the MiB that a process still has of 200 messages that are gone."""
    environment = os.environ | {"PYTHONMALLOC": "malloc"}
    told = subprocess.run([sys.executable, "-c", _PROGRAM, how], env=environment, capture_output=True, check=True)
    return int(told.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries have no mallopt")
def test_what_is_free_goes_back() -> None:
    assert left("given back") < 20
    assert left("left to glibc") > 100

"""What a training finds, in a file and back."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from processor.models.checksums import PACKAGE
from processor.models.stored import fingerprint_of, read, shipped, write
from processor.models.weights import WeightsError


@dataclass(frozen=True, slots=True)
class Found:
    name: str
    rows: npt.NDArray[np.float32]
    least: float


FOUND = Found("e", np.array([[1, 2], [3, 4]], np.float32), 0.25)


def test_file_gives_the_same_record_and_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "a.npz", tmp_path / "b.npz"
    write(FOUND, first)
    write(FOUND, second)
    assert first.read_bytes() == second.read_bytes()
    again = read(Found, first.read_bytes(), "a.npz")
    assert (again.name, again.least) == ("e", 0.25)
    assert np.array_equal(again.rows, FOUND.rows)
    assert fingerprint_of(again) == fingerprint_of(FOUND)


def test_every_part_counts_in_the_fingerprint() -> None:
    others = [
        replace(FOUND, name="f"),
        replace(FOUND, rows=FOUND.rows + 1),
        replace(FOUND, rows=FOUND.rows.ravel()),
        replace(FOUND, rows=FOUND.rows.astype(np.int8)),
        replace(FOUND, least=0.5),
    ]
    assert len({fingerprint_of(one) for one in (FOUND, *others)}) == 6


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"text"])
def test_broken_bytes_are_refused_by_name(content: bytes) -> None:
    with pytest.raises(WeightsError, match=r"found\.npz is no Found: "):
        read(Found, content, "found.npz")


def test_a_missing_part_and_objects_are_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "part.npz", rows=np.zeros(3), least=0.5)
    np.savez(tmp_path / "code.npz", name=np.array([{}], dtype=object), rows=np.zeros(3), least=0.5)
    for file in ("part.npz", "code.npz"):
        with pytest.raises(WeightsError, match=file):
            read(Found, (tmp_path / file).read_bytes(), file)


def test_what_ships_must_be_listed() -> None:
    with pytest.raises(WeightsError, match=r"no stages/topics/other\.npz"):
        shipped(Found, PACKAGE / "stages" / "topics" / "other.npz")

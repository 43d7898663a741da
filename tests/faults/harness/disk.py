"""A small disk of its own for the model cache, that can be filled: a tmpfs. Only root may mount one."""

import contextlib
import shutil
import subprocess
from pathlib import Path
from typing import Final

_SIZE: Final = "16m"
_FILLER: Final = "filler"


class SmallDisk:
    """A folder with a file system of its own, where that is allowed; else a plain folder, which cannot be filled."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        command = ["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "samachar-faults", str(folder)]
        mount = shutil.which("mount")
        self.real = mount is not None and subprocess.run(command, capture_output=True, check=False).returncode == 0

    def fill(self) -> bool:
        """Empty the cache and leave no byte of room; false where it cannot be done here."""
        if not self.real:
            return False
        for entry in self.folder.iterdir():
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        # Until no space is left on the device, which is an error.
        with contextlib.suppress(OSError), (self.folder / _FILLER).open("wb", buffering=0) as filler:
            while filler.write(bytes(64 * 1024)):
                pass
        return True

    def free(self) -> None:
        """Make room again."""
        (self.folder / _FILLER).unlink(missing_ok=True)

    def close(self) -> None:
        """Unmount it."""
        if self.real:
            subprocess.run(["umount", "--lazy", str(self.folder)], capture_output=True, check=False)

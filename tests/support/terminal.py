"""A terminal that a command writes to, and what must not reach one."""

import os
import pty
import re
import subprocess
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

#: What a producer may try, by what it does to whoever looks at it.
ATTACKS: Final = {
    "OSC 52 writes the clipboard": "\x1b]52;c;cm0gLXJmIH4=\x07",
    "OSC 8 is a link that looks like text": "\x1b]8;;http://evil.example\x1b\\text\x1b]8;;\x1b\\",
    "OSC 0 sets the title": "\x1b]0;owned\x07",
    "CSI clears the screen": "\x1b[2J\x1b[H",
    "CSI hides text": "\x1b[8mhidden\x1b[0m",
    "CSI asks, and the answer is typed": "\x1b[6n\x1b[c",
    "RIS resets": "\x1bc",
    "DCS asks for a setting": '\x1bP$q"p\x1b\\',
    "APC, PM, SOS": "\x1b_Gx\x1b\\\x1b^x\x1b\\\x1bXx\x1b\\",
    "C1 has the same in one character": "\x9b2J\x9d52;c;eA==\x9c\x90q\x9c\x85\x8d",
    "BEL, BS, CR, VT, FF, SO, DEL": "\x07\x08\rforged\x0b\x0c\x0e\x7f",
    "bidi overrides, isolates, marks": "\u202egnp.exe\u202c\u2066x\u2069\u200e\u200f\u061c",
    "lines of other names, tags, BOM": "\u2028\u2029\U000e0041\ufeff\u2060",
}
ALL: Final = "".join(ATTACKS.values())

#: Whatever steers, but the end of a line.
_STEERS: Final = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)
#: What our own tables, cards and bars write: colours, and moving a bar to the line's beginning.
_OURS: Final = re.compile(r"\x1b\[(?!8m)[0-9;]*m|\r?(?:\x1b\[\?25[lh]|\x1b\[[12]K|\x1b\[1A)+")


def steering(output: str) -> list[str]:
    """Return what in `output` steers the terminal and is none of our own; carriage returns only at a line's end."""
    own = _OURS.sub("", output)
    forged = re.findall(r"\r(?!\r*\n|$)[^\r\n]+", own)
    return [repr(found) for found in (*_STEERS.findall(own), *forged)]


def run_in_terminal(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> tuple[int, str]:
    """Run a command whose standard streams are a terminal, and return its exit code and all that it wrote there."""
    leader, follower = pty.openpty()
    termios.tcsetwinsize(follower, (50, 160))
    with subprocess.Popen(
        command,
        stdin=follower,
        stdout=follower,
        stderr=follower,
        cwd=folder,
        env={**environment, "TERM": "xterm-256color"},
        start_new_session=True,
    ) as process:
        os.close(follower)
        written = bytearray()
        while True:
            try:
                part = os.read(leader, 65_536)
            except OSError:  # Linux says so that nobody has the other side open any more
                break
            if not part:
                break
            written += part
        os.close(leader)
    return process.returncode, written.decode("utf-8", "surrogateescape")

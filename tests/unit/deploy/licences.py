"""docs/licences.md: what is in the image and under which licence, as each distribution's own metadata says.

python -m tests.unit.deploy.licences > docs/licences.md
"""

import re
import sys
from email.message import Message
from importlib.metadata import metadata
from typing import Final, cast

from tests.unit.deploy.files import ROOT

PAGE: Final = ROOT / "docs/licences.md"
LOCK: Final = ROOT / "requirements.lock"

_HEAD: Final = """# Licences of what a worker runs on

Every distribution of `requirements.lock`, which is what the image holds beside Python, with the licence that its own
metadata states. Made by `make schemas` from what is installed, and held by a test. Data and models are in
[NOTICE](../NOTICE); Python itself is under the PSF licence, the base image is Debian's, each package of it with its
own `/usr/share/doc/*/copyright`.

`crc32c`, `pebble` and, if one so chooses, `marisa-trie` are under the LGPL. They are imported as they come from PyPI,
where their source is, and anyone can exchange them with `pip`, which is what the LGPL asks for; who passes an image on
passes their licence texts on, which are in it.

| distribution | licence |
| --- | --- |
"""
#: How classifiers and free text say what SPDX has one name for.
_SPDX: Final = {
    "Apache Software License": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache 2": "Apache-2.0",
    "Apache2": "Apache-2.0",
    "MIT License": "MIT",
    "MIT license": "MIT",
    "ISC License (ISCL)": "ISC",
    "BSD License": "BSD",
    "BSD 3-Clause": "BSD-3-Clause",
    "BSD-3": "BSD-3-Clause",
    "3-Clause BSD License": "BSD-3-Clause",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.1-or-later",
    "GNU Library or Lesser General Public License (LGPL)": "LGPL-3.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}


def locked() -> list[str]:
    """Return the distributions of the lock file."""
    return re.findall(r"^([a-z0-9.-]+)==", LOCK.read_text(encoding="utf-8"), re.MULTILINE)


def licence(name: str) -> str:
    """Return the licence that an installed distribution states, as SPDX has it where we know how.

    Raises:
        ValueError: it states none.
    """
    stated = cast(Message, metadata(name))  # it is one, which its protocol does not say
    if expression := stated.get("License-Expression"):
        return str(expression)
    classified = [str(line).split(" :: ")[-1] for line in stated.get_all("Classifier") or [] if "License ::" in line]
    free = [line.strip() for line in str(stated.get("License") or "").splitlines()[:1] if line.strip()]
    # "BSD License" leaves open which; the free text mostly says.
    clear = [line for line in classified if line not in {"BSD License", "OSI Approved"}]
    for found in (*clear, *(line for line in free if not line.startswith("Copyright")), *classified):
        return _SPDX.get(found, found)
    raise ValueError(f"{name} states no licence")


def page() -> str:
    """Return docs/licences.md."""
    return _HEAD + "".join(f"| {name} | {licence(name)} |\n" for name in locked())


if __name__ == "__main__":
    sys.stdout.write(page())

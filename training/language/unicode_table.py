"""Write the table of scripts that the language stage reads: `python -m training.language.unicode_table`.

The properties are those of the `regex` module, which carries the Unicode Character Database (Unicode License v3).
Asking it for one character at a time is slow and asking it for 170 scripts at start is slower, so the answers are
shipped as runs of code points with one script and one kind. `tests/unit/language/test_script.py` holds the table to
the module.
"""

import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import regex

import processor.stages.language.script as script_module

#: Scripts without a four-letter ISO 15924 code of their own in the table mean "no script".
NO_SCRIPT = ("ZZZZ", "ZYYY", "ZINH", "QAAI", "QAAC")


def script_codes() -> list[str]:
    """Return the ISO 15924 codes the `regex` module knows, in alphabetical order."""
    # The module has no public list of the scripts it knows.
    known: dict[str, int] = vars(import_module("regex._regex_core"))["PROPERTIES"]["SCRIPT"][1]
    return sorted(name.title() for name in known if len(name) == 4 and name.isalpha() and name not in NO_SCRIPT)


def build() -> tuple[list[str], np.ndarray, np.ndarray, np.ndarray]:
    """Return (codes, starts, scripts, kinds): run `i` covers code points from `starts[i]` up to `starts[i + 1]`."""
    everything = "".join(chr(c) for c in range(sys.maxunicode + 1) if not 0xD800 <= c < 0xE000)
    codes = ["Zyyy"]
    scripts = np.zeros(sys.maxunicode + 1, np.uint8)
    for code in script_codes():
        runs = [m.span() for m in regex.finditer(rf"\p{{Script={code}}}+", everything)]
        if runs and not any(scripts[_point(start)] for start, _ in runs):  # an alias finds its places taken
            codes.append(code)
            for start, end in runs:
                scripts[_point(start) : _point(end - 1) + 1] = len(codes) - 1
    kinds = np.zeros(sys.maxunicode + 1, np.uint8)
    for kind, pattern in ((script_module.LETTER, r"\p{L}+"), (script_module.MARK, r"[\p{M}\u200c\u200d]+")):
        for match in regex.finditer(pattern, everything):
            kinds[_point(match.start()) : _point(match.end() - 1) + 1] = kind
    both = scripts.astype(np.uint16) * 4 + kinds
    starts = np.flatnonzero(np.diff(both, prepend=np.uint16(65535))).astype(np.uint32)
    return codes, starts, scripts[starts], kinds[starts]


def _point(index: int) -> int:
    """Return the code point at `index` of the string of all code points, which has no surrogates."""
    return index if index < 0xD800 else index + 0x800


def main() -> None:
    """Write the table beside the model."""
    codes, starts, scripts, kinds = build()
    target = Path(script_module.TABLE)
    np.savez_compressed(target, codes=np.array(codes), starts=starts, scripts=scripts, kinds=kinds)
    print(f"{target.name}: {len(codes) - 1} scripts, {len(starts)} runs, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()

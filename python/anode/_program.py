"""Finds and starts the program `anode`: the one in this package, or the one on PATH."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

# The arguments that make the program write an SVG picture of a watch file to its standard output.
SVG_ARGUMENTS = ("watch", "{file}", "--svg")


def program() -> str | None:
    """The path of the program; None if there is none."""
    own = Path(__file__).parent / "bin" / "anode"
    if os.access(own, os.X_OK):
        return str(own)
    # The script of this package has the program's name and may be the first on PATH.
    this = Path(sys.argv[0]).resolve()
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        found = shutil.which("anode", path=folder)
        if found and Path(found).resolve() != this and not _is_script(found):
            return found
    return None


def _is_script(path: str) -> bool:
    with open(path, "rb") as file:
        return file.read(2) == b"#!"


def main() -> None:
    """Becomes the program, with the arguments of this process."""
    path = program()
    if path is None:
        sys.exit("anode: the program is neither in this package nor on PATH")
    os.execv(path, [path, *sys.argv[1:]])

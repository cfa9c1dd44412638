"""Finds and starts the program `anode`: the one that was installed with this package, or another on the PATH."""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig

# The arguments that make the program write an SVG picture of a watch file to its standard output.
SVG_ARGUMENTS = ("watch", "{file}", "--svg", "-")


def program() -> str | None:
    """The path of the program; None if there is none."""
    # An environment that is not activated is not on the PATH.
    folders = [sysconfig.get_path("scripts"), os.environ.get("PATH", "")]
    return shutil.which("anode", path=os.pathsep.join(folders))


def main() -> None:
    """Becomes the program, with the arguments of this process."""
    path = program()
    if path is None:
        sys.exit("anode: the program is neither beside this Python nor on the PATH; make wheel packs both")
    os.execv(path, [path, *sys.argv[1:]])

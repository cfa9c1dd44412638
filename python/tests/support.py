"""What tests share: libraries that may be missing, and a directory for files."""

import contextlib
import importlib
import io
import tempfile
import unittest
from pathlib import Path

import anode


def library(name):
    """A module, or None where it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def needs(*names):
    """Skips a test where a library is missing."""
    missing = [name for name in names if library(name) is None]
    return unittest.skipIf(missing, f"needs {', '.join(missing)}")


class FileTestCase(unittest.TestCase):
    """A test with a directory of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.directory = Path(folder.name)

    def watcher(self, *arguments, **options):
        """A watcher that writes into the directory, and what it said in `self.said`."""
        said = io.StringIO()
        with contextlib.redirect_stderr(said):
            watcher = anode.Watcher(*arguments, directory=self.directory, **options)
        self.said = said.getvalue()
        self.addCleanup(watcher.close)
        return watcher

    def records(self, name="run"):
        return anode.read(self.directory / f"{name}.anode")

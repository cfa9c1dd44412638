import os
import re
import subprocess
import sys
import unittest
from pathlib import Path

import numpy as np

from anode.picture import last_paths
from anode.store import joined_log, read

from .support import FileTestCase, needs

PYTHON = Path(__file__).parent.parent


class DocumentTests(FileTestCase):
    def run_python(self, *arguments):
        environment = {**os.environ, "XDG_CACHE_HOME": str(self.directory), "PYTHONPATH": str(PYTHON)}
        result = subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def test_the_writer_in_the_description_of_the_format_writes_a_watch_file(self):
        text = (PYTHON.parent / "docs" / "watch.md").read_text()
        (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
        self.run_python("-c", code)
        records = read(self.directory / "anode" / "turn.anode")
        self.assertEqual([r.kind for r in records], ["run", *["step"] * 100, "end"])
        self.assertEqual(joined_log(records)["log.iteration"].tolist(), list(range(1, 101)))
        times, states, rows = last_paths(records)
        # A turn by five radians keeps to the circle, as far as the tolerance of 1e-3 goes.
        np.testing.assert_allclose(np.linalg.norm(states[-1], axis=1), 1, atol=0.02)
        self.assertAlmostEqual(float(states[-1, 0] @ states[0, 0]), np.cos(5), delta=0.02)

    def example(self, name, watch, updates):
        self.run_python("-c", f"import sys; sys.path.insert(0, 'examples'); import {name}; {name}.main({updates})")
        records = read(self.directory / "anode" / f"{watch}.anode")
        self.assertEqual(records[-1].metadata["reason"], "finished")
        log = joined_log(records)
        self.assertEqual(log["log.iteration"].tolist(), list(range(1, updates + 1)))
        self.assertGreater(log["log.nfe"].min(), 0)
        return records[0].metadata

    def setUp(self):
        super().setUp()
        before = os.getcwd()
        os.chdir(PYTHON)
        self.addCleanup(os.chdir, before)

    @needs("torch")
    def test_moons(self):
        metadata = self.example("moons", "moons", 5)
        self.assertEqual((metadata["field"], metadata["problem"]), ("field.net.0 tanh field.net.2", "classes"))

    @needs("torch", "torchdiffeq")
    def test_annulus(self):
        metadata = self.example("annulus", "annulus", 5)
        self.assertEqual((metadata["time"], metadata["readout"], metadata["problem"]), ("first", "readout", "points"))

    @needs("torch", "torchdiffeq")
    def test_spiral(self):
        self.assertEqual(self.example("spiral", "spiral", 5)["mode"], "frames")

    @needs("jax", "equinox", "diffrax", "optax")
    def test_jax_spiral(self):
        self.assertIn("field.scale", self.example("jax_spiral", "jax-spiral", 5)["field"])


if __name__ == "__main__":
    unittest.main()

import os
import stat
import unittest
from unittest import mock
from xml.etree import ElementTree

import numpy as np

from anode import _program
from anode.picture import last_paths
from anode.store import encode, read

from .support import FileTestCase


class PictureTests(FileTestCase):
    def setUp(self):
        super().setUp()
        path = mock.patch.dict(os.environ, {"PATH": str(self.directory)})
        path.start()
        self.addCleanup(path.stop)

    def test_weights_become_the_paths_that_they_describe(self):
        metadata = {"field": "a +h", "time": "last", "p": 1, "span": "0,2", "problem": "points"}
        run = encode("run", metadata, {"inputs": np.array([[1.0], [2.0]]), "targets": np.array([1.0, -1.0])})
        # f(t, h) = (0, t) + 0 + h − h, as the map takes the state away that the residual adds.
        weight = np.array([[-1.0, 0.0, 0.0], [0.0, -1.0, 1.0]])
        step = encode("step", {"iteration": 1, "seconds": 1}, {"model.a.weight": weight})
        path = self.directory / "x.anode"
        path.write_bytes(run + step)
        times, states, rows = last_paths(read(path))
        self.assertEqual(rows.tolist(), [0, 1])
        np.testing.assert_allclose(states[:, 1, 0], 2.0, atol=1e-6)
        np.testing.assert_allclose(states[:, 1, 1], times**2 / 2, atol=1e-5)

    def test_a_notebook_shows_loss_and_paths(self):
        inputs = np.random.default_rng(0).normal(size=(20, 2))
        watch = self.watcher(lambda t, h: h, inputs, [0, 1] * 10)
        watch.step(0.25)
        watch.close()
        drawing = ElementTree.fromstring(watch._repr_svg_())
        lines = [e for e in drawing if e.tag.endswith("polyline")]
        self.assertEqual(len(lines), 1 + 20)
        self.assertEqual(len({line.get("stroke") for line in lines}), 2)
        self.assertIn("loss 0.25", "".join(drawing.itertext()))

    def test_the_program_draws_if_there_is_one(self):
        watch = self.watcher(lambda t, h: h, np.eye(2), [0, 1])
        fake = self.directory / "fake"
        fake.write_text('#!/bin/sh\necho "<svg>$*</svg>"\n')
        fake.chmod(fake.stat().st_mode | stat.S_IXUSR)
        with mock.patch("anode.picture.program", return_value=str(fake)):
            self.assertEqual(watch._repr_svg_(), f"<svg>watch {self.directory}/run.anode --svg -</svg>\n")

    def test_the_program_beside_this_python_comes_first(self):
        (self.directory / "here").mkdir()
        for folder in (self.directory, self.directory / "here"):
            (folder / "anode").write_text("#!/bin/sh\n")
            (folder / "anode").chmod(0o755)
        with mock.patch("sysconfig.get_path", return_value=str(self.directory / "here")):
            self.assertEqual(_program.program(), str(self.directory / "here" / "anode"))
        with mock.patch("sysconfig.get_path", return_value=str(self.directory / "nowhere")):
            self.assertEqual(_program.program(), str(self.directory / "anode"))


if __name__ == "__main__":
    unittest.main()

import math
import unittest

import numpy as np

from anode.frames import solve
from anode.store import joined_log

from .support import FileTestCase


class SolveTests(unittest.TestCase):
    def test_a_rotation_keeps_to_its_circle_at_all_times(self):
        turn = np.array([[0.0, 1.0], [-1.0, 0.0]])
        times = np.linspace(0, 2 * math.pi, 33)
        path = solve(lambda t, h: h @ turn.T, np.array([[1.0, 0.0], [0.0, 2.0]]), times, 1e-6, 1e-6)
        expected = np.stack([np.cos(times), -np.sin(times)], 1)
        # Steps are right to 1e-6 each; the cubic between them to about h⁴/384 of the fourth derivative.
        np.testing.assert_allclose(path[:, 0], expected, atol=2e-4)
        np.testing.assert_allclose(path[-1, 0], expected[-1], atol=2e-5)

    def test_time_enters_the_field(self):
        path = solve(lambda t, h: np.full_like(h, 2 * t), np.zeros((1, 1)), np.array([1.0, 2.0, 3.0]), 1e-6, 1e-6)
        np.testing.assert_allclose(path[:, 0, 0], [0, 3, 8], atol=1e-8)

    def test_a_stiff_field_ends_in_nan_and_not_in_waiting(self):
        calls = []

        def field(t, h):
            calls.append(t)
            return -1e7 * (h - np.cos(t))

        path = solve(field, np.array([[2.0]]), np.array([0.0, 1.0]), 1e-6, 1e-6)
        self.assertTrue(np.isnan(path[-1]).all())
        self.assertLess(len(calls), 700)


class FrameTests(FileTestCase):
    def setUp(self):
        super().setUp()
        random = np.random.default_rng(0)
        self.inputs = random.normal(size=(100, 2))
        self.labels = (self.inputs[:, 0] > 0).astype(int)

    def test_a_function_of_numpy_is_shown_in_frames(self):
        rate = [1.0]
        watch = self.watcher(lambda t, h: rate[0] * h, self.inputs, self.labels, augment=1)
        self.assertEqual((watch.mode, watch.problem.kind), ("frames", "points"))
        self.assertIn("neither a torch module", self.said)
        for i in range(200):
            watch.step(1 / (i + 1))
        watch.close()
        records = self.records()
        run, frames = records[0], [r for r in records if r.kind == "frame"]
        self.assertEqual((run.metadata["mode"], run.metadata["p"]), ("frames", "1"))
        self.assertEqual(set(run.tensors["targets"].tolist()), {-1.0, 1.0})
        path = next(f for f in frames if "path.states" in f.tensors).tensors
        rows = path["path.rows"]
        self.assertEqual(path["path.states"].shape, (len(path["path.times"]), 64, 3))
        np.testing.assert_allclose(path["path.states"][-1, :, :2], self.inputs[rows] * math.e, rtol=5e-3)
        arrows = next(f for f in frames if "field.points" in f.tensors).tensors
        np.testing.assert_allclose(arrows["field.vectors"], arrows["field.points"], rtol=1e-6)
        outputs = next(f for f in frames if "map.outputs" in f.tensors).tensors
        self.assertEqual(outputs["map.outputs"].shape, (len(outputs["map.y"]), len(outputs["map.x"]), 1))
        # The output is the first feature, and a row of the map is one y.
        np.testing.assert_allclose(outputs["map.outputs"][3, :, 0], outputs["map.x"] * math.e, rtol=5e-3)
        self.assertEqual(joined_log(records)["log.loss"][[0, -1]].tolist(), [1.0, 1 / 200])

    def test_a_function_of_one_state_is_called_for_each(self):
        watch = self.watcher(lambda t, h: -h * h[0], self.inputs, self.labels, batched=False)
        watch.step(1.0)
        watch.close()
        path = next(r for r in self.records() if "path.states" in r.tensors)
        self.assertEqual(path.tensors["path.states"].shape[1:], (64, 2))

    def test_pictures_of_ones_own(self):
        own = lambda: {"path.times": [0.0, 1.0], "path.states": np.ones((2, 1, 2)), "path.rows": [7]}
        watch = self.watcher(lambda t, h: h, self.inputs, self.labels, frames=own)
        watch.step(1.0)
        watch.close()
        frame = next(r for r in self.records() if r.kind == "frame")
        self.assertEqual(frame.tensors["path.rows"].tolist(), [7])

    def test_series(self):
        times = np.linspace(0, 1, 5)
        series = np.exp(-times)[None, :, None] * np.array([1.0, 2.0])[:, None, None]
        series[1, 2] = np.nan
        watch = self.watcher(lambda t, h: -h, times=times, series=series)
        watch.step(0.0)
        watch.close()
        records = self.records()
        self.assertEqual((records[0].metadata["problem"], records[0].metadata["span"]), ("series", "0.0,1.0"))
        self.assertEqual(records[0].tensors["inputs"].tolist(), [[1.0], [2.0]])
        path = next(r for r in records if "path.states" in r.tensors).tensors["path.states"]
        np.testing.assert_allclose(path[:, 1, 0], 2 * np.exp(-times), rtol=1e-3)


if __name__ == "__main__":
    unittest.main()

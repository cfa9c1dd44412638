"""Pictures computed in Python, of fields that have no description: paths, the field on a grid, the map of outputs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .bridge import Callee, to_numpy, undisturbed
from .problem import Problem

SAMPLES, MOMENTS, FIELD_SIDE, MAP_SIDE = 64, 33, 16, 24
# Where a field of more than this many evaluations asks for more, the path ends.
MOST_EVALUATIONS = 600


def starts(problem: Problem, start: Callee | None, inputs: np.ndarray) -> np.ndarray:
    """States at t0, n × (d + p): inputs with zeros, or with what a trained map makes of them."""
    added = np.zeros((len(inputs), problem.augment)) if start is None else start(0.0, inputs)
    return np.hstack([inputs.astype(np.float64), added])


# Dormand and Prince, J. Comp. Appl. Math. 6 (1980), table 2: RK5(4)7M.
_C = (0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1, 1)
_A = (
    (),
    (1 / 5,),
    (3 / 40, 9 / 40),
    (44 / 45, -56 / 15, 32 / 9),
    (19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729),
    (9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656),
    (35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84),
)
_ERROR = (71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40)


def solve(
    field: Callable[[float, np.ndarray], np.ndarray], h: np.ndarray, times: np.ndarray, rtol: float, atol: float
) -> np.ndarray:
    """States at `times` (T × n × D) by dopri5, the batch as one system; NaN after a solve that takes too long.

    The step size is that of Hairer, Nørsett and Wanner, Solving Ordinary Differential Equations I, II.4; between
    steps the path is the cubic through values and slopes.
    """
    path = np.full((len(times), *h.shape), np.nan)
    path[0] = h
    t, end = float(times[0]), float(times[-1])
    k0 = field(t, h)
    step = (end - t) / 20
    evaluations, filled = 1, 1
    while filled < len(times) and evaluations < MOST_EVALUATIONS:
        step = min(step, end - t)
        stages = [k0]
        for c, row in zip(_C[1:], _A[1:]):
            y = h + step * sum(a * k for a, k in zip(row, stages))
            stages.append(field(t + c * step, y))
        evaluations += 6
        error = step * sum(e * k for e, k in zip(_ERROR, stages))
        size = np.sqrt(np.mean((error / (atol + rtol * np.maximum(np.abs(h), np.abs(y)))) ** 2))
        if not np.isfinite(size):
            break
        if size <= 1:
            k1, last = stages[-1], t + step >= end - 1e-12 * abs(end)
            while filled < len(times) and (last or times[filled] <= t + step):
                s = min((times[filled] - t) / step, 1.0)
                # y is the state at the end of the step: the last row of the tableau is that of the fifth order.
                path[filled] = (
                    (1 - s) * h + s * y
                    + s * (s - 1) * ((1 - 2 * s) * (y - h) + (s - 1) * step * k0 + s * step * k1)
                )
                filled += 1
            t, h, k0 = t + step, y, k1
        step *= min(5.0, max(0.2, 0.9 * (size + 1e-10) ** -0.2))
    return path


class Frames:
    """Computes the tensors of frames, each part at its own pace."""

    def __init__(
        self,
        problem: Problem,
        field: Callee,
        readout: Callee | None,
        start: Callee | None,
        rtol: float,
        atol: float,
        own: Callable[[], dict[str, Any]] | None,
    ) -> None:
        self.problem, self.field, self.readout, self.start, self.own = problem, field, readout, start, own
        self.tolerances = rtol, atol
        rows = min(SAMPLES, len(problem.inputs))
        self.rows = np.unique(np.linspace(0, len(problem.inputs) - 1, rows).astype(np.int64))
        times = np.linspace(problem.t0, problem.t1, MOMENTS)
        self.times = times if problem.times is None or len(problem.times) > 64 else problem.times
        self.parts = ["own"] if own else ["path", "field"]
        if not own and problem.kind != "series" and problem.dimensions <= 2:
            self.parts.append("map")
        spread = problem.inputs if problem.series is None else problem.series.reshape(-1, problem.dimensions)
        low, high = np.nanmin(spread, axis=0), np.nanmax(spread, axis=0)
        margin = 0.15 * np.maximum(high - low, 1e-3)
        self.low, self.high = low - margin, high + margin

    def compute(self, part: str) -> dict[str, np.ndarray]:
        """The tensors of one part: "path", "field", "map", or "own" of the caller's function."""
        tensors = getattr(self, f"_{part}")()
        types = {"path.rows": np.int64}
        return {name: np.asarray(array, types.get(name, np.float32)) for name, array in tensors.items()}

    def _own(self) -> dict[str, Any]:
        return {name: to_numpy(value) for name, value in self.own().items()}

    def _solve(self, inputs: np.ndarray, times: np.ndarray) -> np.ndarray:
        h = starts(self.problem, self.start, inputs)
        with undisturbed(self.field.modules):
            return solve(self.field.call, h, times, *self.tolerances)

    def _path(self) -> dict[str, Any]:
        states = self._solve(self.problem.inputs[self.rows], self.times)
        return {"path.times": self.times, "path.states": states, "path.rows": self.rows}

    def _field(self) -> dict[str, Any]:
        width = self.problem.dimensions + self.problem.augment
        plane = min(width, 2)
        low, high = np.zeros(plane), np.zeros(plane)
        seen = min(plane, self.problem.dimensions)
        low[:seen], high[:seen] = self.low[:seen], self.high[:seen]
        # An added dimension beside one input is shown as far as that input.
        low[seen:], high[seen:] = low[0], high[0]
        axes = [np.linspace(low[i], high[i], FIELD_SIDE if plane == 2 else FIELD_SIDE**2) for i in range(plane)]
        points = np.zeros((FIELD_SIDE**2, width))
        points[:, :plane] = np.stack(np.meshgrid(*axes), -1).reshape(-1, plane)
        t = self.problem.t0
        return {"field.time": [t], "field.points": points, "field.vectors": self.field(t, points)}

    def _map(self) -> dict[str, Any]:
        d = self.problem.dimensions
        axes = [np.linspace(self.low[i], self.high[i], MAP_SIDE) for i in range(d)]
        grid = np.stack(np.meshgrid(*axes), -1).reshape(-1, d)
        last = self._solve(grid, np.array([self.problem.t0, self.problem.t1]))[-1]
        outputs = last[:, : self.problem.outputs] if self.readout is None else self.readout(self.problem.t1, last)
        tensors = {"map.x": axes[0], "map.outputs": outputs.reshape(*[MAP_SIDE] * d, -1)}
        return tensors if d == 1 else {**tensors, "map.y": axes[1]}

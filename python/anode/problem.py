"""What a training is to learn: points with classes or values, or series."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from .bridge import to_numpy

MOST_ROWS = 10_000


@dataclasses.dataclass
class Problem:
    """Inputs (n × d), targets (n, or n × m) or series (n × T × d at `times`), and where the solve goes."""

    kind: str
    inputs: np.ndarray
    targets: np.ndarray | None
    times: np.ndarray | None
    series: np.ndarray | None
    t0: float
    t1: float
    augment: int

    @classmethod
    def of(
        cls,
        inputs: Any,
        labels: Any,
        times: Any,
        series: Any,
        t: tuple[float, float],
        augment: int,
        kind: str | None,
    ) -> Problem:
        """Checks the arguments of a Watcher. Raises ValueError."""
        if kind not in (None, "points", "classes", "regression", "series"):
            raise ValueError(f"problem is {kind!r}: it is points, classes, regression or series")
        if (times is None) != (series is None):
            raise ValueError("times and series belong together: T numbers, and values n × T × d")
        if augment < 0:
            raise ValueError(f"augment is {augment}: the number of added dimensions")
        if series is not None:
            values, moments = _floats(to_numpy(series)), to_numpy(times).astype(np.float64).reshape(-1)
            if values.ndim != 3 or values.shape[1] != len(moments):
                raise ValueError(f"series has the shape {values.shape}: series × times × dimensions, with {len(moments)} times")
            if not (np.diff(moments) > 0).all():
                raise ValueError("times have to grow")
            values = _some(values)
            first = values[:, 0] if inputs is None else _floats(to_numpy(inputs))
            return cls("series", first, None, moments, values, float(moments[0]), float(moments[-1]), augment)

        if inputs is None or labels is None:
            raise ValueError("inputs and labels are needed, or times and series")
        x, y = _floats(to_numpy(inputs)), to_numpy(labels)
        if x.ndim != 2:
            raise ValueError(f"inputs have the shape {x.shape}: samples × dimensions (images are not shown)")
        if y.ndim == 2 and y.shape[1] == 1:
            y = y[:, 0]
        if y.ndim not in (1, 2) or len(y) != len(x):
            raise ValueError(f"labels have the shape {y.shape} for {len(x)} inputs: one, or one row, for each input")
        t0, t1 = map(float, t)
        if not t1 > t0:
            raise ValueError(f"t is ({t0:g}, {t1:g}): from an earlier to a later time")
        kind = kind or ("classes" if y.ndim == 1 and y.dtype.kind in "iub" else "regression")
        return cls(kind, _some(x), _some(y), None, None, t0, t1, augment)

    def settle(self, outputs: int | None) -> None:
        """Tells points from classes by the number of outputs (None: no readout). Raises ValueError."""
        y = self.targets
        if y is None:
            return
        two = len(np.unique(y)) <= 2 and set(np.unique(y)) <= {-1, 0, 1} if y.ndim == 1 else False
        if two and self.kind in ("classes", "regression") and outputs in (None, 1):
            self.kind = "points"
        if self.kind == "points":
            if not two:
                raise ValueError("labels of points are two classes: 0 and 1, or -1 and 1")
            self.targets = np.where(y > 0, 1.0, -1.0).astype(np.float32)
        elif self.kind == "classes":
            if y.ndim != 1 or y.min() < 0 or (outputs and y.max() >= outputs):
                raise ValueError(f"labels are from {y.min()} to {y.max()} for {outputs} outputs: classes count from 0")
            self.targets = y.astype(np.int64)
        else:
            self.targets = _floats(y.reshape(len(y), -1))

    @property
    def dimensions(self) -> int:
        return self.inputs.shape[1]

    @property
    def outputs(self) -> int:
        """How many first features are the outputs where there is no readout."""
        if self.kind == "classes":
            return int(self.targets.max()) + 1
        return self.dimensions if self.kind == "series" else 1 if self.kind == "points" else self.targets.shape[1]

    def tensors(self) -> dict[str, np.ndarray]:
        if self.kind == "series":
            return {"times": self.times, "series": self.series, "inputs": self.inputs}
        return {"inputs": self.inputs, "targets": self.targets}


def _floats(array: np.ndarray) -> np.ndarray:
    return array.copy() if array.dtype == np.float64 else array.astype(np.float32)


def _some(rows: np.ndarray) -> np.ndarray:
    """All rows, or of very many some at equal distances."""
    return rows if len(rows) <= MOST_ROWS else rows[:: -(-len(rows) // MOST_ROWS)]

"""What a watcher watches: the functions of a model, and what is written of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .bridge import Callee, has_jax_leaf
from .describe import NotDescribed, Part, describe
from .frames import Frames, starts
from .problem import Problem
from .pytree import get, path_to


class Subject:
    """The functions of a model while it trains: written as weights where they can be described, or else as frames.

    The arguments are those of `Watcher`; like: inputs or series, whose arrays the functions get.
    """

    def __init__(
        self,
        problem: Problem,
        func: Any,
        like: Any,
        *,
        readout: Any,
        start: Any,
        field: Callable | None,
        batched: bool | None,
        frames: Callable[[], dict[str, Any]] | None,
        model: Any,
        rtol: float,
        atol: float,
    ) -> None:
        self.problem, self.note = problem, ""
        self._callees = {"field": Callee(field or func, like, batched)}
        for part, function in (("readout", readout), ("start", start)):
            if function is not None:
                self._callees[part] = Callee(function, like, batched, timed=False)
        self.kind = self._callees["field"].kind
        states = self._dry_run()
        self._parts: dict[str, Part] = {}
        self._frames: Frames | None = None
        if frames is None and field is None:
            try:
                self._parts = self._describe(states)
            except NotDescribed as reason:
                self.note = f"Pictures are computed in Python, as the model is not described: {reason}."
        if not self._parts:
            readout_callee, start_callee = self._callees.get("readout"), self._callees.get("start")
            self._frames = Frames(problem, self._callees["field"], readout_callee, start_callee, rtol, atol, frames)
            for part in self._frames.parts:
                self._frames.compute(part)
        self.mode = "frames" if self._frames else "weights"
        self.pictures = self._frames.parts if self._frames else ["weights"]
        # A field of the caller's own is called as it is.
        self._paths = {} if field is not None else self._find_in(model)

    def _dry_run(self) -> np.ndarray:
        """Calls each function once and compares shapes; states (samples × dimensions) to trace and to check with."""
        problem = self.problem
        h = starts(problem, self._callees.get("start"), problem.inputs[:32])
        if h.shape[1] != problem.dimensions + problem.augment:
            raise ValueError(f"start makes {h.shape[1] - problem.dimensions} dimensions, and augment is {problem.augment}")
        # Added dimensions that are all zero would tell nothing of the field.
        h = h + np.random.default_rng(0).normal(size=h.shape) * max(float(np.nanstd(h)), 0.1)
        h = np.nan_to_num(h)
        value = self._callees["field"](problem.t0, h)
        if value.shape != h.shape:
            raise ValueError(f"func makes {value.shape} of states {h.shape}; give field=, a function of (t, h)")
        outputs = None
        if "readout" in self._callees:
            values = self._callees["readout"](0.0, h)
            if values.ndim != 2 or len(values) != len(h):
                raise ValueError(f"readout makes {values.shape} of states {h.shape}: it is one row of outputs for each")
            outputs = values.shape[1]
        problem.settle(outputs)
        if outputs is None and problem.outputs > h.shape[1]:
            raise ValueError(f"readout is needed: labels ask for {problem.outputs} outputs, and states have {h.shape[1]}")
        return h

    def _describe(self, states: np.ndarray) -> dict[str, Part]:
        t0, t1 = self.problem.t0, self.problem.t1
        times = (t0 + 0.7310586 * (t1 - t0), t0, t1)
        parts = {"field": describe(self._callees["field"], "field", states, times)}
        if "readout" in self._callees:
            parts["readout"] = describe(self._callees["readout"], "readout", states, (0.0,), timed=False)
        if "start" in self._callees:
            inputs = states[:, : self.problem.dimensions]
            parts["start"] = describe(self._callees["start"], "start", inputs, (0.0,), timed=False)
            if len(parts["start"].words) != 1:
                raise NotDescribed("start is more than one linear map")
        return parts

    def dtype(self) -> str:
        """Of the weights, or of the field's states."""
        if self._parts:
            arrays = self._parts["field"].read(self._callees["field"].function).values()
            return "float64" if all(array.dtype == np.float64 for array in arrays) else "float32"
        return "float64" if "float64" in str(getattr(self._callees["field"], "dtype", "")) else "float32"

    def _find_in(self, model: Any) -> dict[str, tuple]:
        """Where each part is in the `model` that `step` gets: under JAX every update makes new ones.

        Functions that hold no arrays are called as they are.
        """
        if not any(has_jax_leaf(callee.function) for callee in self._callees.values()):
            return {}
        if model is None:
            if len(self._callees) > 1:
                raise ValueError("model is needed, of which func, readout and start are parts; step gets it, too")
            return {"field": ()}
        paths = {part: path_to(callee.function, model) for part, callee in self._callees.items()}
        for part, path in paths.items():
            if path is None:
                raise ValueError(f"{'func' if part == 'field' else part} is not a part of model")
        return paths

    def words(self) -> dict[str, str]:
        """What the record of the run says of the model; nothing of one that is not described."""
        if not self._parts:
            return {}
        return {"time": self._parts["field"].time, **{name: " ".join(part.words) for name, part in self._parts.items()}}

    def functions(self, model: Any) -> dict[str, Any] | None:
        """The functions as they are now; None under JAX without a model."""
        if not self._paths:
            return {part: callee.function for part, callee in self._callees.items()}
        return None if model is None else {part: get(model, path) for part, path in self._paths.items()}

    def weights(self, functions: dict[str, Any]) -> dict[str, np.ndarray]:
        tensors: dict[str, np.ndarray] = {}
        for name, part in self._parts.items():
            tensors.update((f"model.{key}", array) for key, array in part.read(functions[name]).items())
        return tensors

    def frame(self, part: str, functions: dict[str, Any]) -> dict[str, np.ndarray]:
        for name, function in functions.items():
            self._callees[name].function = function
        return self._frames.compute(part)

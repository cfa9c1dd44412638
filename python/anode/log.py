"""What is known of each update, and its columns in a record."""

from __future__ import annotations

import sys
from typing import Any, NamedTuple

import numpy as np

from .bridge import to_numpy
from .evaluations import last_solves


class Row(NamedTuple):
    """One update. The loss stays on its device, and the times of evaluations, too, until somebody looks."""

    iteration: int
    loss: Any
    evaluations: Any  # NFE as given, or a list of times for `last_solves`
    backward: int
    accuracy: Any


def detached(loss: Any) -> Any:
    """The loss without its graph."""
    if not hasattr(loss, "detach"):
        return loss
    # Memory of a CUDA graph is written again by the next update.
    return loss.detach().clone() if loss.is_cuda else loss.detach()


def wait_for(loss: Any) -> None:
    """Waits until the update is computed: that time is the training's, and not in the account of pictures."""
    if hasattr(loss, "block_until_ready"):
        loss.block_until_ready()
    elif getattr(loss, "is_cuda", False):
        sys.modules["torch"].cuda.synchronize(loss.device)


def columns(rows: list[Row]) -> dict[str, np.ndarray]:
    """The tensors of a `step` record; losses come from their device here, all in one transfer."""
    log = {
        "log.iteration": np.array([row.iteration for row in rows], np.int64),
        "log.loss": _numbers([row.loss for row in rows]),
    }
    counted = [row.evaluations if isinstance(row.evaluations, list) else [] for row in rows]
    counts = last_solves(counted)
    for index, row in enumerate(rows):
        if not isinstance(row.evaluations, list):
            counts[index] = int(np.max(to_numpy(row.evaluations))), 1
    nfe = np.array([count for count, _ in counts], np.int64)
    if (nfe >= 0).any():
        # Backward evaluations of several solves cannot be told apart.
        backward = [row.backward if solves == 1 else -1 for row, (_, solves) in zip(rows, counts)]
        log["log.nfe"], log["log.backward"] = nfe, np.array(backward, np.int64)
    if any(row.accuracy is not None for row in rows):
        log["log.accuracy"] = _numbers([row.accuracy for row in rows])
    return log


def _numbers(values: list) -> np.ndarray:
    torch = sys.modules.get("torch")
    if torch is not None and all(isinstance(value, torch.Tensor) and value.ndim == 0 for value in values):
        if len({(value.device, value.dtype) for value in values}) == 1:
            return to_numpy(torch.stack(values)).astype(np.float64)
    return np.array([np.nan if value is None else float(np.mean(to_numpy(value))) for value in values], np.float64)

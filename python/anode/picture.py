"""A small picture of a watch file for notebooks: the loss, and the paths of the last moment."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np

from ._program import SVG_ARGUMENTS, program
from .describe import evaluate
from .frames import MOMENTS, SAMPLES, solve
from .store import Record, joined_log, read

SIDE, MARGIN = 260, 24
# Okabe and Ito's blue, vermilion, green, purple, orange, sky blue.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")


def svg(path: Path) -> str:
    """An SVG picture: the program's, or a small one of this package where there is no program or it fails."""
    if found := program():
        arguments = [found, *(word.format(file=path) for word in SVG_ARGUMENTS)]
        try:
            result = subprocess.run(arguments, capture_output=True, text=True, timeout=10)
            if result.returncode == 0 and "<svg" in result.stdout:
                return result.stdout
        except (OSError, subprocess.TimeoutExpired):
            pass
    return _own(read(path))


def _own(records: list[Record]) -> str:
    run, log = records[0], joined_log(records)
    parts = []
    if len(log.get("log.loss", ())):
        loss = log["log.loss"]
        height = np.log10(np.maximum(loss, 1e-12)) if np.nanmin(loss) > 0 else loss
        curve = _scaled(np.stack([log["log.iteration"], height], 1))
        parts += [_title(0, f"loss {loss[-1]:.4g}, iteration {log['log.iteration'][-1]}"), _line(curve, COLOURS[0])]
    paths = last_paths(records)
    if paths is not None:
        times, states, rows = paths
        if states.shape[2] == 1:
            states = np.concatenate([np.broadcast_to(times[:, None, None], states.shape), states], -1)
            title = "paths over time"
        else:
            title = "paths, first two dimensions"
        plane = _scaled(states[..., :2], offset=SIDE)
        targets = run.tensors.get("targets")
        for index, row in enumerate(rows):
            group = max(int(targets[row]), 0) if run.metadata["problem"] in ("points", "classes") else 0
            parts.append(_line(plane[:, index], COLOURS[group % len(COLOURS)]))
        parts.append(_title(SIDE, title))
    width = 2 * SIDE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{SIDE}" viewBox="0 0 {width} {SIDE}">'
        f'<rect width="{width}" height="{SIDE}" fill="white"/>{"".join(parts)}</svg>'
    )


def last_paths(records: list[Record]) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
    """Times (T), states (T × n × D) and rows of inputs (n) of the last moment; None if there is none yet."""
    run = records[0]
    for record in reversed(records):
        if "path.states" in record.tensors:
            return tuple(record.tensors[f"path.{name}"] for name in ("times", "states", "rows"))
        weights = {n.removeprefix("model."): array for n, array in record.tensors.items() if n.startswith("model.")}
        if weights:
            break
    else:
        return None
    words = run.metadata["field"].split()
    inputs = run.tensors["inputs"]
    rows = np.unique(np.linspace(0, len(inputs) - 1, min(SAMPLES, len(inputs))).astype(int))
    added = np.zeros((len(rows), int(run.metadata["p"])))
    if "start" in run.metadata:
        added = evaluate((run.metadata["start"],), weights, inputs[rows])
    t0, t1 = map(float, run.metadata["span"].split(","))
    times = np.linspace(t0, t1, MOMENTS)
    field = lambda t, h: evaluate(words, weights, h, t, run.metadata["time"])
    return times, solve(field, np.hstack([inputs[rows], added]), times, 1e-3, 1e-3), rows


def _scaled(points: np.ndarray, offset: int = 0) -> np.ndarray:
    """Points (… × 2) within a square of the picture."""
    low = np.nanmin(points.reshape(-1, 2), axis=0)
    size = np.maximum(np.nanmax(points.reshape(-1, 2), axis=0) - low, 1e-12)
    unit = (points - low) / size
    room = SIDE - 2 * MARGIN
    return np.stack([offset + MARGIN + room * unit[..., 0], SIDE - MARGIN - room * unit[..., 1]], -1)


def _line(points: np.ndarray, colour: str) -> str:
    points = points[np.isfinite(points).all(axis=1)]
    # A notebook needs no more points than the picture has pixels.
    points = points[:: max(1, len(points) // (2 * SIDE))]
    pairs = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{pairs}" fill="none" stroke="{colour}"/>'


def _title(x: int, text: str) -> str:
    return f'<text x="{x + MARGIN}" y="16" font-family="sans-serif" font-size="12">{text}</text>'

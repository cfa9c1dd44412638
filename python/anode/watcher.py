"""The watcher: what a training script makes once, and calls after each update."""

from __future__ import annotations

import atexit
import datetime
import logging
import os
import platform
import secrets
import sys
import time
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from . import picture, store
from .bridge import bare, is_torch_module
from .budget import Budget
from .evaluations import Counter
from .log import Row, columns, detached, wait_for
from .problem import Problem
from .process import program, rank, refuse_sharded, say
from .subject import Subject

# Solvers that the viewer has, by the names of torchdiffeq and diffrax.
SOLVERS = {
    **{name: name for name in ("dopri5", "tsit5", "bosh3", "euler", "midpoint", "heun", "rk4", "rk4-38", "kutta3")},
    "heun2": "heun",
}
_watchers: weakref.WeakSet[Watcher] = weakref.WeakSet()


class Watcher:
    """Records a training of a Neural ODE for `anode watch`, and changes nothing about it.

    func: the vector field: a torch module, an Equinox module, or any function of (t, h), with h samples × dimensions.
    inputs, labels: n × d and n (classes, or ±1) or n × m (values). Or times (T) and series (n × T × d, NaN: not seen).
    readout: from the last state to the outputs; without it the first features are the outputs.
    augment, start: how many dimensions are added to the inputs, and what makes them of the inputs (nothing: zeros).
    t: from where to where the solve goes; for a series its times say so.
    solver, rtol, atol, steps: of the picture and, unless training_solver says otherwise, of the training.
    field, batched, frames: for what cannot be described: another function of (t, h) for the pictures, whether it
        takes many states at once, and a function without arguments that returns the tensors of a frame.
    model: under JAX, what `step` will be given, if that is not func: func and readout are looked up in it.
    record: whether there is a file when nobody watches. share: how much of the training's time all this may take.
    loss, optimizer, lr, batch: shown as given.

    Raises ValueError or TypeError for arguments that cannot be used. Later calls raise nothing: the first error becomes
    one warning, and the watcher goes quiet.
    """

    def __init__(
        self,
        func: Any,
        inputs: Any = None,
        labels: Any = None,
        *,
        readout: Any = None,
        start: Any = None,
        augment: int = 0,
        t: tuple[float, float] = (0.0, 1.0),
        times: Any = None,
        series: Any = None,
        problem: str | None = None,
        solver: str = "dopri5",
        rtol: float = 1e-3,
        atol: float = 1e-3,
        steps: int | None = None,
        training_solver: str | None = None,
        field: Callable | None = None,
        batched: bool | None = None,
        frames: Callable[[], dict[str, Any]] | None = None,
        model: Any = None,
        name: str = "run",
        record: bool = True,
        share: float = 0.02,
        directory: str | os.PathLike | None = None,
        loss: str | None = None,
        optimizer: str | None = None,
        lr: float | None = None,
        batch: int | None = None,
    ) -> None:
        self.name, self.iteration, self.mode, self.note = name, 0, "off", ""
        self._quiet, self._counter, self._store = True, None, None
        if rank() != 0:
            return
        func = bare(func)
        refuse_sharded(func)
        if not name or "/" in name or name.startswith("."):
            raise ValueError(f"name is {name!r}: it becomes the name of a file")
        if not 0 < share <= 1:
            raise ValueError(f"share is {share}: a part of the training's time, from 0 to 1")
        self.record, self._budget = record, Budget(share)
        self._tracer = getattr(getattr(sys.modules.get("jax"), "core", None), "Tracer", ())

        # What the pictures are made of
        like = inputs if series is None else series
        self.problem = Problem.of(inputs, labels, times, series, t, augment, problem)
        self._subject = Subject(
            self.problem, func, like, readout=readout, start=start, field=field, batched=batched, frames=frames,
            model=model, rtol=rtol, atol=atol,
        )  # fmt: skip
        self.mode, self.note = self._subject.mode, self._subject.note
        picture_solver = SOLVERS.get(solver.lower(), "dopri5")

        metadata = {
            "version": store.VERSION,
            "name": name,
            "id": secrets.token_hex(8),
            "started": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
            "program": program(self._subject.kind),
            "pid": os.getpid(),
            "host": platform.node(),
            "mode": self.mode,
            "note": self.note or None,
            "dtype": self._subject.dtype(),
            "problem": self.problem.kind,
            "p": augment,
            "span": f"{self.problem.t0!r},{self.problem.t1!r}",
            "solver": picture_solver,
            "rtol": rtol,
            "atol": atol,
            "steps": steps,
            "training-solver": training_solver or (solver if picture_solver != solver.lower() else None),
            "loss": loss,
            "optimizer": optimizer,
            "lr": lr,
            "batch": batch,
            **self._subject.words(),
        }
        self._run = store.encode("run", metadata, self.problem.tensors())
        self._rows: list[Row] = []  # not yet written
        self._began = time.perf_counter()
        self._due = dict.fromkeys(["log", "solve", *self._subject.pictures], 0.0)
        self._next = 0.0  # when to look again whether something is due, or somebody watches
        self._state: Any = None
        self._active = self._asked = False
        if is_torch_module(func) and "ScriptModule" not in type(func).__name__:  # those have no hooks
            self._counter = Counter(func, self._slow, self._fail)
        try:
            self._store = store.Store(name, Path(directory) if directory else None)
            if record:
                self._wake()
        except OSError as error:  # no place for a file is no reason to end a training
            self._fail(error)
            return
        self._quiet = False
        _watchers.add(self)
        say(f"{name} in {self._store.path}, {self.mode}. {self.note}".strip())

    # Steps

    def step(self, loss: Any = None, *, model: Any = None, nfe: Any = None, accuracy: Any = None) -> None:
        """Tells of one update, after `backward` and the optimizer's step.

        model: under JAX, the model of now. nfe: evaluations of the field in the update's solve, where the watcher
        cannot count them (JAX, `torch.compile`). accuracy: from 0 to 1, if it is known.
        """
        if self._quiet:
            return
        self.iteration += 1
        now = time.perf_counter()
        if not self._active and now < self._next:
            return
        try:
            self._step(now, loss, model, nfe, accuracy)
        except Exception as error:
            self._fail(error)

    def _step(self, now: float, loss: Any, model: Any, nfe: Any, accuracy: Any) -> None:
        if isinstance(loss, self._tracer):
            self.iteration -= 1
            self._warn("step was called inside of jit, where losses have no values: call it with what jit returns")
            return
        if not self._active:
            self._look(now)
            return
        self._budget.begin_step(now)
        cost = self._counter.cost if self._counter else 0.0
        times, backward = self._counter.take() if self._counter else ([], -1)
        evaluations = times if nfe is None else nfe
        self._rows.append(Row(self.iteration, detached(loss), evaluations, backward, accuracy))
        if now >= self._next and self._look(now):
            now += self._write(now, model)
        end = time.perf_counter()
        self._budget.end_step(end, end - now + cost)

    def _look(self, now: float) -> bool:
        """Wakes and sleeps with its viewers; whether something may be written."""
        self._next = now + 0.2
        watched = self._store.is_watched()
        if not (self.record or watched):
            self._sleep()
        elif not self._active:
            self._wake()
            self._next = 0.0
        else:
            self._next = now + (0.02 if watched else 0.2)
            return True
        return False

    def _write(self, now: float, model: Any) -> float:
        """Writes what is due and has room in the budget, at most one picture; returns how long it waited for results."""
        watched = self._store.is_watched()
        functions = self._functions(model)
        part = next((part for part in self._subject.pictures if self._is_due(part, now)), None) if functions else None
        is_log_due = self._is_due("log", now)
        if not (part or is_log_due):
            return 0.0
        wait_for(self._rows[-1].loss)
        waited = time.perf_counter() - now
        # Weights take the log along. Pictures that are computed here cost more than it, and wait for it.
        if part != "weights" and is_log_due:
            began = time.perf_counter()
            self._append_step({})
            self._done("log", began, 0.05 if watched else 1.0)
        if part:
            began = time.perf_counter()
            if part == "weights":
                self._append_step(self._subject.weights(functions))
            else:
                self._append_frame(part, functions)
            # When nobody watches, moments become rarer with time, so that a long run fits into its file.
            self._done(part, began, 0.05 if watched else max(0.5, (began - self._began) / 200))
        return waited

    def _is_due(self, work: str, now: float) -> bool:
        return now >= self._due[work] and self._budget.allows(work)

    def _done(self, work: str, began: float, pause: float) -> None:
        self._due[work] = began + pause
        self._budget.charge(work, time.perf_counter() - began)

    def _functions(self, model: Any) -> dict[str, Any] | None:
        """The functions as they are now; None under JAX without a model."""
        functions = self._subject.functions(model)
        if functions is None and not self._asked:
            self._asked = True
            self._warn("step(loss, model=…) is needed for pictures: under JAX every update makes another model")
        return functions

    def _append_step(self, tensors: dict[str, np.ndarray]) -> None:
        rows, self._rows = self._rows, []
        if rows:
            tensors.update(columns(rows))
        seconds = f"{time.perf_counter() - self._began:.3f}"
        self._store.append(store.encode("step", {"iteration": self.iteration, "seconds": seconds}, tensors))

    def _append_frame(self, part: str, functions: dict[str, Any]) -> None:
        tensors = self._subject.frame(part, functions)
        self._store.append(store.encode("frame", {"iteration": self.iteration}, tensors))

    # Within a solve

    def _slow(self, counter: Counter, arguments: tuple) -> None:
        """Tells at most once a second of a solve that has lasted longer than one."""
        now = time.perf_counter()
        if now < self._due["solve"]:
            return
        # What moves fastest shows between two evaluations.
        h, before = arguments[-1].detach(), self._state
        self._state = h.clone()
        if before is None or before.shape != h.shape:
            return
        self._state, self._due["solve"] = None, now + 1
        self._store.is_watched()
        recent = [float(t) for t, _ in counter.forward[-7:] if t is not None] if counter.direction == "forward" else []
        worst = None
        if h.ndim == 2 and len(h) == len(self.problem.inputs):
            worst = int((h - before).norm(dim=1).argmax())
        metadata = {
            "iteration": self.iteration,
            "t": float(arguments[0].reshape(-1)[0]) if len(arguments) > 1 else None,
            "h": max(recent) - min(recent) if recent else None,
            "nfe": counter.evaluations,
            "direction": counter.direction,
            "seconds": f"{now - counter.began:.3f}",
            "worst": worst,
        }
        self._store.append(store.encode("solve", metadata, {}))
        self._budget.charge("solve", time.perf_counter() - now)

    # Beginning and end

    def _wake(self) -> None:
        """Begins to record: at once, or when the first viewer comes."""
        self._active = True
        if not self._store.is_open:
            self._store.begin(self._run)
        if self._counter:
            self._counter.begin()

    def _sleep(self) -> None:
        self._active, self._rows, self._budget = False, [], Budget(self._budget.share)
        if self._counter:
            self._counter.end()

    def close(self, reason: str = "finished", model: Any = None) -> None:
        """Writes the last moment (under JAX, of the `model` given) and why the run ends; then it records no more."""
        if self._quiet:
            return
        self._quiet = True
        try:
            if self._store.is_open:
                self._asked = True
                functions = self._functions(model)
                pictures = self._subject.pictures if functions else []
                self._append_step(self._subject.weights(functions) if "weights" in pictures else {})
                for part in pictures:
                    if part != "weights":
                        self._append_frame(part, functions)
                self._store.append(store.encode("end", {"reason": reason}, {}))
        except Exception as error:
            self._warn(f"the end was not recorded ({error})")
        self._release()

    def _release(self) -> None:
        if self._counter:
            self._counter.end()
        if self._store:
            self._store.close()

    def _fail(self, error: Exception) -> None:
        """One warning, and quiet from then on: a picture is not worth a training."""
        if self._quiet and self._store:
            return
        self._quiet = True
        text = f"stopped watching {self.name!r} at iteration {self.iteration}: {type(error).__name__}: {error}"
        self._warn(text)
        try:
            if self._store and self._store.is_open:
                self._store.append(store.encode("end", {"reason": text}, {}))
        except OSError:
            pass
        self._release()

    def _abandon(self) -> None:
        """In a forked process, such as a DataLoader's worker: closes the descriptors."""
        if self._store:
            self._quiet = True
            self._store.abandon()
            if self._counter:
                self._counter.end()

    def __enter__(self) -> Watcher:
        return self

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        self.close("finished" if error is None else f"{type(error).__name__}: {error}")

    def __del__(self) -> None:
        if not getattr(self, "_quiet", True):
            self.close()

    def __reduce__(self) -> tuple:
        # A copy, such as that of a trainer that has a watcher, watches nothing.
        return _copy, (self.name,)

    # Words

    def __repr__(self) -> str:
        where = f", {self._store.path}" if self._store else ""
        return f"<anode.Watcher {self.name!r}: {self.mode}, iteration {self.iteration}{where}>"

    def _repr_svg_(self) -> str | None:
        """The picture in a notebook; None before there is a file."""
        if self._store is None or not self._store.path.exists():
            return None
        return picture.svg(self._store.path)

    def _warn(self, text: str) -> None:
        say(text, logging.WARNING)


def _copy(name: str) -> Watcher:
    watcher = Watcher.__new__(Watcher)
    watcher.name, watcher.iteration, watcher.mode, watcher.note = name, 0, "off", ""
    watcher._quiet, watcher._counter, watcher._store = True, None, None
    return watcher


def _after_fork() -> None:
    for watcher in list(_watchers):
        watcher._abandon()


def _at_exit() -> None:
    # An interactive session has gone on after its last error.
    error = None if hasattr(sys, "ps1") else getattr(sys, "last_value", None)
    for watcher in list(_watchers):
        watcher.close("finished" if error is None else f"{type(error).__name__}: {error}")


os.register_at_fork(after_in_child=_after_fork)
atexit.register(_at_exit)

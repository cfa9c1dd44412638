"""Counts evaluations of a torch module by a forward pre-hook, and notices solves that take long."""

from __future__ import annotations

import sys
import time
import weakref
from collections.abc import Callable, Iterator
from typing import Any

from . import bridge


class Hook:
    """What is registered with the module. It holds its counter weakly.

    Copies of the module, by `copy.deepcopy` or `torch.save`, get a hook that does nothing and needs no package:
    `{}.get`, which returns the arguments as they are.
    """

    def __init__(self, counter: Counter, is_compiling: Callable[[], bool]) -> None:
        self._counter = weakref.ref(counter)
        self._is_compiling = is_compiling

    def __call__(self, module: Any, arguments: tuple) -> None:
        # A compiled module leaves the rest out, so its evaluations are not known.
        if self._is_compiling():
            return
        counter = self._counter()
        if counter is not None:
            try:
                counter.count(module, arguments)
            except Exception as error:
                counter.fail(error)

    def __reduce__(self) -> tuple:
        return getattr, ({}, "get")


MOST_EVALUATIONS = 1_000_000
_TRAINING = [True]


class Counter:
    """Evaluations since the last step, forward and backward apart.

    Only solves of the training count. Evaluations with gradients do, in training mode. Those without gradients may be
    a validation, or the forward solve of an adjoint method (an autograd.Function, whose `forward` has no gradients
    either): they count once the `backward` of the same Function runs. Recomputation for checkpoints does not count.
    """

    def __init__(
        self, module: Any, slow: Callable[[Counter, tuple], None], fail: Callable[[Exception], None]
    ) -> None:
        self.torch = sys.modules["torch"]
        self.module = module
        # Weak, so that a watcher that is replaced goes at once, and its hook with it.
        self._slow, self._fail = weakref.WeakMethod(slow), weakref.WeakMethod(fail)
        self._handle: Any = None
        self._each = 0.0
        self._task, self._with_gradients = self.torch._C._current_graph_task_id, self.torch.is_grad_enabled
        self.clear()

    def begin(self) -> None:
        """Registers the hook: while nobody watches there is none."""
        if self._handle is None:
            self._handle = self.module.register_forward_pre_hook(Hook(self, self.torch.compiler.is_compiling))

    def end(self) -> None:
        """Removes the hook."""
        if self._handle is not None:
            self._handle.remove()
            self._handle = None
        self.clear()

    def clear(self) -> None:
        """Begins the next update."""
        # t of each forward evaluation, and a list of one: whether it belongs to the training.
        self.forward: list[tuple[Any, list[bool]]] = []
        self.backward = 0
        self.direction = "forward"
        self.evaluations = 0  # of this direction, since `began`
        self.began = 0.0
        self.cost = 0.0  # seconds that counting took: of the first evaluation, for each

    def count(self, module: Any, arguments: tuple) -> None:
        """Called before each evaluation: a few microseconds of each, so it does little."""
        # Replicas of DataParallel have the hook, too: what they do together is not known.
        if not module.training or bridge.evaluating() or module is not self.module:
            return
        first = time.perf_counter() if not self.evaluations else 0.0
        direction = "forward"
        if self._task() != -1:
            direction = "backward"
            for context in _contexts(self.torch):
                if mark := getattr(context, "_anode_training", None):
                    mark[0] = True
            if _recomputes():
                return
            self.backward += 1
        else:
            mark = _TRAINING
            if not self._with_gradients():
                contexts = list(_contexts(self.torch))
                if not contexts:
                    return
                mark = getattr(contexts[-1], "_anode_training", None) or [False]
                contexts[-1]._anode_training = mark
            if len(self.forward) < MOST_EVALUATIONS:
                self.forward.append((_moment(arguments), mark))
        if direction != self.direction or not self.evaluations:
            self.direction, self.evaluations, self.began = direction, 0, time.perf_counter()
        self.evaluations += 1
        if first:
            self._each = time.perf_counter() - first
        self.cost += self._each
        if self.evaluations & 7 == 0 and time.perf_counter() - self.began > 1:
            if slow := self._slow():
                slow(self, arguments)

    def fail(self, error: Exception) -> None:
        if fail := self._fail():
            fail(error)

    def take(self) -> tuple[list, int]:
        """The times of this update's evaluations, for `last_solves`, and the count of backward ones; begins the next."""
        # So many are those of a program that does not call `step`, and are not known.
        lost = len(self.forward) == MOST_EVALUATIONS
        times = [] if lost else [t for t, mark in self.forward if mark[0]]
        backward = self.backward
        self.clear()
        return times, backward


def last_solves(updates: list[list]) -> list[tuple[int, int]]:
    """For the times of each update: evaluations of its last solve, and how many solves there were.

    A solve begins at the same t as the update's first. Where t is not known there is one solve; without evaluations the
    count is -1: not known. Times that are on a device come from there in one transfer.
    """
    waiting = [t.reshape(-1)[0] for times in updates for t in times if hasattr(t, "reshape")]
    values = iter(bridge.to_numpy(sys.modules["torch"].stack(waiting)).tolist() if waiting else [])
    counts = []
    for times in updates:
        times = [next(values) if hasattr(t, "reshape") else t for t in times]
        if not times:
            counts.append((-1, 0))
        elif None in times:
            counts.append((len(times), 1))
        else:
            counts.append((1 + times[::-1].index(times[0]), times.count(times[0])))
    return counts


def _moment(arguments: tuple) -> Any:
    """t of an evaluation: a number, or a tensor on a device, which is not waited for; None if it is not known."""
    t = arguments[0] if len(arguments) > 1 else None
    if not hasattr(t, "is_cpu"):
        return t if isinstance(t, (int, float)) else None
    if not t.is_cpu:
        return t.detach()
    try:
        return t.item()
    except RuntimeError:  # one t for each sample, or a function transform
        return None


def _contexts(torch: Any) -> Iterator[Any]:
    """The contexts of the autograd Functions that run, the innermost first."""
    frame = sys._getframe(2)
    while frame is not None:
        code = frame.f_code
        if code.co_name in ("forward", "backward") and code.co_argcount:
            first = frame.f_locals.get(code.co_varnames[0])
            if isinstance(first, torch._C._FunctionBase):
                yield first
        frame = frame.f_back


def _recomputes() -> bool:
    """Whether a checkpoint computes a forward pass again."""
    frame = sys._getframe(2)
    while frame is not None:
        if frame.f_code.co_filename.endswith("torch/utils/checkpoint.py"):
            return True
        frame = frame.f_back
    return False

"""Calls a user's function with numpy arrays and leaves everything as it was.

torch and jax are looked up in `sys.modules` and never imported first: who uses them has imported them.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import random
import sys
import types
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np


def to_numpy(value: Any) -> np.ndarray:
    """An array on the CPU of anything array-like; bfloat16 and float16 become float32."""
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(value, torch.Tensor):
        value = value.detach()
        value = value.float() if value.dtype in (torch.bfloat16, torch.float16) else value
        return value.cpu().numpy()
    value = np.asarray(value)
    return value.astype(np.float32) if value.dtype.name in ("bfloat16", "float16") else value


def is_torch_module(value: Any) -> bool:
    torch = sys.modules.get("torch")
    return torch is not None and hasattr(torch, "nn") and isinstance(value, torch.nn.Module)


def bare(function: Any) -> Any:
    """The module inside a compiled or parallel one. Through DistributedDataParallel a call on one rank would hang."""
    while is_torch_module(function):
        if hasattr(function, "_orig_mod"):
            function = function._orig_mod
        elif type(function).__name__ in ("DistributedDataParallel", "DataParallel"):
            function = function.module
        else:
            break
    return function


def modules_within(function: Any, depth: int = 3) -> list:
    """The torch modules that a function may call: itself, bound objects, closures, and globals that it names."""
    if is_torch_module(function):
        return [function]
    if depth == 0 or function is None or "torch" not in sys.modules:
        return []
    parts: list = []
    if isinstance(function, functools.partial):
        parts = [function.func, *function.args, *function.keywords.values()]
    elif isinstance(function, types.MethodType):
        parts = [function.__self__, function.__func__]
    elif isinstance(function, types.FunctionType):
        for cell in function.__closure__ or ():
            with contextlib.suppress(ValueError):  # a variable that has no value yet
                parts.append(cell.cell_contents)
        names = function.__code__.co_names
        parts += [function.__globals__[name] for name in names if name in function.__globals__]
        parts = [part for part in parts if not isinstance(part, (types.ModuleType, type))]
    elif callable(function) and hasattr(function, "__dict__"):
        parts = list(vars(function).values())
    found = [module for part in parts for module in modules_within(part, depth - 1)]
    return list({id(module): module for module in found}.values())


_evaluating = 0


def evaluating() -> bool:
    """Whether a function is being called for a picture, so that nobody counts the call."""
    return _evaluating > 0


_CONTAINERS = (dict, list, set, deque)


@contextlib.contextmanager
def undisturbed(modules: list) -> Iterator[None]:
    """Evaluates without gradients and autocast, in evaluation mode, and puts back what calls may have changed.

    That is: attributes of all submodules (counters, lists, flags), buffers, and the states of torch's, numpy's and
    Python's generators. Hooks of others stay silent, except torch's own, which compute weights.
    """
    global _evaluating
    numpy_state, python_state = np.random.get_state(), random.getstate()
    _evaluating += 1
    torch = sys.modules.get("torch")
    try:
        if torch is None:
            yield
            return
        with contextlib.ExitStack() as stack:
            stack.callback(torch.set_rng_state, torch.get_rng_state())
            if torch.cuda.is_initialized():
                stack.callback(torch.cuda.set_rng_state_all, torch.cuda.get_rng_state_all())
                stack.enter_context(torch.autocast("cuda", enabled=False))
            stack.enter_context(torch.autocast("cpu", enabled=False))
            if "torch._dynamo" in sys.modules and hasattr(torch.compiler, "set_stance"):
                stack.enter_context(torch.compiler.set_stance("force_eager"))
            stack.enter_context(torch.no_grad())
            for module in {id(m): m for root in modules for m in root.modules()}.values():
                stack.callback(_restore, torch, module, *_state(torch, module))
                vars(module)["training"] = False
                for hooks in (module._forward_pre_hooks, module._forward_hooks):
                    for key, hook in list(hooks.items()):
                        if not (getattr(hook, "__module__", None) or type(hook).__module__).startswith("torch."):
                            del hooks[key]
            yield
    finally:
        _evaluating -= 1
        np.random.set_state(numpy_state)
        random.setstate(python_state)


def _state(torch, module) -> tuple[dict, list, list]:
    attributes = dict(vars(module))
    containers = [(value, value.copy()) for value in attributes.values() if isinstance(value, _CONTAINERS)]
    plain = [value for value in attributes.values() if isinstance(value, torch.Tensor)]
    buffers = [value for value in module._buffers.values() if value is not None]
    return attributes, containers, [(tensor, tensor._version, tensor.clone()) for tensor in plain + buffers]


def _restore(torch, module, attributes: dict, containers: list, tensors: list) -> None:
    vars(module).clear()
    vars(module).update(attributes)
    for container, contents in containers:
        container.clear()
        (container.extend if isinstance(container, (list, deque)) else container.update)(contents)
    for tensor, version, value in tensors:
        # A copy that is not needed would make autograd refuse the tensor.
        if tensor._version != version:
            tensor.copy_(value)


class Callee:
    """A user's function, called with numpy arrays.

    Takes (t, h), (t, h, args) or (h) by its own parameters; h is samples × dimensions. A function that is not
    `batched` gets one sample at a time (under jax by vmap).
    """

    def __init__(self, function: Callable, like: Any = None, batched: bool | None = None, timed: bool = True) -> None:
        self.function = bare(function)
        self.modules = modules_within(self.function)
        torch, jax = sys.modules.get("torch"), sys.modules.get("jax")
        self.kind = "numpy"
        if torch is not None and (self.modules or isinstance(like, torch.Tensor)):
            self.kind = "torch"
            tensors = [*(p for m in self.modules for p in m.parameters() if p.is_floating_point())]
            tensors += [like] if isinstance(like, torch.Tensor) else []
            self.dtype = tensors[0].dtype if tensors else torch.get_default_dtype()
            self.device = tensors[0].device if tensors else "cpu"
        elif jax is not None and (isinstance(like, jax.Array) or has_jax_leaf(self.function)):
            self.kind = "jax"
        self.batched = batched if batched is not None else not (self.kind == "jax" and _is_equinox(self.function))
        self.parameters = _positional(self.function) if timed else 1
        self._compiled: tuple | None = None

    def __call__(self, t: float, h: np.ndarray, function: Callable | None = None) -> np.ndarray:
        """f(t, h), with everything else as it was before; or that of another function of its kind."""
        with undisturbed(self.modules):
            return self.call(t, h, function)

    def call(self, t: float, h: np.ndarray, function: Callable | None = None) -> np.ndarray:
        """f(t, h), for calls inside of one `undisturbed`."""
        function = function or self.function
        if self.kind == "torch":
            torch = sys.modules["torch"]
            convert = functools.partial(torch.as_tensor, dtype=self.dtype, device=self.device)
        elif self.kind == "jax":
            convert = sys.modules["jax"].numpy.asarray
        else:
            convert = np.asarray
        if self.kind == "jax":
            result = self._jax_call(function, convert(t), convert(h))
        elif not self.batched:
            result = [to_numpy(function(*self.arguments(convert(t), convert(row)))) for row in h]
        else:
            result = function(*self.arguments(convert(t), convert(h)))
        return to_numpy(result).astype(np.float64)

    def _jax_call(self, function: Any, t: Any, h: Any) -> Any:
        """Compiles a pytree's call once for all its later values; other functions may hold values in their closures."""
        jax = sys.modules["jax"]
        leaves, tree = jax.tree_util.tree_flatten(function)
        held = [isinstance(leaf, jax.Array) for leaf in leaves]

        def call(arrays: list, t: Any, h: Any) -> Any:
            given = iter(arrays)
            whole = tree.unflatten([next(given) if is_array else leaf for leaf, is_array in zip(leaves, held)])
            one = lambda state: whole(*self.arguments(t, state))
            return one(h) if self.batched else jax.vmap(one)(h)

        arrays = [leaf for leaf, is_array in zip(leaves, held) if is_array]
        if not arrays:
            return call([], t, h)
        if self._compiled is None or self._compiled[0] != tree:
            self._compiled = tree, jax.jit(call)
        return self._compiled[1](arrays, t, h)

    def arguments(self, t: Any, h: Any) -> tuple:
        """What the function is called with."""
        if self.parameters == 1:
            return (h,)
        return (t, h) if self.parameters == 2 else (t, h, None)


def _positional(function: Callable) -> int:
    """How many arguments a function has to get: 1 (h), 2 (t, h) or 3 (t, h, args)."""
    target = function.forward if is_torch_module(function) else function
    try:
        parameters = inspect.signature(target).parameters.values()
    except (TypeError, ValueError):
        return 2
    if any(p.kind is p.VAR_POSITIONAL for p in parameters):
        return 2
    positional = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    needed = [p for p in positional if p.default is p.empty]
    # nets of Equinox are called as net(x, *, key=None), fields as field(t, y, args), with args=None or not.
    return max(1, min(len(needed), 3))


def _is_equinox(function: Any) -> bool:
    return any(cls.__module__.startswith("equinox") for cls in type(function).__mro__)


def has_jax_leaf(function: Any) -> bool:
    """Whether an object is a pytree with arrays of JAX."""
    jax = sys.modules.get("jax")
    return jax is not None and any(isinstance(leaf, jax.Array) for leaf in jax.tree_util.tree_leaves(function))

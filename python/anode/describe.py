"""Finds the words that describe a model to the viewer: maps, activations, norms, where t enters, residuals.

Every description is checked: `evaluate`, which knows the words alone, has to give what the function gives.
"""

from __future__ import annotations

import dataclasses
import math
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from .bridge import Callee, is_torch_module, to_numpy, undisturbed
from .pytree import children, get

# PyTorch's definitions with their default parameters.
ACTIVATIONS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "relu": lambda x: np.maximum(x, 0),
    "softplus": lambda x: np.logaddexp(x, 0),
    "tanh": np.tanh,
    "gelu": lambda x: x * 0.5 * (1 + np.vectorize(math.erf)(x / math.sqrt(2))),
    "silu": lambda x: x / (1 + np.exp(-x)),
    "elu": lambda x: np.where(x > 0, x, np.expm1(np.minimum(x, 0))),
    "sin": np.sin,
}
_IDENTITY = ""


class NotDescribed(Exception):
    """Why a function has no description: a clause that follows "is not described: "."""


@dataclasses.dataclass
class Part:
    """A described function: its words, where t enters, and how to read its tensors from the live object."""

    words: tuple[str, ...]
    time: str = "none"
    sources: dict[str, Callable[[Any], Any]] = dataclasses.field(default_factory=dict)

    def read(self, function: Any) -> dict[str, np.ndarray]:
        """The tensors as they are now. Those of torch may share memory with the model."""
        return {name: to_numpy(source(function)) for name, source in self.sources.items()}


def evaluate(
    words: tuple[str, ...], tensors: Mapping[str, np.ndarray], h: np.ndarray, t: float = 0.0, time: str = "none"
) -> np.ndarray:
    """What words and tensors compute of states h (samples × dimensions), in float64."""
    h = np.asarray(h, np.float64)
    x, waits = h, time != "none"
    for word in words:
        name, _, epsilon = word.rstrip(")").partition("(")
        if word in ACTIVATIONS:
            x = ACTIVATIONS[word](x)
        elif word in ("+h", "-h"):
            x = x + h if word == "+h" else x - h
        elif name == "norm" or tensors[f"{name}.weight"].ndim == 1:
            centred = x - x.mean(-1, keepdims=True)
            x = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + float(epsilon or 1e-5))
            x = x * tensors.get(f"{name}.weight", 1.0) + tensors.get(f"{name}.bias", 0.0)
        else:
            if waits:
                column = np.full((len(x), 1), t)
                x, waits = np.hstack([column, x] if time == "first" else [x, column]), False
            x = x @ tensors[f"{name}.weight"].astype(np.float64).T + tensors.get(f"{name}.bias", 0.0)
    return x


def describe(callee: Callee, prefix: str, states: np.ndarray, times: tuple[float, ...], timed: bool = True) -> Part:
    """The description of a function of (t, h), or of h if it is not `timed`.

    `states` (samples × dimensions) are what it is traced and checked with, at each of `times`, and with other
    parameters than its own: a factor that starts at 1, or a branch that starts at 0, will not stay there.
    Raises NotDescribed.
    """
    if is_torch_module(callee.function):
        other = _OtherParameters(callee.function)
        candidates: Iterator[Part] = iter([_trace(callee, other, prefix, times[0], states)])
    elif callee.kind == "jax":
        other = _with_other_leaves(callee.function)
        width = callee(times[0], states).shape[-1]
        candidates = _pytree_parts(callee.function, prefix, states.shape[1], width, timed)
    else:
        raise NotDescribed("it is neither a torch module nor a pytree of layers")
    for part in candidates:
        if all(_agrees(part, callee, function, states, times) for function in (other, callee.function)):
            return part
    raise NotDescribed("its values are not those of its maps and activations")


def _agrees(part: Part, callee: Callee, function: Any, states: np.ndarray, times: tuple[float, ...]) -> bool:
    tensors = part.read(function)
    tolerance = 1e-10 if all(array.dtype == np.float64 for array in tensors.values()) else 1e-5
    for t in times:
        value = callee(t, states, function)
        try:
            mine = evaluate(part.words, tensors, states, t, part.time)
        except (KeyError, ValueError):  # shapes that do not fit
            return False
        if mine.shape != value.shape or not np.abs(mine - value).max() <= tolerance * max(np.abs(value).max(), 1e-3):
            return False
    return True


# PyTorch


class _OtherParameters:
    """A module with other parameters; those of the module itself are not touched."""

    def __init__(self, module: Any) -> None:
        torch = sys.modules["torch"]
        self.module = module
        noise = np.random.default_rng(1)
        others = {}  # tied parameters stay tied
        for parameter in module.parameters():
            value = to_numpy(parameter)
            value = value + noise.normal(size=value.shape) * max(0.3 * float(value.std()), 0.05)
            others[id(parameter)] = torch.as_tensor(value, dtype=parameter.dtype, device=parameter.device)
        self.parameters = {name: others[id(p)] for name, p in module.named_parameters(remove_duplicate=False)}

    def get_parameter(self, name: str) -> Any:
        return self.parameters[name]

    def __call__(self, *arguments: Any) -> Any:
        return sys.modules["torch"].func.functional_call(self.module, self.parameters, arguments)


def _trace(callee: Callee, module: _OtherParameters, prefix: str, t: float, states: np.ndarray) -> Part:
    """Runs a torch module once and finds the source of each tensor by its value.

    torch.fx cannot trace `torch.ones(x.shape[0], 1) * t`, which fields of Neural ODEs have. Values of random states
    tell what a tensor is, whatever copies, views and concatenations it went through.
    """
    torch = sys.modules["torch"]
    from torch.overrides import TorchFunctionMode  # torch is already there

    names = {id(parameter): name for name, parameter in module.parameters.items()}
    h = torch.as_tensor(states, dtype=callee.dtype, device=callee.device)
    moment = torch.as_tensor(t, dtype=callee.dtype, device=callee.device)
    known: list[tuple[Any, tuple[str, tuple[str, ...]]]] = [(h.clone(), ("none", ()))]
    part = Part(())
    missing: list[str] = []
    activations = {name: getattr(torch, name, None) or getattr(torch.nn.functional, name) for name in ACTIVATIONS}

    def find(x: Any) -> tuple[str, tuple[str, ...]] | None:
        if not isinstance(x, torch.Tensor) or x.ndim != 2 or x.is_sparse:
            return None
        for value, node in known:
            if value.shape == x.shape and torch.equal(value, x):
                return node
        if x.shape[1] == h.shape[1] + 1:
            for time, column, rest in (("first", x[:, 0], x[:, 1:]), ("last", x[:, -1], x[:, :-1])):
                node = find(rest)
                # Norms may come before t, maps may not.
                if torch.all(column == moment) and node and all(is_norm(word) for word in node[1]):
                    return time, node[1]
        return None

    def is_norm(word: str) -> bool:
        name = word.partition("(")[0]
        return name == "norm" or name in norms

    def source(tensor: Any, word: str, kind: str) -> None:
        path = names.get(id(tensor))
        if path is None:
            raise NotDescribed("its weights are computed")
        part.sources[f"{word}.{kind}"] = lambda module, path=path: module.get_parameter(path)

    def word_of(tensor: Any) -> str:
        path = names.get(id(tensor))
        if path is None:
            raise NotDescribed("its weights are computed")
        word = ".".join([prefix, *path.removesuffix("weight").rstrip(".").split(".")]).rstrip(".")
        if any(c.isspace() or c in "()" for c in word):
            raise NotDescribed(f"the name {path!r} has a space or a parenthesis")
        return word

    norms: set[str] = set()

    def linear(x: Any, weight: Any, bias: Any = None) -> tuple | None:
        node = find(x)
        if node is None:
            return None
        word = word_of(weight)
        source(weight, word, "weight")
        if bias is not None:
            source(bias, word, "bias")
        return node[0], (*node[1], word)

    def layer_norm(x: Any, shape: Any, weight: Any = None, bias: Any = None, eps: float = 1e-5) -> tuple | None:
        node = find(x)
        if node is None or tuple(shape) != (x.shape[1],) or (node[0] != "none" and all(map(is_norm, node[1]))):
            return None
        word = "norm"
        if weight is not None:
            word = word_of(weight)
            norms.add(word)
            source(weight, word, "weight")
            if bias is not None:
                source(bias, word, "bias")
        return node[0], (*node[1], word if eps == 1e-5 else f"{word}({eps:g})")

    rules = {torch.nn.functional.linear: linear, torch.nn.functional.layer_norm: layer_norm}

    class Recorder(TorchFunctionMode):
        def __torch_function__(self, function, types, arguments=(), keywords=None):
            keywords = keywords or {}
            # Operations in place change their arguments: what those were is asked before.
            node = rules[function](*arguments, **keywords) if function in rules else None
            inputs = [(x.clone(), find(x)) for x in arguments if isinstance(x, torch.Tensor) and x.ndim == 2]
            result = function(*arguments, **keywords)
            if isinstance(result, torch.Tensor) and result.ndim == 2 and result.is_floating_point():
                if find(result) is None:
                    node = node or by_value(inputs, result)
                    if node:
                        known.append((result.clone(), node))
                    elif any(node for _, node in inputs):
                        missing.append(getattr(function, "__name__", str(function)))
            return result

    def by_value(inputs: list, result: Any) -> tuple | None:
        for x, node in inputs:
            # Before the first map there are norms alone.
            if node and x.shape == result.shape and not all(map(is_norm, node[1])) and node[1][-1] not in ("+h", "-h"):
                for word, function in activations.items():
                    if torch.allclose(function(x), result, rtol=1e-6, atol=1e-7):
                        return node[0], (*node[1], word)
        if result.shape == h.shape:
            for value, node in known[1:]:
                if value.shape == h.shape and node[1][-1] not in ("+h", "-h"):
                    for word, total in (("+h", value + h), ("-h", value - h)):
                        if torch.equal(total, result):
                            return node[0], (*node[1], word)
        return None

    try:
        with undisturbed(callee.modules), Recorder():
            output = module(*callee.arguments(moment, h.clone()))
    except NotDescribed:
        raise
    except Exception as error:  # scripted modules, among others
        raise NotDescribed(f"it cannot be traced ({error})") from error
    node = find(output)
    if node is None:
        found = ", ".join(dict.fromkeys(missing)) or "its output comes from none"
        raise NotDescribed(f"it has operations beyond maps, activations and norms ({found})")
    if any(word in ("+h", "-h") for word in node[1][:-1]):
        raise NotDescribed("it adds the state before its last operation")
    part.time, part.words = node
    used = {word.partition("(")[0] for word in part.words}
    part.sources = {name: source for name, source in part.sources.items() if name.rpartition(".")[0] in used}
    return part


# Equinox, and pytrees like it


def _with_other_leaves(function: Any) -> Any:
    jax, noise = sys.modules["jax"], np.random.default_rng(1)

    def other(leaf: Any) -> Any:
        if not isinstance(leaf, jax.Array) or leaf.dtype.kind != "f":
            return leaf
        scale = max(0.3 * float(leaf.std()), 0.05)
        return leaf + jax.numpy.asarray(noise.normal(size=leaf.shape) * scale, leaf.dtype)

    return jax.tree_util.tree_map(other, function)


def _pytree_parts(function: Any, prefix: str, width: int, outputs: int, timed: bool) -> Iterator[Part]:
    """Descriptions that the layers within an object allow; the check finds the right one.

    An object has one list of `layers` (or is one layer), with `weight` and `bias`; t may be among the inputs; the
    output may be multiplied by a parameter; the state may be added or taken away.
    """
    stacks = list(_stacks(function, ()))
    if len(stacks) != 1:
        raise NotDescribed(f"it has {len(stacks)} stacks of layers in place of one")
    path, stack = stacks[0]
    part = Part(())
    words = list(_stack_words(stack, path, prefix, part))
    extra = _first_width(stack) - width
    if extra not in (0, 1) or (extra == 1 and not timed):
        raise NotDescribed(f"its first map has {width + extra} inputs for {width} dimensions")
    for time in ("first", "last") if extra else ("none",):
        for scale in [*_scalars(function, path), None]:
            for residual in ((), ("+h",), ("-h",)) if outputs == width else ((),):
                sources = dict(part.sources)
                tail: tuple[str, ...] = ()
                if scale is not None:
                    tail = (f"{prefix}.scale",)
                    sources[f"{prefix}.scale.weight"] = lambda f, p=scale: get(f, p) * np.eye(outputs)
                yield Part((*words, *tail, *residual), time, sources)


def _is_map(layer: Any) -> bool:
    weight = getattr(layer, "weight", None)
    return hasattr(weight, "ndim") and weight.ndim in (1, 2)


def _stacks(value: Any, path: tuple) -> Iterator[tuple[tuple, Any]]:
    if hasattr(value, "layers") or _is_map(value):
        yield path, value
    else:
        for key, child in children(value):
            yield from _stacks(child, (*path, key))


def _scalars(function: Any, stack: tuple) -> Iterator[tuple]:
    """Paths of parameters with one element, outside of the stack."""

    def walk(value: Any, path: tuple) -> Iterator[tuple]:
        if path == stack:
            return
        if hasattr(value, "shape") and math.prod(value.shape) == 1:
            yield path
        for key, child in children(value):
            yield from walk(child, (*path, key))

    yield from walk(function, ())


def _first_width(stack: Any) -> int:
    layers = [stack] if _is_map(stack) else list(stack.layers)
    return next((layer.weight.shape[-1] for layer in layers if _is_map(layer) and layer.weight.ndim == 2), -1)


def _stack_words(stack: Any, path: tuple, prefix: str, part: Part) -> Iterator[str]:
    if _is_map(stack):
        layers, keys = [stack], [path]
    else:
        layers, keys = list(stack.layers), [(*path, "layers", i) for i in range(len(stack.layers))]
    maps = [index for index, layer in enumerate(layers) if _is_map(layer)]
    for index, (layer, key) in enumerate(zip(layers, keys)):
        if _is_map(layer):
            word = ".".join([prefix, *map(str, key)])
            for kind in ("weight", "bias"):
                if getattr(layer, kind, None) is not None:
                    part.sources[f"{word}.{kind}"] = lambda f, p=(*key, kind): get(f, p)
            epsilon = getattr(layer, "eps", 1e-5) if layer.weight.ndim == 1 else 1e-5
            yield word if epsilon == 1e-5 else f"{word}({epsilon:g})"
        elif callable(getattr(layer, "fn", layer)):
            word = _activation(getattr(layer, "fn", layer))
            if word:
                yield word
        else:
            raise NotDescribed(f"it has a layer {type(layer).__name__}")
        # An MLP keeps its activation once for all layers.
        if hasattr(stack, "activation") and _is_map(layer):
            word = _activation(stack.final_activation if index == maps[-1] else stack.activation, layer.weight.shape[0])
            if word:
                yield word


def _activation(function: Callable, width: int = 16) -> str:
    """The word for a function of numbers, by its values; the empty word for the identity."""
    jax = sys.modules["jax"]
    x = np.linspace(-3, 3, width, dtype=np.float32) if width > 1 else np.array([0.7], np.float32)
    try:
        y = np.asarray(function(jax.numpy.asarray(x)), np.float64)
    except Exception as error:
        raise NotDescribed(f"an activation failed ({error})") from error
    for word, known in {_IDENTITY: lambda x: x, **ACTIVATIONS}.items():
        if y.shape == x.shape and np.allclose(known(x.astype(np.float64)), y, rtol=1e-5, atol=1e-6):
            return word
    raise NotDescribed("an activation is none of " + " ".join(ACTIVATIONS))

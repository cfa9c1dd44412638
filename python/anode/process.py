"""The process that trains: its rank and libraries, and where it says things."""

from __future__ import annotations

import logging
import os
import sys
from typing import Any

import numpy as np

from .bridge import is_torch_module


def say(text: str, level: int = logging.INFO) -> None:
    logger = logging.getLogger("anode")
    if logger.hasHandlers():
        logger.log(level, text)
    else:
        print(f"anode: {text}", file=sys.stderr)


def program(kind: str) -> str:
    module = sys.modules.get(kind, np)
    return f"{module.__name__} {module.__version__}"


def rank() -> int:
    """The process's rank in a distributed training; 0 if there is none."""
    torch = sys.modules.get("torch")
    distributed = getattr(torch, "distributed", None)
    if distributed is not None and distributed.is_available() and distributed.is_initialized():
        return distributed.get_rank()
    if (jax := sys.modules.get("jax")) is not None and "torch" not in sys.modules:
        return jax.process_index()
    return int(os.environ.get("RANK") or 0)


def refuse_sharded(func: Any) -> None:
    if is_torch_module(func):
        for module in func.modules():
            if any(cls.__name__ in ("FullyShardedDataParallel", "FSDPModule") for cls in type(module).__mro__):
                raise ValueError("func is sharded (FSDP): no process has all its weights, so it cannot be watched")

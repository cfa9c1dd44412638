"""Paths in nested objects: fields of dataclasses (Equinox modules), lists, tuples and dictionaries."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any


def children(value: Any) -> Iterator[tuple[Any, Any]]:
    """What is directly in an object, by key."""
    if isinstance(value, (list, tuple)):
        yield from enumerate(value)
    elif isinstance(value, dict):
        yield from value.items()
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            if hasattr(value, field.name):
                yield field.name, getattr(value, field.name)


def get(value: Any, path: tuple) -> Any:
    """What is at a path."""
    for key in path:
        value = value[key] if isinstance(value, (list, tuple, dict)) else getattr(value, key)
    return value


def path_to(part: Any, value: Any, path: tuple = ()) -> tuple | None:
    """Where an object is in another one; None if it is not there."""
    if part is value:
        return path
    for key, child in children(value):
        if (found := path_to(part, child, (*path, key))) is not None:
            return found
    return None

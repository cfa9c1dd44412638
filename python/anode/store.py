"""Watch files: records, the socket that wakes viewers, and rewriting of files that grew too large.

docs/watch.md describes the format. Every record is a complete safetensors file; a watch file is their concatenation.
"""

from __future__ import annotations

import json
import os
import socket
import stat
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
from safetensors.numpy import load, save

VERSION = "1"


class Record(NamedTuple):
    """One record: its metadata (all strings) and tensors."""

    metadata: dict[str, str]
    tensors: dict[str, np.ndarray]

    @property
    def kind(self) -> str:
        return self.metadata["anode"]


def folder() -> Path:
    """Where watch files are: `$XDG_CACHE_HOME/anode`, or `~/.cache/anode`."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "anode"


def encode(kind: str, metadata: Mapping[str, object], tensors: Mapping[str, np.ndarray]) -> bytes:
    """The bytes of one record. Metadata that is None is left out."""
    words = {key: str(value) for key, value in metadata.items() if value is not None}
    # save() needs memory in C's order and native bytes.
    arrays = {name: np.ascontiguousarray(array) for name, array in tensors.items()}
    return save(arrays, {"anode": kind, **words})


def _spans(data: bytes) -> Iterator[tuple[int, int, dict]]:
    """Start, end and header of every complete record."""
    start = 0
    while start + 8 <= len(data):
        length = int.from_bytes(data[start : start + 8], "little")
        body = start + 8 + length
        if body > len(data):
            return
        header = json.loads(data[start + 8 : body])
        ends = [entry["data_offsets"][1] for name, entry in header.items() if name != "__metadata__"]
        end = body + max(ends, default=0)
        if end > len(data):
            return
        yield start, end, header
        start = end


def read(path: str | os.PathLike) -> list[Record]:
    """All complete records of a watch file."""
    data = Path(path).read_bytes()
    return [Record(header["__metadata__"], load(data[start:end])) for start, end, header in _spans(data)]


def joined_log(records: list[Record]) -> dict[str, np.ndarray]:
    """The log of all `step` records as columns; what is not known is NaN, or -1 for integers."""
    rows = [record.tensors for record in records if record.kind == "step" and "log.iteration" in record.tensors]
    columns = {}
    for name in dict.fromkeys(name for row in rows for name in row if name.startswith("log.")):
        unknown = np.nan if name in ("log.loss", "log.accuracy") else -1
        columns[name] = np.concatenate(
            [row[name] if name in row else np.full(len(row["log.iteration"]), unknown) for row in rows]
        )
    return columns


def compact(data: bytes, limit: int, rows: int = 20_000) -> bytes:
    """A shorter file of the same run, of about `limit` bytes: the run, one record with the log, and moments.

    Moments (weights or frames) are kept in logarithmic spacing of iterations, with the last one. A log of more than
    `rows` rows keeps every second of its older half until it is shorter.
    """
    spans = list(_spans(data))
    kinds = [header["__metadata__"]["anode"] for _, _, header in spans]
    head = next(data[start:end] for (start, end, _), kind in zip(spans, kinds) if kind == "run")
    steps = [Record(header["__metadata__"], load(data[s:e])) for (s, e, header), k in zip(spans, kinds) if k == "step"]
    log = joined_log(steps)
    while log and len(log["log.iteration"]) > rows:
        count = len(log["log.iteration"])
        kept = np.r_[0 : count // 2 : 2, count // 2 : count]
        log = {name: column[kept] for name, column in log.items()}
    parts = [head]
    if log:
        parts.append(encode("step", _moment(steps[-1]), log))

    moments = [record for record in steps if any(name.startswith("model.") for name in record.tensors)]
    frames = [(int(h["__metadata__"]["iteration"]), data[s:e]) for (s, e, h), k in zip(spans, kinds) if k == "frame"]
    weights = []
    for moment in moments:
        tensors = {name: array for name, array in moment.tensors.items() if name.startswith("model.")}
        weights.append((int(moment.metadata["iteration"]), encode("step", _moment(moment), tensors)))
    for kept in (weights, frames):
        room = max(limit - sum(map(len, parts)), 0)
        parts += _spread(kept, room)
    return b"".join(parts)


def _moment(step: Record) -> dict[str, str]:
    return {key: step.metadata[key] for key in ("iteration", "seconds")}


def _spread(moments: list[tuple[int, bytes]], room: int) -> list[bytes]:
    """As many moments as have room (but the last one always), in logarithmic spacing of iterations."""
    if not moments:
        return []
    count = max(1, room // max(len(data) for _, data in moments))
    iterations = np.array([iteration for iteration, _ in moments], dtype=float)
    wanted = np.geomspace(iterations[0] + 1, iterations[-1] + 1, count) if count > 1 else iterations[-1:] + 1
    nearest = {int(np.abs(iterations + 1 - w).argmin()) for w in wanted} | {len(moments) - 1}
    return [moments[i][1] for i in sorted(nearest)]


class Store:
    """Appends records to NAME.anode, wakes viewers through NAME.sock, and shortens a file that passed its limit.

    The methods raise OSError (no space, no rights). A process that was forked from this one must not use it:
    `abandon` closes its copies of the descriptors.
    """

    def __init__(self, name: str, directory: Path | None = None, limit: int = 32 << 20) -> None:
        directory = directory or folder()
        directory.mkdir(parents=True, exist_ok=True)
        self.path = directory / f"{name}.anode"
        self.socket_path = directory / f"{name}.sock"
        self.limit = limit
        self._file = -1
        self._size = 0
        self._viewers: list[socket.socket] = []
        self._listener = self._listen()
        self._looked = 0.0

    # A file

    @property
    def is_open(self) -> bool:
        return self._file >= 0

    def begin(self, run: bytes) -> None:
        """Begins a file with the record of a run; a file of the same name is replaced."""
        self._replace(run)

    def append(self, record: bytes) -> None:
        """Appends one record by one write, and wakes the viewers. A record that has no room is taken back."""
        written = os.write(self._file, record)
        if written < len(record):
            os.ftruncate(self._file, self._size)
            raise OSError(f"no space left for {self.path}")
        self._size += written
        if self._size > self.limit:
            self._shorten()
        self._wake()

    def _shorten(self) -> None:
        if not self._is_ours():
            raise OSError(f"another run has replaced {self.path}")
        self._replace(compact(self.path.read_bytes(), self.limit // 2))
        # A single large log or moment may not fit into half the limit.
        self.limit = max(self.limit, 2 * self._size)

    def _replace(self, data: bytes) -> None:
        beside = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        file = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o644)
        try:
            if os.write(file, data) < len(data):
                raise OSError(f"no space left for {self.path}")
            os.rename(beside, self.path)
        except OSError:
            os.close(file)
            beside.unlink(missing_ok=True)
            raise
        if self._file >= 0:
            os.close(self._file)
        self._file, self._size = file, len(data)

    def _is_ours(self) -> bool:
        try:
            here, there = os.fstat(self._file), os.stat(self.path)
        except FileNotFoundError:
            return False
        return (here.st_ino, here.st_dev) == (there.st_ino, there.st_dev)

    # Viewers

    def _listen(self) -> socket.socket | None:
        """A listening socket; None where paths are too long for one or the file system has none."""
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            if self.socket_path.exists() and stat.S_ISSOCK(self.socket_path.stat().st_mode):
                self.socket_path.unlink()
            listener.bind(str(self.socket_path))
            listener.listen(8)
            listener.setblocking(False)
        except OSError:
            listener.close()
            return None
        self._inode = self.socket_path.stat().st_ino
        return listener

    def is_watched(self, now: float | None = None) -> bool:
        """Whether a viewer is connected; looks for new and lost ones at most every 0.2 s."""
        now = time.monotonic() if now is None else now
        if now - self._looked >= 0.2 and self._listener:
            self._looked = now
            try:
                while True:
                    viewer, _ = self._listener.accept()
                    viewer.setblocking(False)
                    self._viewers.append(viewer)
            except OSError:
                pass
            self._viewers = [viewer for viewer in self._viewers if self._lives(viewer)]
        return bool(self._viewers)

    @staticmethod
    def _lives(viewer: socket.socket) -> bool:
        try:
            lives = viewer.recv(64) != b""
        except BlockingIOError:
            return True
        except OSError:
            lives = False
        if not lives:
            viewer.close()
        return lives

    def _wake(self) -> None:
        for viewer in self._viewers:
            try:
                # A viewer that has stopped has bytes enough to wake on.
                viewer.send(b"\n", socket.MSG_DONTWAIT | socket.MSG_NOSIGNAL)
            except OSError:
                pass

    # The end

    def abandon(self) -> None:
        """Closes the descriptors and leaves the files: for a forked process."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
        for viewer in self._viewers:
            viewer.close()
        self._viewers = []
        if self._listener:
            self._listener.close()
            self._listener = None

    def close(self) -> None:
        """Closes the file and removes the socket."""
        if self._listener:
            try:
                if self.socket_path.stat().st_ino == self._inode:
                    self.socket_path.unlink()
            except OSError:
                pass
        self.abandon()

"""Measures what a watcher costs: share of the training's time, bytes, and microseconds of a call. Needs torch.

Blocks of updates with and without a watcher alternate; times are the process's CPU times, and the faster half of the
blocks is compared, so that other programs on the machine disturb little.
"""

import os
import platform
import socket
import statistics
import sys
import tempfile
import time
from pathlib import Path

import torch

import anode


def rk4(field, h, steps=4):
    for i in range(steps):
        t, dt = torch.tensor(i / steps), 1 / steps
        k1 = field(t, h)
        k2 = field(t + dt / 2, h + dt / 2 * k1)
        k3 = field(t + dt / 2, h + dt / 2 * k2)
        h = h + dt / 6 * (k1 + 2 * k2 + 2 * k3 + field(t + dt, h + dt * k3))
    return h


class Field(torch.nn.Module):
    def __init__(self, widths, activation):
        super().__init__()
        layers = []
        for a, b in zip(widths, widths[1:]):
            layers += [torch.nn.Linear(a, b), activation]
        self.net = torch.nn.Sequential(*layers[:-1])

    def forward(self, t, h):
        return self.net(h)


def measure(title, widths, points, batch, seconds, block, activation=torch.nn.Tanh()):
    torch.manual_seed(0)
    field, readout = Field(widths, activation), torch.nn.Linear(2, 1)
    x = torch.randn(points, 2)
    y = (x.norm(dim=1) > 1).float() * 2 - 1
    optimizer = torch.optim.Adam([*field.parameters(), *readout.parameters()], lr=1e-3)

    def updates(watch):
        begin = time.process_time()
        for _ in range(block):
            rows = torch.randint(points, (batch,))
            loss = ((readout(rk4(field, x[rows]))[:, 0] - y[rows]) ** 2).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            if watch:
                watch.step(loss)
        return (time.process_time() - begin) / block

    # "none" compares updates without a watcher to others without one: how far figures are by chance.
    for state in ("none", "idle", "recorded", "watched"):
        with tempfile.TemporaryDirectory() as directory:
            path = Path(directory) / "run.anode"
            viewer = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            watch = anode.Watcher(field, x, y, readout=readout, directory=directory, record=state == "recorded")
            if state == "watched":
                viewer.connect(str(path.with_suffix(".sock")))
            updates(watch)
            plain, with_watch, begin, wall = [], [], time.perf_counter(), 0.0
            while time.perf_counter() - begin < seconds:
                for watched in ((False, True), (True, False))[len(plain) % 2]:
                    if not watched:
                        watch._counter.end()  # its hook would cost its part of the plain updates, too
                        plain.append(updates(None))
                        continue
                    if watch._active:
                        watch._counter.begin()
                    watch._budget._last = None
                    wall -= time.perf_counter()
                    with_watch.append(updates(watch if state != "none" else None))
                    wall += time.perf_counter()
            size = path.stat().st_size if path.exists() else 0
            ratio = sum(sorted(with_watch)[: len(plain) // 2]) / sum(sorted(plain)[: len(plain) // 2]) - 1
            share = watch._budget.spent / wall
            print(
                f"{title:10} {state:9} {1e3 * statistics.median(plain):7.2f} ms an update, {100 * ratio:+5.1f} % with a watcher"
                f" (its own account: {100 * share:4.2f} %), {size / 1e3:8.1f} kB in {wall:.0f} s,"
                f" {len(plain)} blocks"
            )
            watch.close()
            viewer.close()


def calls():
    """Microseconds of calls."""
    field, x = torch.nn.Linear(2, 2), torch.randn(64, 2)
    moment = torch.tensor(0.0)

    class Timed(torch.nn.Module):
        def forward(self, t, h):
            return h

    loss, count = torch.tensor(1.0), 20_000
    with tempfile.TemporaryDirectory() as directory:
        for record in (False, True):
            module = Timed()
            bare = cost(lambda: module(moment, x), count)
            watch = anode.Watcher(module, x, torch.arange(64) % 2, field=field_of, directory=directory, record=record)
            watch.step(loss)
            step = cost(lambda: watch.step(loss), count)
            evaluation = cost(lambda: module(moment, x), count) - bare
            print(f"{'recorded' if record else 'idle'}: {step:.2f} µs a step, {evaluation:.2f} µs an evaluation")
            watch.close()


def field_of(t, h):
    return h


def cost(function, count):
    best = float("inf")
    for _ in range(5):
        begin = time.process_time()
        for _ in range(count):
            function()
        best = min(best, time.process_time() - begin)
    return 1e6 * best / count


if __name__ == "__main__":
    torch.set_num_threads(1)
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 20
    model = [line.partition(":")[2].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")][:1]
    print(f"{' '.join(model) or platform.processor()}, {os.cpu_count()} CPUs, torch {torch.__version__}, one thread")
    calls()
    measure("toy", [2, 32, 32, 2], 1000, 64, seconds, 20)
    measure("toy frames", [2, 32, 32, 2], 1000, 64, seconds, 20, torch.nn.LeakyReLU())
    measure("4 × 256", [2, 256, 256, 256, 256, 2], 10_000, 10_000, seconds, 1)

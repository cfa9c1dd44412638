"""Measures what a watcher costs: its part of the training's time, bytes, and microseconds of a call. Needs torch.

Times are the thread's CPU times, so other programs on the machine disturb little. `python measure.py [seconds]`.
"""

import itertools
import os
import platform
import socket
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
        pairs = [[torch.nn.Linear(a, b), activation] for a, b in itertools.pairwise(widths)]
        self.net = torch.nn.Sequential(*itertools.chain(*pairs[:-1]), pairs[-1][0])

    def forward(self, t, h):
        return self.net(h)


class Nothing(torch.nn.Module):
    def forward(self, t, h):
        return h


def best(function, count=20_000):
    """Microseconds of a call, without what others on the machine add: the best of five series."""
    series = []
    for _ in range(5):
        begin = time.thread_time()
        for _ in range(count):
            function()
        series.append(1e6 * (time.thread_time() - begin) / count)
    return min(series)


def calls():
    """Microseconds of `step` and of the hook; returns those of the hook."""
    x, t, loss = torch.randn(64, 2), torch.tensor(0.0), torch.tensor(1.0)
    for record in (False, True):
        with tempfile.TemporaryDirectory() as directory:
            module = Nothing()
            plain = best(lambda: module(t, x))
            labels = torch.arange(64) % 2
            watch = anode.Watcher(module, x, labels, field=lambda t, h: h, directory=directory, record=record)
            watch.step(loss)
            hook = best(lambda: module(t, x)) - plain
            print(f"{'recorded' if record else 'idle    '}  {best(lambda: watch.step(loss)):.2f} µs a step, {hook:.2f} µs an evaluation")
            watch.close()
    return hook


def training(title, widths, points, batch, seconds, hook, activation=torch.nn.Tanh()):
    torch.manual_seed(0)
    field, readout = Field(widths, activation), torch.nn.Linear(2, 1)
    x = torch.randn(points, 2)
    y = (x.norm(dim=1) > 1).float() * 2 - 1
    optimizer = torch.optim.Adam([*field.parameters(), *readout.parameters()], lr=1e-3)
    for state in ("idle", "recorded", "watched"):
        with tempfile.TemporaryDirectory() as directory:
            path = Path(directory) / "run.anode"
            viewer = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            watch = anode.Watcher(field, x, y, readout=readout, directory=directory, record=state == "recorded")
            if state == "watched":
                viewer.connect(str(path.with_suffix(".sock")))
            inside, clock, longest, updates, begin, wall = 0.0, 0.0, 0.0, 0, time.thread_time(), time.perf_counter()
            while time.perf_counter() - wall < seconds:
                rows = torch.randint(points, (batch,))
                loss = ((readout(rk4(field, x[rows]))[:, 0] - y[rows]) ** 2).mean()
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                entered = time.thread_time()
                watch.step(loss)
                cost = time.thread_time() - entered
                clock += -time.thread_time() + time.thread_time()  # what reading the clock costs
                inside, longest, updates = inside + cost, max(longest, cost), updates + 1
            total, wall = time.thread_time() - begin, time.perf_counter() - wall
            counted = 0 if state == "idle" else 16 * updates * hook * 1e-6
            print(
                f"{title:10} {state:8}  {1e3 * total / updates:8.2f} ms an update; in step {100 * (inside - clock) / total:.2f} %, at most"
                f" {1e3 * longest:.1f} ms; counting {100 * counted / total:.2f} %;"
                f" {(path.stat().st_size if path.exists() else 0) / wall / 1e3:.1f} kB a second"
            )
            watch.close()
            viewer.close()


if __name__ == "__main__":
    torch.set_num_threads(1)
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 20
    model = [line.partition(":")[2].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")][:1]
    print(f"{' '.join(model) or platform.processor()}, {os.cpu_count()} CPUs, torch {torch.__version__}, one thread")
    hook = calls()
    training("toy", [2, 32, 32, 2], 1000, 64, seconds, hook)
    training("toy frames", [2, 32, 32, 2], 1000, 64, seconds, hook, torch.nn.LeakyReLU())
    training("4 × 256", [2, 256, 256, 256, 256, 2], 10_000, 10_000, 3 * seconds, hook)

"""Two moons, by a Neural ODE in plain PyTorch with the classical Runge–Kutta method.

`python moons.py`, and `anode watch moons` in another terminal.
"""

import torch

import anode


def moons(count, noise=0.1):
    angle, side = torch.pi * torch.rand(count), torch.arange(count) % 2
    x = torch.stack([angle.cos() + side, (1 - 2 * side) * angle.sin() + 0.5 * side], 1)
    return x + noise * torch.randn(count, 2), side


def rk4(field, h, steps=10):
    for i in range(steps):
        t, dt = torch.tensor(i / steps), 1 / steps
        k1 = field(t, h)
        k2 = field(t + dt / 2, h + dt / 2 * k1)
        k3 = field(t + dt / 2, h + dt / 2 * k2)
        k4 = field(t + dt, h + dt * k3)
        h = h + dt / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
    return h


class Field(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.net = torch.nn.Sequential(torch.nn.Linear(2, 64), torch.nn.Tanh(), torch.nn.Linear(64, 2))

    def forward(self, t, h):
        return self.net(h)


def main(updates=200):
    torch.manual_seed(0)
    x, y = moons(512)
    field, readout = Field(), torch.nn.Linear(2, 2)
    optimizer = torch.optim.Adam([*field.parameters(), *readout.parameters()], lr=1e-2)
    watch = anode.Watcher(field, x, y, readout=readout, solver="rk4", steps=10, name="moons")
    for _ in range(updates):
        outputs = readout(rk4(field, x))
        loss = torch.nn.functional.cross_entropy(outputs, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        watch.step(loss, accuracy=(outputs.argmax(1) == y).float().mean())
    return loss.item()


if __name__ == "__main__":
    print(f"loss {main():.5f}")

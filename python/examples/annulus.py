"""An augmented Neural ODE separates a disk from the ring round it (Dupont, Doucet and Teh, NeurIPS 2019).

Needs torchdiffeq. `python annulus.py`, and `anode watch annulus` in another terminal.
"""

import torch
from torchdiffeq import odeint

import anode


class Field(torch.nn.Module):
    """f(t, h): three maps, with t as the first input."""

    def __init__(self, features, hidden):
        super().__init__()
        self.fc1 = torch.nn.Linear(features + 1, hidden)
        self.fc2 = torch.nn.Linear(hidden, hidden)
        self.fc3 = torch.nn.Linear(hidden, features)

    def forward(self, t, h):
        h = torch.cat([torch.ones(h.shape[0], 1) * t, h], 1)
        return self.fc3(torch.relu(self.fc2(torch.relu(self.fc1(h)))))


class ODENet(torch.nn.Module):
    def __init__(self, features, augment, hidden=32):
        super().__init__()
        self.augment = augment
        self.field = Field(features + augment, hidden)
        self.readout = torch.nn.Linear(features + augment, 1)

    def forward(self, x):
        h = torch.cat([x, x.new_zeros(len(x), self.augment)], 1)
        h = odeint(self.field, h, torch.tensor([0.0, 1.0]), rtol=1e-3, atol=1e-3, method="dopri5")[1]
        return self.readout(h)


def annulus(count):
    """Points in the disk (-1) and in the ring (+1), uniform by area."""
    ring = torch.arange(count) % 3 > 0
    low, high = torch.where(ring, 1.0, 0.0), torch.where(ring, 1.5, 0.5)
    radius = (low**2 + (high**2 - low**2) * torch.rand(count)).sqrt()
    angle = 2 * torch.pi * torch.rand(count)
    return torch.stack([radius * angle.cos(), radius * angle.sin()], 1), ring.float() * 2 - 1


def main(updates=400):
    torch.manual_seed(0)
    x, y = annulus(1500)
    net = ODENet(2, augment=1)
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
    told = {"loss": "smooth-l1", "optimizer": "adam", "lr": 1e-3, "batch": 64}  # for --against anode
    watch = anode.Watcher(net.field, x, y, readout=net.readout, augment=1, rtol=1e-3, atol=1e-3, name="annulus", **told)
    for _ in range(updates):
        rows = torch.randint(len(x), (64,))
        loss = torch.nn.functional.smooth_l1_loss(net(x[rows])[:, 0], y[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        watch.step(loss)
    return loss.item()


if __name__ == "__main__":
    print(f"loss {main():.5f}")

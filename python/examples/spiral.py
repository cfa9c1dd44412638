"""The law of motion of one spiral, learned from short pieces of it, as in torchdiffeq's demo.

The field gets the cubes of the coordinates, which a description has no word for: the pictures are computed in Python.
Needs torchdiffeq. `python spiral.py`, and `anode watch spiral` in another terminal.
"""

import torch
from torchdiffeq import odeint

import anode


class Law(torch.nn.Module):
    def forward(self, t, y):
        return y**3 @ torch.tensor([[-0.1, 2.0], [-2.0, -0.1]])


class Field(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.net = torch.nn.Sequential(torch.nn.Linear(2, 50), torch.nn.Tanh(), torch.nn.Linear(50, 2))

    def forward(self, t, y):
        return self.net(y**3)


def main(updates=300, length=10, batch=20):
    torch.manual_seed(0)
    times = torch.linspace(0, 25, 1000)
    with torch.no_grad():
        truth = odeint(Law(), torch.tensor([[2.0, 0.0]]), times)  # times × 1 × 2
    field = Field()
    optimizer = torch.optim.RMSprop(field.parameters(), lr=1e-3)
    watch = anode.Watcher(field, times=times, series=truth.transpose(0, 1), rtol=1e-5, atol=1e-5, name="spiral")
    for _ in range(updates):
        first = torch.randint(len(times) - length, (batch,))
        piece = torch.stack([truth[first + i, 0] for i in range(length)])
        loss = (odeint(field, piece[0], times[:length]) - piece).abs().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        watch.step(loss)
    return loss.item()


if __name__ == "__main__":
    print(f"loss {main():.5f}")

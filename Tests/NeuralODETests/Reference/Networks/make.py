"""Writes the files of this folder: models of PyTorch with other fields than the paper's, solved and trained by
torchdiffeq in Double. Run it here; it needs torch, torchdiffeq and safetensors."""

import torch
from safetensors.torch import save_file
from torch import nn
from torchdiffeq import odeint
from torchdiffeq._impl import rk_common

# The first step is a constant for the gradient, as later steps are in torchdiffeq.
rk_common._select_initial_step = torch.no_grad()(rk_common._select_initial_step)
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


class Field(nn.Module):
    """A network of the state, with t before it, after it or not at all, and perhaps the state's share."""

    def __init__(self, net, time="none", residual=0):
        super().__init__()
        self.net, self.time, self.residual, self.nfe = net, time, residual, 0

    def forward(self, t, h):
        self.nfe += 1
        column = torch.full_like(h[:, :1], float(t))
        inputs = {"first": [column, h], "last": [h, column], "none": [h]}[self.time]
        return self.net(torch.cat(inputs, 1)) + self.residual * h


class NormFirst(nn.Module):
    """Normalises the state, then t is put before it."""

    def __init__(self, norm, net):
        super().__init__()
        self.norm, self.net, self.nfe = norm, net, 0

    def forward(self, t, h):
        self.nfe += 1
        return self.net(torch.cat([torch.full_like(h[:, :1], float(t)), self.norm(h)], 1))


class Model(nn.Module):
    def __init__(self, field, p=0, start=None, head=None, span=(0.0, 1.0)):
        super().__init__()
        self.field, self.p, self.start, self.head, self.span = field, p, start, head, span

    def features(self, x):
        self.field.nfe = 0
        if self.p:
            added = self.start(x) if self.start else x.new_zeros(len(x), self.p)
            x = torch.cat([x, added], 1)
        times = torch.tensor(self.span)
        return odeint(self.field, x, times, rtol=TOLERANCE, atol=TOLERANCE, method="dopri5")[1]

    def forward(self, x):
        phi = self.features(x)
        return phi if self.head is None else self.head(phi)


class Sine(nn.Module):
    """A sine layer, as SIREN's with a frequency of 1."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.map = nn.Linear(inputs, outputs)

    def forward(self, x):
        return torch.sin(self.map(x))


TOLERANCE = 1e-5


def case(name, d, outputs, make, **metadata):
    torch.manual_seed(sum(name.encode()))
    model = make()
    for module in model.modules():
        if isinstance(module, nn.LayerNorm) and module.elementwise_affine:
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.uniform_(module.bias, -0.5, 0.5)
    weights = {k: v.detach().clone() for k, v in model.state_dict().items()}
    points = torch.randn(100, d)
    with torch.no_grad():
        features = model.features(points)
        nfe = model.field.nfe
        answers = model(points)
    each = []
    for row in points[:10]:
        with torch.no_grad():
            model.features(row[None])
        each.append(model.field.nfe)
    inputs, targets = torch.randn(40, d), torch.randn(40, outputs)
    adam = torch.optim.Adam(model.parameters(), lr=1e-3)
    losses, counts = [], []
    for _ in range(50):
        adam.zero_grad()
        loss = ((model(inputs)[:, :outputs] - targets) ** 2).mean()
        counts.append(model.field.nfe)
        loss.backward()
        adam.step()
        losses.append(loss.item())
    expected = {
        "points": points, "outputs": answers[:, :outputs], "features": features,
        "nfe": torch.tensor([nfe]), "each": torch.tensor(each), "train.inputs": inputs,
        "train.targets": targets, "losses": torch.tensor(losses), "counts": torch.tensor(counts),
    }
    tensors = weights | {f"expected.{k}": v.contiguous() for k, v in expected.items()}
    save_file(tensors, f"{name}.safetensors", metadata=metadata)
    print(name, nfe, each[:3], losses[0], losses[-1], counts[0], counts[-1])


L = nn.Linear
case("deep", 2, 2, lambda: Model(Field(nn.Sequential(
    L(2, 12), nn.Tanh(), L(12, 10), nn.Tanh(), L(10, 8), nn.Tanh(), L(8, 12), nn.Tanh(), L(12, 2)))),
    field="field.net.0 tanh field.net.2 tanh field.net.4 tanh field.net.6 tanh field.net.8", time="none")
case("norm", 2, 3, lambda: Model(Field(nn.Sequential(
    L(5, 16), nn.LayerNorm(16), nn.SiLU(), L(16, 16), nn.SiLU(), nn.LayerNorm(16, eps=1e-3), L(16, 4)), "first"),
    p=2, head=L(4, 3)),
    field="field.net.0 field.net.1 silu field.net.3 silu field.net.5(0.001) field.net.6", time="first", p="2",
    readout="head")
case("residual", 3, 1, lambda: Model(Field(nn.Sequential(L(4, 16), nn.ELU(), L(16, 16), nn.ELU(), L(16, 3)), "last", -1),
    head=nn.Sequential(L(3, 8), nn.ReLU(), L(8, 1))),
    field="field.net.0 elu field.net.2 elu field.net.4 -h", time="last", p="0", readout="head.0 relu head.2")
case("span", 1, 1, lambda: Model(Field(nn.Sequential(Sine(3, 16), Sine(16, 16), L(16, 2)), "first"), p=1,
    head=L(2, 1), span=(0.5, 3.0)),
    field="field.net.0.map sin field.net.1.map sin field.net.2", time="first", p="1", span="0.5,3", readout="head")
case("start", 2, 2, lambda: Model(Field(nn.Sequential(L(3, 20), nn.GELU(), L(20, 3))), p=1, start=L(2, 1),
    head=nn.Sequential(L(3, 6), nn.SiLU(), L(6, 2))),
    field="field.net.0 gelu field.net.2", time="none", start="start", readout="head.0 silu head.2")
case("bare", 2, 2, lambda: Model(NormFirst(nn.LayerNorm(2, elementwise_affine=False, eps=0.1),
    nn.Sequential(L(3, 16, bias=False), nn.Softplus(), L(16, 2, bias=False)))),
    field="norm(0.1) field.net.0 softplus field.net.2", time="first", p="0")
case("plus", 2, 1, lambda: Model(Field(nn.Sequential(L(2, 14), nn.ReLU(), L(14, 9), nn.ReLU(), L(9, 2), nn.Tanh()),
    residual=1), head=L(2, 1)),
    field="field.net.0 relu field.net.2 relu field.net.4 tanh +h", time="none", readout="head", p="0")
case("published", 2, 1, lambda: Model(Field(nn.Sequential(L(4, 16), nn.ReLU(), L(16, 16), nn.ReLU(), L(16, 3)), "last"),
    p=1, head=L(3, 1)),
    field="field.net.0 relu field.net.2 relu field.net.4", time="last", readout="head", p="1")

import unittest

import numpy as np

from anode.bridge import Callee
from anode.describe import NotDescribed, describe, evaluate

from .support import library, needs

torch, jax, eqx = library("torch"), library("jax"), library("equinox")
STATES = np.random.default_rng(3).normal(size=(32, 3))
TIMES = (0.7310586, 0.0, 1.0)


def words(function, timed=True, states=STATES):
    """The description as words and time."""
    part = describe(Callee(function, timed=timed), "f", states, TIMES if timed else (0.0,), timed)
    return " ".join(part.words), part.time


class EvaluationTests(unittest.TestCase):
    def test_maps_norms_time_and_residuals(self):
        h = np.array([[1.0, 3.0]])
        tensors = {
            "a.weight": np.array([[1.0, 10.0, 100.0]]),
            "a.bias": np.array([0.5]),
            "n.weight": np.array([2.0, 3.0]),
            "b.weight": np.array([[1.0], [-1.0]]),
        }
        self.assertEqual(evaluate(("a",), tensors, h, 0.5, "first"), 0.5 + 10 + 300 + 0.5)
        self.assertEqual(evaluate(("a",), tensors, h, 0.5, "last"), 1 + 30 + 50 + 0.5)
        # (1, 3) has mean 2 and variance 1.
        np.testing.assert_allclose(evaluate(("norm",), {}, h), np.array([[-1, 1]]) / np.sqrt(1 + 1e-5))
        np.testing.assert_allclose(evaluate(("n(3)",), tensors, h), [[-1.0, 1.5]])
        np.testing.assert_allclose(evaluate(("a", "relu", "b", "-h"), tensors, h, 0.0, "first"), [[309.5, -313.5]])


@needs("torch")
class TorchTests(unittest.TestCase):
    def field(self, first=True, norm=False, residual="", activation=None, double=False):
        class Field(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.norm = torch.nn.LayerNorm(3, eps=1e-6) if norm else torch.nn.Identity()
                self.fc1, self.fc2 = torch.nn.Linear(4, 16), torch.nn.Linear(16, 3)

            def forward(self, t, h):
                column = torch.ones(h.shape[0], 1, dtype=h.dtype) * t
                x = self.norm(h)
                x = torch.cat([column, x] if first else [x, column], 1)
                x = self.fc2((activation or torch.nn.functional.softplus)(self.fc1(x)))
                return x + h if residual == "+" else x - h if residual == "-" else x

        torch.manual_seed(0)
        return Field().double() if double else Field()

    def test_time_is_first_or_last(self):
        self.assertEqual(words(self.field()), ("f.fc1 softplus f.fc2", "first"))
        self.assertEqual(words(self.field(first=False)), ("f.fc1 softplus f.fc2", "last"))
        self.assertEqual(words(self.field(double=True)), ("f.fc1 softplus f.fc2", "first"))

    def test_norms_and_residuals(self):
        self.assertEqual(words(self.field(norm=True, residual="-")), ("f.norm(1e-06) f.fc1 softplus f.fc2 -h", "first"))
        self.assertEqual(words(self.field(residual="+")), ("f.fc1 softplus f.fc2 +h", "first"))

    def test_activations_as_modules_functions_methods_and_formulas(self):
        nn = torch.nn
        for word, forms in {
            "relu": [nn.ReLU(inplace=True), torch.relu, lambda x: x.clamp(min=0), torch.Tensor.relu_],
            "softplus": [nn.Softplus()],
            "tanh": [nn.Tanh(), torch.tanh, lambda x: x.tanh()],
            "gelu": [nn.GELU()],
            "silu": [nn.SiLU(), lambda x: x * torch.sigmoid(x)],
            "elu": [nn.ELU(inplace=True)],
            "sin": [torch.sin],
        }.items():
            for form in forms:
                with self.subTest(word):
                    self.assertEqual(words(self.field(activation=form)), (f"f.fc1 {word} f.fc2", "first"))

    def test_sequential_with_dropout_and_norm_within(self):
        nn = torch.nn
        net = nn.Sequential(nn.Linear(3, 8), nn.LayerNorm(8), nn.Dropout(0.5), nn.SiLU(), nn.Linear(8, 2, bias=False))
        self.assertEqual(words(net, timed=False), ("f.0 f.1 silu f.4", "none"))
        self.assertEqual(words(nn.Linear(3, 1), timed=False), ("f", "none"))

    def test_what_is_something_else_is_not_described(self):
        nn = torch.nn

        class Gated(nn.Module):
            """Its second branch is zero at the beginning, and will not stay zero."""

            def __init__(self):
                super().__init__()
                self.a, self.b, self.gate = nn.Linear(3, 3), nn.Linear(3, 3), nn.Parameter(torch.zeros(()))

            def forward(self, t, h):
                return self.a(h) + self.gate * self.b(h)

        class Cubed(nn.Module):
            def __init__(self):
                super().__init__()
                self.net = nn.Linear(3, 3)

            def forward(self, t, h):
                return self.net(h**3)

        class Switched(nn.Module):
            """Another field in the second half of the time."""

            def __init__(self):
                super().__init__()
                self.a, self.b = nn.Linear(3, 3), nn.Linear(3, 3)

            def forward(self, t, h):
                return self.a(h) if t < 0.75 else self.b(h)

        for function, reason in (
            (self.field(activation=nn.GELU(approximate="tanh")), "gelu"),
            (self.field(activation=nn.Softplus(beta=2)), "softplus"),
            (self.field(activation=nn.LeakyReLU()), "leaky_relu"),
            (nn.Sequential(nn.Linear(3, 3), nn.BatchNorm1d(3)), "batch_norm"),
            (nn.utils.parametrizations.weight_norm(nn.Linear(3, 3)), "computed"),
            (Cubed(), "pow"),
            (Gated(), "mul"),
            (Switched(), "values"),
        ):
            with self.subTest(reason), self.assertRaisesRegex(NotDescribed, reason):
                words(function)

    def test_a_description_follows_the_parameters(self):
        field = self.field()
        callee = Callee(field)
        part = describe(callee, "f", STATES, TIMES)
        before = {name: value.copy() for name, value in part.read(field).items()}
        with torch.no_grad():
            for parameter in field.parameters():
                parameter.mul_(1.5).add_(0.1)
        after = part.read(field)
        self.assertFalse(np.array_equal(before["f.fc1.weight"], after["f.fc1.weight"]))
        mine = evaluate(part.words, after, STATES, 0.3, part.time)
        np.testing.assert_allclose(mine, callee(0.3, STATES), rtol=1e-5, atol=1e-5)


@needs("jax", "equinox")
class EquinoxTests(unittest.TestCase):
    def field(self, inputs=3, activation="tanh", final=lambda x: x, call=None):
        class Field(eqx.Module):
            scale: object
            mlp: object

            def __call__(self, t, y, args):
                return call(self, t, y)

        mlp = eqx.nn.MLP(
            inputs, 3, 16, 2, activation=getattr(jax.nn, activation), final_activation=final, key=jax.random.PRNGKey(0)
        )
        return Field(jax.numpy.array(1.0), mlp)

    def test_a_wrapped_mlp(self):
        names = "f.mlp.layers.0 tanh f.mlp.layers.1 tanh f.mlp.layers.2"
        join = lambda *parts: jax.numpy.concatenate([jax.numpy.atleast_1d(part) for part in parts])
        for inputs, call, expected in (
            (3, lambda f, t, y: f.mlp(y), (names, "none")),
            (4, lambda f, t, y: f.mlp(join(t, y)), (names, "first")),
            (4, lambda f, t, y: f.mlp(join(y, t)), (names, "last")),
            (3, lambda f, t, y: f.mlp(y) - y, (f"{names} -h", "none")),
            (3, lambda f, t, y: f.scale * f.mlp(y), (f"{names} f.scale", "none")),
        ):
            with self.subTest(expected):
                self.assertEqual(words(self.field(inputs=inputs, call=call)), expected)

    def test_activations(self):
        for name in ("relu", "softplus", "silu", "elu"):
            field = self.field(activation=name, final=jax.numpy.tanh, call=lambda f, t, y: f.mlp(y))
            self.assertEqual(words(field)[0], f"f.mlp.layers.0 {name} f.mlp.layers.1 {name} f.mlp.layers.2 tanh")
        # JAX's gelu is the approximation by tanh.
        with self.assertRaisesRegex(NotDescribed, "activation"):
            words(self.field(activation="gelu", call=lambda f, t, y: f.mlp(y)))

    def test_a_layer_alone_and_a_sequence(self):
        keys = jax.random.split(jax.random.PRNGKey(0))
        self.assertEqual(words(eqx.nn.Linear(3, 1, key=keys[0]), timed=False), ("f", "none"))
        layers = [eqx.nn.Linear(3, 8, key=keys[0]), eqx.nn.Lambda(jax.numpy.sin), eqx.nn.LayerNorm(8, eps=1e-6)]
        net = eqx.nn.Sequential([*layers, eqx.nn.Linear(8, 2, key=keys[1])])
        self.assertEqual(words(net, timed=False), ("f.layers.0 sin f.layers.2(1e-06) f.layers.3", "none"))

    def test_what_is_something_else_is_not_described(self):
        for call in (lambda f, t, y: f.mlp(y**3), lambda f, t, y: f.mlp(y) + 2 * y):
            with self.assertRaisesRegex(NotDescribed, "values"):
                words(self.field(call=call))


if __name__ == "__main__":
    unittest.main()

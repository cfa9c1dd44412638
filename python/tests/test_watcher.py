import copy
import io
import os
import pickle
import signal
import socket
import subprocess
import sys
import time
import unittest

import numpy as np

import anode
from anode.store import joined_log

from .support import FileTestCase, library, needs

torch, jax, eqx = library("torch"), library("jax"), library("equinox")


class ArgumentTests(FileTestCase):
    def test_wrong_arguments_are_errors_that_say_what_is_right(self):
        x, y, field = np.zeros((4, 2)), np.array([0, 1, 0, 1]), lambda t, h: h
        for arguments, options, message in (
            ((field, x), {}, "labels are needed"),
            ((field, x, y[:3]), {}, "labels have the shape"),
            ((field, x.reshape(4, 1, 2), y), {}, "samples × dimensions"),
            ((field, x, y), {"t": (1, 0)}, "earlier to a later"),
            ((field, x, y), {"problem": "images"}, "it is points"),
            ((field, x, y), {"name": "a/b"}, "name of a file"),
            ((field, x, y), {"share": 0}, "share"),
            ((field,), {"times": [0, 1]}, "belong together"),
            ((field,), {"times": [1, 0], "series": np.zeros((1, 2, 1))}, "grow"),
            ((lambda t, h: h[:, :1], x, y), {}, "give field="),
            ((field, x, y), {"readout": lambda h: h.sum()}, "readout makes"),
            ((field, x, [0, 1, 2, 3]), {}, "readout is needed"),
            ((field, x, y + 5), {"readout": lambda h: h}, "classes count from 0"),
        ):
            with self.subTest(message), self.assertRaisesRegex(ValueError, message):
                self.watcher(*arguments, **options)
        self.assertEqual(os.listdir(self.directory), [])

    def test_labels_say_the_problem(self):
        x, field = np.random.default_rng(0).normal(size=(6, 2)), lambda t, h: h
        two, three = np.array([0, 1, 0, 1, 1, 0]), np.array([0, 1, 2, 0, 1, 2])
        for labels, outputs, problem in (
            (two, 1, "points"),
            (two * 2.0 - 1, 1, "points"),
            (two, 2, "classes"),
            (three, 3, "classes"),
            (x[:, 0], 1, "regression"),
            (x, 2, "regression"),
        ):
            readout = lambda h: np.repeat(h[:, :1], outputs, 1)
            watch = self.watcher(field, x, labels, readout=readout)
            self.assertEqual(watch.problem.kind, problem)
            watch.close()


class QuietTests(FileTestCase):
    def setUp(self):
        super().setUp()
        self.data = np.random.default_rng(0).normal(size=(8, 2)), np.array([0, 1] * 4)

    def test_an_error_is_one_warning_and_the_training_goes_on(self):
        calls = []

        def field(t, h):
            calls.append(t)
            if len(calls) > count:
                raise RuntimeError("out of memory")
            return h

        count = 1 << 30
        watch = self.watcher(field, *self.data, share=1.0)
        count = len(calls)
        with self.assertLogs("anode", "WARNING") as logs:
            for i in range(100):
                watch.step(1.0)
        self.assertEqual(len(logs.records), 1)
        self.assertIn("RuntimeError: out of memory", logs.output[0])
        self.assertIn("RuntimeError: out of memory", self.records()[-1].metadata["reason"])

    def test_without_a_place_for_files_there_is_a_warning_and_no_error(self):
        blocked = self.directory / "file"
        blocked.write_text("")
        with self.assertLogs("anode", "WARNING") as logs:
            watch = anode.Watcher(lambda t, h: h, *self.data, directory=blocked)
        self.assertIn("file", logs.output[0])
        watch.step(1.0)
        watch.close()

    def test_without_a_file_and_a_viewer_nothing_is_done_until_one_comes(self):
        watch = self.watcher(lambda t, h: h, *self.data, record=False)
        for _ in range(100):
            watch.step(1.0)
        self.assertEqual(os.listdir(self.directory), ["run.sock"])
        viewer = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.addCleanup(viewer.close)
        viewer.connect(str(self.directory / "run.sock"))
        time.sleep(0.25)
        for _ in range(10):
            watch.step(2.0)
        viewer.settimeout(5)
        self.assertEqual(viewer.recv(1), b"\n")
        log = joined_log(self.records())
        self.assertGreater(log["log.iteration"][0], 100)

    def test_a_copy_watches_nothing(self):
        watch = self.watcher(lambda t, h: h, *self.data)
        for other in (copy.deepcopy({"watch": watch})["watch"], pickle.loads(pickle.dumps(watch))):
            other.step(1.0)
            other.close()
            self.assertEqual(other.iteration, 0)
        self.assertTrue((self.directory / "run.sock").exists())

    def test_other_ranks_do_nothing(self):
        os.environ["RANK"] = "1"
        self.addCleanup(os.environ.pop, "RANK")
        watch = self.watcher(lambda t, h: h, *self.data)
        watch.step(1.0)
        watch.close()
        self.assertEqual(os.listdir(self.directory), [])

    def run_python(self, script):
        environment = {**os.environ, "PYTHONPATH": ":".join(sys.path)}
        return subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True)

    def test_a_forked_process_keeps_neither_socket_nor_file(self):
        script = f"""
import anode, os, numpy as np
w = anode.Watcher(lambda t, h: h, np.eye(2), [0, 1], directory={str(self.directory)!r})
descriptors = w._store._listener.fileno(), w._store._file
if (child := os.fork()) == 0:
    w.step(5.0)
    for descriptor in descriptors:
        try:
            os.fstat(descriptor)
            os._exit(1)
        except OSError:
            pass
    os._exit(0)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
w.step(7.0)
"""
        self.assertEqual(self.run_python(script).stdout, "0\n")
        self.assertEqual(joined_log(self.records())["log.loss"].tolist(), [7.0])

    def test_the_end_of_a_program_says_why(self):
        script = (
            "import anode, numpy as np\n"
            f"w = anode.Watcher(lambda t, h: h, np.eye(2), [0, 1], directory={str(self.directory)!r})\n"
            "w.step(1.0)\n"
        )
        for ending, reason in (("", "finished"), ("raise KeyError('no such row')", "KeyError: 'no such row'")):
            self.run_python(script + ending)
            self.assertEqual(self.records()[-1].metadata, {"anode": "end", "reason": reason})


@needs("torch")
class TorchTests(FileTestCase):
    def model(self, activation=None, dropout=0.0):
        class Field(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.nfe, self.seen = 0, []
                self.fc1, self.fc2 = torch.nn.Linear(3, 16), torch.nn.Linear(16, 2)
                self.dropout = torch.nn.Dropout(dropout)
                self.activation = activation or torch.nn.Tanh()

            def forward(self, t, h):
                self.nfe += 1
                self.seen.append(t.item())
                h = torch.cat([torch.ones_like(h[:, :1]) * t, h], 1)
                return self.fc2(self.dropout(self.activation(self.fc1(h))))

        torch.manual_seed(0)
        return Field(), torch.nn.Linear(2, 1)

    def setUp(self):
        super().setUp()
        if torch:
            torch.set_num_threads(1)
            generator = torch.Generator().manual_seed(1)
            self.x = torch.randn(64, 2, generator=generator)
            self.y = (self.x.norm(dim=1) > 1).float() * 2 - 1

    @staticmethod
    def rk4(field, h, steps=4):
        for i in range(steps):
            t, d = torch.tensor(i / steps), 1 / steps
            a = field(t, h)
            b = field(t + d / 2, h + d / 2 * a)
            c = field(t + d / 2, h + d / 2 * b)
            h = h + d / 6 * (a + 2 * b + 2 * c + field(t + d, h + d * c))
        return h

    def update(self, field, head, optimizer, solve=None):
        loss = ((head((solve or self.rk4)(field, self.x))[:, 0] - self.y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss

    def train(self, updates, watched, **options):
        """Trains; gives everything that the watcher must not change, and how many pictures it made."""
        field, head = self.model(**options)
        optimizer = torch.optim.Adam([*field.parameters(), *head.parameters()], lr=1e-2)
        np.random.seed(0)
        watch = None
        if watched:
            watch = self.watcher(field, self.x, self.y, readout=head, share=1.0)
        losses = []
        for _ in range(updates):
            losses.append(self.update(field, head, optimizer).item())
            if watch:
                # A picture in each step.
                watch._due, watch._next = dict.fromkeys(watch._due, 0.0), 0.0
                watch._budget._account = 1.0
                watch.step(losses[-1])
        mode = watch and watch.mode
        if watch:
            watch.close()
        state = [p.clone() for p in field.parameters()] + [p.grad.clone() for p in field.parameters()]
        rest = field.nfe, field.seen, field.training, field.dropout.training, np.random.rand(), torch.rand(3)
        return losses, state, rest, mode

    def test_the_run_is_the_same_to_the_bit_with_weights_and_with_frames(self):
        for options, mode in (({"dropout": 0.3}, "weights"), ({"dropout": 0.3, "activation": torch.nn.LeakyReLU()}, "frames")):
            without = self.train(40, False, **options)
            with_watcher = self.train(40, True, **options)
            self.assertEqual(with_watcher[3], mode)
            pictures = [r for r in self.records() if "path.states" in r.tensors or "model.field.fc1.weight" in r.tensors]
            self.assertGreater(len(pictures), 12 if mode == "frames" else 30)
            self.assertEqual(without[0], with_watcher[0])
            for a, b in zip(without[1], with_watcher[1]):
                self.assertTrue(torch.equal(a, b))
            self.assertEqual(without[2][:5], with_watcher[2][:5])
            self.assertTrue(torch.equal(without[2][5], with_watcher[2][5]))

    def test_weights_in_the_file_are_the_models(self):
        field, head = self.model()
        watch = self.watcher(field, self.x, self.y, readout=head, name="a", t=(0, 2), solver="dopri8", lr=0.1)
        watch.step(torch.tensor(0.5), accuracy=torch.tensor(0.75))
        watch.close()
        run, step = self.records("a")[:2]
        self.assertEqual(run.metadata["field"], "field.fc1 tanh field.fc2")
        self.assertEqual(
            [run.metadata[key] for key in ("time", "readout", "span", "solver", "training-solver", "lr", "problem")],
            ["first", "readout", "0.0,2.0", "dopri5", "dopri8", "0.1", "points"],
        )
        np.testing.assert_array_equal(step.tensors["model.field.fc1.weight"], field.fc1.weight.detach().numpy())
        np.testing.assert_array_equal(step.tensors["model.readout.bias"], head.bias.detach().numpy())
        self.assertEqual((step.tensors["log.loss"][0], step.tensors["log.accuracy"][0]), (0.5, 0.75))

    def test_evaluations_are_counted_for_each_solve(self):
        field, head = self.model()
        optimizer = torch.optim.Adam(field.parameters())
        watch = self.watcher(field, self.x, self.y, readout=head)
        for steps in (1, 2, 3):
            self.update(field, head, optimizer, lambda f, h: self.rk4(f, h, steps))
            with torch.no_grad():
                self.rk4(field, self.x, 50)
            field.eval()
            self.rk4(field, self.x, 50)
            field.train()
            watch.step(0.0)
        # Two solves in one update: the last one is told.
        self.update(field, head, optimizer, lambda f, h: self.rk4(f, h, 5) + self.rk4(f, h, 2))
        watch.step(0.0)
        # Without any solve the number is not known.
        watch.step(0.0)
        watch.close()
        log = joined_log(self.records())
        self.assertEqual(log["log.nfe"].tolist(), [4, 8, 12, 8, -1])
        self.assertEqual(log["log.backward"].tolist(), [0, 0, 0, -1, -1])

    def test_times_on_a_device_are_read_later_and_together(self):
        from anode.evaluations import last_solves

        times = [torch.tensor(t) for t in (0.0, 0.5, 1.0, 0.0, 0.5)]
        self.assertEqual(last_solves([times, [], [None, None], [0.0, 1.0], times[:3]]), [(2, 2), (-1, 0), (2, 1), (2, 1), (3, 1)])

    def test_an_error_in_the_hook_does_not_reach_the_training(self):
        field, head = self.model()
        watch = self.watcher(field, self.x, self.y, readout=head)
        watch._store.close()  # nothing can be appended
        field(torch.tensor(0.0), self.x)
        watch._counter.began = -10.0
        with self.assertLogs("anode", "WARNING") as logs:
            for _ in range(20):
                field(torch.tensor(0.0), self.x)
        self.assertEqual(len(logs.records), 1)
        self.assertFalse(field._forward_pre_hooks)

    def test_a_watcher_that_is_replaced_takes_its_hook_along(self):
        field, head = self.model()
        options = {"readout": head, "directory": self.directory}
        watch = anode.Watcher(field, self.x, self.y, **options)
        watch = anode.Watcher(field, self.x, self.y, **options)
        self.assertEqual(len(field._forward_pre_hooks), 1)
        watch.step(0.0)
        self.assertEqual(self.records()[-1].kind, "step")
        del watch
        self.assertEqual(self.records()[-1].metadata["reason"], "finished")
        self.assertFalse(field._forward_pre_hooks)

    def test_recomputation_of_checkpoints_is_not_counted(self):
        from torch.utils.checkpoint import checkpoint

        field, head = self.model()
        optimizer = torch.optim.Adam(field.parameters())
        watch = self.watcher(field, self.x, self.y, readout=head)
        self.x.requires_grad_()
        for reentrant in (False, True):
            whole = lambda f, h: checkpoint(self.rk4, f, h, 3, use_reentrant=reentrant)
            each = lambda f, h: self.rk4(lambda t, h: checkpoint(f, t, h, use_reentrant=reentrant), h, 3)
            for solve in (whole, each):
                field.nfe = 0
                self.update(field, head, optimizer, solve)
                self.assertEqual(field.nfe, 24)
                watch.step(0.0)
        watch.close()
        log = joined_log(self.records())
        self.assertEqual(log["log.nfe"].tolist(), [12] * 4)
        self.assertEqual(log["log.backward"].tolist(), [0] * 4)

    @needs("torchdiffeq")
    def test_torchdiffeq_forward_and_adjoint(self):
        from torchdiffeq import odeint, odeint_adjoint

        field, head = self.model()
        optimizer = torch.optim.Adam(field.parameters(), lr=1e-2)
        watch = self.watcher(field, self.x, self.y, readout=head)
        times = torch.tensor([0.0, 1.0])
        solve = lambda method, f, h: method(f, h, times, rtol=1e-3, atol=1e-3)[1]
        forward, backward = [], []
        for method in (odeint, odeint_adjoint):
            for _ in range(3):
                with torch.no_grad():
                    solve(method, field, self.x)
                field.nfe = 0
                loss = ((head(solve(method, field, self.x))[:, 0] - self.y) ** 2).mean()
                forward.append(field.nfe)
                optimizer.zero_grad()
                loss.backward()
                backward.append(field.nfe - forward[-1])
                optimizer.step()
                with torch.no_grad():
                    solve(method, field, self.x)
                watch.step(loss)
        watch.close()
        log = joined_log(self.records())
        self.assertEqual(log["log.nfe"].tolist(), forward)
        self.assertEqual(log["log.backward"].tolist(), backward)
        self.assertGreater(min(backward[3:]), 0)

    def test_a_compiled_field_trains_as_before_and_its_evaluations_are_not_known(self):
        field, head = self.model()
        compiled = torch.compile(field, backend="eager")
        watch = self.watcher(compiled, self.x, self.y, readout=head)
        self.assertEqual(watch.mode, "weights")
        optimizer = torch.optim.Adam(field.parameters())
        torch._dynamo.utils.counters.clear()
        field.forward = lambda t, h: field.fc2(torch.tanh(field.fc1(torch.cat([torch.ones_like(h[:, :1]) * t, h], 1))))
        for _ in range(5):
            self.update(compiled, head, optimizer)
            watch.step(0.0)
        watch.step(0.0, nfe=torch.tensor(16))
        watch.close()
        self.assertEqual(sum(torch._dynamo.utils.counters["graph_break"].values()), 0)
        self.assertLessEqual(torch._dynamo.utils.counters["stats"]["unique_graphs"], 2)
        self.assertEqual(joined_log(self.records())["log.nfe"].tolist()[-1], 16)
        self.assertEqual(set(joined_log(self.records())["log.nfe"].tolist()[:-1]), {-1})

    def test_a_parallel_model_is_watched_inside(self):
        store = torch.distributed.FileStore(str(self.directory / "ranks"), 1)
        torch.distributed.init_process_group("gloo", store=store, rank=0, world_size=1)
        self.addCleanup(torch.distributed.destroy_process_group)
        field, head = self.model()
        parallel = torch.nn.parallel.DistributedDataParallel(field)
        watch = self.watcher(parallel, self.x, self.y, readout=head)
        self.assertEqual(watch.mode, "weights")
        optimizer = torch.optim.Adam(parallel.parameters())
        self.update(field, head, optimizer)
        watch.step(0.0)
        watch.close()
        self.assertEqual(joined_log(self.records())["log.nfe"].tolist(), [16])

    def test_the_model_can_be_copied_and_saved(self):
        field, head = self.model()
        watch = self.watcher(field, self.x, self.y, readout=head)
        torch.manual_seed(0)
        twin = copy.deepcopy(field)
        average = torch.optim.swa_utils.AveragedModel(field)
        average.update_parameters(field)
        file = io.BytesIO()
        linear = torch.nn.Sequential(torch.nn.Linear(2, 2))
        other = self.watcher(linear, self.x, self.y, name="b")
        torch.save(linear, file)
        self.assertNotIn(b"anode", file.getvalue())
        file.seek(0)
        loaded = torch.load(file, weights_only=False)
        for copied in (twin, average.module):
            self.rk4(copied, self.x)
        self.assertEqual(loaded(self.x).shape, (64, 2))
        watch.step(0.0)
        watch.close()
        self.assertNotIn("log.nfe", joined_log(self.records()))
        self.assertFalse(field._forward_pre_hooks)
        self.assertEqual(other.mode, "weights")

    def test_a_solve_that_lasts_is_shown_from_within_and_is_the_last_word_after_a_kill(self):
        script = f"""
import os, signal, threading, time, torch, anode
torch.set_num_threads(1)
class Field(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.net = torch.nn.Linear(2, 2)
    def forward(self, t, h):
        time.sleep(float(t > 0.1) * 0.05)
        return self.net(h)
field = Field()
with torch.no_grad():
    field.net.weight.zero_(); field.net.bias.zero_(); field.net.weight[0, 0] = 1
x = torch.zeros(5, 2); x[3, 0] = 1
watch = anode.Watcher(field, x, torch.tensor([0, 1, 0, 1, 0]), directory={str(self.directory)!r})
h = x.clone()
for i in range(100000):
    if i == 60: os.kill(os.getpid(), signal.SIGKILL)
    h = h + 0.01 * field(torch.tensor(0.01 * i), h)
"""
        environment = {**os.environ, "PYTHONPATH": ":".join(sys.path)}
        result = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True)
        self.assertEqual(result.returncode, -signal.SIGKILL, result.stderr.decode())
        last = self.records()[-1]
        self.assertEqual((last.kind, last.metadata["direction"], last.metadata["worst"]), ("solve", "forward", "3"))
        nfe = int(last.metadata["nfe"])
        # The solve had reached 0.01 for each evaluation, and one second has 20 of them.
        self.assertAlmostEqual(float(last.metadata["t"]), 0.01 * (nfe - 1), places=5)
        self.assertGreater(nfe, 20)
        self.assertGreater(float(last.metadata["seconds"]), 1)

    def test_a_scripted_field_is_shown_in_frames(self):
        field = torch.jit.script(torch.nn.Sequential(torch.nn.Linear(2, 2)))
        watch = self.watcher(field, self.x, self.y)
        self.assertEqual(watch.mode, "frames")
        watch.step(0.0)
        watch.close()
        self.assertEqual(self.records()[-1].metadata["reason"], "finished")

    def test_sharded_models_are_refused(self):
        class FullyShardedDataParallel(torch.nn.Linear):
            pass

        with self.assertRaisesRegex(ValueError, "FSDP"):
            self.watcher(FullyShardedDataParallel(2, 2), self.x, self.y)


@needs("jax", "equinox")
class JaxTests(FileTestCase):
    def model(self, call):
        class Field(eqx.Module):
            net: object

            def __call__(self, t, y, args):
                return call(self.net, y)

        class Model(eqx.Module):
            field: object
            head: object

        keys = jax.random.split(jax.random.PRNGKey(0))
        net = eqx.nn.MLP(2, 2, 8, 1, jax.numpy.tanh, key=keys[0])
        return Model(Field(net), eqx.nn.Linear(2, 1, key=keys[1]))

    def test_frames_are_of_the_model_that_a_step_brings(self):
        model = self.model(lambda net, y: net(y**3))
        x = jax.random.normal(jax.random.PRNGKey(1), (16, 2))
        watch = self.watcher(model.field, x, x[:, 0], readout=model.head, model=model)
        self.assertEqual(watch.mode, "frames")
        watch.step(0.5)
        later = jax.tree_util.tree_map(lambda leaf: 2 * leaf if eqx.is_array(leaf) else leaf, model)
        watch.step(0.5, model=later)
        watch.close(model=later)
        frame = next(r for r in self.records() if "field.points" in r.tensors).tensors
        expected = jax.vmap(lambda y: later.field(0.0, y, None))(frame["field.points"])
        np.testing.assert_allclose(frame["field.vectors"], expected, rtol=1e-4, atol=1e-5)

    def test_each_step_brings_the_model(self):
        model = self.model(lambda net, y: net(y))
        x = jax.random.normal(jax.random.PRNGKey(1), (16, 2))
        y = jax.numpy.sign(x[:, 0])
        with self.assertRaisesRegex(ValueError, "model is needed"):
            self.watcher(model.field, x, y, readout=model.head)
        watch = self.watcher(model.field, x, y, readout=model.head, model=model)
        self.assertEqual(watch.mode, "weights")

        @jax.jit
        def inside(loss):
            watch.step(loss)
            return loss

        with self.assertLogs("anode", "WARNING") as logs:
            inside(1.0)
        self.assertIn("inside of jit", logs.output[0])

        later = eqx.tree_at(lambda m: m.head.bias, model, jax.numpy.array([7.0]))
        watch.step(jax.numpy.array(0.5), model=later, nfe=jax.numpy.array([20, 26]))
        watch.close(model=later)
        step = self.records()[1]
        self.assertEqual(step.tensors["model.readout.bias"].tolist(), [7.0])
        log = joined_log(self.records())
        self.assertEqual((log["log.loss"].tolist(), log["log.nfe"].tolist()), ([0.5], [26]))
        self.assertEqual(log["log.iteration"].tolist(), [1])


if __name__ == "__main__":
    unittest.main()

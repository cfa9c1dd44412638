import os
import signal
import socket
import subprocess
import sys
import time
import unittest

import numpy as np

from anode.store import Store, compact, encode, joined_log, read

from .support import FileTestCase


def step(iteration, rows=1, weights=8):
    tensors = {"model.a.weight": np.full((weights, 2), iteration, np.float32)} if weights else {}
    tensors["log.iteration"] = np.arange(iteration - rows + 1, iteration + 1)
    tensors["log.loss"] = 1.0 / tensors["log.iteration"]
    return encode("step", {"iteration": iteration, "seconds": iteration / 10}, tensors)


RUN = encode("run", {"version": 1, "name": "run", "id": "a"}, {"inputs": np.zeros((3, 2), np.float32)})


class RecordTests(FileTestCase):
    def test_records_come_back_as_they_were_written(self):
        store = Store("run", self.directory)
        store.begin(RUN)
        store.append(step(1))
        store.append(encode("end", {"reason": "finished"}, {}))
        store.close()
        run, one, end = read(store.path)
        self.assertEqual((run.kind, one.kind, end.metadata), ("run", "step", {"anode": "end", "reason": "finished"}))
        np.testing.assert_array_equal(one.tensors["model.a.weight"], np.ones((8, 2)))
        self.assertEqual(one.tensors["log.iteration"].dtype, np.int64)

    def test_a_record_that_is_cut_short_is_not_read_yet(self):
        path = self.directory / "cut.anode"
        whole = RUN + step(1)
        for length in range(len(RUN), len(whole)):
            path.write_bytes(whole[:length])
            self.assertEqual([record.kind for record in read(path)], ["run"])
        path.write_bytes(whole)
        self.assertEqual(len(read(path)), 2)

    def test_metadata_of_none_is_left_out(self):
        path = self.directory / "x.anode"
        path.write_bytes(encode("run", {"lr": None, "p": 1}, {}))
        self.assertEqual(read(path)[0].metadata, {"anode": "run", "p": "1"})


class CompactionTests(FileTestCase):
    def test_the_log_stays_whole_and_moments_are_spread_by_logarithm(self):
        data = RUN + b"".join(step(i) for i in range(1, 1001))
        short = self.directory / "short.anode"
        short.write_bytes(compact(data, 40_000))
        records = read(short)
        self.assertLess(short.stat().st_size, 45_000)
        self.assertEqual(joined_log(records)["log.iteration"].tolist(), list(range(1, 1001)))
        moments = [int(r.metadata["iteration"]) for r in records if "model.a.weight" in r.tensors]
        self.assertEqual((moments[0], moments[-1]), (1, 1000))
        early = sum(moment <= 100 for moment in moments)
        self.assertGreater(early, len(moments) // 2)
        for record in records[2:]:
            np.testing.assert_array_equal(record.tensors["model.a.weight"], int(record.metadata["iteration"]))

    def test_a_long_log_becomes_thinner_at_its_beginning(self):
        short = self.directory / "short.anode"
        short.write_bytes(compact(RUN + step(5000, rows=5000), 1 << 20, rows=1000))
        iterations = joined_log(read(short))["log.iteration"]
        self.assertLessEqual(len(iterations), 1000)
        self.assertEqual(iterations[-1], 5000)
        self.assertEqual(iterations[-1] - iterations[-2], 1)
        self.assertTrue((np.diff(iterations) > 0).all())

    def test_a_file_that_grew_is_another_inode_of_the_same_run(self):
        store = Store("run", self.directory, limit=50_000)
        store.begin(RUN)
        # Who has the file open keeps its inode from being used again.
        reader = open(store.path, "rb")
        self.addCleanup(reader.close)
        for i in range(1, 500):
            store.append(step(i))
        self.assertFalse(os.path.samestat(os.stat(store.path), os.fstat(reader.fileno())))
        self.assertLess(os.stat(store.path).st_size, 60_000)
        records = read(store.path)
        self.assertEqual(records[0].metadata["id"], "a")
        self.assertEqual(joined_log(records)["log.iteration"].tolist(), list(range(1, 500)))
        self.assertEqual(os.listdir(self.directory).count("run.anode"), 1)
        store.close()

    def test_a_file_that_another_run_replaced_is_not_replaced_back(self):
        first = Store("run", self.directory, limit=2000)
        first.begin(RUN)
        other = Store("run", self.directory)
        other.begin(encode("run", {"id": "b"}, {}))
        with self.assertRaisesRegex(OSError, "replaced"):
            for i in range(1, 20):
                first.append(step(i))
        self.assertEqual(read(other.path)[0].metadata["id"], "b")
        first.close()
        self.assertTrue(other.socket_path.exists())
        other.close()
        self.assertFalse(other.socket_path.exists())


class ViewerTests(FileTestCase):
    def connect(self, store):
        viewer = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        viewer.connect(str(store.socket_path))
        viewer.settimeout(5)
        self.addCleanup(viewer.close)
        return viewer

    def test_a_viewer_is_woken_by_a_byte_for_each_record(self):
        store = Store("run", self.directory)
        self.addCleanup(store.close)
        store.begin(RUN)
        self.assertFalse(store.is_watched(100.0))
        viewer = self.connect(store)
        self.assertTrue(store.is_watched(101.0))
        store.append(step(1))
        self.assertEqual(viewer.recv(10), b"\n")
        viewer.close()
        self.assertFalse(store.is_watched(102.0))

    def test_a_viewer_that_reads_nothing_does_not_hold_the_training_up(self):
        store = Store("run", self.directory)
        self.addCleanup(store.close)
        store.begin(RUN)
        self.connect(store)
        self.assertTrue(store.is_watched(100.0))
        record = step(1)
        # A socket's buffer holds far fewer bytes; a blocking send would never return.
        for _ in range(3000):
            store.append(record)
        self.assertEqual(len(read(store.path)), 3001)

    def test_a_long_path_has_no_socket_but_a_file(self):
        deep = self.directory / ("x" * 120)  # sockets have paths of at most 107 bytes
        store = Store("run", deep)
        self.addCleanup(store.close)
        store.begin(RUN)
        self.assertFalse(store.is_watched(100.0))
        self.assertEqual(len(read(store.path)), 1)

    def test_a_killed_process_leaves_whole_records(self):
        script = (
            "import os, signal\nfrom tests.test_store import *\nfrom pathlib import Path\n"
            f"store = Store('run', Path({str(self.directory)!r}))\nstore.begin(RUN)\n"
            "for i in range(1, 100): store.append(step(i))\nos.kill(os.getpid(), signal.SIGKILL)"
        )
        result = subprocess.run([sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": ":".join(sys.path)})
        self.assertEqual(result.returncode, -signal.SIGKILL)
        self.assertEqual(len(read(self.directory / "run.anode")), 100)
        # Its socket is left behind, and does not keep the next run from having one.
        store = Store("run", self.directory)
        self.addCleanup(store.close)
        self.connect(store)
        self.assertTrue(store.is_watched(time.monotonic()))


if __name__ == "__main__":
    unittest.main()

"""An engine whose graphs are trouble: `ReadGraphTask.files.xml` names what goes wrong while one is read.

Loaded by the worker as `troubled_engine:TroubledEngine` with this folder on PYTHONPATH.
"""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time

from dlwb.domain.errors import UnsupportedOperation
from dlwb.domain.graph import Graph

EMPTY = Graph("empty", ())


class TroubledEngine:
    name = "troubled"

    def devices(self):
        return ()

    def versions(self, devices):
        return {"troubled": "1"}

    def read_graph(self, files, shapes):
        trouble, _, argument = files.xml.partition(" ")
        return getattr(self, trouble)(argument) or EMPTY

    def fine(self, _):
        pass

    def say(self, words):
        print(words)

    def environment(self, name):
        return Graph(os.environ.get(name, "unset"), ())

    def folder(self, _):
        return Graph(os.getcwd(), ())

    def modules(self, names):
        return Graph(",".join(str(sys.modules.get(name, "absent")) for name in names.split(",")), ())

    def refuse(self, operation):
        raise UnsupportedOperation(f"The engine has no {operation}.", "Leave it out.")

    def surprise(self, _):
        raise ZeroDivisionError("nobody expected this")

    def segfault(self, _):
        ctypes.string_at(8)

    def abort(self, _):
        print("terminate called after throwing an instance of 'std::runtime_error'", file=sys.stderr, flush=True)
        os.abort()

    def abort_for_memory(self, _):
        print("terminate called after throwing an instance of 'std::bad_alloc'", file=sys.stderr, flush=True)
        os.abort()

    def bus_error(self, _):
        os.kill(os.getpid(), signal.SIGBUS)

    def kill_itself(self, _):
        os.kill(os.getpid(), signal.SIGKILL)

    def leave(self, code):
        os._exit(int(code))

    def allocate(self, gib):
        block = bytearray(int(float(gib) * 1024**3))
        return Graph(str(len(block)), ())

    def allocate_in_parts(self, gib):
        parts = [bytearray(16 * 1024**2) for _ in range(int(float(gib) * 64))]
        return Graph(str(len(parts)), ())

    def native_bad_alloc(self, _):
        raise RuntimeError("Exception from src/inference/src/cpp/core.cpp:109:\nstd::bad_alloc")

    def c_print(self, _):
        libc = ctypes.CDLL(None)
        libc.puts(b'{"message": "answer", "answer": {}}')
        libc.printf(b"noise without an end")

    def raw_noise(self, _):
        os.write(1, b"straight to descriptor 1\n")

    def read_stdin(self, _):
        return Graph(repr(sys.stdin.read()), ())

    def sleep(self, seconds):
        time.sleep(float(seconds))

    def hold_the_lock(self, seconds):
        """Sleep in C with the interpreter's lock held: no Python thread runs."""
        ctypes.PyDLL(None).usleep(ctypes.c_uint(int(float(seconds) * 1e6)))

    def grandchild(self, file):
        child = subprocess.Popen(["sleep", "600"])
        _write(file, f"{os.getpid()} {child.pid}")
        time.sleep(600)

    def grandchild_then_segfault(self, file):
        child = subprocess.Popen(["sleep", "600"])
        _write(file, f"{os.getpid()} {child.pid}")
        ctypes.string_at(8)

    def grandchild_with_lock_held(self, file):
        child = subprocess.Popen(["sleep", "600"])
        _write(file, f"{os.getpid()} {child.pid}")
        ctypes.PyDLL(None).sleep(600)

    def half_written(self, file):
        with open("half.bin", "wb") as output:
            output.write(b"half")
            output.flush()
            _write(file, str(os.getpid()))
            time.sleep(600)

    def thread_crash(self, _):
        threading.Thread(target=ctypes.string_at, args=(8,)).start()
        time.sleep(600)


def _write(file, text):
    """Write so that a reader sees all of it or no file."""
    with open(file + ".part", "w") as part:
        part.write(text)
    os.replace(file + ".part", file)

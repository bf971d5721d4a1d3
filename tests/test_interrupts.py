"""An interrupt while pydantic builds an adapter is not lost, which would leave a run that was to be cancelled."""

import signal
import subprocess
import sys
import threading

import pytest

from dlwb.protocol.interrupts import interrupts_wait

# In a process of its own: the engine's CPU plugin moves the stack that signals are handled on, and after several engines
# came and went in the process of the tests it may point nowhere. A signal that Python handles would then end all tests.
LOST_OR_NOT = """
import signal
from contextlib import suppress
from dataclasses import dataclass

from dlwb.protocol import codec


@dataclass
class Fresh:  # nobody has an adapter of it yet
    value: int


class Swallowing(codec.TypeAdapter):  # loses an exception that comes while it is made, as native code does
    def __init__(self, kind):
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        super().__init__(kind)


signal.signal(signal.SIGINT, signal.default_int_handler)
codec.TypeAdapter = Swallowing
try:
    codec.adapter(Fresh)
except KeyboardInterrupt:
    print("interrupted")
assert codec.from_json(Fresh, '{"value": 3}') == Fresh(3)
assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
"""


def test_it_comes_when_the_adapter_is_there():
    ended = subprocess.run([sys.executable, "-c", LOST_OR_NOT], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "interrupted\n", "")


def test_without_one_nothing_happens_and_handlers_are_as_before():
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    with interrupts_wait():
        assert signal.getsignal(signal.SIGINT) is not before[0]
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before


def test_an_error_of_the_block_is_told():
    with pytest.raises(ZeroDivisionError), interrupts_wait():
        raise ZeroDivisionError


def test_other_threads_are_left_alone():
    entered = []

    def work():
        with interrupts_wait():
            entered.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert entered

"""An interrupt while pydantic builds an adapter is not lost, which would leave a run that was to be cancelled."""

import signal
import threading
from contextlib import suppress
from dataclasses import dataclass

import pytest

from dlwb.protocol import codec
from dlwb.protocol.interrupts import interrupts_wait


@dataclass
class Fresh:
    """A type that nobody has an adapter of yet."""

    value: int


class Swallowing(codec.TypeAdapter):
    """Loses an exception that comes while it is made, as native code does."""

    def __init__(self, kind):
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        super().__init__(kind)


def test_it_comes_when_the_adapter_is_there(monkeypatch):
    monkeypatch.setattr(codec, "TypeAdapter", Swallowing)
    with pytest.raises(KeyboardInterrupt):
        codec.adapter(Fresh)
    assert codec.from_json(Fresh, '{"value": 3}') == Fresh(3)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


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

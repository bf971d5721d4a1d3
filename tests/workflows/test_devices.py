"""How long a device list is believed."""

import os
from contextlib import contextmanager

import pytest

from dlwb.adapters.fake_engine import DEVICES
from dlwb.adapters.stores.memory import MemoryStore
from dlwb.protocol import DevicesAnswer
from dlwb.workflows import devices as module
from dlwb.workflows.devices import KnownDevices


@pytest.fixture
def asked():
    return []


@pytest.fixture
def known(asked):
    @contextmanager
    def query(task):
        asked.append(task)
        yield DevicesAnswer(DEVICES), None

    return KnownDevices(MemoryStore(), query, "fake")


def test_a_list_is_asked_for_once(known, asked):
    assert known.get() == known.get() == DEVICES
    assert len(asked) == 1
    known.get(refresh=True)
    assert len(asked) == 2


def test_with_other_cores_it_is_asked_for_again(known, asked, monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    known.get()
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3}, raising=False)
    known.get()
    assert len(asked) == 2


@pytest.mark.parametrize(("what", "value"), [("version", "2"), ("socket.gethostname", "other")])
def test_with_another_release_or_on_another_host_too(known, asked, monkeypatch, what, value):
    known.get()
    owner, _, name = what.rpartition(".")
    monkeypatch.setattr(getattr(module, owner) if owner else module, name, lambda *_: value)
    known.get()
    assert len(asked) == 2

"""The event stream: one batch at a time, nothing while nobody listens."""

import asyncio
import json
from contextlib import aclosing
from dataclasses import replace

import pytest

from dlwb.domain.annotation import Annotation
from dlwb.domain.errors import NotFound, StoreError
from dlwb.domain.model import ImportOptions, ModelFormat
from dlwb.domain.run import Advanced, Owner, Progress, Run, Started, Starting, Succeeded
from dlwb.domain.specs import AccuracySpec, ExplainSpec, ImportSpec, MachineSpec, QuantizeSpec, RivalsSpec
from dlwb.ports import RunFilter
from dlwb.web import events
from dlwb.web.events import EventHub

EVERY = RunFilter()
OWNER = Owner("host", 1, 0.0)


class FakeRuns:
    """A store of runs that counts how often it is asked; `tell` is what a listener of this process hears."""

    def __init__(self):
        self.stored: dict[str, Run] = {}
        self.written = 0
        self.asked = 0
        self.lists = 0
        self.listeners = []

    def save(self, run, tell=True):
        self.stored[run.id] = run
        self.written += 1
        if tell:
            for listener in self.listeners:
                listener(run)

    def on_change(self, listener):
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def revision(self):
        self.asked += 1
        return self.written

    def remove(self, id):
        del self.stored[id]
        self.written += 1

    def list(self, filter=EVERY):
        self.lists += 1
        newest_first = sorted(self.stored.values(), key=lambda run: run.created, reverse=True)
        fit = [run for run in newest_first if not filter.states or run.state in filter.states]
        return tuple(fit[: filter.limit])

    def count(self, filter=EVERY):
        return len(self.stored)

    def get(self, id):
        if id not in self.stored:
            raise NotFound(f"There is no run '{id}'.")
        return self.stored[id]


class FakeShelf:
    """Models or datasets, of which only names matter here; writing one counts as a write to the store."""

    def __init__(self, runs):
        self.runs = runs
        self.known = {}

    def names(self):
        return dict(self.known)

    def change(self, **known):
        self.known = known
        self.runs.written += 1


class FakeBench:
    def __init__(self):
        self.runs = FakeRuns()
        self.models = FakeShelf(self.runs)
        self.datasets = FakeShelf(self.runs)


@pytest.fixture(autouse=True)
def fast(monkeypatch):
    """The same order of times, twenty times as fast."""
    for name in ("POLL_S", "BATCH_S", "QUIET_BATCH_S"):
        monkeypatch.setattr(events, name, getattr(events, name) / 20)


@pytest.fixture
def bench():
    return FakeBench()


def machine_run(id="run1", created="2026-01-01T00:00:00Z"):
    return Run(id, MachineSpec("GPU", False), created)


def import_run(id="run1", created="2026-01-01T00:00:00Z"):
    spec = ImportSpec(ModelFormat.ONNX, "/tmp/x", "a.onnx", "00", "a", ImportOptions())
    return Run(id, spec, created)


def started(run):
    return run.apply(Starting("2026-01-01T00:00:01Z")).apply(Started(OWNER, "2026-01-01T00:00:02Z"))


def ended(run):
    return run.apply(Succeeded(None, "2026-01-01T00:00:03Z"))


async def take(stream, count):
    found = []
    async with asyncio.timeout(5):
        async for event in stream:
            found.append((event.event, json.loads(event.raw_data)))
            if len(found) == count:
                return found
    return found


def play(bench, script, resume=False):
    async def main():
        hub = EventHub(bench)
        async with aclosing(hub.stream(resume)) as stream:
            await script(hub, stream)
        hub.close()

    asyncio.run(main())


def test_the_first_event_says_hello_then_what_is_going_on(bench):
    bench.runs.save(ended(machine_run("old")))
    bench.runs.save(started(machine_run("now")))

    async def script(hub, stream):
        (hello, run) = await take(stream, 2)
        assert hello[0] == "hello"
        assert hello[1]["measuring"] is True
        assert (run[0], run[1]["id"], run[1]["state"]) == ("run", "now", "running")

    play(bench, script)


def test_who_comes_back_is_told_what_he_may_have_missed(bench):
    bench.runs.save(ended(machine_run("old")))

    async def script(hub, stream):
        events = await take(stream, 2)
        assert events[1][1]["id"] == "old"

    play(bench, script, resume=True)


def test_changes_of_this_process_arrive_and_measuring_is_announced(bench):
    async def script(hub, stream):
        await take(stream, 1)
        run = machine_run()
        bench.runs.save(run)
        assert (await take(stream, 1))[0][1]["state"] == "queued"
        bench.runs.save(started(run))
        assert {name for name, _ in await take(stream, 2)} == {"run", "measuring"}
        bench.runs.save(ended(started(run)))
        last = dict(await take(stream, 2))
        assert last["run"]["state"] == "succeeded"
        assert last["measuring"] == {"measuring": False}

    play(bench, script)


@pytest.mark.parametrize(
    "spec", [ExplainSpec("v", "p"), RivalsSpec(AccuracySpec("m", "d"), ("bf16",)), QuantizeSpec(AccuracySpec("m", "d"))]
)
def test_what_measures_speed_among_other_things_is_a_measurement(bench, spec):
    async def script(hub, stream):
        await take(stream, 1)
        bench.runs.save(started(Run("run1", spec, "2026-01-01T00:00:00Z")))
        assert [name for name, _ in await take(stream, 2)] == ["run", "measuring"]

    play(bench, script)


def test_an_import_is_no_measurement(bench):
    async def script(hub, stream):
        await take(stream, 1)
        bench.runs.save(started(import_run()))
        assert [name for name, _ in await take(stream, 1)] == ["run"]
        bench.runs.save(started(import_run()).apply(Advanced(Progress("converting", 0.5))))
        assert [name for name, _ in await take(stream, 1)] == ["run"]

    play(bench, script)


def test_changes_of_other_processes_are_noticed(bench):
    async def script(hub, stream):
        await take(stream, 1)
        bench.runs.save(started(machine_run()), tell=False)
        assert dict(await take(stream, 2))["run"]["state"] == "running"
        bench.runs.save(ended(started(machine_run())), tell=False)
        assert dict(await take(stream, 2))["run"]["state"] == "succeeded"
        bench.runs.save(ended(import_run("quick", "2026-01-02T00:00:00Z")), tell=False)
        assert (await take(stream, 1))[0][1]["id"] == "quick"

    play(bench, script)


def test_many_changes_leave_as_one_batch_with_the_newest_state(bench):
    async def script(hub, stream):
        await take(stream, 1)
        run = started(machine_run())
        for step in range(50):
            run = run.apply(Advanced(Progress("measuring", step / 50)))
            bench.runs.save(run)
        found = dict(await take(stream, 2))
        assert found["run"]["progress"]["fraction"] == 49 / 50

    play(bench, script)


def test_mere_progress_waits_longer_while_measuring(bench):
    async def script(hub, stream):
        await take(stream, 1)
        run = started(machine_run())
        bench.runs.save(run)
        await take(stream, 2)
        loop = asyncio.get_running_loop()
        begin = loop.time()
        bench.runs.save(run.apply(Advanced(Progress("measuring", 0.1))))
        await take(stream, 1)
        assert loop.time() - begin >= events.QUIET_BATCH_S * 0.8
        begin = loop.time()
        bench.runs.save(ended(run))
        await take(stream, 2)
        assert loop.time() - begin < events.QUIET_BATCH_S

    play(bench, script)


def test_every_page_is_told_and_the_store_is_asked_once_for_all(bench):
    async def main():
        hub = EventHub(bench)
        streams = [hub.stream(False) for _ in range(5)]
        for stream in streams:
            await take(stream, 1)
        bench.runs.asked = 0
        await asyncio.sleep(events.POLL_S * 6)
        assert bench.runs.asked <= 7
        bench.runs.save(import_run())
        for stream in streams:
            assert (await take(stream, 1))[0][0] == "run"
            await stream.aclose()
        hub.close()

    asyncio.run(main())


def test_nothing_runs_while_nobody_listens(bench):
    async def main():
        hub = EventHub(bench)
        async with aclosing(hub.stream(False)) as stream:
            await take(stream, 1)
        await asyncio.sleep(events.POLL_S * 3)
        bench.runs.asked = 0
        await asyncio.sleep(events.POLL_S * 5)
        assert bench.runs.asked == 0
        assert bench.runs.listeners == []
        async with aclosing(hub.stream(False)) as stream:
            assert (await take(stream, 1))[0][0] == "hello"
        hub.close()

    asyncio.run(main())


def test_what_was_on_its_way_when_the_last_page_left_does_not_come_back(bench):
    async def main():
        hub = EventHub(bench)
        run = started(machine_run())
        async with aclosing(hub.stream(False)) as stream:
            await take(stream, 1)
            await asyncio.sleep(0)  # now the hub listens
            bench.runs.save(run)
            await asyncio.sleep(0)  # it has heard of the run, and the page leaves before that is sent
        while bench.runs.listeners:
            await asyncio.sleep(events.POLL_S)
        bench.runs.save(ended(run))
        async with aclosing(hub.stream(False)) as stream:
            (hello,) = await take(stream, 1)
            assert hello[1]["measuring"] is False
        hub.close()

    asyncio.run(main())


def test_while_nothing_is_written_runs_are_not_read(bench):
    async def script(hub, stream):
        await take(stream, 1)
        bench.runs.lists = 0
        await asyncio.sleep(events.POLL_S * 5)
        assert bench.runs.lists == 0

    play(bench, script)


def test_streams_end_with_the_server(bench):
    async def main():
        hub = EventHub(bench)
        stream = hub.stream(False)
        await take(stream, 1)
        asyncio.get_running_loop().call_later(0.05, hub.close)
        assert await take(stream, 1) == []

    asyncio.run(main())


def test_a_run_that_is_gone_disturbs_nobody(bench):
    async def script(hub, stream):
        bench.runs.save(started(machine_run()))
        await take(stream, 2)
        bench.runs.stored.clear()
        bench.runs.save(import_run("next"), tell=False)
        assert {name for name, _ in await take(stream, 3)} == {"run", "measuring", "changed"}

    play(bench, script)


# --- a store that fails ---------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["revision", "list", "count"])
def test_a_store_that_cannot_be_read_for_a_while_ends_no_stream(bench, monkeypatch, caplog, what):
    failures = [StoreError("It is locked.")] * 3
    answer = getattr(bench.runs, what)

    def failing(*args):
        if failures:
            raise failures.pop()
        return answer(*args)

    async def script(hub, stream):
        await take(stream, 1)
        monkeypatch.setattr(bench.runs, what, failing)
        bench.runs.save(started(machine_run()), tell=False)
        assert dict(await take(stream, 2))["run"]["state"] == "running"
        assert failures == []
        assert caplog.text.count("could not be found out") == 1

    play(bench, script)


def test_what_this_process_does_is_told_though_the_store_cannot_be_read(bench, monkeypatch):
    def failing():
        raise StoreError("It is locked.")

    async def script(hub, stream):
        await take(stream, 1)
        await asyncio.sleep(0)  # now the hub listens
        monkeypatch.setattr(bench.runs, "revision", failing)
        bench.runs.save(started(machine_run()))
        assert [name for name, _ in await take(stream, 2)] == ["run", "measuring"]

    play(bench, script)


# --- what is written beside runs ------------------------------------------------------------------


def carried(run):
    """A run as its carrier knows it, who does not see what is written beside it meanwhile."""
    return replace(run, annotation=Annotation())


def test_what_is_written_beside_a_run_stays_while_it_goes_on_and_when_it_ends(bench):
    async def script(hub, stream):
        run = replace(started(machine_run()), annotation=Annotation(("mine",), "Loud."))
        bench.runs.save(carried(run))
        await take(stream, 2)
        await asyncio.sleep(0)
        bench.runs.save(run, tell=False)  # as another tab, or the terminal, writes it
        for listener in bench.runs.listeners:
            listener(carried(run))
        assert (await take(stream, 1))[0][1]["tags"] == ["mine"]
        on = run.apply(Advanced(Progress("measuring", 0.5)))
        for listener in bench.runs.listeners:
            listener(carried(on))
        (event,) = await take(stream, 1)
        assert (event[1]["tags"], event[1]["note"], event[1]["progress"]["fraction"]) == (["mine"], "Loud.", 0.5)
        bench.runs.save(ended(on), tell=False)
        for listener in bench.runs.listeners:
            listener(carried(ended(on)))
        told = dict(await take(stream, 2))["run"]
        assert (told["tags"], told["state"]) == (["mine"], "succeeded")

    play(bench, script)


def test_an_end_that_is_heard_of_late_is_not_told_again(bench):
    async def script(hub, stream):
        run = replace(started(import_run()), annotation=Annotation(("mine",)))
        bench.runs.save(run)
        await take(stream, 2)
        await asyncio.sleep(0)
        bench.runs.save(ended(run), tell=False)
        assert (await take(stream, 1))[0][1]["tags"] == ["mine"]
        for listener in bench.runs.listeners:
            listener(carried(ended(run)))
        bench.runs.save(import_run("next"))
        assert (await take(stream, 1))[0][1]["id"] == "next"

    play(bench, script)


# --- lists that change ----------------------------------------------------------------------------


def test_a_run_that_was_removed_elsewhere_is_told_as_a_list_to_read_again(bench):
    for number in range(3):
        bench.runs.save(ended(import_run(f"run{number}")))

    async def script(hub, stream):
        await take(stream, 1)
        bench.runs.remove("run1")
        assert await take(stream, 1) == [("changed", {"list": "runs"})]
        bench.runs.remove("run2")
        bench.runs.save(import_run("next"), tell=False)
        assert [name for name, _ in await take(stream, 2)] == ["run", "changed"]
        bench.runs.save(ended(import_run("next")), tell=False)
        assert [name for name, _ in await take(stream, 1)] == ["run"]

    play(bench, script)


@pytest.mark.parametrize("name", ["models", "datasets"])
def test_models_and_datasets_that_come_go_or_get_another_name_are_told(bench, name):
    shelf = getattr(bench, name)
    shelf.change(a="net")

    async def script(hub, stream):
        await take(stream, 1)
        for known in ({"a": "net", "b": "other"}, {"a": "renamed", "b": "other"}, {"a": "renamed"}):
            shelf.change(**known)
            assert await take(stream, 1) == [("changed", {"list": name})]
        shelf.change(a="renamed")
        bench.runs.save(import_run())
        assert [event for event, _ in await take(stream, 1)] == ["run"]

    play(bench, script)

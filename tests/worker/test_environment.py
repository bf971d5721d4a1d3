"""What is told of the machine: the real one, and control groups made of files."""

import os
import re
import subprocess
import sys
import time
from contextlib import nullcontext

import pytest
from builders.measurements import environment

from dlwb.domain.errors import InputError
from dlwb.domain.target import MeasuredOn
from dlwb.protocol import from_json, to_json
from dlwb.worker.cgroup import ControlGroup
from dlwb.worker.cpu_meter import CpuMeter, _Reading, usable_cores
from dlwb.worker.environment import EnvironmentWatch, collect, cores_usable, noise_probe, refuse_other

QUIET = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")


def test_the_machine_is_described():
    found = collect({"engine": "1.2"})
    assert found.cpu
    assert found.host
    assert found.os
    assert 0 < found.cores_usable <= found.cores_logical
    assert found.memory_bytes > 2**27
    assert 0 <= found.noise < 5
    assert found.versions["engine"] == "1.2"
    assert found.versions["dlwb"]
    assert found.foreign_cpu is None or found.foreign_cpu >= 0
    assert found.cores_usable <= found.cores_watched <= found.cores_logical
    assert from_json(type(found), to_json(found)) == found


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"cpu": "Other CPU"}, "processor: Test CPU then, Other CPU now"),
        ({"cores_usable": 2.0}, "cores: 4.0 then, 2.0 now"),
        ({"versions": {"openvino": "2026.2", "dlwb": "2"}}, "openvino: 2026.1 then, 2026.2 now"),
        ({}, ""),
        ({"versions": {"openvino": "2026.1", "dlwb": "2"}}, ""),
        ({"host": "renamed", "kernel": "Linux 7"}, ""),
    ],
)
def test_a_search_goes_on_only_where_it_was_measured(changes, said):
    # Plug-ins tell their versions once they are in use, so the beginning of a search does not know them.
    versions = {"openvino": "2026.1", "openvino CPU": "2026.1", "dlwb": "1"}
    before = MeasuredOn("Test CPU", 4.0, versions)
    now = environment(**{"versions": {"openvino": "2026.1", "dlwb": "1"}} | changes)
    with pytest.raises(InputError, match=re.escape(said)) if said else nullcontext():
        refuse_other(before, now)


@QUIET
def test_linux_tells_instruction_sets_load_and_kernel():
    found = collect({})
    assert found.isa
    assert found.load_1min is not None
    assert found.kernel.startswith("Linux")
    assert found.smt is not None
    assert found.steal is not None


@QUIET
def test_the_watch_sees_another_process_at_work():
    """Somebody who spins on one core shows as nearly one core of foreign time, less what others left of it."""
    environment = collect({})
    busy = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        time.sleep(0.2)
        with EnvironmentWatch() as watch:
            time.sleep(0.6)
    finally:
        busy.kill()
        busy.wait()
    seen = watch.completed(environment)
    assert seen.foreign_cpu > 0.5
    assert seen.steal >= 0
    assert seen.host == environment.host


@QUIET
def test_own_work_is_not_foreign():
    meter = CpuMeter()
    before = os.times()
    end = time.perf_counter() + 0.5
    while time.perf_counter() < end:
        pass
    shares = meter.lap()
    spent = sum(os.times()[:2]) - sum(before[:2])
    assert shares.own == pytest.approx(spent / 0.5, abs=0.15)
    assert shares.foreign <= len(usable_cores()) - shares.own + 0.3


def test_a_lap_that_is_too_short_says_nothing_and_is_not_lost():
    meter = CpuMeter()
    assert meter.lap() is None
    time.sleep(0.25)
    assert meter.lap() is not None


def test_short_laps_are_told_together_with_those_before_them(monkeypatch):
    """Eight laps of 0.05 s; during the last two others use half a core."""
    readings = iter([_Reading(0.05 * n, 0.05 * n, 0.05 * n + 0.025 * max(0, n - 6), None) for n in range(9)])
    monkeypatch.setattr(CpuMeter, "_read", lambda self: next(readings))
    meter = CpuMeter()
    told = [meter.recent() for _ in range(8)]
    assert told[:3] == [None] * 3
    assert [shares.own for shares in told[3:]] == pytest.approx([1.0] * 5)
    assert [shares.foreign for shares in told[3:]] == pytest.approx([0.0, 0.0, 0.0, 0.125, 0.25], abs=1e-9)


def test_the_noise_of_fixed_work_is_a_share():
    assert 0 <= noise_probe(0.05) < 5


@QUIET
def test_peak_memory_grows_with_what_is_taken():
    """In a process of its own: the peak of this one may long be higher than what a test takes."""
    code = (
        "from dlwb.worker.cpu_meter import peak_rss_bytes; before = peak_rss_bytes(); "
        "ballast = b'x' * (64 << 20); print(peak_rss_bytes() - before)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert 60 << 20 < int(done.stdout) < 80 << 20


# --- control groups -------------------------------------------------------------------------------


def group(tmp_path, membership, files):
    """Control groups as files below `tmp_path`."""
    (tmp_path / "membership").write_text(membership)
    for name, text in files.items():
        path = tmp_path / "cgroup" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return ControlGroup(tmp_path / "cgroup", tmp_path / "membership")


def test_version_2_takes_the_least_of_all_levels(tmp_path):
    found = group(
        tmp_path,
        "0::/a/b\n",
        {
            "a/cpu.max": "150000 100000",
            "a/b/cpu.max": "max 100000",
            "a/memory.max": "max",
            "a/b/memory.max": "4294967296\n",
            "a/b/cpu.stat": "usage_usec 5\nnr_periods 10\nnr_throttled 3\n",
        },
    )
    assert found.cpu_quota() == 1.5
    assert found.memory_limit_bytes() == 4 * 2**30
    assert found.throttled_periods() == 3


def test_version_1_has_a_tree_for_each_controller(tmp_path):
    found = group(
        tmp_path,
        "4:memory:/x\n2:cpu,cpuacct:/y\n",
        {
            "cpu/y/cpu.cfs_quota_us": "50000",
            "cpu/y/cpu.cfs_period_us": "100000",
            "cpu/y/cpu.stat": "nr_periods 4\nnr_throttled 2\nthrottled_time 9",
            "memory/x/memory.limit_in_bytes": "1073741824",
            "memory/memory.limit_in_bytes": "9223372036854771712",
        },
    )
    assert found.cpu_quota() == 0.5
    assert found.memory_limit_bytes() == 2**30
    assert found.throttled_periods() == 2


def test_in_a_container_the_own_group_is_the_root(tmp_path):
    found = group(tmp_path, "0::/\n", {"cpu.max": "200000 100000", "memory.max": "1048576"})
    assert found.cpu_quota() == 2.0
    assert found.memory_limit_bytes() == 2**20
    escaped = group(tmp_path, "0::/../../other\n", {})
    assert escaped.cpu_quota() == 2.0


@pytest.mark.parametrize("membership", ["", "0::/\n", "nonsense\n", "2:cpu:/gone\n"])
def test_no_limits_are_no_answer(tmp_path, membership):
    found = group(tmp_path, membership, {"cpu.max": "max 100000", "cpu/cpu.cfs_quota_us": "-1", "memory.max": "max"})
    assert found.cpu_quota() is None
    assert found.memory_limit_bytes() is None
    assert found.throttled_periods() is None


def test_a_quota_lowers_the_cores_that_may_be_used(tmp_path):
    half = group(tmp_path, "0::/\n", {"cpu.max": "50000 100000"})
    assert cores_usable(half) == 0.5
    ControlGroup(tmp_path / "nowhere", tmp_path / "nowhere")
    assert cores_usable(ControlGroup(tmp_path / "nowhere", tmp_path / "nowhere")) == len(usable_cores())

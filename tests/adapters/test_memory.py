import psutil
import pytest

from dlwb.adapters import memory
from dlwb.adapters.memory import available_bytes, worker_limit_bytes

GIB = 1024**3


@pytest.fixture
def group(tmp_path, monkeypatch):
    """The control group of this process, as files `limit` and `usage`; the host has plenty."""
    monkeypatch.setattr(memory, "_CGROUPS", ((tmp_path / "limit", tmp_path / "usage"),))
    monkeypatch.setattr(psutil, "virtual_memory", lambda: type("Memory", (), {"available": 100 * GIB}))
    return tmp_path


@pytest.mark.parametrize(
    ("limit", "usage", "available"),
    [
        (None, None, 100 * GIB),
        ("max\n", f"{GIB}\n", 100 * GIB),
        (f"{8 * GIB}\n", f"{3 * GIB}\n", 5 * GIB),
        (f"{2**63 - 4096}\n", f"{GIB}\n", 100 * GIB),
        (f"{GIB}\n", f"{2 * GIB}\n", 0),
    ],
)
def test_a_container_has_what_its_limit_leaves(group, limit, usage, available):
    if limit is not None:
        (group / "limit").write_text(limit)
        (group / "usage").write_text(usage)
    assert available_bytes() == available


def test_a_limit_is_taken_as_it_is_and_none_means_nine_tenths_of_what_is_available(group):
    assert worker_limit_bytes(2.5) == 5 * GIB // 2
    assert worker_limit_bytes(0) == 90 * GIB

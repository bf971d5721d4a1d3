"""A disk that is really small, where this machine lets us make one."""

import shutil
import subprocess
import sys

import pytest


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 2 MiB; skipped where it cannot be mounted (it takes root on Linux)."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = shutil.which("mount")
    if sys.platform != "linux" or mount is None:
        pytest.skip("needs Linux")
    command = [mount, "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if subprocess.run(command, check=False, capture_output=True).returncode != 0:
        pytest.skip("cannot mount a file system here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)

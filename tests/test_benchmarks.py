"""The scripts of `benchmarks/` begin, whatever was renamed meanwhile; the one that needs no measuring runs whole."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = sorted((Path(__file__).parents[1] / "benchmarks").glob("*.py"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_they_begin(script):
    asked = subprocess.run([sys.executable, script, "--help"], capture_output=True, text=True, check=False, timeout=120)
    assert asked.returncode == 0, asked.stderr
    assert script.name in asked.stdout


def test_every_question_to_a_store_is_asked():
    (script,) = (one for one in SCRIPTS if one.stem == "store_scale")
    command = [sys.executable, script, "--runs", "400", "--models", "5", "--repeat", "1"]
    asked = subprocess.run(command, capture_output=True, text=True, check=False, timeout=200)
    # How fast it answers is not for a test to say.
    assert "figures of all models" in asked.stdout, asked.stderr
    assert "ms" in asked.stdout.splitlines()[-1]

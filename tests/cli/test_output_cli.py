"""Output that cannot be written as it is: an encoding that lacks characters, a full disk, a closed stream."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-c", "from dlwb.cli.entry import main; main()"]


def said(*words, encoding="utf-8", **streams):
    """Run in a process of its own, where streams are real."""
    environment = os.environ | {"PYTHONIOENCODING": encoding}
    return subprocess.run([*COMMAND, *map(str, words)], env=environment, check=False, timeout=120, **streams)


@pytest.fixture
def model(dlwb, model_file):
    dash = "net – größe ✓"
    return dlwb("model", "import", model_file, "--name", dash, "--json").document["id"]


def test_an_encoding_without_our_characters_is_no_failure(model):
    for words in (("model", "show", model), ("model", "list")):
        shown = said(*words, encoding="ascii", capture_output=True)
        assert (shown.returncode, shown.stderr) == (0, b"")
        assert b"net ? gr??e ?" in shown.stdout


def test_json_keeps_every_character_in_any_encoding(model):
    shown = said("model", "show", model, "--json", encoding="latin-1", capture_output=True)
    assert shown.returncode == 0, shown.stderr
    assert json.loads(shown.stdout.decode("latin-1"))["name"] == "net – größe ✓"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("words", [("model", "list", "--json"), ("model", "list"), ("--help",)])
def test_a_full_disk_behind_the_output_is_told_in_one_sentence(model, words):
    with Path("/dev/full").open("wb") as full:
        lost = said(*words, stdout=full, stderr=subprocess.PIPE)
    assert lost.returncode == 1
    assert lost.stderr.decode() == (
        "● The output cannot be written: No space left on device.\nMake room, or send it elsewhere.\n"
    )


@pytest.mark.skipif(os.name == "nt", reason="shells of another kind")
def test_a_closed_output_is_no_failure(model):
    for closing in (">&-", "2>&-", "<&- >&- 2>&-"):
        shell = ["/bin/sh", "-c", f'"$0" "$@" {closing}', *COMMAND, "model", "list"]
        ended = subprocess.run(shell, capture_output=True, check=False, timeout=120)
        assert (ended.returncode, ended.stderr) == (0, b""), closing

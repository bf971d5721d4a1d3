"""What lists and sentences look like at the width they get: ids are always whole, and a pipe wraps and pads nothing."""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios

import pytest
from rich.console import Console

from dlwb.cli.listing import Listed, listing
from dlwb.cli.session import Output

SENTENCE = "Other processes used the processor during the run; stop them and measure again. " * 4


def lines(width: int, *, name: str = "a-network-with-a-long-name") -> list[str]:
    columns = (
        Listed("id", ["0123456789ab", "ba9876543210"]),
        Listed("kind", ["benchmark", "tune"], drop=1),
        Listed("model", [name, "small"]),
        Listed("host", ["workstation", "workstation"], drop=3),
        Listed("created", ["2026-03-01 12:30:05 UTC"] * 2, drop=2, short=["2026-03-01"] * 2),
    )
    console = Console(width=width, color_system=None)
    with console.capture() as said:
        console.print(listing(columns, "model", width), soft_wrap=True)
    return [line.rstrip() for line in said.get().splitlines()]


def test_with_room_all_is_whole():
    assert lines(100)[1] == "0123456789ab  benchmark  a-network-with-a-long-name  workstation  2026-03-01 12:30:05 UTC"


@pytest.mark.parametrize(
    ("width", "row"),
    [
        (60, "0123456789ab benchmark a-network-wit… workstation 2026-03-01"),
        (50, "0123456789ab benchmark a-network-with-… 2026-03-01"),
        (36, "0123456789ab benchmark a-network-wi…"),
        (24, "0123456789ab a-network-…"),
        (10, "0123456789ab a-network…"),
    ],
)
def test_columns_go_and_names_are_cut_but_an_id_never_is(width, row):
    shown = lines(width)
    assert len(shown) == 3
    assert shown[1] == row
    assert shown[2].startswith("ba9876543210 ")


def test_brackets_in_a_name_do_not_count_as_markup():
    assert "  net[v2]  workstation" in lines(100, name="net\\[v2]")[1]


@pytest.mark.parametrize("columns", [None, "", "0", "wide"])
def test_a_pipe_wraps_no_sentence_and_pads_no_table(capsys, monkeypatch, columns):
    monkeypatch.delenv("COLUMNS", raising=False)
    if columns is not None:
        monkeypatch.setenv("COLUMNS", columns)
    out = Output(stderr=False)
    out.print(SENTENCE)
    out.print(listing((Listed("id", ["1"]), Listed("model", ["net"]), Listed("tags", ["", "a tag"][:1])), "model", 80))
    assert capsys.readouterr().out == f"{SENTENCE.strip()}\nid  model  tags\n1   net\n"


def test_columns_of_the_environment_win_in_a_pipe(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    Output(stderr=True).print(SENTENCE)
    said = capsys.readouterr().err.splitlines()
    assert len(said) > 1
    assert max(map(len, said)) <= 40


def test_runs_in_a_terminal_of_eighty_columns_can_be_copied(dlwb, model_file):
    model = dlwb("model", "import", model_file, "--name", "a network with a rather long name", "--json").document
    run = dlwb("benchmark", model["id"], "--device", "GPU", "--quick", "--json").document["run"]
    dlwb("run", "tag", run, "a tag that takes room")
    assert any(line.startswith(f"{run} benchmark") for line in in_a_terminal(80, "run", "list"))
    assert any(line.startswith(model["id"]) for line in in_a_terminal(80, "model", "list"))


def in_a_terminal(width: int, *words: str) -> list[str]:
    """The lines that a command prints in a terminal of that width, none longer than it is."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    environment = {k: v for k, v in os.environ.items() if k != "COLUMNS"} | {"TERM": "xterm", "NO_COLOR": "1"}
    command = (sys.executable, "-m", "dlwb.cli.app", *words)
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment):
        os.close(theirs)
        said = b""
        try:
            while data := os.read(ours, 65_536):
                said += data
        except OSError:  # Linux says so where the other end has closed
            pass
        os.close(ours)
    plain = said.decode().replace("\x1b[1m", "").replace("\x1b[0m", "").splitlines()
    assert max(map(len, plain)) <= width
    return plain

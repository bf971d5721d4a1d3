"""What the terminal shows, and what it leaves out because nobody needs it."""

from types import SimpleNamespace

import pytest
from builders import datasets as build

from dlwb.cli.try_picture import _found


def test_times_are_told_to_the_second(dlwb, model_file):
    imported = dlwb("model", "import", model_file)
    assert imported.code == 0, imported.err
    line = next(line for line in imported.out.splitlines() if "imported" in line)
    moment = line.rsplit("imported ", 1)[1]
    assert len(moment) == len("2026-03-01 12:30:05 UTC")
    assert moment.endswith(" UTC")


def test_of_classes_without_names_a_few_are_shown(dlwb, tmp_path):
    files = {f"p{i}.png": i for i in range(12)}
    for name in files:
        build.picture(tmp_path / "pictures" / name)
    (tmp_path / "pictures" / "labels.txt").write_text("".join(f"{name} {label}\n" for name, label in files.items()))
    shown = dlwb("dataset", "import", tmp_path / "pictures")
    assert shown.code == 0, shown.err
    assert "… 7 more classes without names" in shown.out


@pytest.mark.parametrize(
    ("scores", "words"), [((), "Nothing was found."), ((0.2,), "Nothing with a score of at least 30 %; 1 with less.")]
)
def test_a_try_that_found_nothing_says_so(scores, words):
    objects = [SimpleNamespace(score=score) for score in scores]
    assert _found(SimpleNamespace(top=(), objects=objects, regions=()), 0.3) == words

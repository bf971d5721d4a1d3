"""`dlwb accuracy --preview`, `--csv` and `--html`, also of stored runs and of two."""

import csv
from html.parser import HTMLParser

import pytest
from builders import shown_pictures

SHOWN = [i % 10 for i in range(20)]
SAID = [(label + 1) % 10 if i == 3 else label for i, label in enumerate(SHOWN)]


@pytest.fixture
def pictures(tmp_path):
    return shown_pictures.classified(tmp_path / "pictures", SHOWN, SAID)


@pytest.fixture
def measured(dlwb, model_file, pictures):
    """Measure with further words, and return the outcome."""

    def run(*words):
        outcome = dlwb("accuracy", model_file, "--dataset", pictures, "--device", "GPU", *words)
        assert outcome.code == 0, outcome.out + outcome.err
        return outcome

    return run


class Checked(HTMLParser):
    """The elements of a page, and whether every one of them is closed."""

    EMPTY = ("meta", "br")

    def __init__(self, page):
        super().__init__()
        self.seen, self.open, self.addresses = [], [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        self.addresses += [value for name, value in attrs if name in ("href", "src")]
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.seen.append(tag)
        self.addresses += [value for name, value in attrs if name in ("href", "src")]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_a_preview_tells_how_a_model_is_read_and_measures_nothing(dlwb, measured):
    shown = measured("--preview")
    assert "Nothing was measured: 3 pictures were shown" in shown.out
    assert "10 scores that sum to one" in " ".join(shown.out.split())
    assert "also tried:" in shown.out
    assert "model configure" in shown.out
    document = measured("--preview", "--json").document
    assert document["preview"]
    assert document["samples"] == 3
    kept = dlwb("model", "configure", document["model"], "--from", document["run"], "--json")
    assert kept.document["preprocessing"]["confirmed"]


def test_files_of_a_new_and_of_a_stored_run_are_the_same(dlwb, measured, tmp_path):
    document = measured("--csv", tmp_path / "a.csv", "--html", tmp_path / "a.html", "--json").document
    stored = dlwb("accuracy", document["run"], "--csv", tmp_path / "b.csv", "--html", tmp_path / "b.html")
    assert stored.code == 0, stored.err
    assert "Wrote" in stored.out
    for kind in ("csv", "html"):
        assert (tmp_path / f"a.{kind}").read_bytes() == (tmp_path / f"b.{kind}").read_bytes()
    rows = list(csv.DictReader((tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["result"] for row in rows] == ["wrong" if a != b else "right" for a, b in zip(SHOWN, SAID, strict=True)]


def test_lists_tell_a_measurement_from_a_preview(dlwb, measured, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    measured("--preview")
    measured()
    listed = dlwb("run", "list", "--kind", "accuracy").out
    assert "preview" in listed
    assert "% top-1" in listed


def test_the_report_is_one_whole_page_that_loads_nothing(measured, tmp_path):
    measured("--html", tmp_path / "report.html")
    page = Checked((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert page.open == []
    assert page.addresses
    assert all(address.startswith("data:image/") for address in page.addresses)
    assert "script" not in page.seen
    assert {"table", "svg", "figure", "style"} <= set(page.seen)


def test_two_runs_go_into_one_table_and_one_report(dlwb, measured, tmp_path):
    hand = ("--resize", "stretch", "--color-order", "RGB", "--no-background-class", "--scale", "1", "--json")
    first = measured("--mean", "0", *hand).document["run"]
    second = measured("--mean", "-26", *hand).document["run"]
    words = ("--compare", "--csv", tmp_path / "two.csv", "--html", tmp_path / "two.html")
    outcome = dlwb("accuracy", first, second, *words)
    assert outcome.code == 0, outcome.err
    assert "loses" in " ".join(outcome.out.split())
    rows = list(csv.DictReader((tmp_path / "two.csv").read_text(encoding="utf-8").splitlines()))
    assert {"other_given", "change"} <= set(rows[0])
    assert float(rows[0]["change"]) < 0
    assert f"Against run {first}" in (tmp_path / "two.html").read_text(encoding="utf-8")


def test_names_from_files_are_escaped_in_the_report(dlwb, model_file, tmp_path):
    label = '<img src=x onerror="alert(1)">'
    for i in range(2):
        shown_pictures.plain(tmp_path / "evil" / "a<b>'&" / f"p{i}.png", 2, (30 + i, 30))
        shown_pictures.plain(tmp_path / "evil" / "light" / f"q{i}.png", 7, (30 + i, 30))
    (tmp_path / "names.txt").write_text(
        "\n".join(["a<b>'&" if i == 2 else "light" if i == 7 else label for i in range(10)])
    )
    words = ("--device", "GPU", "--labels", tmp_path / "names.txt", "--html", tmp_path / "evil.html")
    outcome = dlwb("accuracy", model_file, "--dataset", tmp_path / "evil", *words)
    assert outcome.code == 0, outcome.out + outcome.err
    page = (tmp_path / "evil.html").read_text(encoding="utf-8")
    assert "a&lt;b&gt;&#x27;&amp;" in page
    assert "<b>" not in page
    assert Checked(page).open == []


def test_a_file_that_cannot_be_written_names_its_flag(measured, dlwb, tmp_path):
    run = measured("--json").document["run"]
    refused = dlwb("accuracy", run, "--csv", tmp_path / "nowhere" / "a.csv", "--json")
    assert refused.code == 1
    assert "--csv" in refused.document["error"]["hint"]

"""Compare from the list of runs: the word, the reference, the layers, and the paired answer."""

import re

import pytest
from builders import onnx_models

pytestmark = pytest.mark.browser

SLOWER = "1.05"
LATENCY = re.compile(r"Median latency\s*(Slower|Faster|Same|Can’t tell)\s*([+−×])")
MIRRORED = {"Slower": "Faster", "Faster": "Slower", "Same": "Same", "Can’t tell": "Can’t tell", "+": "−", "−": r"\+"}


@pytest.fixture(scope="module")
def prepared() -> dict[str, str]:
    """The model and the runs of the journeys of this file, measured by the first one; they only look at them."""
    return {}


@pytest.fixture
def two_runs(server, visit, import_file, measured, prepared, tmp_path):
    """A tab, and the ids of a run and of one that is 5 % slower."""
    tab = visit(server)
    if not prepared:
        model = import_file(tab, onnx_models.write(tmp_path / "compared.onnx"))
        fast, slow = measured(tab, model), measured(tab, model, slowdown=SLOWER)
        prepared.update(model=model, fast=fast, slow=slow)
    return tab, prepared["model"], prepared["fast"], prepared["slow"]


def test_mark_two_runs_and_read_which_is_slower(server, two_runs, expect) -> None:
    tab, _, fast, slow = two_runs
    page = tab.page
    page.goto(f"{server.origin}/runs?kind=benchmark")
    table = page.get_by_role("grid", name="Runs")
    expect(table.get_by_role("row")).to_have_count(3)

    # By the keyboard: the older, faster one first, because the first is the reference.
    table.focus()
    for key in ("j", "j", "x", "k", "x"):
        page.keyboard.press(key)
    expect(page.get_by_role("toolbar")).to_contain_text("2 runs marked")
    page.keyboard.press("c")
    expect(page).to_have_url(re.compile(rf"/compare\?run={fast}&run={slow}"))

    lines = page.get_by_role("list", name="Verdicts").get_by_role("listitem")
    expect(lines).to_have_count(2)
    expect(lines.nth(0)).to_contain_text("Reference")
    expect(lines.nth(1)).to_contain_text(LATENCY)
    word, change = LATENCY.search(lines.nth(1).inner_text()).groups()
    expect(page.get_by_role("region", name="Conditions that differ")).to_contain_text("fake.slowdown")
    expect(page.get_by_role("region", name="Figures")).to_contain_text("Throughput")

    # The other way round, whatever the noise of this machine let them say.
    lines.nth(1).get_by_role("button", name="Make reference").click()
    expect(page).to_have_url(re.compile(rf"/compare\?run={slow}&run={fast}"))
    turned = re.compile(rf"Median latency\s*({MIRRORED[word]}|Can’t tell)\s*{MIRRORED.get(change, '[+−×]')}")
    expect(lines.nth(1)).to_contain_text(turned)
    page.go_back()
    expect(lines.nth(1)).to_contain_text(re.compile(rf"Median latency\s*{word}"))


def test_measure_side_by_side(server, two_runs, few_pairs, expect) -> None:
    tab, _, fast, slow = two_runs
    page = tab.page
    few_pairs(tab)
    page.goto(f"{server.origin}/compare?run={fast}&run={slow}")
    page.get_by_role("button", name="Measure side by side").click()
    expect(page).to_have_url(re.compile(r"paired=[0-9a-f]+"))
    paired = page.locator("section").filter(has=page.get_by_role("heading", name="Measured side by side"))
    expect(paired).to_contain_text("pairs of windows", timeout=90_000)
    expect(paired.get_by_role("listitem").nth(1)).to_contain_text(LATENCY)
    expect(page.get_by_role("heading", name="From what was stored")).to_be_visible()

    address = page.url
    page.reload()
    expect(paired).to_contain_text("pairs of windows")
    assert page.url == address


def test_layers_side_by_side(server, two_runs, carried, expect) -> None:
    tab, model, fast, slow = two_runs
    page = tab.page
    for extra in ({}, {"fake.slowdown": SLOWER}):
        body = {"model": model.rsplit("/", 1)[-1], "config": {"device": "GPU", "extra": extra}}
        carried(tab, "profile", body)
    page.goto(f"{server.origin}/compare?run={fast}&run={slow}")
    page.get_by_text("Layers", exact=True).click()
    table = page.get_by_role("grid", name="Layers side by side")
    expect(table.get_by_role("row").nth(1)).to_contain_text("conv")
    expect(table.get_by_role("row").nth(1)).to_contain_text("+5.0")
    expect(page.get_by_role("heading", name="Layer types")).to_be_visible()

    page.get_by_label("Filter layers").fill("softmax")
    expect(table.get_by_role("row")).to_have_count(2)
    table.get_by_role("row").nth(1).click()
    expect(page).to_have_url(re.compile(r"group="))
    page.reload()
    expect(page.get_by_label("Filter layers")).to_have_value("softmax")
    page.get_by_role("button", name="Show in both graphs").click()
    expect(page.get_by_role("status").filter(has_text="one layer in A and one layer in B")).to_be_visible()


def test_choose_what_to_compare_from_the_empty_page(server, two_runs, expect) -> None:
    tab, _, fast, _ = two_runs
    page = tab.page
    page.goto(f"{server.origin}/compare")
    page.get_by_role("button", name="Choose the first").click()
    page.get_by_label("Search runs and models").fill(fast)
    choices = page.get_by_role("list", name="What can be compared")
    found = choices.get_by_role("button").filter(has_text="Benchmark of")
    expect(found).to_have_count(1)
    found.click()
    expect(page.get_by_role("heading", name=re.compile("What is Benchmark of compared compared with"))).to_be_visible()
    page.get_by_role("button", name="Choose another").click()
    page.get_by_role("list", name="What can be compared").get_by_role("button").filter(
        has_text="Benchmark"
    ).first.click()
    expect(page.get_by_role("list", name="Verdicts").get_by_role("listitem")).to_have_count(2)


def test_what_cannot_be_compared_says_why(server, two_runs, expect) -> None:
    tab, _, fast, _ = two_runs
    page = tab.page
    page.goto(f"{server.origin}/compare?run={fast}&run=ffffffffffff")
    expect(page.get_by_role("alert")).to_contain_text("ffffffffffff")
    page.get_by_role("button", name="Take the last one out").click()
    expect(page.get_by_role("button", name="Choose another")).to_be_visible()

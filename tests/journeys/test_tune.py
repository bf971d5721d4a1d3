"""Find the best on the page: one click, points that come, an answer against the engine's own hint; limits and refusals."""

import re

import pytest
from builders import onnx_models

pytestmark = pytest.mark.browser


@pytest.fixture
def model(server, visit, expect, import_file, tmp_path, request):
    """A tab, and the address of a model of its own."""
    tab = visit(server)
    return tab.page, import_file(tab, onnx_models.write(tmp_path / "tuned.onnx", metadata={"for": request.node.name}))


def find(page, *, seconds: int = 6) -> None:
    page.get_by_label("Time to spend").fill(str(seconds))
    page.get_by_role("button", name="More settings").click()
    page.get_by_label("Batches").fill("1,2")
    page.get_by_label("Requests").fill("1")
    estimate = page.get_by_test_id("estimate")
    estimate.get_by_text(f"at most {seconds}").wait_for()
    page.get_by_role("button", name="Find the best").click()


def test_one_click_on_the_overview_starts_a_search_and_stop_ends_it(model, expect) -> None:
    page, _ = model
    page.get_by_role("button", name="Find the best").click()
    expect(page).to_have_url(re.compile(r"/experiments\?run="))
    card = page.get_by_role("article").first
    expect(card).to_contain_text("Best configuration of tuned")
    expect(card).to_contain_text("left")
    page.get_by_role("link", name="Home").first.click()
    running = page.get_by_role("article").first
    expect(running).to_contain_text("left")
    running.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("Nothing. This machine is free to measure.")).to_be_visible()


def test_the_card_of_the_latency_starts_a_search_for_the_lowest(model, expect) -> None:
    page, _ = model
    with page.expect_request(lambda request: request.url.endswith("/runs/tune")) as sent:
        page.get_by_role("button", name="Find the lowest").click()
    assert sent.value.post_data_json["goal"] == {"kind": "latency"}
    expect(page).to_have_url(re.compile(r"/experiments\?run="))
    page.get_by_role("article").first.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Find the best")).to_be_enabled()


def test_the_answer_stands_against_the_engines_own_hint(model, server, expect) -> None:
    page, address = model
    page.goto(f"{server.origin}{address}/experiments")
    find(page)
    # The verdict comes first, as a sentence.
    answer = page.get_by_role("heading", level=2, name=re.compile(r"frames.s at"))
    expect(answer).to_be_visible(timeout=60_000)
    expect(page.get_by_text(re.compile(r"hint", re.IGNORECASE)).first).to_be_visible()
    expect(page.get_by_text(re.compile(r"\d+ of \d+ configurations were tried"))).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Most throughput"))).to_be_visible()
    lowest = page.get_by_role("button", name=re.compile("Lowest latency", re.IGNORECASE))
    lowest.click()
    expect(lowest).to_have_attribute("aria-pressed", "true")
    panel = page.get_by_role("region", name="Chosen point")
    expect(lowest).to_contain_text(panel.get_by_role("heading").inner_text())

    # The run has a page of its own that shows the same; its points lead to theirs.
    expect(page.get_by_role("button", name="Measure again")).to_be_enabled()
    page.get_by_role("grid", name="Experiments of this model").get_by_text("Find best", exact=True).click()
    page.get_by_role("link", name="Open run").first.click()
    crumbs = page.get_by_role("navigation", name="Breadcrumbs")
    expect(crumbs.get_by_role("link", name="tuned")).to_be_visible()
    crumbs.get_by_role("link", name=re.compile("^Tune")).click()
    expect(page.get_by_role("heading", name="Best configuration of tuned", level=1)).to_be_visible()
    expect(answer).to_be_visible()
    expect(page.get_by_role("grid", name="Points")).to_be_visible()


def test_a_limit_that_nothing_meets_names_the_nearest(model, server, expect) -> None:
    page, address = model
    page.goto(f"{server.origin}{address}/experiments")
    page.get_by_text("Under a limit", exact=True).click()
    start = page.get_by_role("button", name="Find the best")
    expect(start).to_be_disabled()
    page.get_by_label("Answer within").fill("0.01")
    expect(start).to_be_enabled()
    find(page, seconds=5)
    expect(page.get_by_role("heading", name=re.compile("^Nothing meets the limit. The nearest"))).to_be_visible(
        timeout=60_000
    )


def test_refusals_are_shown_at_their_fields_all_at_once(model, server, expect) -> None:
    page, address = model
    page.goto(f"{server.origin}{address}/experiments")
    page.get_by_text("Under a limit", exact=True).click()
    page.get_by_label("Answer within").fill("-1")
    page.get_by_label("Time to spend").fill("0")
    page.get_by_role("button", name="More settings").click()
    page.get_by_label("Streams").fill("99")
    for field in ("Answer within", "Time to spend", "Streams"):
        expect(page.get_by_label(field)).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Batches").fill("1,x")
    expect(page.get_by_text("'x' is neither a number nor a range")).to_be_visible()
    expect(page.get_by_role("button", name="Find the best")).to_be_disabled()

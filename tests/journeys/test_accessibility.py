"""axe finds nothing serious on any page, in either theme."""

import json
import re
from pathlib import Path

import pytest
from builders import onnx_models

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[2] / "ui" / "node_modules" / "axe-core" / "axe.min.js"
RUN = "() => axe.run(document, {resultTypes: ['violations'], iframes: false})"


@pytest.fixture(scope="module")
def axe() -> str:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed (it comes with the page's build)")
    return AXE.read_text(encoding="utf-8")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_serious_findings(server, visit, expect, import_file, measured, tmp_path, axe, theme) -> None:
    tab = visit(server, theme=theme, width=1024, height=768)
    page = tab.page
    model = import_file(tab, onnx_models.write(tmp_path / f"{theme}.onnx", metadata={"who": theme}))
    page.get_by_role("button", name="Profile the layers").click()
    expect(page.get_by_role("grid", name="Layers")).to_be_visible()
    page.goto(f"{server.origin}{model}/experiments?way=single")
    page.get_by_text("Quick", exact=True).click()
    page.get_by_role("button", name="Start the benchmark").click()
    expect(page.get_by_text("Median latency, closed load")).to_be_visible()
    single = page.url[len(server.origin) :]
    page.goto(f"{server.origin}{model}/experiments?way=sweep")
    page.get_by_role("button", name="All cells with batch 1", exact=True).click()
    page.get_by_role("button", name="More settings").click()
    page.get_by_label("Time, each point").fill("0.2")
    page.get_by_role("button", name="Start the sweep").click()
    expect(page.get_by_text("4 of 4 points measured")).to_be_visible()
    sweep = re.search(r"run=(\w+)", page.url)[1]
    page.goto(f"{server.origin}{model}/experiments")
    page.get_by_label("Time to spend").fill("3")
    page.get_by_role("button", name="Find the best").click()
    expect(page.get_by_role("heading", name=re.compile("frames.s at"))).to_be_visible()
    runs = [measured(tab, model, budget_s=0.3), measured(tab, model, slowdown="1.05", budget_s=0.3)]
    compared = f"/compare?run={runs[0]}&run={runs[1]}"
    page.goto(f"{server.origin}/datasets?import=open")
    page.get_by_role("button", name="Try a sample").click()
    page.get_by_role("menuitem", name="shapes-detection").click()
    expect(page.get_by_role("heading", name="shapes-detection", level=1)).to_be_visible()
    dataset = page.url[len(server.origin) :]
    found = {}
    for path in (
        "/",
        "/models",
        model,
        f"{model}/experiments",
        f"{model}/experiments?way=sweep&run={sweep}&limit=1.5",
        f"{model}/experiments?way=sweep&run={sweep}&limit=0.001",
        f"/runs/{sweep}",
        single,
        f"{model}/layers",
        f"{model}/graph",
        f"{model}/accuracy",
        f"{model}/history",
        f"/runs/{runs[0]}",
        "/compare",
        compared,
        f"{compared}&view=points",
        f"{compared}&view=layers",
        "/datasets?import=open",
        dataset,
        f"{dataset}?picture=2",
        "/runs",
        "/devices",
        "/settings",
    ):
        page.goto(server.origin + path)
        expect(page.get_by_role("main")).not_to_be_empty()
        page.wait_for_timeout(400)  # charts and lists come after the first paint
        page.evaluate(axe)  # through the debugger: the Content-Security-Policy would refuse a script tag
        for violation in page.evaluate(RUN)["violations"]:
            if violation["impact"] in ("serious", "critical"):
                nodes = [node["html"][:160] + " | " + node["failureSummary"][:220] for node in violation["nodes"][:4]]
                found.setdefault(violation["id"], []).append((path, len(violation["nodes"]), nodes))
    assert not found, json.dumps(found, indent=2)

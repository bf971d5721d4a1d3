"""axe finds nothing serious on any page, in either theme."""

import json
from pathlib import Path

import pytest
from builders import onnx_models

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[2] / "ui" / "node_modules" / "axe-core" / "axe.min.js"
THEMES = ("light", "dark")
# Colours on their way from one theme to the other are those of neither.
SETTLED = """() => Promise.allSettled(document.getAnimations()
    .filter((one) => one.effect.getTiming().iterations !== Infinity).map((one) => one.finished))"""
RUN = "runOnly => axe.run(document, {resultTypes: ['violations'], iframes: false, ...(runOnly && {runOnly})})"
# All else is the same in both themes.
OF_COLOURS = ["color-contrast", "link-in-text-block"]


@pytest.fixture(scope="module")
def axe() -> str:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed (it comes with the page's build)")
    return AXE.read_text(encoding="utf-8")


def test_no_serious_findings(server, visit, expect, import_file, measured, carried, tmp_path, axe) -> None:
    tab = visit(server, width=1024, height=768)
    page = tab.page
    model = import_file(tab, onnx_models.write(tmp_path / "looked at.onnx"))
    gpu = {"device": "GPU"}
    wish = {"model": model.rsplit("/", 1)[-1]}
    plan = {"effort": "quick", "budget_s": 0.2}
    carried(tab, "profile", {**wish, "config": gpu})
    sweep = carried(tab, "sweep", {**wish, "space": {"base": gpu, "batch": [1], "streams": [1, 2, 3, 4]}, "plan": plan})
    carried(tab, "quantize", {**wish, "options": {"method": "weights_int8"}})
    runs = [measured(tab, model, budget_s=0.3), measured(tab, model, slowdown="1.05", budget_s=0.3)]
    best = carried(tab, "tune", {**wish, "space": {"base": gpu, "batch": [1, 2]}, "budget_s": 2})
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
        f"{model}/experiments?run={best}",
        f"{model}/experiments?way=sweep&run={sweep}&limit=1.5",
        f"{model}/experiments?way=sweep&run={sweep}&limit=0.001",
        f"/runs/{sweep}",
        f"{model}/experiments?way=single&run={runs[0]}",
        f"{model}/layers",
        f"{model}/graph",
        f"{model}/accuracy",
        f"{model}/quantize",
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
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", theme)
            page.evaluate(SETTLED)
            for violation in page.evaluate(RUN, None if theme == THEMES[0] else OF_COLOURS)["violations"]:
                if violation["impact"] in ("serious", "critical"):
                    nodes = [
                        f"{node['html'][:160]} | {node['failureSummary'][:220]}" for node in violation["nodes"][:4]
                    ]
                    found.setdefault(violation["id"], []).append((path, theme, len(violation["nodes"]), nodes))
    assert not found, json.dumps(found, indent=2)

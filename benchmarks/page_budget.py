"""What the page costs, against its budgets: transfer, first paint, filtering 10,000 layers, processor while idle.

    .venv/bin/python benchmarks/page_budget.py

Starts a workbench on the fake engine with a workspace of its own, and a headless Chromium. The layer table is given a
real profile whose layers are repeated until there are 10,000. Times are medians; on a busy machine they are larger.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil
from onnx import TensorProto, helper
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
]
LAYERS = 10_000
LOADS = 5
IDLE_S = 10.0
FILTERS = ("type:conv", "prec:f16", ">0.001%", "conv_7", "relu", "kernel:fake", "pool type:pool", "9")
# Sets the filter as a key press does, and waits until the browser has drawn what came of it.
FILTER = """async ([label, text]) => {
    const input = document.querySelector(`[aria-label="${label}"]`);
    const view = document.querySelector("main");
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
    const changed = new Promise((resolve) => {
        const watch = new MutationObserver(() => { watch.disconnect(); resolve(); });
        watch.observe(view, {subtree: true, childList: true, attributes: true});
        setTimeout(resolve, 3000);
    });
    const start = performance.now();
    set.call(input, text);
    input.dispatchEvent(new Event("input", {bubbles: true}));
    await changed;
    await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 0)));
    return performance.now() - start;
}"""


def main() -> int:
    """Measure everything and print a table; the exit code is 1 when a budget is exceeded."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server, sign_in = start(Path(folder))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            rows = measure(browser, sign_in, model_file(Path(folder)))
        finally:
            browser.close()
            server.terminate()
            server.wait()
    print(f"{'':44}{'measured':>12}{'budget':>12}")
    for name, value, unit, budget in rows:
        limit = f"< {budget:g} {unit}" if budget else ""
        print(f"{name:44}{value:>9.1f} {unit:3}{limit:>11}{'  exceeded' if budget and value > budget else ''}")
    return int(any(budget and value > budget for _, value, _, budget in rows))


def start(folder: Path) -> tuple[subprocess.Popen[str], str]:
    """A workbench on a free port, and the link that signs in."""
    environment = {
        **os.environ,
        "DLWB_WORKSPACE": str(folder / "workspace"),
        "DLWB_SLOT": str(folder / "slot.lock"),
        "DLWB_ENGINE": "fake",
    }
    command = [sys.executable, "-c", "from dlwb.cli.app import main; main()", "serve", "--port", "0"]
    server = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    assert server.stderr is not None
    for line in server.stderr:
        if found := re.search(r"http://\S+\?token=\S+", line):
            return server, found[0]
    raise SystemExit("The workbench did not start.")


def model_file(folder: Path) -> Path:
    """A model; the fake engine takes any for its one network."""
    tensors = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, 3, 8, 8]) for name in ("x", "y")]
    graph = helper.make_graph([helper.make_node("Relu", ["x"], ["y"])], "g", tensors[:1], tensors[1:])
    path = folder / "model.onnx"
    path.write_bytes(helper.make_model(graph, ir_version=10).SerializeToString())
    return path


Row = tuple[str, float, str, float | None]


def measure(browser: Browser, sign_in: str, file: Path) -> list[Row]:
    """All figures, each with its budget where it has one."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(sign_in)
    origin = page.url.split("/?")[0].rstrip("/")
    page.get_by_test_id("file-input").set_input_files(file)
    page.get_by_role("button", name="Profile the layers").click(timeout=60_000)
    page.get_by_role("grid", name="Layers").wait_for(timeout=60_000)
    layers = page.url
    page.close()
    rows = loads(context, origin, "/", "home")
    rows += loads(context, origin, layers.removeprefix(origin), "layers")
    rows += filtering(context, layers)
    rows += idle(context, origin)
    return rows


def loads(context: BrowserContext, origin: str, path: str, name: str) -> list[Row]:
    """Transfer and first contentful paint of a first visit (empty cache), median of several."""
    paints: list[float] = []
    sizes: dict[str, float] = {}
    for _ in range(LOADS):
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        kinds: dict[str, str] = {}
        sizes = {"Script": 0.0, "all": 0.0}

        def responded(event: dict[str, Any], kinds: dict[str, str] = kinds) -> None:
            kinds[event["requestId"]] = event["type"]

        def finished(event: dict[str, Any], kinds: dict[str, str] = kinds, sizes: dict[str, float] = sizes) -> None:
            kilobytes = event["encodedDataLength"] / 1000
            sizes["all"] += kilobytes
            if kinds.get(event["requestId"]) == "Script":
                sizes["Script"] += kilobytes

        session.on("Network.responseReceived", responded)
        session.on("Network.loadingFinished", finished)
        page.goto(origin + path)
        page.wait_for_timeout(1500)
        paints.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
        page.close()
    return [
        (f"{name}: JavaScript transferred", sizes["Script"], "kB", None),
        (f"{name}: everything transferred", sizes["all"], "kB", None),
        (f"{name}: first contentful paint", statistics.median(paints), "ms", 1000.0),
    ]


def filtering(context: BrowserContext, layers: str) -> list[Row]:
    """From a key press in the filter to the rows on the screen, 10,000 layers."""
    page = context.new_page()
    page.route("**/api/v1/runs/*/profile", ten_thousand)
    page.goto(layers)
    page.get_by_role("grid", name="Layers").wait_for()
    page.wait_for_timeout(1000)
    rounds = [text for text in FILTERS for text in (text, "")]
    times = [page.evaluate(FILTER, ["Filter layers", text]) for text in rounds]
    page.close()
    return [
        (f"filter {LAYERS:,} layers, median", statistics.median(times), "ms", 100.0),
        (f"filter {LAYERS:,} layers, slowest of {len(times)}", max(times), "ms", None),
    ]


def ten_thousand(route: Route) -> None:
    """The server's own profile with its layers repeated."""
    answer = route.fetch()
    profile = json.loads(answer.text())
    few = profile["layers"]
    profile["layers"] = [
        {**few[i % len(few)], "name": f"{few[i % len(few)]['name']}_{i}", "order": i} for i in range(LAYERS)
    ]
    route.fulfill(response=answer, json=profile)


def idle(context: BrowserContext, origin: str) -> list[Row]:
    """Processor time of the whole browser, in per cent of a core: nothing happens, then a measurement runs."""
    page = context.new_page()
    page.goto(origin + "/")
    page.wait_for_timeout(3000)
    quiet = share_of_core()
    measure_something(page, origin)
    page.wait_for_timeout(2000)
    busy = share_of_core()
    page.close()
    return [("browser, idle page", quiet, "%", 2.0), ("browser, page while measuring", busy, "%", 10.0)]


def measure_something(page: Page, origin: str) -> None:
    """Start a benchmark that lasts longer than we look at it."""
    plan = {"effort": "rigorous", "budget_s": 60}
    asked = {
        "model": first_model(page, origin),
        "config": {"device": "GPU", "extra": {"fake.jitter": "0.5"}},
        "plan": plan,
    }
    answer = page.request.post(f"{origin}/api/v1/runs/benchmark", data=asked, headers={"Origin": origin})
    assert answer.ok, answer.text()


def first_model(page: Page, origin: str) -> str:
    """The id of the model that was imported."""
    return str(page.request.get(f"{origin}/api/v1/models").json()["models"][0]["model"]["id"])


def share_of_core() -> float:
    """What this script's browser processes use, in per cent of one core."""
    before = browser_seconds()
    time.sleep(IDLE_S)
    return 100 * (browser_seconds() - before) / IDLE_S


def browser_seconds() -> float:
    """Processor time of this script's browser processes so far."""
    found = [p for p in psutil.Process().children(recursive=True) if "chrom" in p.name()]
    return sum(sum(p.cpu_times()[:2]) for p in found)


if __name__ == "__main__":
    sys.exit(main())

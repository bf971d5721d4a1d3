"""What watching costs while a large sweep runs: the server's and the browser's share of a core, and whether the page keeps up.

    .venv/bin/python benchmarks/sweep_watched.py [--points 200] [--point-budget S]

Starts a workbench on the fake engine with a workspace of its own, and a headless Chromium with one page: that of the sweep,
whose points appear on it. Points that take less time than real ones make the server's share larger than it would be. Ends
with 1 when the server takes more than 2 % of a core, or the page does not show all points at the end.
"""

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

import psutil
from page_budget import CHROMIUM, FLAGS, browser_seconds, first_model, model_file, start
from playwright.sync_api import Page, sync_playwright

SERVER_BUDGET = 2.0
_STEP_S = 10.0
# Counts what keeps the page from answering: tasks of more than 50 ms.
_WATCH_TASKS = """() => {
    window.longTasks = [];
    new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map((entry) => entry.duration)))
        .observe({type: "longtask", buffered: true});
}"""


def main() -> int:
    """Run the sweep, watch it, print the shares."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--points", type=int, default=200)
    parser.add_argument("--point-budget", type=float, default=1.0, help="seconds of measuring each point")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server, sign_in = start(Path(folder))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.goto(sign_in)
            origin = page.url.split("/?")[0].rstrip("/")
            page.get_by_test_id("file-input").set_input_files(model_file(Path(folder)))
            page.get_by_role("button", name="Profile the layers").wait_for(timeout=60_000)
            return watch(page, origin, psutil.Process(server.pid), arguments)
        finally:
            browser.close()
            server.terminate()
            server.wait()


def sweep(page: Page, origin: str, points: int, budget_s: float) -> str:
    """Queue a sweep of so many points; its run."""
    space = {
        "base": {"device": "GPU", "hint": "none", "extra": {"fake.latency_ms": "1", "fake.jitter": "0.1"}},
        "batch": list(range(1, points // 4 + 1)),
        "streams": [1, 2, 3, 4],
    }
    asked = {"model": first_model(page, origin), "space": space, "plan": {"effort": "quick", "budget_s": budget_s}}
    answer = page.request.post(f"{origin}/api/v1/runs/sweep", data=asked, headers={"Origin": origin})
    assert answer.ok, answer.text()
    return str(answer.json()["run"]["id"] if "run" in answer.json() else answer.json()["id"])


def watch(page: Page, origin: str, server: psutil.Process, arguments: argparse.Namespace) -> int:
    """Look every ten seconds at who used the processor, until the sweep has ended."""
    run = sweep(page, origin, arguments.points, arguments.point_budget)
    page.goto(f"{origin}/runs/{run}")
    page.wait_for_timeout(3000)
    page.evaluate(_WATCH_TASKS)
    shares: list[tuple[float, float]] = []
    state, began = "running", time.monotonic()
    while state in ("queued", "starting", "running"):
        before = server_seconds(server), browser_seconds(), time.monotonic()
        page.wait_for_timeout(_STEP_S * 1e3)
        wall = time.monotonic() - before[2]
        shares.append(((server_seconds(server) - before[0]) / wall * 100, (browser_seconds() - before[1]) / wall * 100))
        state = page.request.get(f"{origin}/api/v1/runs/{run}").json()["state"]
    page.wait_for_timeout(4000)
    points = page.request.get(f"{origin}/api/v1/runs/{run}/points").json()["points"]
    measured = sum(point["headline"] is not None for point in points)
    long_tasks = page.evaluate("window.longTasks")
    serving, browsing = zip(*shares, strict=True)
    print(f"sweep {state} after {time.monotonic() - began:.0f} s, {measured} of {arguments.points} points measured")
    for name, values in (("server", serving), ("browser", browsing)):
        typical = statistics.median(values)
        print(
            f"{name:8} mean {statistics.mean(values):.2f} %, median {typical:.2f} %, most in 10 s {max(values):.2f} %"
        )
    print(f"tasks of the page over 50 ms: {len(long_tasks)}, longest {max(long_tasks, default=0):.0f} ms")
    print(f"the page says: {page.get_by_role('main').inner_text()[:200]!r}")
    return int(statistics.mean(serving) > SERVER_BUDGET or measured != arguments.points)


def server_seconds(server: psutil.Process) -> float:
    """Processor time of the server itself, without its workers."""
    return sum(server.cpu_times()[:2])


if __name__ == "__main__":
    sys.exit(main())

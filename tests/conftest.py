"""What holds for every test, and the one browser that all browser tests share."""

import os
import shutil
import signal
import sys
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# The same examples each time: some laws are statistical and hold for nearly every one, and a run must mean something.
# `DLWB_EXPLORE=1 ./test tests/calc` looks at new ones. A law holds however busy the machine is, so none has a deadline.
settings.register_profile(
    "dlwb",
    derandomize=not os.environ.get("DLWB_EXPLORE"),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("dlwb")

# A test that imports the engine before any adapter of ours would start its telemetry, which writes to the home folder.
modules: dict[str, Any] = sys.modules
modules["openvino_telemetry"] = None

# pytest-xdist tells its workers a width, and the terminal takes it for what the user wants.
os.environ.pop("COLUMNS", None)

# A job that a shell started in the background ignores Ctrl-C, and so would every process that a test starts from here.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes are named by their place: packed ones hold the time, and processes that share the tests must agree on names."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture(scope="module")
def chromium():
    """A real browser. Closed after each module: Playwright keeps an event loop running, which would be in others' way."""
    sync_api = pytest.importorskip("playwright.sync_api")
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip(f"needs one of {', '.join(BROWSERS)}")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()

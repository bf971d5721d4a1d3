"""Make the machine ready: a virtual environment, the package with its page, and for tests a browser.

    python3 scripts/prepare.py [--tests]

Standard library only, and quiet when there is nothing to do: a stamp remembers what was installed last. Called by
`./run`, `./test` and `./check`; nobody needs to call it by hand.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
# What decides whether the installed package is still the one of this checkout. Python sources are not among them,
# because the installation is editable; the page's are, because it is built at installation.
INPUTS = ("pyproject.toml", "constraints.txt", "hatch_build.py")
PAGE = "ui"
NOT_SOURCES = "node_modules"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """Prepare, and return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tests", action="store_true", help="also install what the tests need, a browser included")
    tests = parser.parse_args().tests
    if sys.version_info < (3, 11):  # noqa: UP036 - this file runs before anything has checked
        say(f"dlwb needs Python 3.11 or newer; this is {sys.version.split()[0]} ({sys.executable}).")
        return 1
    try:
        make_environment()
        install(tests)
        if tests:
            ensure_browser()
    except subprocess.CalledProcessError as error:
        say(f"This step failed with exit code {error.returncode}: {' '.join(map(str, error.cmd))}")
        return 1
    return 0


def say(text: str) -> None:
    """Print a line on stderr; stdout belongs to the command that follows."""
    print(text, file=sys.stderr, flush=True)


def make_environment() -> None:
    """Create `.venv`, unless there is one that works."""
    if PYTHON.exists() and subprocess.run([PYTHON, "-c", "import pip"], check=False).returncode == 0:
        return
    say("Making a virtual environment in .venv …")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=False, capture_output=True, text=True)
    if made.returncode != 0 and can_use_apt():
        # Debian's python3 comes without ensurepip.
        say("This Python has no venv module; installing Debian's package for it …")
        apt_install(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
        made = subprocess.run(
            [sys.executable, "-m", "venv", "--clear", VENV], check=False, capture_output=True, text=True
        )
    if made.returncode != 0:
        say(made.stdout + made.stderr)
        say("Install the venv module of your Python (on Debian and Ubuntu: apt install python3-venv) and try again.")
        raise SystemExit(1)


def install(tests: bool) -> None:
    """Install the package and its dependencies, unless the stamp says that nothing changed."""
    stamp = VENV / ("installed-with-tests" if tests else "installed")
    wanted = fingerprint()
    if any(s.exists() and s.read_text() == wanted for s in (stamp, VENV / "installed-with-tests")):
        return
    say("Installing dlwb and building its page (the first time takes a few minutes) …")
    target = f"{ROOT}[dev]" if tests else str(ROOT)
    command = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", target]
    pins = ["--constraint", ROOT / "constraints.txt"]
    # Errors must be seen; pip's chatter about caches of other users need not.
    if subprocess.run([*command, *pins], check=False, stdout=sys.stderr).returncode:
        # A version can vanish from a registry; versions that nobody has tested together are then better than none.
        say("The tested versions cannot be installed (see above); trying the newest ones that fit, untested together …")
        subprocess.run(command, check=True, stdout=sys.stderr)
    stamp.write_text(wanted)


def fingerprint() -> str:
    """Hash of everything that decides what gets installed."""
    digest = hashlib.sha256(sys.version.encode())
    page = [p for p in sorted((ROOT / PAGE).rglob("*")) if p.is_file() and NOT_SOURCES not in p.parts]
    for file in (*(ROOT / name for name in INPUTS), *page):
        digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def ensure_browser() -> None:
    """Install Chromium with apt where we may; say what to do elsewhere."""
    if any(shutil.which(name) for name in BROWSERS):
        return
    if can_use_apt():
        say("Installing Chromium for the browser tests …")
        apt_install("chromium")
    else:
        say("No Chromium found: the browser tests will be skipped. Install the package `chromium` to run them.")


def can_use_apt() -> bool:
    """Whether this is a Debian-like system and we are root."""
    return shutil.which("apt-get") is not None and hasattr(os, "geteuid") and os.geteuid() == 0


def apt_install(package: str) -> None:
    """Install one Debian package."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=True, stdout=sys.stderr, env=quiet)
    subprocess.run(["apt-get", "install", "-y", "-qq", package], check=True, stdout=sys.stderr, env=quiet)


if __name__ == "__main__":
    sys.exit(main())

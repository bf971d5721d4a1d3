"""An installation without extras has everything that the package imports."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# What the code asks for only where somebody installed the extra, and says so otherwise.
OPTIONAL = ("keras", "pytorch")


def name_of(requirement: str) -> str:
    """`SQLAlchemy>=2.1,<2.2` is `sqlalchemy`."""
    return re.split(r"[^\w.-]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def installed_with(requirements: list[str]) -> set[str]:
    """These distributions and all that they bring along, by what is installed here."""
    found: set[str] = set()
    pending = [name_of(requirement) for requirement in requirements]
    while pending:
        name = pending.pop()
        if name in found:
            continue
        found.add(name)
        try:
            pending += [name_of(more) for more in requires(name) or [] if "extra ==" not in more]
        except PackageNotFoundError:  # for another system, or an extra that is not installed here
            continue
    return found


def imported(file: Path) -> Iterator[str]:
    """The packages that a module imports, anywhere in it."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module.partition(".")[0]


def test_nothing_is_imported_that_only_developers_have():
    extras = [requirement for extra in OPTIONAL for requirement in PROJECT["optional-dependencies"][extra]]
    there = installed_with(PROJECT["dependencies"] + extras)
    owners = packages_distributions()
    missing = {
        f"{file.relative_to(ROOT)} imports {package}"
        for file in sorted((ROOT / "src").rglob("*.py"))
        for package in imported(file)
        if package not in sys.stdlib_module_names and package != "dlwb"
        if not {name_of(owner) for owner in owners.get(package, [package])} & there
    }
    assert missing == set()

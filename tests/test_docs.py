"""Documentation that lies fails here: pages made from the code are fresh, and every Python block runs."""

import importlib
import re
from pathlib import Path

import pytest
from builders import onnx_models

from dlwb import documents

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCKS = [
    pytest.param(block, id=f"{page.relative_to(ROOT)}-{number}")
    for page in PAGES
    for number, block in enumerate(re.findall(r"^```python\n(.*?)^```", page.read_text(encoding="utf-8"), re.M | re.S))
]


def anchors(page):
    """What a link into a page can lead to: its headings, as the site and code hosts call them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


def test_defaults_are_told_as_one_types_them():
    page = (ROOT / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
    assert "Default: `True`" not in page
    assert "Default: ``" not in page
    for line in (
        "`--ceilings` / `--no-ceilings` | Also measure the roofline of the device (under 10 s). Default: `--ceilings`.",
        "| `--seed` | Seed of random data and of arrivals. Default: `0`. |",
        "| `--budget` | Most seconds to measure; else 15, or as the effort says. |",
        "| `--quick` | ±3 %, at most 5 s. |",
    ):
        assert line in page


def test_reference_pages_are_fresh(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "scripts")
    module = importlib.import_module("reference")
    assert {"cli.md", "json.md", "python.md", "errors.md", "settings.md"} <= set(module.PAGES)
    for name, make in module.PAGES.items():
        page = (module.FOLDER / name).read_text(encoding="utf-8")
        assert page == module.MADE + make().rstrip() + "\n", f"{name} is stale: run scripts/reference.py"


def test_links_between_pages_lead_somewhere():
    dead = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in (*PAGES, ROOT / "ARCHITECTURE.md", ROOT / "CONTRIBUTING.md")
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert dead == []


def test_links_into_pages_lead_to_a_heading():
    found = [
        (page, page.parent / target if target else page, anchor)
        for page in PAGES
        for target, anchor in re.findall(r"\]\((?!https?:)([^)#]*)#([^)]+)\)", page.read_text(encoding="utf-8"))
    ]
    known = {page: anchors(page) for page in {target for _, target, _ in found}}
    dead = {f"{page.relative_to(ROOT)}: {target.name}#{a}" for page, target, a in found if a not in known[target]}
    assert dead == set()
    assert len(found) > len(documents.__all__)


def test_every_type_in_a_document_has_its_section():
    kinds = [getattr(documents, name) for name in documents.__all__ if name != "Document"]
    inner = {name for kind in kinds for name in kind.model_json_schema(mode="serialization").get("$defs", {})}
    told = anchors(ROOT / "docs" / "reference" / "json.md")
    assert {name for name in (*inner, *documents.__all__) if name.lower() not in told} == {"Document"}


@pytest.mark.openvino
@pytest.mark.parametrize("block", BLOCKS)
def test_python_blocks_run(block, tmp_path, monkeypatch):
    onnx_models.write(tmp_path / "squeezenet.onnx")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DLWB_WORKSPACE", str(tmp_path / "workspace"))
    monkeypatch.setenv("DLWB_SLOT", str(tmp_path / "slot.lock"))
    exec(compile(block, "docs", "exec"), {})

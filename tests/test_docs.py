"""Documentation that lies fails here: pages made from the code are fresh, and every Python block runs."""

import importlib.util
import re
from pathlib import Path

import pytest
from builders import onnx_models

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCKS = [
    pytest.param(block, id=f"{page.relative_to(ROOT)}-{number}")
    for page in PAGES
    for number, block in enumerate(re.findall(r"^```python\n(.*?)^```", page.read_text(encoding="utf-8"), re.M | re.S))
]


def reference():
    spec = importlib.util.spec_from_file_location("reference", ROOT / "scripts" / "reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_reference_pages_are_fresh():
    module = reference()
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


@pytest.mark.openvino
@pytest.mark.parametrize("block", BLOCKS)
def test_python_blocks_run(block, tmp_path, monkeypatch):
    onnx_models.write(tmp_path / "squeezenet.onnx")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DLWB_WORKSPACE", str(tmp_path / "workspace"))
    monkeypatch.setenv("DLWB_SLOT", str(tmp_path / "slot.lock"))
    exec(compile(block, "docs", "exec"), {})

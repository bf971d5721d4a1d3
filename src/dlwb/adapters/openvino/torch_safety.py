"""What a PyTorch file may hold: data, never something that loading it would run.

An exported program is JSON. torch passes some of its strings to `eval` (expressions of shapes), to `exec` (names in
generated code) and to `getattr` (operators), imports modules named in others, and loads compiled libraries that lie in
the archive. All of this was tried on torch 2.13: a file with a system call in a shape or in an input's name runs it.
So libraries are refused and every string must be plain data: expressions are parsed and may hold arithmetic on symbols
only, names are names, operators come from a list.
"""

import ast
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from dlwb.adapters.archives import open_zip
from dlwb.domain.errors import UnreadableModel

_MOST_JSON_BYTES = 1 << 30
_FREE_TEXT = {"stack_trace", "nn_module_stack", "torch_fn", "source_fn_stack", "torch_version", "as_string"}
_PLAIN = re.compile(r"^[\w.\-:$/#<>, ]*$")
_NAME = re.compile(r"^[\w.]*$")
_OPERATOR = re.compile(
    r"^(?:torch\.ops\.(?:aten|prims|prim|higher_order|quantized_decomposed|torchvision)\.\w+(?:\.\w+)?"
    r"|torch\.(?:_?sym_\w+)|_operator\.\w+|math\.\w+)$"
)
_COMPILED = {"aotinductor", "executorch", "mtia"}
_TREES = ("in_spec", "out_spec")
_TREE_TYPES = {None, "builtins.tuple", "builtins.list", "builtins.dict", "collections.OrderedDict"}
_SYMBOL_CALLS = {
    "Symbol", "Integer", "Float", "Rational", "Max", "Min", "Abs", "Pow", "Add", "Mul", "Mod", "PythonMod", "FloorDiv",
    "CleanDiv", "CeilDiv", "ModularIndexing", "Where", "Eq", "Ne", "Lt", "Le", "Gt", "Ge", "And", "Or", "Not", "floor",
    "ceiling", "CeilToInt", "FloorToInt", "TruncToInt", "TruncToFloat", "RoundToInt", "RoundDecimal", "ToFloat",
    "PowByNatural", "FloatPow", "FloatTrueDiv", "IntTrueDiv", "LShift", "RShift", "Identity", "Piecewise",
    "IsNonOverlappingAndDenseIndicator",
}  # fmt: skip
_GUARD_CALLS = {"size", "stride", "storage_offset", "numel", "dim"}
_HARMLESS = (
    ast.Expression, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.Name, ast.Load, ast.keyword, ast.operator,
    ast.unaryop, ast.boolop, ast.cmpop, ast.Tuple, ast.Constant, ast.Call,
)  # fmt: skip
_GUARD_PARTS = (ast.Subscript, ast.Attribute)
_TOUCHES_FILES = re.compile(rb"\b(?:torch|ops\.aten)\.(?:from_file|save)\s*\(")


def check_torchscript(path: Path) -> None:
    """Refuse TorchScript that reads or writes files.

    Raises:
        UnreadableModel: it does.
    """
    for name, content in _members(path, lambda name: name.parts[1:2] == ("code",) and name.suffix == ".py"):
        found = _TOUCHES_FILES.search(content)
        if found:
            raise _refused(path, f"its code ({name}) calls {found[0].decode()}…), which touches files")


def check_exported_program(path: Path) -> None:
    """Refuse an exported program with libraries or with strings that torch would run, or that look as if.

    Raises:
        UnreadableModel: names the string or the library.
    """
    for name in _names(path):
        if _COMPILED.intersection(PurePosixPath(name.lower()).parts):
            raise _refused(path, f"it holds compiled code ({name})")
    for name, content in _members(path, lambda name: name.suffix == ".json"):
        try:
            document = json.loads(content)
        except ValueError as error:
            raise UnreadableModel(f"'{path.name}' is damaged: {name} is no JSON.", "Export it again.") from error
        for key, text in _strings(document, ""):
            if key in _TREES:
                if (kind := _foreign_type(text)) is not None:
                    raise _refused(path, f"its inputs or outputs are packed in '{kind}', not in tuples, lists or dicts")
            elif not _is_harmless(key, text):
                raise _refused(path, f"{name} holds {key} = {text[:80]!r}, which loading could run")


def _names(path: Path) -> list[str]:
    with open_zip(path) as opened:
        return opened.namelist()


def _members(path: Path, wanted: Any) -> Iterator[tuple[str, bytes]]:
    with open_zip(path) as opened:
        for info in opened.infolist():
            if not wanted(PurePosixPath(info.filename)):
                continue
            if info.file_size > _MOST_JSON_BYTES:
                raise _refused(path, f"{info.filename} is too large to be checked")
            try:
                yield info.filename, opened.read(info)
            except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
                raise UnreadableModel(f"'{path.name}' is damaged: {error}.", "Copy or export it again.") from error


def _strings(value: Any, key: str) -> Iterator[tuple[str, str]]:
    """Every string with the key it is found under; keys are strings too."""
    if isinstance(value, dict):
        for inner, content in value.items():
            if key != "metadata":
                yield "key", inner
            yield from _strings(content, inner)
    elif isinstance(value, list):
        for content in value:
            yield from _strings(content, key)
    elif isinstance(value, str):
        yield key, value


def _is_harmless(key: str, text: str) -> bool:
    if key in _FREE_TEXT:
        return True
    if key == "expr_str":
        return _is_expression(text, guard=False)
    if key == "guards_code":
        return _is_expression(text, guard=True)
    if key == "target":
        return bool(_OPERATOR.match(text))
    if key in ("name", "forward_arg_names"):
        return bool(_NAME.match(text))
    return bool(_PLAIN.match(text))


def _is_expression(text: str, *, guard: bool) -> bool:
    """Whether a text is arithmetic on symbols and nothing else."""
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return all(_is_arithmetic(node, guard=guard) for node in ast.walk(tree))


def _is_arithmetic(node: ast.AST, *, guard: bool) -> bool:
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Name):
            return node.func.id in _SYMBOL_CALLS
        return guard and isinstance(node.func, ast.Attribute) and not node.args and not node.keywords
    if isinstance(node, ast.Attribute):
        return guard and node.attr in _GUARD_CALLS
    if isinstance(node, ast.Name):
        return "__" not in node.id
    if isinstance(node, ast.Constant):
        return not isinstance(node.value, str) or bool(_NAME.match(node.value))
    return isinstance(node, _HARMLESS) or (guard and isinstance(node, _GUARD_PARTS))


def _foreign_type(text: str) -> str | None:
    """What a tree of inputs or outputs holds besides tuples, lists and dicts; None: nothing."""
    try:
        pending = [json.loads(text)]
    except ValueError:
        return text[:80]
    while pending:
        value = pending.pop()
        if isinstance(value, list):
            pending.extend(value)
        elif isinstance(value, dict):
            if value.get("type") not in _TREE_TYPES:
                return str(value.get("type"))[:80]
            if "__enum__" in str(value.get("context")):
                return "an enumeration"
            pending.extend(value.get("children_spec", []))
    return None


def _refused(path: Path, why: str) -> UnreadableModel:
    return UnreadableModel(
        f"'{path.name}' is refused: {why}.", "Export the network to ONNX (torch.onnx.export) and import that."
    )

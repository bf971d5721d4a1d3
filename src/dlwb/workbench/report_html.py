"""Pieces of a report that is one HTML file: nothing is loaded, no script runs, and everything that is named is escaped."""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from html import escape

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --dim: #5b6570; --ground: #fff; --line: #d5dae0; --good: #0a6b3d;
  --bad: #b3261e; --bar: #c9d8ec; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --dim: #a2acb7; --ground: #14171a; --line: #3a424b;
  --good: #6fd69a; --bad: #ff8a80; --bar: #2f4763; } }
@media print { :root { color-scheme: light; --ink: #000; --dim: #444; --ground: #fff; --line: #bbb; --good: #064; --bad: #900;
  --bar: #dde6f2; } figure, tr, section.keep { break-inside: avoid; } body { max-width: none; } }
* { box-sizing: border-box; }
body { margin: 2rem auto; padding: 0 1rem; max-width: 72rem; background: var(--ground); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
.verdict { font-size: 1.25rem; margin: .5rem 0 1rem; } .dim { color: var(--dim); }
table { border-collapse: collapse; } th, td { text-align: left; padding: .25rem .8rem .25rem 0; vertical-align: top;
  border-bottom: 1px solid var(--line); } td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
th { font-weight: 600; } .wide { overflow-x: auto; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 1rem; }
figure { margin: 0; border: 1px solid var(--line); padding: .5rem; } figure svg { width: 100%; height: auto; display: block; }
figcaption { font-size: .85rem; margin-top: .4rem; }
.truth { fill: none; stroke: #18a558; stroke-dasharray: 6 4; } .found { fill: none; stroke: #ff7a00; }
.truth, .found { stroke-width: 2.5; vector-effect: non-scaling-stroke; }
svg text { font-family: system-ui, sans-serif; font-weight: 600; paint-order: stroke; stroke: #000; fill: #fff; }
"""


def text(value: object) -> str:
    """A value as text of the page: escaped, and without characters that steer."""
    return escape("".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in str(value)))


def document(title: str, body: Iterable[str]) -> str:
    """The whole file."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{text(title)}</title><style>{_STYLE}</style></head>\n<body>\n" + "\n".join(body) + "\n</body></html>\n"
    )


def section(title: str, *parts: str) -> str:
    """A part with a heading; nothing where it has no content."""
    content = "\n".join(filter(None, parts))
    return f"<section><h2>{text(title)}</h2>\n{content}</section>" if content else ""


def table(head: Sequence[str], rows: Iterable[Sequence[object]], numbers: Sequence[int] = ()) -> str:
    """A table; `numbers` are the columns that are set to the right. Nothing where it has no rows."""
    lines = [_row(row, numbers) for row in rows]
    if not lines:
        return ""
    cells = "".join(f'<th scope="col"{_class(i, numbers)}>{text(name)}</th>' for i, name in enumerate(head))
    return f'<div class="wide"><table><thead><tr>{cells}</tr></thead><tbody>{"".join(lines)}</tbody></table></div>'


def _row(row: Sequence[object], numbers: Sequence[int]) -> str:
    return "<tr>" + "".join(f"<td{_class(i, numbers)}>{text(cell)}</td>" for i, cell in enumerate(row)) + "</tr>"


def _class(column: int, numbers: Sequence[int]) -> str:
    return ' class="number"' if column in numbers else ""


def listing(lines: Iterable[str]) -> str:
    """A list of sentences."""
    items = "".join(f"<li>{text(line)}</li>" for line in lines)
    return f"<ul>{items}</ul>" if items else ""


def data_address(content: bytes, media_type: str) -> str:
    """A picture as an address that holds it."""
    return f"data:{media_type};base64,{b64encode(content).decode('ascii')}"


def drawing(size: tuple[int, int], label: str, parts: Iterable[str]) -> str:
    """A picture with what is drawn over it, in pixels of that (width, height)."""
    width, height = size
    head = f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{text(label)}">'
    return head + "".join(parts) + "</svg>"


def image(address: str, size: tuple[int, int], opacity: float = 1.0) -> str:
    """A picture within a drawing, stretched over all of it."""
    width, height = size
    return f'<image href="{text(address)}" width="{width}" height="{height}" preserveAspectRatio="none" opacity="{opacity}"/>'


def rectangle(kind: str, corners: tuple[float, float, float, float], words: str, font: float) -> str:
    """A box `x0, y0, x1, y1` of the kind `truth` or `found`, with words inside its upper edge."""
    x0, y0, x1, y1 = corners
    shape = (
        f'<rect class="{kind}" x="{x0:.1f}" y="{y0:.1f}" width="{max(0, x1 - x0):.1f}" height="{max(0, y1 - y0):.1f}"/>'
    )
    at = f'x="{x0 + font / 4:.1f}" y="{y0 + font:.1f}" font-size="{font:.1f}" stroke-width="{font / 6:.1f}"'
    return shape + (f"<text {at}>{text(words)}</text>" if words else "")

"""What a file that nobody can import looks like, in words, and what to do about it."""

from pathlib import Path

_SIGNATURES: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"version https://git-lfs", "a Git LFS pointer, not the file itself", "Fetch the file with 'git lfs pull'."),
    (0, b"GGUF", "a GGUF language model", ""),
    (0, b"\x89PNG", "a PNG picture", ""),
    (0, b"\xff\xd8\xff", "a JPEG picture", ""),
    (0, b"GIF8", "a GIF picture", ""),
    (8, b"WEBP", "a WebP picture", ""),
    (0, b"%PDF", "a PDF document", ""),
    (0, b"\x7fELF", "a program for Linux", ""),
    (0, b"MZ", "a program for Windows", ""),
    (0, b"\x93NUMPY", "a NumPy array", ""),
    (0, b"PK", "a zip archive", ""),
    (0, b"\x1f\x8b", "a gzip file that holds no tar", "Unpack it first."),
    (0, b"7z\xbc\xaf", "a 7-zip archive", "Pack it as zip or tar."),
    (0, b"Rar!", "a RAR archive", "Pack it as zip or tar."),
    (0, b"(\xb5/\xfd", "a zstandard file", "Pack it as zip or tar."),
    (0, b"SQLite format 3", "a SQLite database", ""),
    (8, b"{", "a safetensors file: weights without a network", "Export the network to ONNX and import that."),
    (0, b"<!DOCTYPE html", "a web page, perhaps the error page of a download", "Download the file again."),
    (0, b"<html", "a web page, perhaps the error page of a download", "Download the file again."),
    (0, b"{", "JSON text", ""),
)


def looks_like(path: Path) -> tuple[str, str]:
    """What the first bytes of a file look like, and the next step (or empty)."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head:
        return "an empty file", "Copy or download the file again."
    for offset, magic, words, hint in _SIGNATURES:
        if head[offset : offset + len(magic)] == magic:
            return words, hint
    if not head.strip(b"\0"):
        return "nothing but zero bytes", "Copy or download the file again."
    start = head[:8].hex(" ")
    if b"\0" not in head and _is_text(head):
        return _text(head), ""
    return f"unknown binary data that begins with {start}", ""


def _is_text(head: bytes) -> bool:
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(head) - 4  # only the cut at the end is broken
    return True


def _text(head: bytes) -> str:
    first = head.decode("utf-8", "replace").strip().splitlines()[:1]
    return f"text that begins with {first[0][:60]!r}" if first else "blank text"

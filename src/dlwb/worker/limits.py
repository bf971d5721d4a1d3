"""Keep one worker from taking the whole machine down."""

import sys
from contextlib import suppress
from pathlib import Path

from dlwb.domain.errors import DlwbError, OutOfMemory

# How allocators say that they got nothing, after the engine has wrapped it in an exception of its own.
_WORDS_OF_EXHAUSTION = ("bad_alloc", "bad allocation", "cannot allocate memory", "unable to allocate", "out of memory")
_OOM_SCORE = "500"


def limit_memory(limit_bytes: int | None) -> None:
    """Let allocations beyond `limit_bytes` of private writable memory fail, where the platform can (Linux).

    RLIMIT_DATA counts the heap, anonymous mappings and thread stacks, and leaves alone what only
    takes address space: mapped weight files and shared memory. macOS and Windows do not enforce it.
    """
    if sys.platform != "linux":
        return
    import resource

    if limit_bytes is not None:
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        wanted = limit_bytes if hard == resource.RLIM_INFINITY else min(limit_bytes, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (wanted, hard))
    # Should the kernel run out of memory all the same, it must choose this process and not the server.
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(_OOM_SCORE, encoding="ascii")


def lift_memory_limit() -> None:
    """Give the limit up, so that there is memory to report that it was reached."""
    if sys.platform != "linux":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))


def is_exhaustion(error: BaseException) -> bool:
    """Whether an exception means that an allocation failed."""
    if isinstance(error, OutOfMemory):
        return False
    return isinstance(error, MemoryError) or _speaks_of_exhaustion(str(error))


def _speaks_of_exhaustion(text: str) -> bool:
    return any(words in text.lower() for words in _WORDS_OF_EXHAUSTION)


def out_of_memory(error: BaseException, limit_bytes: int | None) -> DlwbError:
    """The error to report for a failed allocation."""
    lines = [line.strip()[:200] for line in str(error).splitlines() if line.strip()]
    detail = next((line for line in lines if _speaks_of_exhaustion(line)), type(error).__name__)
    if limit_bytes is None:
        return OutOfMemory(f"The worker could not get the memory it asked for ({detail}).", "Free some memory.")
    return OutOfMemory(
        f"The worker went over its memory limit of {limit_bytes / 1024**3:.2f} GiB ({detail}).",
        "Use a smaller batch, fewer streams or a smaller model, or raise the memory_limit_gib setting.",
    )

"""Work on many things in several threads, with flat memory and results in order."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")

_MOST_THREADS = 8
_AHEAD = 64


def in_threads(work: Callable[[Given], Made], things: Iterable[Given], ahead: int = _AHEAD) -> Iterator[Made]:
    """Results in the order of the things; only so many (`ahead`) are under way at once. What `work` raises is raised here."""
    waiting = iter(things)
    with ThreadPoolExecutor(min(os.cpu_count() or 1, _MOST_THREADS)) as pool:
        under_way = [pool.submit(work, thing) for thing in islice(waiting, ahead)]
        while under_way:
            yield under_way.pop(0).result()
            under_way += [pool.submit(work, thing) for thing in islice(waiting, 1)]

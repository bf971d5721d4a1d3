"""When a run that arrives from elsewhere is one that is known already."""

from collections.abc import Mapping
from dataclasses import replace

from dlwb.domain.annotation import Annotation
from dlwb.domain.errors import InputError
from dlwb.domain.run import Run


def refuse_different(new: Mapping[str, Run], known: Mapping[str, Run]) -> None:
    """Let pass what is new, or known and the same.

    Raises:
        InputError: a known run has the id of a different new one.
    """
    for id, run in known.items():
        if _measured(run) != _measured(new[id]):
            raise InputError(
                f"Run {id} is here already, and it is a different one.",
                "Nothing was imported. Remove one of the two runs, or export again.",
            )


def with_searches(new: Mapping[str, Run], known: Mapping[str, Run]) -> tuple[Run, ...]:
    """Known runs that were imported without the search that they are a point of, with that search where it arrives now."""
    alone = (run for run in known.values() if run.imported_from is not None and run.parent is None)
    return tuple(replace(run, parent=new[run.id].parent) for run in alone if new[run.id].parent is not None)


def _measured(run: Run) -> Run:
    """The run without what depends on where it lies: who wrote what beside it, who carried it, which search is there."""
    return replace(
        run,
        annotation=Annotation(),
        imported_from=None,
        owner=None,
        worker=None,
        parent=None,
        headline=None,
        accuracy=None,
        result=None,
    )

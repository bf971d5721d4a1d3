"""The list of models, with the best figures of their runs."""

from dlwb.adapters.stores.sql import SqlStore
from dlwb.documents import ModelDocument, ModelListEntry


def model_entries(store: SqlStore) -> tuple[ModelListEntry, ...]:
    """All models, newest first, with the best figures of their runs."""
    figures = store.figures()
    entries = []
    for model in store.models():
        best = figures.get(model.id)
        entries.append(
            ModelListEntry(
                model=ModelDocument.of(model),
                best_throughput_fps=best.best_throughput_fps if best else None,
                best_latency_ms=best.best_latency_ms if best else None,
                runs=best.runs if best else 0,
                last_run=best.last_run if best else None,
            )
        )
    return tuple(entries)

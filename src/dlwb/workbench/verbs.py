"""Every kind of run, with what it needs of the workspace."""

from collections.abc import Callable, Mapping

from dlwb.adapters.artifacts import FolderArtifacts
from dlwb.adapters.stores.sql import SqlStore
from dlwb.config import Settings
from dlwb.domain.graph import ModelAnalysis
from dlwb.domain.model import Model, Shape
from dlwb.domain.target import KnownCeilings
from dlwb.workbench.configuring import with_batch
from dlwb.workbench.datasets import import_verb
from dlwb.workflows.compare import CompareVerb
from dlwb.workflows.evaluate import AccuracyVerb
from dlwb.workflows.explain import ExplainVerb
from dlwb.workflows.folders import RunFolders
from dlwb.workflows.machine import MachineVerb
from dlwb.workflows.model_verbs import BenchmarkVerb, ImportVerb, ProfileVerb
from dlwb.workflows.quantize import QuantizeVerb
from dlwb.workflows.rivals import RivalsVerb
from dlwb.workflows.sweep import SweepVerb
from dlwb.workflows.try_picture import TryVerb
from dlwb.workflows.tune import TuneVerb
from dlwb.workflows.verb import Verbs


def all_verbs(
    store: SqlStore,
    artifacts: FolderArtifacts,
    folders: RunFolders,
    settings: Settings,
    *,
    analysis: Callable[[Model, Mapping[str, Shape]], ModelAnalysis],
    ceilings: KnownCeilings,
) -> Verbs:
    """The verbs by the kind of their runs; `analysis` and `ceilings` as in `ProfileVerb`."""
    return {
        "import": ImportVerb(store, artifacts),
        "benchmark": BenchmarkVerb(store, artifacts),
        "profile": ProfileVerb(store, artifacts, analysis, ceilings),
        "machine": MachineVerb(),
        "sweep": SweepVerb(store, artifacts),
        "tune": TuneVerb(store, artifacts),
        "compare": CompareVerb(store, artifacts),
        "dataset_import": import_verb(store, artifacts, settings),
        "accuracy": AccuracyVerb(store, artifacts),
        "quantize": QuantizeVerb(store, artifacts, folders),
        "try": TryVerb(store, artifacts, with_batch),
        "rivals": RivalsVerb(store, artifacts),
        "explain": ExplainVerb(store, artifacts, analysis, ceilings),
    }

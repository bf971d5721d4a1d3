"""`Workbench`: the Python SDK, and the one place where workflows and adapters are put together."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any

from dlwb.adapters.artifacts import FolderArtifacts
from dlwb.adapters.launchers.local import LocalLauncher
from dlwb.adapters.memory import worker_limit_bytes
from dlwb.adapters.processes import LocalProcesses
from dlwb.adapters.slot import FileSlot
from dlwb.adapters.staging import discard_stale
from dlwb.adapters.stores.sql import SqlStore
from dlwb.calc.batch import has_batch, with_batch_one
from dlwb.calc.colouring import Overlay
from dlwb.calc.uncounted_time import uncounted_shares
from dlwb.config import Settings, load_settings
from dlwb.documents import AnalysisDocument, HistoryDocument, ModelListEntry
from dlwb.domain.comparison import Comparison, InterleavePlan
from dlwb.domain.dataset import Dataset
from dlwb.domain.graph import ModelAnalysis
from dlwb.domain.inference import Effort, InferenceConfig, MeasurePlan, plan_for
from dlwb.domain.model import Model, Shape
from dlwb.domain.run import Run
from dlwb.domain.search import TUNE_BUDGET_S, Goal, GoalKind, LimitPercentile, SearchSpace
from dlwb.domain.specs import AccuracySpec, BenchmarkSpec, MachineSpec, ProfileSpec, RunSpec, TrySpec, staged_of
from dlwb.domain.target import Device, MachineReport
from dlwb.workbench.advisor import Advisor
from dlwb.workbench.comparing import ComparisonShelf
from dlwb.workbench.configuring import config_of, with_batch
from dlwb.workbench.datasets import DatasetShelf
from dlwb.workbench.evaluations import AccuracyShelf
from dlwb.workbench.executing import execute_now
from dlwb.workbench.model_entries import model_entries
from dlwb.workbench.models import ModelShelf
from dlwb.workbench.newest import newest_ceilings, newest_layers, newest_machine_report
from dlwb.workbench.quantizing import QuantizeShelf, QuantizeWish
from dlwb.workbench.rivals import RivalsShelf
from dlwb.workbench.runs import RunShelf
from dlwb.workbench.searches import SearchShelf
from dlwb.workbench.tries import PictureSource, TryShelf
from dlwb.workbench.tunings import TuneShelf, goal_of
from dlwb.workbench.verbs import all_verbs
from dlwb.workbench.versions import VersionShelf
from dlwb.workflows.advise import Advise
from dlwb.workflows.analyse import AnalyseModel
from dlwb.workflows.benchmark import check_config, with_absolute_inputs
from dlwb.workflows.devices import KnownDevices
from dlwb.workflows.executor import Executor
from dlwb.workflows.folders import RunFolders
from dlwb.workflows.overlay import make_overlay
from dlwb.workflows.profile import check_profile
from dlwb.workflows.query import Query
from dlwb.workflows.queue import OnChange, RunQueue


class Workbench:
    """Everything the workbench can do, in one object; the terminal and the server stand on it.

    ```python
    from dlwb import Workbench

    with Workbench() as workbench:
        model = workbench.models.add("squeezenet.onnx")
        run = workbench.benchmark(model, device="CPU")
        print(run.measurement.throughput_fps)
    ```

    Methods that do work block until it is done; each `submit_…` returns a queued run at once and leaves the work to a
    background thread (`start_background`). Every error is a `DlwbError`.
    """

    def __init__(self, workspace: Path | str | None = None, *, settings: Settings | None = None) -> None:
        """Open a workspace, made if needed; `workspace` wins over the settings.

        Raises:
            InvalidOptions: a setting is wrong. StoreError: the workspace cannot be used.
        """
        chosen = settings or load_settings(workspace)
        if settings is not None and workspace is not None:
            chosen = replace(settings, workspace=Path(workspace))
        # Workers run in folders of their own, where a relative path would lead elsewhere.
        chosen = replace(chosen, workspace=chosen.workspace.absolute(), slot=chosen.slot.absolute())
        self.settings = chosen
        folder = chosen.workspace
        self._store = SqlStore(folder)
        self._artifacts = FolderArtifacts(folder)
        launcher = LocalLauncher()
        query = Query(launcher, chosen.engine, folder / "tmp", self._memory_limit)
        self._analyse = AnalyseModel(self._artifacts, query)
        ceilings = partial(newest_ceilings, self._store)
        self._devices = KnownDevices(self._store, query, chosen.engine)
        self._queue = RunQueue(
            self._store,
            FileSlot(chosen.slot),
            launcher,
            LocalProcesses(),
            all_verbs(
                self._store,
                self._artifacts,
                RunFolders(folder / "runs"),
                chosen,
                analysis=self._analyse,
                ceilings=ceilings,
            ),
            folder=folder / "runs",
            engine=chosen.engine,
            memory_limit=self._memory_limit,
        )
        self._executor = Executor(self._queue)
        self.models = ModelShelf(self._store, self._artifacts, self._queue, self._executor, chosen)
        self.datasets = DatasetShelf(self._store, self._artifacts, self._queue, self._executor, chosen)
        self.runs = RunShelf(self._store, self._queue)
        self.evaluations = AccuracyShelf(
            self._queue,
            self._executor,
            models=self.models.get,
            datasets=self.datasets,
            devices=self.devices,
            completed=with_batch,
        )
        self.tries = TryShelf(
            self._store,
            self._queue,
            self._executor,
            datasets=self.datasets,
            devices=self.devices,
            scratch=folder / "tmp",
        )
        self.quantizations = QuantizeShelf(
            self._queue, self._executor, store=self._store, datasets=self.datasets, evaluations=self.evaluations
        )
        self.searches = SearchShelf(self._store, self._queue, self._executor, self.devices, with_batch)
        self.tunings = TuneShelf(self._store, self._queue, self._executor, self.devices, with_batch)
        self.advice = Advisor(Advise(self._store, self.devices, ceilings, has_batch))
        self.comparisons = ComparisonShelf(
            self._store,
            self._queue,
            self._executor,
            devices=self.devices,
            completed=with_batch,
            parameters=self._analyse.parameters,
        )
        self.versions = VersionShelf(
            self._store,
            self._queue,
            self._executor,
            devices=self.devices,
            completed=with_batch,
            analysis=self._analyse,
            evaluations=self.evaluations,
        )
        self.rivals = RivalsShelf(
            self._store, self._queue, self._executor, devices=self.devices, evaluations=self.evaluations
        )
        self._queue.sweep_lost()

    def close(self) -> None:
        """Stop the background work and let go of the workspace."""
        self._executor.stop()
        self._store.close()

    def __enter__(self) -> "Workbench":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- the machine ------------------------------------------------------------------------------

    def devices(self, *, refresh: bool = False) -> tuple[Device, ...]:
        """Every device the engine knows, also those it cannot use; remembered until `refresh`."""
        return self._devices.get(refresh=refresh)

    def machine_report(self) -> MachineReport | None:
        """The newest look at the machine, or None before the first."""
        return newest_machine_report(self._store)

    def examine_machine(self, device: str = "CPU", *, ceilings: bool = True, on_change: OnChange | None = None) -> Run:
        """Look at the machine: is it fit to measure, and (with `ceilings`) the roofline of `device`."""
        return self._do(MachineSpec(device, ceilings), "", on_change)

    def submit_machine(self, device: str = "CPU", ceilings: bool = True) -> Run:
        """Queue a look at the machine."""
        return self._executor.submit(MachineSpec(device, ceilings), "")

    # --- theory -----------------------------------------------------------------------------------

    def analyse(self, model: Model | str, shapes: Mapping[str, Shape] | None = None) -> ModelAnalysis:
        """What a model costs in theory; `shapes` fixes dynamic inputs.

        Raises:
            InvalidOptions: an input is dynamic and no shape was given, or a shape does not fit.
        """
        return self._analyse(self._model(model), shapes or {})

    def analysis_document(self, model: Model, shapes: Mapping[str, Shape] | None = None) -> AnalysisDocument:
        """The analysis as a document; a model whose only free dimension is the batch is counted at batch 1, and says so."""
        assumed = None if shapes else with_batch_one(model.inputs)
        analysis = self._analyse(model, shapes or assumed or {})
        hidden = uncounted_shares(analysis, newest_layers(self._store, model.id))
        return AnalysisDocument.of(analysis, hidden, assumed=assumed is not None)

    # --- measuring --------------------------------------------------------------------------------

    def benchmark(
        self,
        model: Model | str,
        config: InferenceConfig | None = None,
        plan: MeasurePlan | None = None,
        *,
        on_change: OnChange | None = None,
        **options: Any,
    ) -> Run:
        """Measure a model in one configuration; the finished run has `measurement`.

        `options` are fields of `InferenceConfig` (`device="CPU"`, `streams=2`, …), for those who do not build one.

        Raises:
            InvalidOptions: the configuration does not fit the model or the device; all problems at once.
            EngineError, WorkerError, RunCancelled: what went wrong while it ran.
        """
        spec = self._benchmark_spec(self._model(model), config_of(config, options), plan or MeasurePlan())
        return self._do(spec, self._model(model).name, on_change)

    def submit_benchmark(self, model: Model | str, config: InferenceConfig, plan: MeasurePlan) -> Run:
        """Queue a benchmark. Raises InvalidOptions, like `benchmark`."""
        found = self._model(model)
        return self._executor.submit(self._benchmark_spec(found, config, plan), found.name)

    def profile(
        self,
        model: Model | str,
        config: InferenceConfig | None = None,
        *,
        inferences: int = 30,
        on_change: OnChange | None = None,
        **options: Any,
    ) -> Run:
        """Measure a model layer by layer; the finished run has `profile`. Raises what `benchmark` raises."""
        spec = self._profile_spec(self._model(model), config_of(config, options), inferences)
        return self._do(spec, self._model(model).name, on_change)

    def submit_profile(self, model: Model | str, config: InferenceConfig, inferences: int = 30) -> Run:
        """Queue a profile. Raises InvalidOptions, like `benchmark`."""
        found = self._model(model)
        return self._executor.submit(self._profile_spec(found, config, inferences), found.name)

    def sweep(
        self,
        model: Model | str,
        space: SearchSpace,
        plan: MeasurePlan | None = None,
        goal: Goal | None = None,
        *,
        confirmed: bool = False,
        on_change: OnChange | None = None,
    ) -> Run:
        """Measure a model in every configuration of a space; `searches.swept(run)` has the points, front and best.

        Raises:
            InvalidOptions: the space cannot be swept, or is enormous and not `confirmed`. What `benchmark` raises.
        """
        found = self._model(model)
        plan = plan or plan_for(Effort.QUICK)
        spec = self.searches.sweep_spec(found, space, plan, goal or Goal(), confirmed=confirmed)
        return self.searches.sweep(spec, found.name, on_change=on_change)

    def tune(
        self,
        model: Model | str,
        goal: GoalKind | str = GoalKind.THROUGHPUT,
        *,
        latency_limit_ms: float | None = None,
        percentile: LimitPercentile | str = LimitPercentile.P50,
        memory_limit_bytes: int | None = None,
        space: SearchSpace | None = None,
        budget_s: float = TUNE_BUDGET_S,
        on_change: OnChange | None = None,
    ) -> Run:
        """Find the best configuration by a goal within limits; `tunings.tuned(run)` has the answer and what was tried.

        Axes of the space without values are filled in from the device and the model.

        Raises:
            InvalidOptions: the search cannot be done; all problems at once. What `benchmark` raises.
        """
        found = self._model(model)
        wanted = goal_of(goal, latency_limit_ms, percentile, memory_limit_bytes)
        spec = self.tunings.spec(found, space or SearchSpace(), wanted, budget_s)
        return self.tunings.tune(spec, found.name, on_change=on_change)

    def accuracy(
        self,
        model: Model | str,
        dataset: Dataset | str,
        wish: AccuracySpec | None = None,
        *,
        on_change: OnChange | None = None,
    ) -> Run:
        """Measure how right a model is on a dataset; see `AccuracyShelf.now`. The finished run has `evaluation`."""
        return self.evaluations.now(self._model(model), dataset, wish, on_change)

    def try_picture(
        self,
        model: Model | str,
        picture: PictureSource,
        against: Model | str | None = None,
        wish: TrySpec | None = None,
        *,
        on_change: OnChange | None = None,
    ) -> Run:
        """Show one picture to a model, and to another `against` it; see `TryShelf.now`. The finished run has `tried`."""
        models = [self._model(one) for one in (model, against) if one is not None]
        return self.tries.now(models, picture, wish, on_change)

    def quantize(
        self,
        model: Model | str,
        dataset: Dataset | str | None,
        wish: QuantizeWish | None = None,
        *,
        on_change: OnChange | None = None,
    ) -> Run:
        """Make a smaller version of a model; see `QuantizeShelf.now`. The finished run has `quantization`."""
        pictures = self.datasets.resolve(dataset) if isinstance(dataset, str) else dataset
        return self.quantizations.now(self._model(model), pictures, wish, on_change)

    def overlay(self, model: Model, by: str, run: Run | None = None) -> Overlay:
        """Colours for the nodes of the graphs (`by` type, time or precision), and which node became which layer.

        Raises:
            InputError: `by` needs a profile and there is none.
        """
        return make_overlay(self.models.graph(model), by, run.profile if run else None)

    def compare(
        self,
        *what: Model | Run | str,
        interleave: bool = False,
        config: InferenceConfig | None = None,
        plan: InterleavePlan | None = None,
        on_change: OnChange | None = None,
    ) -> Comparison:
        """Compare two to six runs or models, the first being the reference.

        Stored results as they are, or with `interleave` measured now, side by side: runs in their own configuration,
        models in `config`.

        Raises:
            InputError: they cannot be compared. EngineError, WorkerError, RunCancelled: what went wrong side by side.
        """
        ids = [one if isinstance(one, str) else one.id for one in what]
        if not interleave:
            return self.comparisons.stored(ids)
        subjects = self.comparisons.subjects(ids, config or InferenceConfig())
        spec = self.comparisons.spec(subjects, plan or InterleavePlan())
        return self.comparisons.result(self.comparisons.interleave(spec, on_change=on_change))

    def _benchmark_spec(self, model: Model, config: InferenceConfig, plan: MeasurePlan) -> BenchmarkSpec:
        config = with_batch(model, config)
        check_config(config, plan, self.devices(), model.inputs)
        return BenchmarkSpec(model.id, config, with_absolute_inputs(plan))

    def _profile_spec(self, model: Model, config: InferenceConfig, inferences: int) -> ProfileSpec:
        config = with_batch(model, config)
        check_profile(config, inferences, self.devices(), model.inputs)
        return ProfileSpec(model.id, config, inferences)

    def history(self, model: Model | str) -> HistoryDocument:
        """All benchmarks of a model over time, also imported ones, as series with their steps. Raises NotFound."""
        return self.runs.history(model.id if isinstance(model, Model) else model)

    # --- lists ------------------------------------------------------------------------------------

    def model_entries(self) -> tuple[ModelListEntry, ...]:
        """All models, newest first, with the best figures of their runs."""
        return model_entries(self._store)

    def start_background(self) -> None:
        """Start the thread that executes submitted runs, and clear away what killed processes left behind."""
        staged = (staged_of(run.spec) for run in self._store.unfinished())
        discard_stale(self.settings.workspace / "tmp", [path for path in staged if path is not None])
        with self._artifacts.changing():
            self._artifacts.keep_only(self._store.file_hashes())
        self.datasets.discard_orphans()
        self._queue.discard_orphans()
        self._executor.start()

    def _memory_limit(self) -> int:
        """The most bytes a worker may take that starts now."""
        return worker_limit_bytes(self.settings.memory_limit_gib)

    def _model(self, model: Model | str) -> Model:
        return model if isinstance(model, Model) else self.models.resolve(model)

    def _do(self, spec: RunSpec, name: str, on_change: OnChange | None) -> Run:
        return execute_now(self._queue, spec, name, on_change)

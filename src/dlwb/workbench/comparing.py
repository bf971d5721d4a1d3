"""Comparisons, as the SDK offers them."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from dlwb.adapters.stores.sql import SqlStore
from dlwb.domain.comparison import CompareSubject, Comparison, InterleavePlan
from dlwb.domain.config_rules import interleave_problems
from dlwb.domain.errors import InputError, NotFound
from dlwb.domain.inference import InferenceConfig, MeasurePlan, Mode
from dlwb.domain.model import Model
from dlwb.domain.problems import Problems
from dlwb.domain.run import Run
from dlwb.domain.specs import BenchmarkSpec, CompareSpec, ProfileSpec
from dlwb.domain.target import Device
from dlwb.workbench.executing import execute_now
from dlwb.workflows.benchmark import check_config, with_absolute_inputs
from dlwb.workflows.compare import check_count
from dlwb.workflows.compare_runs import CompareRuns
from dlwb.workflows.executor import Executor
from dlwb.workflows.queue import OnChange, RunQueue
from dlwb.workflows.relatives import Relative, check_related


class ComparisonShelf:
    """Compares stored results, and measures side by side.

    `devices` asks for the known devices, `completed` fills in what a configuration leaves to the model (its batch),
    `parameters` counts those of a model, None where that is not possible.
    """

    def __init__(
        self,
        store: SqlStore,
        queue: RunQueue,
        executor: Executor,
        *,
        devices: Callable[[], tuple[Device, ...]],
        completed: Callable[[Model, InferenceConfig], InferenceConfig],
        parameters: Callable[[Model], int | None],
    ) -> None:
        self._store = store
        self._queue = queue
        self._executor = executor
        self._devices = devices
        self._completed = completed
        self._compare_runs = CompareRuns(store, parameters)

    def stored(self, texts: Sequence[str]) -> Comparison:
        """Compare two to six runs or models by id, the first being the reference.

        Raises:
            NotFound, Ambiguous, InvalidOptions, InputError: see `CompareRuns`.
        """
        return self._compare_runs(texts)

    def result(self, run: Run) -> Comparison:
        """The result of an interleaved comparison. Raises the run's own failure, InputError for another kind of run."""
        return self._compare_runs.side_by_side(run)

    def subjects(self, texts: Sequence[str], config: InferenceConfig) -> tuple[CompareSubject, ...]:
        """What to measure side by side: runs bring their configuration, models (id or name) get `config`.

        A sweep or a tuning brings its best point, a comparison all its subjects.

        Raises:
            NotFound, Ambiguous: no such run or model, or several. InputError: a run cannot be repeated side by side.
        """
        found: list[CompareSubject] = []
        for text in texts:
            try:
                run = self._store.find_run(text)
            except NotFound:
                found.append(CompareSubject(self._store.find_model(text).id, config))
            else:
                found += self._of_run(run)
        return tuple(found)

    def spec(self, subjects: Sequence[CompareSubject], plan: InterleavePlan) -> CompareSpec:
        """What to remember of a side-by-side comparison.

        Raises:
            InvalidOptions: it cannot be measured; all problems at once, with the number of their subject.
            NotFound: no such model or input file. InputError: the networks cannot be compared.
        """
        check_count(len(subjects))
        models = [self._store.find_model(subject.model) for subject in subjects]
        check_related(self._store, [Relative.of_model(model) for model in models])
        complete = tuple(
            replace(subject, model=model.id, config=self._completed(model, subject.config))
            for subject, model in zip(subjects, models, strict=True)
        )
        wrong = Problems()
        wrong.add(interleave_problems(plan))
        for number, (subject, model) in enumerate(zip(complete, models, strict=True), 1):
            with wrong.collected(f"subject {number}, "):
                check_config(subject.config, MeasurePlan(), self._devices(), model.inputs)
        wrong.raise_any()
        inputs = with_absolute_inputs(MeasurePlan(inputs=plan.inputs)).inputs
        return CompareSpec(complete, replace(plan, inputs=inputs))

    def interleave(self, spec: CompareSpec, *, on_change: OnChange | None = None) -> Run:
        """Measure side by side here and return the finished run. Raises its failure."""
        return execute_now(self._queue, spec, self._name(spec), on_change)

    def submit(self, spec: CompareSpec) -> Run:
        """Queue a side-by-side comparison."""
        return self._executor.submit(spec, self._name(spec))

    def _name(self, spec: CompareSpec) -> str:
        """The names of the models, each once."""
        return " vs ".join(dict.fromkeys(self._store.find_model(subject.model).name for subject in spec.subjects))

    def _of_run(self, run: Run) -> list[CompareSubject]:
        match run.spec:
            case BenchmarkSpec(model, config, plan):
                if plan.mode is Mode.OFFERED:
                    raise InputError(
                        f"Run {run.id} measured offered load; side by side there is a closed loop only.",
                        "Compare the stored results, or runs with another load.",
                    )
                return [CompareSubject(model, replace(config, requests=1) if plan.mode is Mode.SYNC else config)]
            case ProfileSpec(model, config):
                return [CompareSubject(model, config)]
            case CompareSpec(subjects):
                return list(subjects)
            case _:
                best = self._compare_runs.standing_for(run)
                return self._of_run(best)

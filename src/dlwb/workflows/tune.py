"""Find the best configuration: let all of them race, then measure the winner beside the engine's own hint."""

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from dlwb.calc.racing import race_plan
from dlwb.domain.errors import Failure, InputError, WorkerError
from dlwb.domain.headline import SearchHeadline
from dlwb.domain.outcomes import BenchmarkOutcome, RunOutcome, TuneOutcome
from dlwb.domain.run import Run
from dlwb.domain.specs import BenchmarkSpec, TuneSpec
from dlwb.ports import Artifacts, Store
from dlwb.protocol import (
    BenchmarkAnswer,
    KnownPoint,
    Message,
    ModelFiles,
    PointMessage,
    PointStarted,
    RaceAnswer,
    RaceTask,
    RacingMessage,
    to_json,
)
from dlwb.workflows.benchmark import to_measurement
from dlwb.workflows.folders import RACING
from dlwb.workflows.model_verbs import model_files
from dlwb.workflows.sweep import measured_on
from dlwb.workflows.tune_answer import Candidates, ClosingLook, headline_of
from dlwb.workflows.tune_continue import LEAST_SHARE, TakenOver, taken_over
from dlwb.workflows.tune_space import baselines, candidates
from dlwb.workflows.verb import Seat, unexpected

# Of the budget, so much is kept for measuring the winner beside the hint.
_SIDE_BY_SIDE_SHARE = 0.2
_SIDE_BY_SIDE_MOST_S = 6.0
# Starting a worker, compiling and warming up take about so long, and this share of the budget at most: once for the race,
# once for that.
_START_MOST_S = 3.0
_START_SHARE = 0.05
# Of what the race leaves of the budget the comparison may take more, up to this: slow networks need it for enough pairs.
_SIDE_BY_SIDE_REST_S = 18.0
# A race that begins again after its budget is spent, because nothing was measured yet, is one of the hints alone.
_LEAST_RACE_S = 1.0


class TuneVerb:
    """The configuration that is best by a goal within limits; what was tried becomes child runs."""

    def __init__(self, store: Store, artifacts: Artifacts) -> None:
        self._store = store
        self._artifacts = artifacts

    def work(self, run: Run, seat: Seat) -> RunOutcome:
        """Race, check the limits, compare with the engine's own hint.

        Raises:
            InputError: not one configuration could be measured.
        """
        assert isinstance(run.spec, TuneSpec)
        model = self._store.find_model(run.spec.model)
        known = taken_over(self._store, run, candidates(run.spec.space))
        tuning = _Tuning(run.spec, seat, model_files(model, self._artifacts), model.name, known)
        tuning.race()
        return tuning.outcome()


class _Tuning:
    """A search under way. Configurations are known by their place among all candidates; the hints come first."""

    def __init__(self, spec: TuneSpec, seat: Seat, files: ModelFiles, model_name: str, known: TakenOver) -> None:
        self._spec = spec
        self._seat = seat
        self._files = files
        self._model_name = model_name
        self._configs = candidates(spec.space)
        self._hints = len(baselines(spec.space))
        self._plan = race_plan(spec.inputs, spec.seed)
        self._runs = dict(known.runs)
        self._before = measured_on(known.runs.values())
        self._failures: dict[int, Failure] = {}
        self._out = set(known.out)
        self._budget_s = max(spec.budget_s - known.spent_s, LEAST_SHARE * spec.budget_s)
        self._ranking: tuple[int, ...] = ()
        self._stop_reason = ""
        self._began = time.monotonic()
        self._side_by_side_s = min(_SIDE_BY_SIDE_MOST_S, _SIDE_BY_SIDE_SHARE * self._budget_s)
        self._start_s = min(_START_MOST_S, _START_SHARE * self._budget_s)

    # --- the race ---------------------------------------------------------------------------------

    def race(self) -> None:
        """Let the candidates race; one that kills its worker is out, and the others go on in a new one."""
        budget_s = self._budget_s - self._side_by_side_s - 2 * self._start_s
        while True:
            left = [i for i in range(len(self._configs)) if i not in self._out]
            rest_s = budget_s - (time.monotonic() - self._began)
            if not left or (rest_s <= 0 and self._runs):
                self._stop_reason = self._stop_reason or "budget spent"
                break
            begun: list[int] = []
            try:
                answer = self._race(left, max(rest_s, _LEAST_RACE_S), begun)
            except WorkerError as error:
                if not begun:
                    raise
                self._killed(begun[-1], error)
                continue
            self._ranking = tuple(left[i] for i in answer.ranking)
            self._stop_reason = answer.stop_reason
            break
        if not self._runs:
            first = next(iter(self._failures.values()), None)
            raise InputError(
                "None of the configurations could be measured.", f"The first: {first.message}" if first else ""
            )

    def _race(self, left: Sequence[int], budget_s: float, begun: list[int]) -> RaceAnswer:
        known = tuple(
            KnownPoint(self._configs[i], headline_of(run).throughput_fps.value, headline_of(run).latency_ms.value)
            for i, run in self._runs.items()
            if i in self._out
        )
        task = RaceTask(
            files=self._files,
            configs=tuple(self._configs[i] for i in left),
            baselines=sum(i < self._hints for i in left),
            goal=replace(self._spec.goal, memory_limit_bytes=None),
            budget_s=budget_s,
            inputs=self._spec.inputs,
            seed=self._spec.seed,
            known=known,
            before=self._before,
        )

        def hear(message: Message) -> None:
            if isinstance(message, PointStarted):
                begun.append(left[message.index])
            elif isinstance(message, PointMessage):
                self._end(left[message.index], message.measured, message.failure)
            elif isinstance(message, RacingMessage):
                self._show(message)

        try:
            answer = self._seat.ask(task, hear)
        finally:
            (self._seat.output / RACING).unlink(missing_ok=True)
        if not isinstance(answer, RaceAnswer):
            raise unexpected(answer)
        return answer

    def _show(self, message: RacingMessage) -> None:
        """Leave the figures so far where everybody finds them; whoever reads sees all of them or those before."""
        written = self._seat.output / f"{RACING}.new"
        # A disk that is full must not end the race: nobody needs these figures but those who watch.
        with suppress(OSError):
            written.write_text(to_json(message), encoding="utf-8")
            written.replace(self._seat.output / RACING)

    def _end(self, index: int, measured: BenchmarkAnswer | None, failure: Failure | None) -> None:
        self._out.add(index)
        spec = BenchmarkSpec(self._spec.model, self._configs[index], self._plan)
        if measured is not None:
            self._runs[index] = self._seat.record(spec, BenchmarkOutcome(to_measurement(spec, measured)))
        elif failure is not None:
            self._failures[index] = failure
            self._seat.record(spec, failure)

    def _killed(self, index: int, error: WorkerError) -> None:
        """The worker died of a configuration: those that need even more are not tried."""
        self._end(index, None, Failure.of(error))
        died = self._configs[index]
        for other, config in enumerate(self._configs):
            larger = (config.batch or 1) >= (died.batch or 1) and (config.requests or 1) >= (died.requests or 1)
            if larger and other >= self._hints and replace(config, batch=died.batch, requests=died.requests) == died:
                self._out.add(other)

    # --- the answer -------------------------------------------------------------------------------

    def outcome(self) -> TuneOutcome:
        """Look at the first of the race more closely, and decide."""
        found = Candidates(self._configs, self._hints, self._runs, self._ranking)
        left_s = self._budget_s - self._start_s - (time.monotonic() - self._began)
        side_by_side_s = max(self._side_by_side_s, min(_SIDE_BY_SIDE_REST_S, left_s))
        answer = ClosingLook(self._spec, self._seat, self._files, self._model_name, found, side_by_side_s).answer()
        best = answer.best
        named = best or answer.nearest
        return TuneOutcome(
            best=best.id if best else None,
            nearest=answer.nearest.id if answer.nearest else None,
            reason=answer.reason,
            baselines=tuple(self._runs[i].id for i in range(self._hints) if i in self._runs),
            comparison=answer.comparison,
            candidates=len(self._configs),
            tried=len(self._runs.keys() | self._failures.keys()),
            stop_reason=self._stop_reason,
            headline=SearchHeadline.of(headline_of(named), best is not None, len(self._runs)) if named else None,
        )

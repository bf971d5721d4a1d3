"""How sensitive the groups of a network are, and how much time their 8 bits save."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

from dlwb.calc.accuracy.records import likeness
from dlwb.calc.figure_words import counted
from dlwb.calc.quantization.noise import NoiseTally
from dlwb.calc.quantization.search import spread_over
from dlwb.domain.errors import EngineError
from dlwb.domain.inference import Hint
from dlwb.domain.measurement import RawLayer
from dlwb.domain.quantization_report import OperationGroup, RankedGroup
from dlwb.ports import Quantized, Tensors
from dlwb.protocol import ModelFiles
from dlwb.worker.profile import glance
from dlwb.worker.setting import Setting
from dlwb.worker.stages import Stages
from dlwb.worker.threads import in_threads

# Inputs for one pass over both forms, and for trying groups by themselves.
TAPPED_INPUTS = 24
TRIED_INPUTS = 12
_COMPILED_AT_ONCE = 2


class Ranker:
    """Measures on a few of the calibration inputs; everything it writes it takes away again."""

    def __init__(self, setting: Setting, quantized: Quantized, stages: Stages) -> None:
        self._engine = setting.engine
        self._files = setting.task.files
        # One stream: each further one compiles the network again, for few inputs.
        self._config = replace(setting.natural, hint=Hint.NONE, streams=1)
        self._folder = setting.scratch
        self._quantized = quantized
        self._stages = stages

    def noise(self, inputs: Sequence[Tensors]) -> tuple[float, ...]:
        """The noise that each group adds, from one pass of both forms over the inputs.

        Raises:
            DiskFull, EngineError.
        """
        folder = self._emptied("tapped")
        try:
            tapped = self._quantized.tapped(folder)
            tally = NoiseTally()
            # One inference at a time: all inner tensors of a picture are in memory at once.
            exact = self._engine.compile(tapped.exact, self._config).stream(inputs, 1)
            rounded = self._engine.compile(tapped.rounded, self._config).stream(inputs, 1)
            for done, (one, other) in enumerate(zip(exact, rounded, strict=True), 1):
                tally.add(one, other)
                words = f"looking for the noise of each operation, {done} of {counted(len(inputs), 'input')}"
                self._stages.say("ranking", done / len(inputs), words)
            return tuple(tally.added(*ports) for ports in zip(tapped.inputs, tapped.outputs, strict=True))
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def alone(self, groups: Sequence[int], inputs: Sequence[Tensors]) -> dict[int, float]:
        """The noise of the network's outputs with one of these groups alone in 8 bits, tried one after another.

        All else being exact, a group that does much harm hides no other one.

        Raises:
            DiskFull, EngineError.
        """
        exact = list(self._engine.compile(self._files, self._config).stream(inputs, None))
        everything = frozenset(range(len(self._quantized.groups)))
        folder = self._emptied("tried")
        try:
            candidates = (self._quantized.write(everything - {group}, _made(folder / str(group))) for group in groups)
            # Compiling takes most of the time, and one thread: while some are compiled, the next is written.
            noises = in_threads(lambda files: self._output_noise(files, exact, inputs), candidates, _COMPILED_AT_ONCE)
            found = {}
            for number, (group, noise) in enumerate(zip(groups, noises, strict=True), 1):
                found[group] = noise
                shutil.rmtree(folder / str(group))
                words = f"trying operations alone in 8 bits, {number} of {len(groups)}"
                self._stages.say("ranking", number / len(groups), words)
            return found
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def costs_us(self) -> list[float | None]:
        """How much longer an inference takes with each group in floating point; None: not matched in both profiles.

        Raises:
            DiskFull, EngineError.
        """
        folder = self._emptied("profiled")
        try:
            self._stages.say("ranking", None, "measuring the operations in floating point and in 8 bits")
            rounded = self._quantized.write((), folder)
            layers = glance(self._engine, (self._files, rounded), self._config)
        except EngineError:
            return [None] * len(self._quantized.groups)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        before, after = map(operation_times_us, layers)
        groups = [group.operations for group in self._quantized.groups]
        pairs = zip(spread_over(groups, before), spread_over(groups, after), strict=True)
        return [None if slow is None or fast is None else slow - fast for slow, fast in pairs]

    def _output_noise(self, files: ModelFiles, exact: Sequence[Tensors], inputs: Sequence[Tensors]) -> float:
        noise = 0.0
        made = self._engine.compile(files, self._config).stream(inputs, None)
        for reference, outputs in zip(exact, made, strict=True):
            errors = [likeness(outputs[name], values)[1] for name, values in reference.items() if name in outputs]
            noise += sum(errors) / max(1, len(errors))
        return noise / len(inputs)

    def _emptied(self, name: str) -> Path:
        shutil.rmtree(self._folder / name, ignore_errors=True)
        return _made(self._folder / name)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


def operation_times_us(layers: Sequence[RawLayer]) -> dict[str, float]:
    """The time of each operation of a model; a layer's time is parted evenly among the operations that it executes."""
    times: dict[str, float] = {}
    for layer in layers:
        for name in layer.origin:
            times[name] = times.get(name, 0.0) + median(layer.time_us) / len(layer.origin)
    return times


def ranked(
    groups: Sequence[OperationGroup], sensitivity: Sequence[float], costs: Sequence[float | None]
) -> tuple[RankedGroup, ...]:
    """The groups with what is known of them, the most sensitive first."""
    rows = zip(groups, sensitivity, costs, strict=True)
    return tuple(sorted((RankedGroup(*row) for row in rows), key=lambda row: -row.sensitivity))

"""What a worker can do: one function per task of the protocol."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from dlwb.domain.model import IR_BIN, IR_XML
from dlwb.domain.run import Progress
from dlwb.plugins import load_engine, load_quantizer
from dlwb.ports import Engine, Quantizer
from dlwb.protocol import (
    Answer,
    BenchmarkAnswer,
    BenchmarkTask,
    ConvertAnswer,
    ConvertTask,
    DatasetImportAnswer,
    DatasetImportTask,
    DevicesAnswer,
    DevicesTask,
    EvaluateAnswer,
    EvaluateTask,
    InterleaveAnswer,
    InterleaveTask,
    MachineAnswer,
    MachineTask,
    ModelFiles,
    ProfileAnswer,
    ProfilesAnswer,
    ProfilesTask,
    ProfileTask,
    ProgressMessage,
    QuantizeAnswer,
    QuantizeTask,
    RaceAnswer,
    RaceTask,
    ReadGraphAnswer,
    ReadGraphTask,
    Request,
    SweepAnswer,
    SweepTask,
    Tell,
    TryAnswer,
    TryTask,
)
from dlwb.worker.graph_file import write_graph

OnProgress = Callable[[Progress], None]


def perform(request: Request, tell: Tell) -> Answer:
    """Do what the request says with the engine it names; `tell` is for what is known on the way.

    Raises:
        DlwbError: the task's own reasons, see `ports.Engine`.
    """

    def on_progress(progress: Progress) -> None:
        tell(ProgressMessage(progress))

    output = Path(request.output)
    if isinstance(request.task, DatasetImportTask):
        return import_dataset(request.task, output, on_progress)
    on_progress(Progress("loading", None, "the inference engine"))
    engine = load_engine(request.engine)
    match request.task:
        case ConvertTask() as task:
            return convert(engine, task, output, on_progress)
        case ReadGraphTask() as task:
            return read_graph(engine, task, output, on_progress)
        case DevicesTask():
            return DevicesAnswer(engine.devices())
        case EvaluateTask() as task:
            return evaluate(engine, task, output, on_progress)
        case TryTask() as task:
            return try_picture(engine, task, output, on_progress)
        case QuantizeTask() as task:
            return quantize(engine, load_quantizer(request.engine), task, output, tell)
        case ProfileTask() as task:
            return profile(engine, task, output, on_progress)
        case ProfilesTask() as task:
            return profiles(engine, task, output, on_progress)
        case MachineTask() as task:
            return machine(engine, task, on_progress)
        case measuring:
            return _measure(engine, measuring, request.memory_limit_bytes, tell, on_progress)


def _measure(
    engine: Engine,
    task: BenchmarkTask | SweepTask | RaceTask | InterleaveTask,
    limit_bytes: int | None,
    tell: Tell,
    on_progress: OnProgress,
) -> Answer:
    """Tasks that measure whole networks."""
    match task:
        case BenchmarkTask():
            return benchmark(engine, task, on_progress)
        case SweepTask():
            return sweep(engine, task, tell)
        case RaceTask():
            return race(engine, task, limit_bytes, tell)
        case InterleaveTask():
            return interleave(engine, task, on_progress)


def import_dataset(task: DatasetImportTask, output: Path, on_progress: OnProgress) -> DatasetImportAnswer:
    """Read, verify and index labelled pictures; no engine is needed."""
    from dlwb.worker.dataset_import import import_dataset as verify_all

    return verify_all(task, output, on_progress)


def convert(engine: Engine, task: ConvertTask, output: Path, on_progress: OnProgress) -> ConvertAnswer:
    """Convert to IR and write the graph of the result beside it."""
    on_progress(Progress("converting", None, task.entry))
    answer = engine.convert(task.format, Path(task.folder) / task.entry, task.options, output)
    on_progress(Progress("reading", None, "the graph"))
    files = ModelFiles(str(output / IR_XML), str(output / IR_BIN))
    write_graph(engine, files, {}, output)
    return answer


def read_graph(engine: Engine, task: ReadGraphTask, output: Path, on_progress: OnProgress) -> ReadGraphAnswer:
    """Write the graph of a model at the asked-for input shapes."""
    on_progress(Progress("reading", None, "the graph"))
    write_graph(engine, task.files, task.shapes, output)
    return ReadGraphAnswer()


def benchmark(engine: Engine, task: BenchmarkTask, on_progress: OnProgress) -> BenchmarkAnswer:
    """Measure one configuration."""
    from dlwb.worker.benchmark import benchmark as measure_one

    raw, environment = measure_one(engine, task.files, task.config, task.plan, on_progress)
    return BenchmarkAnswer(raw, environment)


def profile(engine: Engine, task: ProfileTask, output: Path, on_progress: OnProgress) -> ProfileAnswer:
    """Measure layer by layer."""
    from dlwb.worker.environment import EnvironmentWatch, collect
    from dlwb.worker.profile import profile as measure_layers

    on_progress(Progress("checking the machine", None, "its noise, and what else runs"))
    environment = collect(engine.versions((task.config.device,)))
    with EnvironmentWatch() as watch:
        raw = measure_layers(engine, task.files, task.config, task.inferences, output, on_progress)
    return ProfileAnswer(raw, watch.completed(environment))


def profiles(engine: Engine, task: ProfilesTask, output: Path, on_progress: OnProgress) -> ProfilesAnswer:
    """Measure several networks layer by layer, in turns."""
    from dlwb.worker.environment import EnvironmentWatch, collect
    from dlwb.worker.profile import profile_in_turns

    on_progress(Progress("checking the machine", None, "its noise, and what else runs"))
    environment = collect(engine.versions(config.device for _, config in task.subjects))
    outputs = [output / str(number) for number in range(len(task.subjects))]
    for folder in outputs:
        folder.mkdir(exist_ok=True)
    with EnvironmentWatch() as watch:
        raws = profile_in_turns(engine, task.subjects, task.inferences, outputs, on_progress)
    return ProfilesAnswer(raws, watch.completed(environment))


def machine(engine: Engine, task: MachineTask, on_progress: OnProgress) -> MachineAnswer:
    """Look at the machine, and measure its roofline when asked to."""
    from dlwb.worker.environment import EnvironmentWatch, collect

    on_progress(Progress("checking the machine"))
    ceilings = None
    with EnvironmentWatch() as watch:
        environment = collect(engine.versions((task.device,)))
        if task.ceilings:
            on_progress(Progress("ceilings", None, f"what {task.device} can do at best"))
            ceilings = engine.measure_ceilings(task.device)
    # What others did counts only while nothing of ours ran, but a quota holds back no more than what runs.
    seen = watch.completed(environment)
    environment = replace(
        environment, throttled_periods=seen.throttled_periods, thermal_throttles=seen.thermal_throttles
    )
    return MachineAnswer(environment, ceilings)


def sweep(engine: Engine, task: SweepTask, tell: Tell) -> SweepAnswer:
    """Measure configurations one after another."""
    from dlwb.worker.sweep import sweep as measure_all

    measure_all(engine, task, tell)
    return SweepAnswer()


def race(engine: Engine, task: RaceTask, limit_bytes: int | None, tell: Tell) -> RaceAnswer:
    """Let configurations race."""
    from dlwb.worker.race import race as hold_race

    return hold_race(engine, task, limit_bytes, tell)


def interleave(engine: Engine, task: InterleaveTask, on_progress: OnProgress) -> InterleaveAnswer:
    """Measure subjects side by side."""
    from dlwb.worker.environment import EnvironmentWatch, collect
    from dlwb.worker.interleave import interleave as measure_in_turns

    on_progress(Progress("checking the machine", None, "its noise, and what else runs"))
    environment = collect(engine.versions(config.device for _, config in task.subjects))
    with EnvironmentWatch() as watch:
        raw = measure_in_turns(engine, task.subjects, task.plan, on_progress)
    return InterleaveAnswer(raw, watch.completed(environment))


def evaluate(engine: Engine, task: EvaluateTask, output: Path, on_progress: OnProgress) -> EvaluateAnswer:
    """Measure how right a model is."""
    from dlwb.worker.evaluate import evaluate as measure_accuracy

    return EvaluateAnswer(measure_accuracy(engine, task, output, on_progress))


def try_picture(engine: Engine, task: TryTask, output: Path, on_progress: OnProgress) -> TryAnswer:
    """Show a picture to models."""
    from dlwb.worker.try_picture import try_picture as show_picture

    return TryAnswer(show_picture(engine, task, output, on_progress))


def quantize(engine: Engine, quantizer: Quantizer, task: QuantizeTask, output: Path, tell: Tell) -> QuantizeAnswer:
    """Make a network smaller, within a bound where there is one."""
    from dlwb.worker.quantize import quantize as make_smaller

    return QuantizeAnswer(*make_smaller(engine, quantizer, task, output, tell))

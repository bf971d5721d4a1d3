"""One benchmark in a worker: compile, look at the machine, measure."""

from dlwb.domain.inference import InferenceConfig, MeasurePlan
from dlwb.domain.measurement import RawMeasurement
from dlwb.domain.run import Progress
from dlwb.domain.target import Environment
from dlwb.ports import Engine
from dlwb.protocol import ModelFiles
from dlwb.worker.clock import SystemClock
from dlwb.worker.environment import EnvironmentWatch, collect
from dlwb.worker.measure import OnProgress, measure


def benchmark(
    engine: Engine, files: ModelFiles, config: InferenceConfig, plan: MeasurePlan, on_progress: OnProgress
) -> tuple[RawMeasurement, Environment]:
    """Measure one configuration, with the environment around it.

    Raises:
        DeviceUnavailable, CompileError, InvalidOptions: see `ports.Engine.compile`. InputError: a file does not fit.
        InferenceError: an inference failed.
    """
    on_progress(Progress("compiling", None, f"for {config.device}"))
    compiled = engine.compile(files, config)
    queue = compiled.queue(config.requests, plan.inputs, plan.seed)
    on_progress(Progress("checking the machine", None, "its noise, and what else runs"))
    environment = collect(engine.versions((config.device,)))
    with EnvironmentWatch() as watch:
        raw = measure(compiled, queue, plan, SystemClock(), on_progress)
    return raw, watch.completed(environment)

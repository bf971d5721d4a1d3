"""Which tasks of networks a dataset has labels for."""

from dlwb.domain.dataset import Dataset, Sample, Task
from dlwb.domain.errors import InputError

# A network for the task on the left can be measured with labels for those on the right.
_LABELS = {
    Task.CLASSIFICATION: (Task.CLASSIFICATION,),
    Task.DETECTION: (Task.DETECTION, Task.INSTANCE_SEGMENTATION),
    Task.INSTANCE_SEGMENTATION: (Task.INSTANCE_SEGMENTATION, Task.DETECTION),
    Task.SEGMENTATION: (Task.SEGMENTATION,),
}


def fits(task: Task, dataset: Dataset) -> bool:
    """Whether a network for the task can be measured on the dataset."""
    return any(labels in dataset.tasks for labels in _LABELS[task])


def has_labels(sample: Sample, task: Task) -> bool:
    """Whether a picture has the labels that the task needs."""
    match task:
        case Task.CLASSIFICATION:
            return sample.label is not None
        case Task.SEGMENTATION:
            return sample.mask is not None
        case _:
            return sample.boxes is not None


def misfit(what: str, task: Task, dataset: Dataset) -> InputError:
    """The error for a dataset without the labels that a task needs."""
    words = [one.value.replace("_", " ") for one in dataset.tasks]
    has = f"has labels for {' and '.join(words)}" if words else "has no labels"
    hint = f"Choose a dataset with labels for {task.value.replace('_', ' ')}"
    other = f", or a model for {' or '.join(words)}" if words else ", or compare with the parent instead"
    return InputError(f"{what} is for {task.value.replace('_', ' ')}, but '{dataset.name}' {has}.", f"{hint}{other}.")

"""Models as documents."""

from dlwb.documents.document import Document
from dlwb.domain.model import Model, ModelFormat, Preprocessing, Recipe, TensorSpec
from dlwb.domain.output_adapter import OutputAdapter


class ModelFile(Document):
    """One file of a model: `name` inside the model, size in bytes."""

    name: str
    size: int
    sha256: str


class ModelDocument(Document):
    """A model as `dlwb model show` prints it. `size_bytes` is the size of the stored weights file.

    `adapter` is what its outputs mean, once somebody agreed, `classes` the names of what it tells apart.
    """

    id: str
    name: str
    format: ModelFormat
    task: str | None
    inputs: tuple[TensorSpec, ...]
    outputs: tuple[TensorSpec, ...]
    preprocessing: Preprocessing
    parent: str | None
    recipe: Recipe
    precision: str
    created: str
    size_bytes: int
    files: tuple[ModelFile, ...]
    metadata: dict[str, str]
    adapter: OutputAdapter | None = None
    classes: tuple[str, ...] = ()

    @classmethod
    def of(cls, model: Model) -> "ModelDocument":
        """The document of a model."""
        return cls(
            id=model.id,
            name=model.name,
            format=model.format,
            task=model.task,
            inputs=model.inputs,
            outputs=model.outputs,
            preprocessing=model.preprocessing,
            parent=model.parent,
            recipe=model.recipe,
            precision=model.precision,
            created=model.created,
            size_bytes=model.file("model.bin").size,
            files=tuple(ModelFile(name=f.name, size=f.size, sha256=f.sha256) for f in model.files),
            metadata=model.rt_info,
            adapter=model.adapter,
            classes=model.classes,
        )


class ImportedModelDocument(ModelDocument):
    """A model as `dlwb model import` prints it.

    `existed` says that the same bytes were imported before with the same options, `renamed_from` what it was called until
    this import gave it another name; None where it kept its own.
    """

    existed: bool
    renamed_from: str | None

    @classmethod
    def after(cls, model: Model, before: str | None) -> "ImportedModelDocument":
        """The document of a model that was called `before`; None: it is new."""
        return cls(
            **dict(ModelDocument.of(model)), existed=before is not None, renamed_from=renamed_from(model, before)
        )


def renamed_from(model: Model, before: str | None) -> str | None:
    """What a model was called `before` an import, where that is not its name any more."""
    return before if before != model.name else None


class ModelListEntry(Document):
    """A model in a list, with the best figures any run reached so far."""

    model: ModelDocument
    best_throughput_fps: float | None
    best_latency_ms: float | None
    runs: int
    last_run: str | None


class ModelListDocument(Document):
    """All models, newest first."""

    models: tuple[ModelListEntry, ...]

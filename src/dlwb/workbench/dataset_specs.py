"""What is asked for when a dataset is imported or made, checked before anything is queued."""

import stat
from collections.abc import Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

from dlwb.adapters.archives import is_archive
from dlwb.adapters.datasets import label_map
from dlwb.adapters.datasets.files import is_picture, is_recorded
from dlwb.adapters.sources.looks import looks_like
from dlwb.adapters.sources.registry import recognise
from dlwb.adapters.staging import display_name
from dlwb.domain.dataset import Dataset, DatasetOptions
from dlwb.domain.errors import InputError, InvalidOptions, NotFound, OptionProblem, UnknownFormat, nothing_in
from dlwb.domain.made_data import Augmented, Changes, Generated
from dlwb.domain.problems import Problems
from dlwb.domain.sample_kind import SampleKind
from dlwb.domain.specs import DatasetImportSpec
from dlwb.plugins import dataset_formats
from dlwb.ports import Recognised
from dlwb.workbench.names import check_name

_MOST_OF_A_MODEL = 50  # files: more than any model consists of
_GIVE_A_FOLDER = "Give a folder of pictures with labels or of recorded inputs, or a zip or tar of one."


def is_packed(path: Path) -> bool:
    """Whether a file is an archive of a dataset; recorded inputs (.npz) are zip files too, and each is one sample."""
    return not is_recorded(path.name) and is_archive(path)


def spec_of(path: Path, options: DatasetOptions) -> DatasetImportSpec:
    """The import of a folder or an archive. Raises NotFound, UnknownFormat, InvalidOptions, InputError."""
    check_options(options)
    hint = "Check the path; it is seen from this machine."
    try:
        found = path.expanduser().resolve()
        mode = found.stat().st_mode
    except FileNotFoundError as error:
        raise NotFound(f"There is no file or folder '{path}'.", hint) from error
    except (OSError, ValueError, RuntimeError) as error:
        raise NotFound(f"'{path}' cannot be opened: {error}.", hint) from error
    if not stat.S_ISDIR(mode):
        if not stat.S_ISREG(mode):
            raise InputError(f"'{path}' is neither a file nor a folder.", _GIVE_A_FOLDER)
        if not is_packed(found):
            raise no_archive(found)
    else:
        refuse_model(found)
    name = found.name if stat.S_ISDIR(mode) else display_name(found)
    return DatasetImportSpec(str(found), options.name or name or SampleKind.PICTURE.plural, options)


def refuse_model(folder: Path) -> None:
    """Raise UnknownFormat of a folder with the files of a model, such as `.xml` and `.bin`, and no sample of a dataset."""
    try:
        files = tuple(islice((path for path in folder.rglob("*") if path.is_file()), _MOST_OF_A_MODEL + 1))
        if len(files) > _MOST_OF_A_MODEL or any(_is_sample(path) for path in files):
            return
        model = recognise(folder, tuple(str(path.relative_to(folder)) for path in files))
    except (InputError, OSError):
        return  # it is no sound model either, or cannot be read, which the import says
    raise _a_model(model)


def _is_sample(path: Path) -> bool:
    return is_recorded(path.name) or looks_like(path)[0].endswith(" picture")


def _a_model(model: Recognised) -> UnknownFormat:
    return UnknownFormat(
        f"'{model.entry}' is no dataset but a model: {model.reason}.",
        "Import it as one: on the page Home, or with 'dlwb model import'.",
    )


def no_archive(path: Path) -> UnknownFormat:
    """The error for a single file that is no archive."""
    if path.stat().st_size == 0:
        return nothing_in(path.name, _GIVE_A_FOLDER)
    if is_recorded(path.name):
        return UnknownFormat(
            f"'{path.name}' holds the inputs of one sample, and a dataset has many.",
            "Give the folder that holds them all.",
        )
    with suppress(InputError):  # of a file that is no sound model either
        return _a_model(recognise(path.parent, (path.name,)))
    return UnknownFormat(
        f"'{path.name}' is no dataset: it looks like {looks_like(path)[0]}.",
        _GIVE_A_FOLDER,
    )


def name_of_upload(folder: Path, files: Sequence[Path]) -> str:
    """The name of the one folder that was uploaded, if it was one; else what its files are."""
    inside = tuple(folder.iterdir())
    return inside[0].name if len(inside) == 1 and inside[0].is_dir() else kind_of(files).plural


def kind_of(files: Sequence[Path]) -> SampleKind:
    """What files are, as far as their names tell; pictures, where they do not."""
    recorded = any(is_recorded(file.name) for file in files) and not any(is_picture(file.name) for file in files)
    return SampleKind.RECORDED if recorded else SampleKind.PICTURE


def check_options(options: DatasetOptions) -> None:
    """Raise InvalidOptions for what no import can do."""
    wrong = Problems()
    with wrong.collected():
        if options.name is not None:
            check_name(options.name, "dataset")
    if options.first_class not in (None, 0, 1):
        wrong.add((OptionProblem("first_class", f"{options.first_class} is neither 0 nor 1."),))
    with wrong.collected():
        if options.format is not None and ":" not in options.format and options.format not in dataset_formats():
            problem = f"there is no format '{options.format}'."
            raise InvalidOptions((OptionProblem("format", problem),), f"Known: {', '.join(dataset_formats())}.")
    with wrong.collected():
        if options.labels is not None:
            label_map.parse(options.labels)
    wrong.raise_any()


def spec_generated(recipe: Generated, name: str | None) -> DatasetImportSpec:
    """The drawing of pictures. Raises InvalidOptions."""
    problems = [
        OptionProblem(field, f"{value} is not between {low} and {high:,}.")
        for field, value, low, high in (
            ("count", recipe.count, 1, 100_000),
            ("width", recipe.width, 16, 4096),
            ("height", recipe.height, 16, 4096),
            ("seed", recipe.seed, 0, 2**63),
        )
        if not low <= value <= high
    ]
    return _made(recipe, name, f"generated {recipe.motif}", problems)


def spec_augmented(recipe: Augmented, parent: Dataset, name: str | None) -> DatasetImportSpec:
    """The making of changed copies of what `parent` holds. Raises InvalidOptions, InputError."""
    if not parent.holds_pictures:
        raise InputError(
            f"'{parent.name}' holds recorded inputs, and only pictures can be augmented.",
            "Choose a dataset of pictures.",
        )
    changes = recipe.changes
    problems = [
        OptionProblem(field, f"{value:g} is not between {low} and {high}.")
        for field, value, low, high in (
            ("noise", changes.noise, 0, 1),
            ("erase", changes.erase, 0, 0.9),
            ("colour", changes.colour, 0, 0.9),
            ("copies", recipe.copies, 1, 100),
            ("seed", recipe.seed, 0, 2**63),
        )
        if not low <= value <= high
    ]
    if changes == Changes():
        problems.append(OptionProblem("changes", "none is chosen, so all copies would be alike."))
    return _made(recipe, name, f"{recipe.parent_name}, augmented", problems)


def _made(
    recipe: Generated | Augmented, name: str | None, else_name: str, problems: list[OptionProblem]
) -> DatasetImportSpec:
    """What to remember of pictures that are made. Raises InvalidOptions: there were problems, or the name is none."""
    options, wrong = DatasetOptions(name=name), Problems()
    wrong.add(problems)
    with wrong.collected():
        check_options(options)
    wrong.raise_any()
    return DatasetImportSpec("", name or else_name, options, made=recipe)

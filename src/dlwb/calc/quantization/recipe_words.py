"""How a version was made, in words."""

from dlwb.domain.model import Converted, Quantized, Recipe
from dlwb.domain.quantization import BiasCorrection, Method, Outcome

_METHODS = {
    Method.INT8: "weights and activations in 8 bits",
    Method.WEIGHTS_INT8: "weights in 8 bits",
    Method.WEIGHTS_INT4: "weights in 4 bits",
}
_OUTCOMES = {
    Outcome.MET: "the bound is met",
    Outcome.MET_ON_SAMPLE: "the bound is met on the sample",
    Outcome.NOT_MET: "the bound is not met",
}


def recipe_words(recipe: Recipe) -> str:
    """One line: what was done, with what, within which bound, and what stayed as it was."""
    match recipe:
        case Converted(source_format=source):
            return f"imported from {source}"
        case Quantized():
            return _quantized(recipe)


def _quantized(recipe: Quantized) -> str:
    options = recipe.options
    parts = [_METHODS[options.method], f"by {recipe.tool}"]
    if options.method.needs_data:
        parts.append(f"preset {options.preset}")
        if options.correction is not BiasCorrection.FAST:
            parts.append(f"bias correction {options.correction}")
    if recipe.bound is not None:
        metric = recipe.bound.metric or "the first metric"
        drop = recipe.bound.max_drop * 100
        amount = f"{drop:g} % of its value" if recipe.bound.relative else f"{drop:g} point{'' if drop == 1 else 's'}"
        parts.append(f"at most {amount} of {metric} lost")
    if recipe.outcome in _OUTCOMES:
        parts.append(_OUTCOMES[recipe.outcome])
    if recipe.kept_float:
        count = len(recipe.kept_float)
        parts.append(f"{count} operation{'' if count == 1 else 's'} kept in floating point")
    return ", ".join(parts)

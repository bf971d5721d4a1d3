"""How a version was made, in words."""

from dlwb.calc.accuracy.sentences import metric_words
from dlwb.calc.figure_words import counted
from dlwb.calc.quantization.sentences import bound_words
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
        metric = metric_words(recipe.bound.metric) if recipe.bound.metric else "the first metric"
        own = " of its value" if recipe.bound.relative else ""
        parts.append(f"at most {bound_words(recipe.bound)}{own} of {metric} lost")
    if recipe.outcome in _OUTCOMES:
        parts.append(_OUTCOMES[recipe.outcome])
    if recipe.kept_float:
        count = len(recipe.kept_float)
        parts.append(f"{counted(count, 'operation')} kept in floating point")
    return ", ".join(parts)

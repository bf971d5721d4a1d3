"""How a version was made, and how it compares, in words."""

from dlwb.calc.quantization.recipe_words import recipe_words
from dlwb.calc.quantization.version_words import about_speeds, in_a_sentence
from dlwb.domain.comparison import Delta, Word
from dlwb.domain.measurement import Estimate
from dlwb.domain.model import Converted, ImportOptions, ModelFormat, Quantized
from dlwb.domain.quantization import BiasCorrection, Bound, Method, Outcome, QuantizationOptions


def test_recipes():
    assert recipe_words(Converted(ModelFormat.ONNX, "0" * 64, "tool 1", ImportOptions())) == "imported from onnx"
    weights = Quantized("r", "nncf 3", QuantizationOptions(Method.WEIGHTS_INT4), (), Outcome.UNBOUNDED)
    assert recipe_words(weights) == "weights in 4 bits, by nncf 3"
    options = QuantizationOptions(correction=BiasCorrection.FULL)
    full = Quantized("r", "nncf 3", options, ("conv", "fc"), Outcome.NOT_MET, "d", bound=Bound(0.01, "top1"))
    assert recipe_words(full) == (
        "weights and activations in 8 bits, by nncf 3, preset performance, bias correction full, at most 1 point of top-1 lost, "
        "the bound is not met, 2 operations kept in floating point"
    )


def test_a_version_in_a_sentence():
    faster = Delta("throughput", Estimate(2.0, 1.9, 2.1), Word.FASTER, 0.01, higher_is_better=True)
    said = in_a_sentence(faster, None, 400, 100)
    assert said == (
        "The version is faster (2.00 times [1.90, 2.10] the frames per second), of unknown accuracy (nobody showed both the same "
        "pictures), 4 times smaller."
    )
    assert "2 times larger" in in_a_sentence(None, None, 100, 200)


def test_two_speed_ups_say_what_each_is_of():
    faster = Delta("throughput", Estimate(1.8, 1.7, 1.9), Word.FASTER, 0.01, higher_is_better=True)
    said = about_speeds(faster, Estimate(2.1, 2.0, 2.2))
    assert "1.80 times [1.70, 1.90] the frames per second" in said
    assert "2.10 times [2.00, 2.20] as fast, in the explanation, is of one inference at a time" in said
    assert about_speeds(faster, None) is about_speeds(None, Estimate(2.1, 2.0, 2.2)) is None

"""NNCF behind the port: from a network in floating point and calibration data to one in 8 bits."""

from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nncf
import openvino as ov

from dlwb.adapters.nncf.calibration import CalibrationData
from dlwb.adapters.nncf.compression import compress_weights
from dlwb.adapters.nncf.errors import Outsiders, told_in_plain_words
from dlwb.adapters.nncf.naming import name_what_was_put_in
from dlwb.adapters.nncf.network import kind_of_network, refuse_branches, refuse_endless_ranges, refuse_low_bits
from dlwb.adapters.nncf.operations import kind_of, name_of
from dlwb.adapters.nncf.progress import progress_told
from dlwb.adapters.nncf.quantized import NncfQuantized, written
from dlwb.adapters.nncf.scope import checked_scope, name_operations
from dlwb.adapters.nncf.switchboard import Switchboard, float_linear_operations
from dlwb.adapters.openvino.errors import first_meaningful_line, message_of
from dlwb.domain.errors import CannotQuantize, UnreadableModel
from dlwb.domain.quantization import BiasCorrection, NetworkKind, Preset, QuantizationOptions
from dlwb.ports.quantizer import Calibration
from dlwb.protocol import ModelFiles

if TYPE_CHECKING:
    from dlwb.ports import Quantizer

_PRESETS = {
    Preset.PERFORMANCE: nncf.QuantizationPreset.PERFORMANCE,
    Preset.MIXED: nncf.QuantizationPreset.MIXED,
}
_MODEL_TYPES = {None: None, NetworkKind.TRANSFORMER: nncf.ModelType.TRANSFORMER}
_NAMED_IN_NOTES = 3


class NncfQuantizer:
    """`ports.Quantizer` of the OpenVINO engine."""

    def versions(self) -> dict[str, str]:
        """Version of NNCF."""
        return {"nncf": version("nncf")}

    def quantize(
        self,
        files: ModelFiles,
        calibration: Calibration,
        pictures: int,
        options: QuantizationOptions,
        on_progress: Callable[[float, str], None],
    ) -> NncfQuantized:
        """Weights and activations in 8 bits. Raises CannotQuantize, InvalidOptions."""
        exact = read_network(files)
        refuse_branches(exact)
        scope = checked_scope(exact, options)
        network, sentence = kind_of_network(exact)
        notes = [sentence] if options.network is None else []
        network = options.network or network
        if network is None and options.smooth_quant is not None and options.smooth_quant >= 0:
            notes.append("SmoothQuant was not applied: it is for transformers only.")
        outsiders = Outsiders()
        data = CalibrationData(exact, calibration, outsiders)
        parameters = _advanced(options)
        with told_in_plain_words(outsiders), progress_told(outsiders.listener(on_progress), _stages(network, options)):
            rounded = nncf.quantize(
                exact.clone(),
                nncf.Dataset(data),
                preset=_PRESETS[options.preset],
                target_device=nncf.TargetDevice.ANY,
                subset_size=pictures,
                fast_bias_correction=options.correction is not BiasCorrection.FULL,
                model_type=_MODEL_TYPES[network],
                ignored_scope=scope,
                advanced_parameters=parameters,
            )
        on_progress(1.0, "finding what can go back to floating point")
        refuse_endless_ranges(rounded)
        name_what_was_put_in(exact, rounded)
        board = Switchboard(exact, rounded)
        _refuse_nothing_done(board, options)
        return NncfQuantized(exact, board, network, (*notes, *_left_float(board, options)))

    def compress(self, files: ModelFiles, options: QuantizationOptions, folder: Path) -> ModelFiles:
        """Weights alone in 8 or 4 bits. Raises CannotQuantize, InvalidOptions, DiskFull."""
        exact = read_network(files)
        return written(compress_weights(exact, options, checked_scope(exact, options)), folder)


def read_network(files: ModelFiles) -> ov.Model:
    """A network in floating point, every operation under the name that its graph shows.

    Raises:
        UnreadableModel. CannotQuantize: it has been quantized before.
    """
    try:
        model = ov.Core().read_model(files.xml, files.bin)
    except RuntimeError as error:
        line = first_meaningful_line(message_of(error))
        raise UnreadableModel(f"The stored model cannot be read: {line}", "Import it again.") from error
    refuse_low_bits(model)
    name_operations(model)
    return model


def _advanced(options: QuantizationOptions) -> nncf.AdvancedQuantizationParameters:
    alphas: dict[str, Any] = {}
    if options.smooth_quant is not None:
        alphas = {"smooth_quant_alphas": nncf.AdvancedSmoothQuantParameters(matmul=options.smooth_quant)}
    return nncf.AdvancedQuantizationParameters(
        disable_bias_correction=options.correction is BiasCorrection.NONE, **alphas
    )


def _stages(network: NetworkKind | None, options: QuantizationOptions) -> int:
    """How many loops NNCF goes through: statistics, for SmoothQuant another time and its own, and the biases."""
    smooth = network is NetworkKind.TRANSFORMER and (options.smooth_quant is None or options.smooth_quant >= 0)
    return 1 + 2 * smooth + (options.correction is not BiasCorrection.NONE)


def _refuse_nothing_done(board: Switchboard, options: QuantizationOptions) -> None:
    if board.groups:
        return
    if options.keep_names or options.keep_types:
        raise CannotQuantize(
            "Nothing is left to quantize: all operations that could run in 8 bits are to stay in floating point.",
            "Name fewer operations or types to keep.",
        )
    raise CannotQuantize(
        "The network has no operation that could run in 8 bits, such as a convolution or a product with weights.",
        "Leave it in floating point.",
    )


def _left_float(board: Switchboard, options: QuantizationOptions) -> Iterator[str]:
    names, types = set(options.keep_names), set(options.keep_types)  # of products, both sides call the types alike
    left = [name_of(n) for n in float_linear_operations(board) if name_of(n) not in names and kind_of(n) not in types]
    if left:
        named = ", ".join(f"'{name}'" for name in left[:_NAMED_IN_NOTES])
        more = f" and {len(left) - _NAMED_IN_NOTES} more" if len(left) > _NAMED_IN_NOTES else ""
        verb = "operation" if len(left) == 1 else "operations"
        yield f"{len(left)} {verb} of a type that can run in 8 bits stayed in floating point: {named}{more}."


if TYPE_CHECKING:

    def _is_quantizer(quantizer: NncfQuantizer) -> Quantizer:
        return quantizer

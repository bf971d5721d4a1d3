"""Convolutions of all kinds. Positions that fall on padding count, as they do in every published figure."""

from math import prod

from dlwb.calc.cost_rules.rule import Operation, Rule, Work, macs

_SAMPLE = 7  # a bilinear sample: 4 multiplications and 3 additions


def _convolution(op: Operation) -> Work:
    # weights [C_out, C_in, kernel...]
    return macs(op.output_size() * prod(op.input(1)[1:]))


def _group_convolution(op: Operation) -> Work:
    # weights [groups, C_out/groups, C_in/groups, kernel...]
    return macs(op.output_size() * prod(op.input(1)[2:]))


def _transposed(op: Operation) -> Work:
    # weights [C_in, C_out, kernel...]: every input element is spread over C_out·K outputs
    return macs(op.input_size() * prod(op.input(1)[1:]))


def _group_transposed(op: Operation) -> Work:
    # weights [groups, C_in/groups, C_out/groups, kernel...]
    return macs(op.input_size() * prod(op.input(1)[2:]))


def _deformable(op: Operation) -> Work:
    # inputs: data, offsets, weights [C_out, C_in/groups, kernel...], optionally a mask that scales each sample
    weights, output = op.input(2), op.output()
    samples = output[0] * op.input(0)[1] * prod(weights[2:]) * prod(output[2:])
    return macs(op.output_size() * prod(weights[1:])) + Work(samples * (_SAMPLE + op.has_input(3)))


RULES: dict[str, Rule] = {
    "Convolution": Rule(_convolution, "2·Y·C_in·K", (0, 1)),
    "GroupConvolution": Rule(_group_convolution, "2·Y·(C_in/groups)·K", (0, 1)),
    "ConvolutionBackpropData": Rule(_transposed, "2·X·C_out·K (by input elements)", (0, 1)),
    "GroupConvolutionBackpropData": Rule(_group_transposed, "2·X·(C_out/groups)·K (by input elements)", (0, 1)),
    "DeformableConvolution": Rule(
        _deformable,
        "2·Y·(C_in/groups)·K + 7 per bilinear sample (8 with a mask), N·C_in·K·H_out·W_out samples",
        (0, 2),
    ),
    "BinaryConvolution": Rule(_convolution, "2·Y·C_in·K", (1,)),
}

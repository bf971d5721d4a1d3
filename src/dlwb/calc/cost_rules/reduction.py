"""Pooling, reductions, softmax and normalisations."""

from math import ceil, log2, prod

from dlwb.calc.cost_rules.rule import Operation, Rule, Work, per_input


def _pooling(op: Operation) -> Work:
    # maximum: K comparisons; average: K - 1 additions and a division
    return Work(op.output_size() * prod(op.numbers("kernel")))


def _adaptive_pooling(op: Operation) -> Work:
    data, output = op.input(0), op.output()
    window = prod(ceil(before / after) for before, after in zip(data[2:], output[2:], strict=True) if after)
    return Work(op.output_size() * window)


def _mean(op: Operation) -> Work:
    return Work(op.input_size() + op.output_size())


def _norm2(op: Operation) -> Work:
    return Work(2 * op.input_size() + op.output_size())


def _mvn(op: Operation) -> Work:
    return Work(op.input_size() * (5 if op.flag("normalize_variance", True) else 2))


def _lrn(op: Operation) -> Work:
    # the window lies along every axis given; axes that are not constant are taken as the usual one
    axes = op.value(1) or (1,)
    return Work(op.output_size() * (op.number("size", 1) ** len(axes) + 5))


def _top_k(op: Operation) -> Work:
    data, output = op.input(0), op.output()
    chosen = next((after for before, after in zip(data, output, strict=True) if before != after), data[-1])
    return Work(op.input_size() * max(ceil(log2(chosen)), 1) if chosen > 0 else 0)


def _bins(data: int, sorted_values: int) -> Rule:
    def formula(op: Operation) -> Work:
        bins = op.input(sorted_values)[-1] if op.input(sorted_values) else 1
        return Work(op.input_size(data) * max(ceil(log2(bins)), 1) if bins > 0 else 0)

    return Rule(formula, "searched values·log2(bins) (comparisons)")


_REDUCTIONS = ("ReduceSum", "ReduceProd", "ReduceMax", "ReduceMin", "ReduceLogicalAnd", "ReduceLogicalOr")

RULES: dict[str, Rule] = {
    "MaxPool": Rule(_pooling, "Y·K (comparisons)"),
    "AvgPool": Rule(_pooling, "Y·K (additions and a division)"),
    "AdaptiveAvgPool": Rule(_adaptive_pooling, "Y·window, window = product of ceil(in/out)", (0,)),
    "AdaptiveMaxPool": Rule(_adaptive_pooling, "Y·window, window = product of ceil(in/out)", (0,)),
    **{kind: per_input(1, operands=(0,)) for kind in _REDUCTIONS},
    "ReduceMean": Rule(_mean, "X + Y", (0,)),
    "ReduceL1": per_input(2, "abs, add", (0,)),
    "ReduceL2": Rule(_norm2, "2·X + Y", (0,)),
    "SegmentMax": per_input(1, "comparisons", (0,)),
    "SoftMax": per_input(5, "maximum, subtract, exp, add, divide", (0,)),
    "LogSoftmax": per_input(5, "maximum, subtract, exp, add, subtract", (0,)),
    "MVN": Rule(_mvn, "5·X with variance (mean, subtract, square, add, divide), else 2·X", (0,)),
    "NormalizeL2": per_input(3, "square, add, divide", (0,)),
    "GRN": per_input(3, "square, add, divide", (0,)),
    "RMS": per_input(4, "square, add, divide, multiply", (0,)),
    "GroupNormalization": per_input(7, "MVN with variance, multiply, add", (0,)),
    "LRN": Rule(_lrn, "Y·(size^axes + 5)", (0,)),
    "TopK": Rule(_top_k, "X·log2(k), at least X (comparisons of a heap)", (0,)),
    "Bucketize": _bins(0, 1),
    "SearchSorted": _bins(1, 0),
    "CTCGreedyDecoder": per_input(1, "comparisons", (0,)),
    "CTCGreedyDecoderSeqLen": per_input(1, "comparisons", (0,)),
    "NonZero": per_input(1, "comparisons", (0,)),
}

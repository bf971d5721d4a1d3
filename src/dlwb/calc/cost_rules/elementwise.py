"""Operations that treat every element alike.

Addition, multiplication, division, comparison, minimum, maximum, rounding, root and every elementary
function (exp, log, tanh, erf, sin, ...) count 1 each. Arithmetic on wide integers (indices, shapes)
and on truth values is neither floating-point nor 8-bit work and counts nothing (`dlwb.calc.costs`).
"""

from dlwb.calc.cost_rules.rule import Operation, Rule, Work, per_input, per_output

_ONE_PER_ELEMENT = (
    *("Add", "Subtract", "Multiply", "Divide", "Maximum", "Minimum", "Power", "Mod", "FloorMod"),
    *("Equal", "NotEqual", "Greater", "GreaterEqual", "Less", "LessEqual"),
    *("Abs", "Negative", "Sign", "Floor", "Ceiling", "Round", "Sqrt", "Exp", "Log", "Erf", "ErfInv"),
    *("Sin", "Cos", "Tan", "Asin", "Acos", "Atan", "Sinh", "Cosh", "Tanh", "Asinh", "Acosh", "Atanh"),
    *("IsFinite", "IsInf", "IsNaN", "ReLU"),
)


def _gelu(op: Operation) -> Work:
    # 0.5·x·(1 + tanh(c·(x + a·x^3))) or 0.5·x·(1 + erf(x/√2)); the first version of the operation is always erf
    return Work(op.output_size() * (9 if op.text("approximation_mode") == "tanh" else 5))


RULES: dict[str, Rule] = {
    **{kind: per_output(1) for kind in _ONE_PER_ELEMENT},
    "SquaredDifference": per_output(2, "subtract, square"),
    "Clamp": per_output(2, "minimum, maximum"),
    "PRelu": per_output(2, "compare, multiply"),
    "Sigmoid": per_output(3, "exp, add, divide"),
    "Swish": per_output(4, "sigmoid, multiply"),
    "HSigmoid": per_output(4, "add, maximum, minimum, multiply"),
    "HSwish": per_output(5, "hsigmoid, multiply"),
    "HardSigmoid": per_output(4, "multiply, add, maximum, minimum"),
    "Elu": per_output(3, "exp, subtract, multiply"),
    "Selu": per_output(4, "elu, multiply"),
    "Mish": per_output(5, "exp, add, log, tanh, multiply"),
    "SoftPlus": per_output(3, "exp, add, log"),
    "SoftSign": per_output(3, "abs, add, divide"),
    "Gelu": Rule(_gelu, "5·Y (erf) or 9·Y (tanh)"),
    "FakeQuantize": per_output(7, "minimum, maximum, subtract, multiply, round, multiply, add; always floating-point"),
    "FakeConvert": per_output(4, "multiply, subtract, round, multiply; always floating-point"),
    "BatchNormInference": per_output(2, "multiply, add"),
    "CumSum": per_input(1),
    **{
        kind: per_output(6, "18 for a pixel: 3 offsets, 5 products, 4 sums, 6 for the limits")
        for kind in ("NV12toRGB", "NV12toBGR", "I420toRGB", "I420toBGR")
    },
    **{kind: per_input(6, "5 products and sums for each plane, limits") for kind in ("RGBtoNV12", "BGRtoNV12")},
}

_ALWAYS_FLOATING = ("FakeQuantize", "FakeConvert")
RULES |= {kind: Rule(RULES[kind].formula, RULES[kind].text, operands=()) for kind in _ALWAYS_FLOATING}

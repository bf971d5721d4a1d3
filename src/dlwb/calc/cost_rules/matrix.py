"""Matrix products, attention, Einstein sums and Fourier transforms."""

from math import ceil, log2, prod

from dlwb.calc.cost_rules.rule import CannotCount, Operation, Rule, Work, macs

_SOFTMAX = 5
_FFT = 5  # real operations per element and halving of a complex transform (radix 2)


def _matmul(op: Operation) -> Work:
    first = op.input(0)
    inner = first[-2] if op.flag("transpose_a") and len(first) > 1 else first[-1]
    return macs(op.output_size() * inner)


def _fully_connected(op: Operation) -> Work:
    return macs(op.output_size() * op.input(0)[-1])


def _grouped_matmul(op: Operation) -> Work:
    # [G, M, K] x [G, N, K], or rows of [tokens, K] shared out over the groups: each row meets one group
    return macs(op.output_size() * op.input(0)[-1])


def _attention(op: Operation) -> Work:
    # query [..., L, E], key [..., S, E], value [..., S, Ev]; the output has the broadcast batch
    output, query, key = op.output(), op.input(0), op.input(1)
    scores = prod(output[:-1]) * key[-2]
    masked = op.has_input(3) or op.flag("causal")
    return macs(scores * (query[-1] + output[-1])) + Work(scores * (1 + masked + _SOFTMAX))


def _einsum(op: Operation) -> Work:
    """Operands are contracted from left to right, each index summed as soon as nobody needs it any more."""
    terms, output = _terms(op)
    sizes: dict[str, int] = {}
    for position, term in enumerate(terms):
        for label, size in zip(term, op.input(position), strict=True):
            sizes[label] = max(size, sizes.get(label, 1))
    current = set(terms[0])
    if len(terms) == 1:
        return Work(prod(sizes[label] for label in current)) if current - set(output) else Work(0)
    work = Work(0)
    for position, term in enumerate(terms[1:], start=1):
        together = current | set(term)
        needed = set(output).union(*terms[position + 1 :])
        count = prod(sizes[label] for label in together)
        work += macs(count) if together - needed else Work(count)
        current = together & needed
    return work


def _terms(op: Operation) -> tuple[list[list[str]], list[str]]:
    """Labels of each operand and of the output; the dimensions of an ellipsis become numbered labels."""
    equation = str(op.node.attributes.get("equation", "")).replace(" ", "")
    left, arrow, right = equation.partition("->")
    written = left.split(",")
    widest = 0
    for position, term in enumerate(written):
        widest = max(widest, len(op.input(position)) - len(term.replace("...", "")) if "..." in term else 0)
    terms = [_labels(term, len(op.input(i)) - len(term.replace("...", "")), widest) for i, term in enumerate(written)]
    if arrow:
        return terms, _labels(right, widest, widest)
    flat = [label for term in terms for label in term]
    return terms, [label for label in flat if flat.count(label) == 1 or label.startswith("...")]


def _labels(term: str, dots: int, widest: int) -> list[str]:
    before, ellipsis, after = term.partition("...")
    middle = [f"...{axis}" for axis in range(widest - dots, widest)] if ellipsis else []
    return [*before, *middle, *after]


def _complex_transform(op: Operation) -> Work:
    # the last dimension holds the real and the imaginary part
    shape = op.output()[:-1]
    return Work(_transform(prod(shape), prod(shape[axis] for axis in _axes(op))))


def _real_transform(op: Operation) -> Work:
    shape = list(op.input(0) if op.node.type == "RDFT" else op.output())
    for axis, size in zip(_axes(op), op.value(2) or (), strict=False):
        shape[axis] = size if size > 0 else shape[axis]
    return Work(_transform(prod(shape), prod(shape[axis] for axis in _axes(op))) // 2)


def _axes(op: Operation) -> tuple[int, ...]:
    axes = op.value(1)
    if axes is None:
        raise CannotCount("the axes of the transform are not a constant")
    return axes


def _transform(elements: int, points: int) -> int:
    return ceil(_FFT * elements * log2(points)) if points > 1 else 0


def _stft(op: Operation) -> Work:
    # signal [batch, length], window [length], frame size; output holds frames and frame/2 + 1 frequencies
    frame = op.value(2)
    if frame is None:
        raise CannotCount("the frame size is not a constant")
    bins = frame[0] // 2 + 1
    frames = op.output_size() // (2 * bins)
    return Work(frames * (frame[0] + _transform(frame[0], frame[0]) // 2))


def _istft(op: Operation) -> Work:
    # spectrum [batch, frequencies, frames, 2]; each frame is transformed, windowed and added
    frame = op.value(2)
    if frame is None:
        raise CannotCount("the frame size is not a constant")
    frames = op.input_size() // (2 * (frame[0] // 2 + 1))
    return Work(frames * (2 * frame[0] + _transform(frame[0], frame[0]) // 2))


def _inverse(op: Operation) -> Work:
    # Gauss-Jordan elimination of an n x n matrix: 2·n^3
    return Work(2 * op.input_size() * op.input(0)[-1])


_COMPLEX = "5·elements·log2(N), N the points of one transform"
_REAL = "2.5·elements·log2(N), N the points of one transform"

RULES: dict[str, Rule] = {
    "MatMul": Rule(_matmul, "2·Y·K, K the inner dimension after transposes", (0, 1)),
    "FullyConnected": Rule(_fully_connected, "2·Y·K", (0, 1)),
    "GroupedMatMul": Rule(_grouped_matmul, "2·Y·K", (0, 1)),
    "ScaledDotProductAttention": Rule(
        _attention,
        "2·batch·L·S·(E + Ev) + 6·batch·L·S (scale, softmax; 7 with a mask); a causal mask saves nothing",
        (0, 1, 2),
    ),
    "Einsum": Rule(
        _einsum,
        "2·product of all index sizes for each contraction, operands from left to right; 1· when nothing is summed",
    ),
    "DFT": Rule(_complex_transform, _COMPLEX),
    "IDFT": Rule(_complex_transform, _COMPLEX),
    "RDFT": Rule(_real_transform, _REAL),
    "IRDFT": Rule(_real_transform, _REAL),
    "STFT": Rule(_stft, "frames·(n + 2.5·n·log2(n)), n the frame size"),
    "ISTFT": Rule(_istft, "frames·(2·n + 2.5·n·log2(n)), n the frame size"),
    "Inverse": Rule(_inverse, "2·X·n for n x n matrices (Gauss-Jordan)"),
}

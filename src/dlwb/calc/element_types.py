"""Element types of tensors, in the engine's spelling: how large they are and what kind of number they hold."""

LOW_BIT_INTEGERS = frozenset({"u1", "u2", "i2", "u3", "u4", "i4", "u6", "u8", "i8"})
FLOATS = frozenset({"f64", "f32", "f16", "bf16", "f8e4m3", "f8e5m2", "f8e8m0", "f4e2m1", "nf4"})
LOW_BIT_FLOATS = frozenset({"f8e4m3", "f8e5m2", "f8e8m0", "f4e2m1", "nf4"})
LOW_BIT = LOW_BIT_INTEGERS | LOW_BIT_FLOATS
WIDE_INTEGERS = frozenset({"i16", "u16", "i32", "u32", "i64", "u64"})

_BITS = {
    **{"u1": 1, "u2": 2, "i2": 2, "u3": 3, "u4": 4, "i4": 4, "u6": 6, "u8": 8, "i8": 8, "boolean": 8},
    **{"i16": 16, "u16": 16, "i32": 32, "u32": 32, "i64": 64, "u64": 64},
    **{"nf4": 4, "f4e2m1": 4, "f8e4m3": 8, "f8e5m2": 8, "f8e8m0": 8, "bf16": 16, "f16": 16, "f32": 32, "f64": 64},
}

# What numpy calls those that it can hold; bfloat16 is prepared as float32.
NUMPY_TYPES = {
    **{"f64": "float64", "f32": "float32", "f16": "float16", "bf16": "float32", "boolean": "bool"},
    **{f"{sign}{bits}": f"{'u' * (sign == 'u')}int{bits}" for sign in "iu" for bits in (8, 16, 32, 64)},
}


def tensor_bytes(elements: int, dtype: str) -> int:
    """Bytes of a tensor, sub-byte elements packed; 0 for text and for a type that is not known yet."""
    return (elements * _BITS.get(dtype, 0) + 7) // 8

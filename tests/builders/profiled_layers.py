"""Layers of profiles as a test wants them."""

from dlwb.domain.measurement import Estimate, LayerProfile, LayerStatus


def profiled(name, time_us, order, *, spread=0.01, **fields) -> LayerProfile:
    """An executed convolution in f32 that took `time_us`, made from the operation of its own name."""
    known = {
        "name": name,
        "type": "Convolution",
        "kernel": "jit_f32",
        "precision": "f32",
        "output_precision": "f32",
        "output_layout": "acdb",
        "order": order,
        "status": LayerStatus.EXECUTED,
        "time_us": Estimate(time_us, time_us * (1 - spread), time_us * (1 + spread)),
        "cpu_us": time_us,
        "share": 0.1,
        "gflop": 0.0,
        "gflops": None,
        "bytes_moved": 0,
        "intensity": None,
        "roofline": None,
        "bound": None,
        "output_shape": (1, 8),
        "origin": (name,),
        "consumer": None,
    }
    return LayerProfile(**(known | fields))

"""Known networks, built layer by layer: the right shapes and sizes, all weights zero (so they cost no memory).

Batch normalisation is folded into the convolution before it, as any converter does: it leaves one bias per channel.
"""

import numpy as np
import openvino as ov
from openvino import opset1
from openvino import opset16 as op

Tensor = ov.Node


def _weights(*shape: int) -> Tensor:
    return op.constant(np.zeros(shape, np.float32), shared_memory=True)


def _integers(*values: int) -> Tensor:
    return op.constant(np.array(values, np.int64))


def _picture(side: int) -> Tensor:
    return op.parameter([1, 3, side, side], np.float32, name="image")


def _channels(x: Tensor) -> int:
    return int(x.get_output_shape(0)[1])


def conv(x: Tensor, out: int, kernel: int, stride: int = 1, pad: int = 0, dilation: int = 1) -> Tensor:
    """A convolution with a bias."""
    weights = _weights(out, _channels(x), kernel, kernel)
    y = op.convolution(x, weights, [stride] * 2, [pad] * 2, [pad] * 2, [dilation] * 2)
    return op.add(y, _weights(1, out, 1, 1))


def depthwise(x: Tensor, kernel: int, stride: int, pad: int) -> Tensor:
    """A depthwise convolution with a bias."""
    weights = _weights(_channels(x), 1, 1, kernel, kernel)
    y = op.group_convolution(x, weights, [stride] * 2, [pad] * 2, [pad] * 2, [1, 1])
    return op.add(y, _weights(1, _channels(x), 1, 1))


def max_pool(x: Tensor, kernel: int, stride: int, pad: int = 0, *, ceil: bool = False) -> Tensor:
    """A maximum pooling."""
    return opset1.max_pool(x, [stride] * 2, [pad] * 2, [pad] * 2, [kernel] * 2, "ceil" if ceil else "floor")


def linear(x: Tensor, out: int) -> Tensor:
    """A fully connected layer with a bias."""
    features = int(x.get_output_shape(0)[-1])
    return op.add(op.matmul(x, _weights(out, features), False, True), _weights(out))


def global_average(x: Tensor) -> Tensor:
    """The mean over height and width, flattened."""
    return op.reduce_mean(x, _integers(2, 3), False)


def _flat(x: Tensor) -> Tensor:
    return op.reshape(x, _integers(0, -1), True)


def _model(x: Tensor, *outputs: Tensor) -> ov.Model:
    return ov.Model([op.result(y) for y in outputs], [x], "network")


def alexnet() -> ov.Model:
    """AlexNet as torchvision has it (the one-column version), 224 x 224."""
    x = _picture(224)
    y = max_pool(op.relu(conv(x, 64, 11, 4, 2)), 3, 2)
    y = max_pool(op.relu(conv(y, 192, 5, 1, 2)), 3, 2)
    for out in (384, 256, 256):
        y = op.relu(conv(y, out, 3, 1, 1))
    y = _flat(max_pool(y, 3, 2))
    return _model(x, linear(op.relu(linear(op.relu(linear(y, 4096)), 4096)), 1000))


_VGG16 = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))


def vgg16() -> ov.Model:
    """VGG-16 (configuration D), 224 x 224."""
    x = y = _picture(224)
    for out, count in _VGG16:
        for _ in range(count):
            y = op.relu(conv(y, out, 3, 1, 1))
        y = max_pool(y, 2, 2)
    return _model(x, linear(op.relu(linear(op.relu(linear(_flat(y), 4096)), 4096)), 1000))


def resnet50() -> ov.Model:
    """ResNet-50 (stride in the 3 x 3 convolution), 224 x 224."""
    x = _picture(224)
    y = max_pool(op.relu(conv(x, 64, 7, 2, 3)), 3, 2, 1)
    for stage, (width, count) in enumerate(((64, 3), (128, 4), (256, 6), (512, 3))):
        for block in range(count):
            stride = 2 if block == 0 and stage > 0 else 1
            z = op.relu(conv(y, width, 1))
            z = conv(op.relu(conv(z, width, 3, stride, 1)), 4 * width, 1)
            y = op.relu(op.add(z, conv(y, 4 * width, 1, stride) if block == 0 else y))
    return _model(x, linear(global_average(y), 1000))


def mobilenet_v2() -> ov.Model:
    """MobileNetV2 1.0, 224 x 224."""
    x = _picture(224)
    y = op.clamp(conv(x, 32, 3, 2, 1), 0, 6)
    stages = ((1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1))
    for expand, out, count, first_stride in stages:
        for block in range(count):
            stride = first_stride if block == 0 else 1
            z = op.clamp(conv(y, expand * _channels(y), 1), 0, 6) if expand > 1 else y
            z = conv(op.clamp(depthwise(z, 3, stride, 1), 0, 6), out, 1)
            y = op.add(y, z) if stride == 1 and _channels(y) == out else z
    return _model(x, linear(global_average(op.clamp(conv(y, 1280, 1), 0, 6)), 1000))


def squeezenet1_1() -> ov.Model:
    """SqueezeNet 1.1, 224 x 224."""
    x = _picture(224)

    def fire(y: Tensor, squeeze: int, expand: int) -> Tensor:
        s = op.relu(conv(y, squeeze, 1))
        return op.concat([op.relu(conv(s, expand, 1)), op.relu(conv(s, expand, 3, 1, 1))], 1)

    y = max_pool(op.relu(conv(x, 64, 3, 2)), 3, 2, ceil=True)
    y = max_pool(fire(fire(y, 16, 64), 16, 64), 3, 2, ceil=True)
    y = max_pool(fire(fire(y, 32, 128), 32, 128), 3, 2, ceil=True)
    y = fire(fire(fire(fire(y, 48, 192), 48, 192), 64, 256), 64, 256)
    return _model(x, global_average(op.relu(conv(y, 1000, 1))))


def _layer_norm(x: Tensor) -> Tensor:
    width = int(x.get_output_shape(0)[-1])
    normal = op.mvn(x, _integers(-1), True, 1e-6, "inside_sqrt")
    return op.add(op.multiply(normal, _weights(width)), _weights(width))


def _attention(x: Tensor, heads: int, *, fused: bool) -> Tensor:
    """Multi-head self-attention, with the fused operation or as separate products."""
    _, length, width = x.get_output_shape(0)
    head = width // heads
    qkv = op.transpose(
        op.reshape(linear(x, 3 * width), _integers(1, length, 3, heads, head), False), _integers(2, 0, 3, 1, 4)
    )
    parts = op.split(qkv, op.constant(np.array(0, np.int64)), 3)
    q, k, v = (op.squeeze(parts.output(i), _integers(0)) for i in range(3))
    if fused:
        y = op.scaled_dot_product_attention(q, k, v)
    else:
        scores = op.multiply(op.matmul(q, k, False, True), op.constant(np.float32(head**-0.5)))
        y = op.matmul(op.softmax(scores, -1), v, False, False)
    return linear(op.reshape(op.transpose(y, _integers(0, 2, 1, 3)), _integers(1, length, width), False), width)


def vit_b16(*, fused: bool = True) -> ov.Model:
    """Vision Transformer B/16, 224 x 224: 12 layers of width 768 with 12 heads."""
    x = _picture(224)
    patches = op.transpose(op.reshape(conv(x, 768, 16, 16), _integers(1, 768, -1), False), _integers(0, 2, 1))
    y = op.add(op.concat([_weights(1, 1, 768), patches], 1), _weights(1, 197, 768))
    for _ in range(12):
        y = op.add(y, _attention(_layer_norm(y), 12, fused=fused))
        y = op.add(y, linear(op.gelu(linear(_layer_norm(y), 3072), "erf"), 768))
    first = op.gather(_layer_norm(y), op.constant(np.array(0, np.int64)), op.constant(np.array(1, np.int64)))
    return _model(x, linear(first, 1000))


def ssd300_vgg16() -> ov.Model:
    """SSD300 on VGG-16 with 91 classes, as torchvision has it, without the boxes' post-processing."""
    x = y = _picture(300)
    features = []
    for stage, (out, count) in enumerate(_VGG16):
        for _ in range(count):
            y = op.relu(conv(y, out, 3, 1, 1))
        if stage == 3:
            normal = op.normalize_l2(y, _integers(1), 1e-12, "max")
            features.append(op.multiply(normal, _weights(1, 512, 1, 1)))
        if stage < 4:
            y = max_pool(y, 2, 2, ceil=stage == 2)
    y = op.relu(conv(max_pool(y, 3, 1, 1), 1024, 3, 1, 6, dilation=6))
    y = op.relu(conv(y, 1024, 1))
    features.append(y)
    for squeeze, out, stride, pad in ((256, 512, 2, 1), (128, 256, 2, 1), (128, 256, 1, 0), (128, 256, 1, 0)):
        y = op.relu(conv(op.relu(conv(y, squeeze, 1)), out, 3, stride, pad))
        features.append(y)
    heads = []
    for feature, anchors in zip(features, (4, 6, 6, 6, 4, 4), strict=True):
        heads += [conv(feature, anchors * 4, 3, 1, 1), conv(feature, anchors * 91, 3, 1, 1)]
    return _model(x, *heads)

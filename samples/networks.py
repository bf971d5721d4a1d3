"""The two sample networks, in torch.

Both are deliberately mixed: plain residual 3x3 convolutions with stride 1 (what Winograd can speed up),
depthwise blocks (what it cannot), and in the detector an enlarging branch with a concatenation.
While training they return logits. In evaluation mode the last activations are part of the network, so
the exported files need none outside.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval


class ConvNorm(nn.Module):
    """A convolution, batch normalisation and (unless `linear`) ReLU; keeps the size when stride is 1."""

    def __init__(
        self, inputs: int, outputs: int, side: int = 3, stride: int = 1, *, groups: int = 1, linear: bool = False
    ) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, side, stride, side // 2, groups=groups, bias=False)
        self.norm: nn.Module = nn.BatchNorm2d(outputs)
        self.act: nn.Module = nn.Identity() if linear else nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        """(batch, inputs, height, width) -> (batch, outputs, height / stride, width / stride)."""
        y: Tensor = self.act(self.norm(self.conv(x)))
        return y

    def fold(self) -> None:
        """Folds the normalisation into the convolution; only right in evaluation mode."""
        if isinstance(self.norm, nn.BatchNorm2d):
            self.conv = fuse_conv_bn_eval(self.conv, self.norm)
            self.norm = nn.Identity()


def _ignore_base_colour(stem: ConvNorm) -> None:
    """Gives every filter of the first layer a mean of zero for each colour, in place.

    Pictures differ most in their base colour, which says nothing here. Filters that do not see it at
    the start learn shapes from the first step; others spend thousands of steps on getting rid of it.
    """
    with torch.no_grad():
        stem.conv.weight -= stem.conv.weight.mean(dim=(2, 3), keepdim=True)


class Residual(nn.Module):
    """Two plain 3x3 convolutions beside a shortcut."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv1 = ConvNorm(channels, channels)
        self.conv2 = ConvNorm(channels, channels, linear=True)
        self.act = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        """(batch, channels, height, width), unchanged in shape."""
        y: Tensor = self.act(x + self.conv2(self.conv1(x)))
        return y


class InvertedResidual(nn.Module):
    """1x1 up, 3x3 depthwise, 1x1 down without activation, beside a shortcut (the MobileNetV2 block)."""

    def __init__(self, channels: int, expansion: int = 2) -> None:
        super().__init__()
        wide = channels * expansion
        self.expand = ConvNorm(channels, wide, side=1)
        self.depthwise = ConvNorm(wide, wide, groups=wide)
        self.project = ConvNorm(wide, channels, side=1, linear=True)

    def forward(self, x: Tensor) -> Tensor:
        """(batch, channels, height, width), unchanged in shape."""
        y: Tensor = x + self.project(self.depthwise(self.expand(x)))
        return y


class Classifier(nn.Module):
    """Names the one shape on a 64x64 picture."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.stem = ConvNorm(3, 16, stride=2)
        self.stage1 = Residual(16)
        self.down1 = ConvNorm(16, 32, stride=2)
        self.stage2 = Residual(32)
        self.down2 = ConvNorm(32, 64, stride=2)
        self.stage3 = nn.Sequential(InvertedResidual(64), InvertedResidual(64), InvertedResidual(64))
        self.features = ConvNorm(64, 128, side=1)
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.classifier = nn.Linear(128, classes)
        self.softmax = nn.Softmax(dim=1)
        _ignore_base_colour(self.stem)

    def forward(self, x: Tensor) -> Tensor:
        """(batch, 3, 64, 64) -> (batch, classes): logits while training, else probabilities."""
        x = self.stage1(self.stem(x))
        x = self.stage2(self.down1(x))
        x = self.features(self.stage3(self.down2(x)))
        logits: Tensor = self.classifier(torch.flatten(self.pool(x), 1))
        return logits if self.training else self.softmax(logits)


class Head(nn.Module):
    """Predicts one row per cell of a feature map: cx, cy, w, h, objectness, class scores."""

    def __init__(self, channels: int, classes: int, grid: int) -> None:
        super().__init__()
        self.cells, self.columns = grid * grid, 5 + classes
        self.tower = nn.Sequential(ConvNorm(channels, channels, groups=channels), ConvNorm(channels, channels, side=1))
        self.box = nn.Conv2d(channels, 4, 1)
        self.scores = nn.Conv2d(channels, 1 + classes, 1)
        # Nearly every cell is empty: starting at a score of 1 % keeps the first steps calm.
        assert self.scores.bias is not None
        nn.init.constant_(self.scores.bias, -4.6)

    def forward(self, x: Tensor) -> Tensor:
        """(batch, channels, grid, grid) -> (batch, 5 + classes, grid * grid)."""
        x = self.tower(x)
        scores: Tensor = self.scores(x)
        rows = torch.cat([self.box(x), scores if self.training else torch.sigmoid(scores)], dim=1)
        # Constant sizes: a shape computed in the graph would only litter it.
        return rows.reshape(-1, self.columns, self.cells)


class Detector(nn.Module):
    """Finds shapes on 128x128 pictures: one box per cell of a 16x16 and an 8x8 grid, as YOLOX does."""

    STRIDES = (8, 16)
    SIDE = 128

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.stem = ConvNorm(3, 16, stride=2)
        self.down1 = ConvNorm(16, 24, stride=2)
        self.stage1 = Residual(24)
        self.down2 = ConvNorm(24, 48, stride=2)
        self.stage2 = nn.Sequential(InvertedResidual(48), InvertedResidual(48))
        self.down3 = ConvNorm(48, 96, stride=2)
        self.stage3 = nn.Sequential(InvertedResidual(96), InvertedResidual(96))
        self.lateral = ConvNorm(96, 48, side=1)
        self.enlarge = nn.Upsample(scale_factor=2, mode="nearest")
        self.merge = ConvNorm(96, 48)
        self.fine = Head(48, classes, self.SIDE // self.STRIDES[0])
        self.coarse = Head(96, classes, self.SIDE // self.STRIDES[1])
        _ignore_base_colour(self.stem)

    def forward(self, x: Tensor) -> Tensor:
        """(batch, 3, 128, 128) -> (batch, 320, 5 + classes); scores are logits while training, else 0..1."""
        x = self.stage1(self.down1(self.stem(x)))
        near: Tensor = self.stage2(self.down2(x))
        far: Tensor = self.stage3(self.down3(near))
        merged = self.merge(torch.cat([self.enlarge(self.lateral(far)), near], dim=1))
        return torch.cat([self.fine(merged), self.coarse(far)], dim=2).transpose(1, 2)


def parameters(network: nn.Module) -> int:
    """Number of trained parameters."""
    return sum(tensor.numel() for tensor in network.parameters())


def fold_norms(network: nn.Module) -> None:
    """Puts the network in evaluation mode and folds every normalisation into its convolution, in place."""
    network.eval()
    for module in network.modules():
        if isinstance(module, ConvNorm):
            module.fold()

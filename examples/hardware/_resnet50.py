"""ResNet-50 (He et al. 2015) as torchvision builds it.

A block strides in its 3×3 convolution, not in its first as in the paper.
"""

from collections import OrderedDict

from torch import nn

# Width of the 3×3 convolutions, number of blocks, stride of the first block.
STAGES = ((64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2))


def conv_norm(inputs, outputs, kernel=1, stride=1):
    """A convolution and its batch norm, which has the bias."""
    conv = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False)
    nn.init.kaiming_normal_(conv.weight, mode="fan_out", nonlinearity="relu")
    return nn.Sequential(conv, nn.BatchNorm2d(outputs))


class Bottleneck(nn.Module):
    """1×1 to a narrow width, 3×3, 1×1 to four times that width, and the skip."""

    def __init__(self, inputs, width, stride):
        super().__init__()
        self.reduce = conv_norm(inputs, width)
        self.conv = conv_norm(width, width, 3, stride)
        self.expand = conv_norm(width, 4 * width)
        if inputs == 4 * width:
            self.skip = nn.Identity()
        else:
            self.skip = conv_norm(inputs, 4 * width, 1, stride)

    def forward(self, x):
        y = self.reduce(x).relu_()
        y = self.conv(y).relu_()
        y = self.expand(y)
        return (y + self.skip(x)).relu_()


def resnet50():
    """The network, with its parts by name: `stem`, `stages` (four) and `head`."""
    stem = conv_norm(3, 64, 7, 2), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, padding=1)
    stages, channels = nn.Sequential(), 64
    for width, count, stride in STAGES:
        first = Bottleneck(channels, width, stride)
        channels = 4 * width
        rest = (Bottleneck(channels, width, stride=1) for _ in range(count - 1))
        stages.append(nn.Sequential(first, *rest))
    head = nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 1000)
    parts = {
        "stem": nn.Sequential(*stem),
        "stages": stages,
        "head": nn.Sequential(*head),
    }
    return nn.Sequential(OrderedDict(parts))

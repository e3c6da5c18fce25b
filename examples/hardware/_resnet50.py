"""ResNet-50 (He et al. 2015) as torchvision builds it.

A block strides in its 3×3 convolution, not in its first as in the paper.
"""

from collections import OrderedDict

from torch import nn

# Width of the 3×3 convolutions, number of blocks, stride of the first block.
STAGES = ((64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2))


def convolution(inputs, outputs, kernel=1, stride=1):
    """A convolution without bias: the batch norm behind it has one."""
    conv = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False)
    nn.init.kaiming_normal_(conv.weight, mode="fan_out", nonlinearity="relu")
    return conv


class Bottleneck(nn.Module):
    """1×1 to a narrow width, 3×3, 1×1 to four times that width, and the skip."""

    def __init__(self, inputs, width, stride):
        super().__init__()
        outputs = 4 * width
        self.reduce, self.norm_1 = convolution(inputs, width), nn.BatchNorm2d(width)
        self.conv = convolution(width, width, 3, stride)
        self.norm_2 = nn.BatchNorm2d(width)
        self.expand, self.norm_3 = convolution(width, outputs), nn.BatchNorm2d(outputs)
        self.skip = nn.Sequential()  # the identity
        if inputs != outputs:
            self.skip.append(convolution(inputs, outputs, 1, stride))
            self.skip.append(nn.BatchNorm2d(outputs))

    def forward(self, x):
        # One call a line: the name lets go of the map before as soon as the next is there.
        y = self.reduce(x)
        y = self.norm_1(y).relu_()
        y = self.conv(y)
        y = self.norm_2(y).relu_()
        y = self.expand(y)
        y = self.norm_3(y)
        y += self.skip(x)
        return y.relu_()


def resnet50():
    """The network, with its parts by name: `stem`, `stages` (four) and `head`."""
    stem = convolution(3, 64, 7, 2), nn.BatchNorm2d(64)
    stem += nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, padding=1)
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

# %% [markdown]
# # Grouped bottleneck
# What is the block of ResNeXt, and what do the groups buy at equal cost?

# %%
import torch
import torch.nn.functional as F
from torch import nn

# %% [markdown]
# ## Many narrow branches are one grouped convolution
# The block sums narrow branches, each 1×1 to few channels, 3×3, 1×1 back. Stacked, the
# first layers of all branches are one 1×1 to many channels, the 3×3 layers one layer with
# a group for each branch, the last ones one 1×1: its sum over inputs is the sum over
# branches.


# %%
def grouped(x, reduce, middle, expand, groups):
    """(N, C, H, W): 1×1, 3×3 in groups, 1×1, added to x; without norms."""
    hidden = F.conv2d(x, reduce).relu()
    hidden = F.conv2d(hidden, middle, padding=1, groups=groups).relu()
    return x + F.conv2d(hidden, expand)


def branches(x, reduce, middle, expand, groups):
    """The same as a sum over branches of their own."""
    size = len(reduce) // groups
    out = x
    for i in range(groups):
        own = slice(i * size, (i + 1) * size)
        hidden = F.conv2d(x, reduce[own]).relu()
        hidden = F.conv2d(hidden, middle[own], padding=1).relu()
        out = out + F.conv2d(hidden, expand[:, own])
    return out


torch.manual_seed(0)
make = {"dtype": torch.double}
x = torch.randn(1, 256, 6, 6, **make)
weights = (
    torch.randn(128, 256, 1, 1, **make) / 16,
    torch.randn(128, 128 // 32, 3, 3, **make) / 6,
    torch.randn(256, 128, 1, 1, **make) / 11,
)
assert torch.allclose(grouped(x, *weights, 32), branches(x, *weights, 32))

# %% [markdown]
# ## Counted
# Weights of a block, and parameters of the whole network with norms and classifier.


# %%
def block(width, inner, groups=1):
    """Weights of a bottleneck whose 3×3 is `inner` wide."""
    return width * inner + 9 * inner * inner // groups + inner * width


def network(inner, groups=1, classes=1000):
    """Parameters of the network with 3, 4, 6 and 3 blocks."""
    total, before = 3 * 49 * 64 + 2 * 64, 64
    for stage, count in enumerate((3, 4, 6, 3)):
        middle, width = inner * 2**stage, 256 * 2**stage
        norms = 2 * (middle + middle + width)
        first = before * middle + 9 * middle * middle // groups + middle * width
        projection = before * width + 2 * width
        total += first + projection + (count - 1) * block(width, middle, groups)
        total += count * norms
        before = width
    return total + (before + 1) * classes


resnet, resnext = network(64), network(128, 32)
assert (resnet, resnext) == (25_557_032, 25_028_904)  # torchvision's counts
layer = nn.Conv2d(128, 128, 3, groups=32, bias=False)
assert layer.weight.numel() == block(256, 128, 32) - 2 * 256 * 128

# %%
computed = {
    "block": f"{block(256, 64):,}",
    "grouped-block": f"{block(256, 128, 32):,}",
    "spatial-share": f"{9 * 64 * 64 / block(256, 64):.0%}",
    "grouped-share": f"{layer.weight.numel() / block(256, 128, 32):.0%}",
    "resnet-50": f"{resnet / 1e6:.1f} million",
    "resnext-50": f"{resnext / 1e6:.1f} million",
}

# %% [markdown]
# # Receptive field of VGG-16 and ResNet-50
# How much of a 224×224 image does one unit of VGG-16 and of ResNet-50 see, layer by
# layer?

# %%
from itertools import chain

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

# %% [markdown]
# ## The two networks as lists of (kernel, stride)
# Pooling layers count. ResNet-50 has branches; the receptive field follows the longest
# path, which runs through every bottleneck (1×1, 3×3, 1×1) and no shortcut. Where does the
# map get smaller? In the paper in the first 1×1 of a stage, in torchvision in the 3×3
# after it, in TF-Slim in the last 3×3 of the stage before.

# %%
SIDE = 224  # px of the image
vgg = [pair for n in (2, 2, 3, 3, 3) for pair in [(3, 1)] * n + [(2, 2)]]
stem = [(7, 2), (3, 2)]
block_strides = [1, 1, 1, 2, 1, 1, 1, 2, 1, 1, 1, 1, 1, 2, 1, 1]  # stages of 3, 4, 6, 3
paper = [[(1, s), (3, 1), (1, 1)] for s in block_strides]
torchvision = [[(1, 1), (3, s), (1, 1)] for s in block_strides]
slim = [[(1, 1), (3, s), (1, 1)] for s in [*block_strides[1:], 1]]


def recursion(first_layers, blocks=()):
    fields, jump = [1], 1
    for kernel, stride in chain(first_layers, *blocks):
        fields.append(fields[-1] + (kernel - 1) * jump)
        jump *= stride
    return fields


# %% [markdown]
# ## Measured: one channel wide, same kernels, strides, padding and shortcuts
# All-ones kernels (divided by their size, against overflow) let no path cancel another.
# They stand in for max pooling too: its gradient goes to one pixel, but any pixel of
# its window can be that one. What is left of the network is exactly its geometry.


# %%
def layer(x, kernel, stride):
    ones = torch.full((1, 1, kernel, kernel), 1 / kernel**2)
    return F.conv2d(x, ones, stride=stride, padding=(kernel - 1) // 2)


def extents(first_layers, blocks=(), size=543):
    """Side of the box of non-zero input gradient, for the middle unit of each layer."""
    x = torch.zeros(1, 1, size, size, requires_grad=True)
    outputs, y = [x], x
    for kernel, stride in first_layers:
        outputs.append(y := layer(y, kernel, stride))
    for block in blocks:
        shortcut = layer(y, 1, block[0][1] * block[1][1])
        for kernel, stride in block:
            outputs.append(y := layer(y, kernel, stride))
        outputs[-1] = y = y + shortcut
    sides = []
    for y in outputs:
        middle = y[0, 0, y.shape[2] // 2, y.shape[3] // 2]
        (grad,) = torch.autograd.grad(middle, x, retain_graph=True)
        rows, columns = grad[0, 0].nonzero(as_tuple=True)
        assert rows.max() - rows.min() == columns.max() - columns.min()
        sides.append(int(rows.max() - rows.min() + 1))
    return sides


networks = {
    "VGG-16": [vgg],
    "ResNet-50": [stem, paper],
    "torchvision": [stem, torchvision],
    "TF-Slim": [stem, slim],
}
lines = {name: recursion(*layers) for name, layers in networks.items()}
dots = {name: extents(*layers) for name, layers in networks.items()}
assert dots == lines
last = {name: fields[-1] for name, fields in lines.items()}
# The table of Araujo et al. 2019 is of TF-Slim's networks; here the ends of stages.
assert last["VGG-16"] == 212
assert last["VGG-16"] < SIDE < last["ResNet-50"]
assert [lines["TF-Slim"][end] for end in (11, 23, 41, 50)] == [35, 99, 291, 483]

# %%
fig, ax = plt.subplots(num="layer-by-layer", figsize=(5.0, 3.4))
for name, color, dot in (("ResNet-50", "C1", "s"), ("VGG-16", "C0", "o")):
    ax.plot(lines[name], "-", color=color, linewidth=5, alpha=0.3)
    ax.plot(dots[name], dot, color=color, markersize=2.6)
ax.text(51.5, 483, f"ResNet-50\n{last['ResNet-50']} px", color="C1", va="center")
ax.text(17.5, 250, f"VGG-16\n{last['VGG-16']} px", color="C0")
for stage, place in enumerate(((9, 16), (19, 46), (33, 125), (46, 200)), 2):
    ax.text(*place, f"conv{stage}_x", color="0.5", va="top")
ax.axhline(SIDE, color="0.5", linestyle="--", linewidth=1)
ax.text(-0.5, 205, f"input: {SIDE} px", color="0.5", va="top")
ax.text(26, 1.3, "line: recursion\ndots: gradient extent", color="0.5")
ax.set(xlim=(-1, 61), xticks=range(0, 51, 10), xlabel="layer (pooling included)")
ax.set(yscale="log", ylim=(0.9, 700), yticks=(ticks := [1, 3, 10, 30, 100, 300]))
ax.set(yticklabels=ticks, ylabel="receptive field (px per side)")
ax.minorticks_off()

# %% [markdown]
# What counts is the jump at which each 3×3 looks around. In the paper and in TF-Slim all
# of a stage look at one jump. In torchvision the first 3×3 of the last three stages looks
# at half of it, at 4, 8 and 16 px, and the field is smaller by twice their sum.

# %%
assert last["ResNet-50"] - last["torchvision"] == 2 * (4 + 8 + 16)
passes = next(i for i, field in enumerate(lines["ResNet-50"]) if field > SIDE)

# %%
computed = {
    "vgg-16": f"{last['VGG-16']} px",
    "vgg-16-last-conv": f"{lines['VGG-16'][-2]} px",
    "resnet-50": f"{last['ResNet-50']} px",
    "resnet-50-torchvision": f"{last['torchvision']} px",
    "resnet-50-slim": f"{last['TF-Slim']} px",
    "resnet-50-passes": f"layer {passes} of {len(lines['ResNet-50']) - 1}",
}

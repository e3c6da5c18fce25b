# %% [markdown]
# # Receptive field of VGG-16 and ResNet-50
# How much of a 224×224 image does one unit of VGG-16 and of ResNet-50 see, layer by
# layer?

# %%
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

# %% [markdown]
# ## The two networks as lists of (kernel, stride)
# Pooling layers count. ResNet-50 has branches; the receptive field follows the longest
# path, which runs through every bottleneck (1×1, 3×3, 1×1) and no shortcut.

# %%
vgg = [pair for n in (2, 2, 3, 3, 3) for pair in [(3, 1)] * n + [(2, 2)]]
stem = [(7, 2), (3, 2)]
block_strides = [1, 1, 1, 2, 1, 1, 1, 2, 1, 1, 1, 1, 1, 2, 1, 1]  # stages of 3, 4, 6, 3


def resnet(stride_in_3x3=False):
    """ResNet-50's blocks: the paper strides in its first 1×1, torchvision in 3×3."""
    if stride_in_3x3:
        return [[(1, 1), (3, s), (1, 1)] for s in block_strides]
    return [[(1, s), (3, 1), (1, 1)] for s in block_strides]


def flat(stem, blocks):
    return stem + [pair for block in blocks for pair in block]


def recursion(layers):
    fields, jump = [1], 1
    for kernel, stride in layers:
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


networks = {"VGG-16": extents(vgg), "ResNet-50": extents(stem, resnet())}
lines = {"VGG-16": recursion(vgg), "ResNet-50": recursion(flat(stem, resnet()))}
assert networks == lines
# Araujo et al. 2019 print 212 for VGG-16 and 483 for ResNet-50.
assert (lines["VGG-16"][-1], lines["ResNet-50"][-1]) == (212, 483)


# %%
fig, ax = plt.subplots(num="layer-by-layer", figsize=(5.0, 3.4))
for name, color, dot in (("ResNet-50", "C1", "s"), ("VGG-16", "C0", "o")):
    ax.plot(lines[name], "-", color=color, linewidth=5, alpha=0.3)
    ax.plot(networks[name], dot, color=color, markersize=2.6)
ax.text(51.5, 483, "ResNet-50\n483 px", color="C1", va="center")
ax.text(17.5, 250, "VGG-16\n212 px", color="C0")
places = ((9, 16), (19, 46), (33, 125), (46, 200))
for stage, place in enumerate(places, 2):
    ax.text(*place, f"conv{stage}_x", color="0.5", va="top", fontsize=8)
ax.axhline(224, color="0.5", linestyle="--", linewidth=1)
ax.text(-0.5, 205, "input: 224 px", color="0.5", va="top")
ax.text(26, 1.3, "line: recursion\ndots: gradient extent", color="0.5")
ax.set(xlim=(-1, 61), xticks=range(0, 51, 10), xlabel="layer (pooling included)")
ax.set(yscale="log", ylim=(0.9, 700), yticks=(ticks := [1, 3, 10, 30, 100, 300]))
ax.set(yticklabels=ticks, ylabel="receptive field (px per side)")
ax.minorticks_off()

# %% [markdown]
# ## Where the stride sits matters
# torchvision strides in the 3×3 instead of the first 1×1. That 3×3 then looks around at
# half the jump, and the field of the last unit is smaller.

# %%
variant = resnet(stride_in_3x3=True)
torchvision = extents(stem, variant)
assert torchvision == recursion(flat(stem, variant))

passes = next(i for i, field in enumerate(lines["ResNet-50"]) if field > 224)
facts = {
    "vgg-16": f"{lines['VGG-16'][-1]} px",
    "vgg-16-last-conv": f"{lines['VGG-16'][-2]} px",
    "resnet-50": f"{lines['ResNet-50'][-1]} px",
    "resnet-50-torchvision": f"{torchvision[-1]} px",
    "resnet-50-passes": f"layer {passes} of {len(lines['ResNet-50']) - 1}",
}

# %% [markdown]
# # Where the receptive field lies
# Which pixels of the image does unit u of a map see, and is the middle of them the
# middle of its cell?

# %%
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

# %% [markdown]
# ## Size, effective stride, effective padding
# Number units and pixels from 0. Unit $u$ sees the pixels from $uS - P$ to
# $uS - P + r - 1$, those outside of the image as padding: $r$ is the size of the field,
# $S$ the effective stride (the jump), $P$ the effective padding. A layer of kernel $f$,
# dilation $d$ and padding $p$ adds $d (f - 1) S$ to $r$ and $pS$ to $P$; then its stride
# multiplies $S$.


# %%
def field(layers):
    """Size, effective stride, effective padding of (kernel, stride, padding[, dilation])s."""
    size, stride, padding = 1, 1, 0
    for kernel, step, pad, *rest in layers:
        (dilation,) = rest or (1,)
        size += dilation * (kernel - 1) * stride
        padding += pad * stride
        stride *= step
    return size, stride, padding


def centre(unit, size, stride, padding):
    """Where the middle of the field lies; the middle of pixel i is at i."""
    return unit * stride - padding + (size - 1) / 2


# %% [markdown]
# VGG-16 with its five pools, and the longest path of ResNet-50 as in torchvision, which
# strides in the 3×3. Its shortcuts lie in the same place.

# %%
vgg = [part for n in (2, 2, 3, 3, 3) for part in [(3, 1, 1)] * n + [(2, 2, 0)]]
strides = [1, 1, 1, 2, 1, 1, 1, 2, 1, 1, 1, 1, 1, 2, 1, 1]
bottlenecks = [part for s in strides for part in ((1, 1, 0), (3, s, 1), (1, 1, 0))]
resnet = [(7, 2, 3), (3, 2, 1), *bottlenecks]

# %% [markdown]
# ## The gradient agrees
# All-ones kernels let no path cancel another, and stand in for max pooling too. So the
# gradient of a unit is non-zero from the first to the last pixel that it sees. Every
# unit is compared, those whose field reaches over the border too.


# %%
def extents(layers, pixels):
    """The first and the last pixel with a gradient, for each unit of the last map."""
    x = torch.zeros(1, 1, pixels, dtype=torch.float64, requires_grad=True)
    y = x
    for kernel, *settings in layers:  # stride, padding, dilation if there is one
        ones = torch.full((1, 1, kernel), 1 / kernel, dtype=x.dtype)
        y = F.conv1d(y, ones, None, *settings)
    for unit in y[0, 0]:
        (grad,) = torch.autograd.grad(unit, x, retain_graph=True)
        seen = grad[0, 0].nonzero()
        yield int(seen[0]), int(seen[-1])


dilated = [(7, 2, 3), *((3, 1, rate, rate) for rate in (1, 2, 4))]
for layers in (vgg, resnet, dilated):
    size, stride, padding = field(layers)
    for unit, (first, last) in enumerate(extents(layers, 1024)):
        assert first == max(unit * stride - padding, 0)
        assert last == min(unit * stride - padding + size, 1024) - 1

# Araujo et al. print these for VGG-16, and the place of two units of another network.
assert field(vgg) == (212, 32, 90)
assert [centre(u, 3039, 32, 1482) for u in (0, 2)] == [37, 101]

# %% [markdown]
# ## Middle of the cell or corner?
# The cell of unit $u$ is the pixels from $uS$ to $uS + S - 1$. Odd kernels with padding
# $(f - 1) / 2$ keep the field centred on its first pixel. Each 2×2 pool without padding
# moves the field by half a step of the map that it reads.

# %%
cells = 224 // 32
middles = [32 * u + (32 - 1) / 2 for u in range(cells)]
at_vgg, at_resnet = (
    [centre(u, *field(layers)) for u in range(cells)] for layers in (vgg, resnet)
)
assert at_vgg == middles
assert at_vgg[0] == (1 + 2 + 4 + 8 + 16) / 2  # the five pools
assert at_resnet == [32 * u for u in range(cells)]

# %%
fig, ax = plt.subplots(num="centres", figsize=(4.0, 4.4))
lines = [32 * u - 0.5 for u in range(cells + 1)]
ax.vlines(lines, -0.5, 223.5, color="0.85", lw=0.8)
ax.hlines(lines, -0.5, 223.5, color="0.85", lw=0.8)
drawn = (at_vgg, "o", "C0", "VGG-16"), (at_resnet, "s", "C1", "ResNet-50")
for places, dot, color, name in drawn:
    across, down = zip(*[(a, b) for a in places for b in places], strict=True)
    ax.plot(across, down, dot, color=color, clip_on=False, label=name)
ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2, labelcolor="linecolor")
ax.set(xlim=(-0.5, 223.5), ylim=(223.5, -0.5), aspect="equal")
ax.axis("off")

# %%
computed = {
    "vgg-16": "{}, {} and {}".format(*field(vgg)),
    "resnet-50": "{}, {} and {}".format(*field(resnet)),
    "vgg-16-first": f"{at_vgg[0]}",
    "resnet-50-first": f"{at_resnet[0]:g}",
    "off": f"{middles[0] - at_resnet[0]} px",
}
quoted = {
    "published": (
        "212, 32 and 90",
        "Araujo et al. 2019, README of their library",
        "vgg_16 of TF-Slim: receptive field, effective stride, effective padding",
    )
}

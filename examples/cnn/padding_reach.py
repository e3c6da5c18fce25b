# %% [markdown]
# # How far the border reaches in
# Which units of a deep map see padding, and what do zeros do there that other paddings
# do not?

# %%
import torch
import torch.nn.functional as F

SIDE = 224  # of the image, in pixels
MODES = ("constant", "reflect", "replicate", "circular")

# %% [markdown]
# ## A constant image
# A 3×3 layer of equal weights turns a constant into the same constant, wherever its
# window holds the image alone. Zeros are darker than the image: the outermost ring
# changes, and each further layer carries the change one unit in. Reflected, repeated or
# wrapped, the border looks like the image.


# %%
def changed_ring(layers, mode, size=32):
    """How many units from the border a constant image changes."""
    y = torch.ones(1, 1, size, size, dtype=torch.float64)
    equal = torch.full((1, 1, 3, 3), 1 / 9, dtype=y.dtype)
    for _ in range(layers):
        y = F.conv2d(F.pad(y, (1, 1, 1, 1), mode=mode), equal)
    middle = (y[0, 0, size // 2] - 1).abs() > 1e-12
    return int(middle[: size // 2].sum())


rings = {mode: [changed_ring(n, mode) for n in (1, 2, 5, 10)] for mode in MODES}
assert rings["constant"] == [1, 2, 5, 10]
assert all(rings[mode] == [0, 0, 0, 0] for mode in MODES[1:])

# %% [markdown]
# A constant flatters the other three: on a ramp a wrapped border puts the brightest
# column beside the darkest one.

# %%
ramp = torch.arange(32.0, dtype=torch.float64).expand(1, 1, 32, 32)
equal = torch.full((1, 1, 3, 3), 1 / 9, dtype=ramp.dtype)
errors = {}
for mode in MODES:
    y = F.conv2d(F.pad(ramp, (1, 1, 1, 1), mode=mode), equal)
    errors[mode] = (y - ramp)[0, 0, 16].abs().max().item()  # row 16, no corner
assert errors["replicate"] < errors["reflect"] < 1 < 10 < errors["circular"]

# %% [markdown]
# ## Whole networks
# Unit $u$ sees the pixels from $uS - P$ to $uS - P + r - 1$. It sees padding, of the
# image or of a map inside, unless all of them lie in the image.


# %%
def without_padding(size, stride, padding, pixels):
    """Units along one axis whose field lies inside the image."""
    units = range(pixels // stride)
    return sum(
        u * stride >= padding and u * stride - padding + size <= pixels for u in units
    )


def field(layers):
    """Size, effective stride and effective padding of a list of (kernel, stride, padding)."""
    size, stride, padding = 1, 1, 0
    for kernel, step, pad in layers:
        size, padding = size + (kernel - 1) * stride, padding + pad * stride
        stride *= step
    return size, stride, padding


vgg = [part for n in (2, 2, 3, 3, 3) for part in [(3, 1, 1)] * n + [(2, 2, 0)]]
strides = [1, 1, 1, 2, 1, 1, 1, 2, 1, 1, 1, 1, 1, 2, 1, 1]
bottlenecks = [part for s in strides for part in ((1, 1, 0), (3, s, 1), (1, 1, 0))]
resnet = [(7, 2, 3), (3, 2, 1), *bottlenecks]
inside = {
    name: without_padding(*field(net), SIDE) ** 2
    for name, net in (("vgg", vgg), ("resnet", resnet))
}

# Seen by itself: does a unit change if all padding is ones instead of zeros?
x = torch.zeros(1, 1, SIDE, SIDE, dtype=torch.float64)
for kernel, step, pad in vgg:
    ones = torch.full((1, 1, kernel, kernel), 1 / kernel**2, dtype=x.dtype)
    x = F.conv2d(F.pad(x, (pad,) * 4, value=1.0), ones, stride=step)
assert int((x == 0).sum()) == inside["vgg"]

# %%
computed = {
    "rings": ", ".join(map(str, rings["constant"])),
    "rings-reflect": f"{max(rings['reflect'])}",
    "vgg-16": f"{inside['vgg']} of {x.numel()}",
    "resnet-50": f"{inside['resnet']} of {x.numel()}",
}

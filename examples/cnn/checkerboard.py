# %% [markdown]
# # Checkerboards of upsampling layers
# What does an upsampling layer make of a constant map, and which layers keep it constant?

# %%
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn

CHANNELS = 64
SIZE = 8  # of the input, a side
SEEDS = range(10)
KERNELS = (2, 3, 4)
STRONG = 0.8  # as a share of the size

# %% [markdown]
# ## How many taps reach an output
# A transposed convolution of stride two, all weights one, on a map of ones: the output
# counts taps. Where the stride does not divide the kernel size, the counts differ, so a
# constant comes out as a pattern.

# %%
ones = torch.ones(1, 1, SIZE, SIZE)


def inside(y):
    """Without the border, where taps are missing; an even number of places is left."""
    return y[..., 4 : 2 * SIZE - 4, 4 : 2 * SIZE - 4]


fig, axes = plt.subplots(1, 3, num="taps", figsize=(5.0, 2.0))
counts = {}
for kernel, ax in zip(KERNELS, axes, strict=True):
    weight = torch.ones(1, 1, kernel, kernel)
    taps = inside(F.conv_transpose2d(ones, weight, stride=2))[0, 0]
    counts[kernel] = taps.unique().long().tolist()
    ax.imshow(taps.numpy(), cmap="gray", vmin=0, vmax=5)
    label = ", ".join(map(str, counts[kernel]))
    ax.set_title(f"{kernel}×{kernel}, taps: {label}", size=10)
    ax.axis("off")
# One axis: output j takes tap k of input i where 2i + k = j. Two axes: products.
for kernel in KERNELS:
    by_parity = [len(range(j, kernel, 2)) for j in (0, 1)]
    assert counts[kernel] == sorted({a * b for a in by_parity for b in by_parity})

# %% [markdown]
# ## Even counts are not enough
# Each place of a 2×2 cell has taps of its own. With random weights their sums differ, for
# any kernel size. Resize first, and each output has the whole kernel.


# %%
def pattern(layer):
    """Standard deviation of the output of a constant map as a share of its size."""
    with torch.no_grad():
        y = inside(layer(torch.ones(1, CHANNELS, SIZE, SIZE)))[0]  # (C, H, W)
    return (
        (y.std((1, 2), correction=0) / y.square().mean((1, 2)).sqrt()).median().item()
    )


strength = {kernel: [] for kernel in KERNELS}
resized = []
for seed in SEEDS:
    torch.manual_seed(seed)
    for kernel in KERNELS:
        up = nn.ConvTranspose2d(CHANNELS, CHANNELS, kernel, stride=2, bias=False)
        strength[kernel].append(pattern(up))
    conv = nn.Conv2d(CHANNELS, CHANNELS, 3, padding=1, bias=False)
    resized.append(pattern(nn.Sequential(nn.Upsample(scale_factor=2), conv)))
# An even kernel gives the four places of a cell four independent sums of one variance.
four = torch.randn(100_000, 4, generator=torch.Generator().manual_seed(0))
ratio = (four.std(1, correction=0) / four.square().mean(1).sqrt()).median().item()
for even in (2, 4):
    assert abs(sum(strength[even]) / len(SEEDS) - ratio) < 0.05

# %%
computed = {
    "taps-2": " or ".join(map(str, counts[2])),
    "taps-3": ", ".join(map(str, counts[3])),
    "taps-4": " or ".join(map(str, counts[4])),
}
measured = {
    "kernel-3": (
        f"over {STRONG:.0%}",
        "with random weights a constant map comes out as a strong pattern",
        min(strength[3]) > STRONG,
    ),
    "kernel-4": (
        f"over {STRONG:.0%}",
        "even overlap does not remove the pattern of random weights",
        min(strength[4]) > STRONG,
    ),
    "resized": (
        "none",
        "resized first, a constant map stays constant away from the border",
        max(resized) < 1e-4,
    ),
}
setup = (
    f"untrained layers with PyTorch's initialization, {CHANNELS} channels, stride two, a "
    f"map of ones, median channel, {len(SEEDS)} seeds"
)
varied = {"CHANNELS": (32, 128), "SIZE": (16, 24)}

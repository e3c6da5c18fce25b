# %% [markdown]
# # The levels of a feature pyramid
# How is a pyramid built, and from which level does the second stage read a region?

# %%
from math import floor, log2, sqrt

import matplotlib.pyplot as plt
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

# %% [markdown]
# ## Building it
# Each map of the backbone is brought to the same width by a 1×1 convolution. From the
# top down the coarser one is enlarged and added. A 3×3 convolution smooths each.


# %%
class Pyramid(nn.Module):
    def __init__(self, widths=(256, 512, 1024, 2048), width=256):
        super().__init__()
        self.lateral = nn.ModuleList(nn.Conv2d(w, width, 1) for w in widths)
        self.smooth = nn.ModuleList(
            nn.Conv2d(width, width, 3, padding=1) for _ in widths
        )

    def forward(self, maps):  # C2 to C5, each half as wide as the one before
        *finer, top = [conv(m) for conv, m in zip(self.lateral, maps, strict=True)]
        levels = [top]
        for here in reversed(finer):
            above = F.interpolate(levels[0], size=here.shape[2:], mode="nearest")
            levels.insert(0, here + above)
        return [conv(level) for conv, level in zip(self.smooth, levels, strict=True)]


pyramid = Pyramid()
weights = sum(p.numel() for p in pyramid.parameters())
assert weights == 256 * (256 + 512 + 1024 + 2048) + 4 * 256 * 256 * 9 + 8 * 256
maps = [
    torch.zeros(1, w, 64 // s, 96 // s)
    for w, s in ((256, 1), (512, 2), (1024, 4), (2048, 8))
]
built = pyramid(maps)
assert [tuple(level.shape[1:]) for level in built] == [
    (256, 64 // s, 96 // s) for s in (1, 2, 4, 8)
]
# What only the top sees reaches the finest level.
top = maps[3].clone().requires_grad_()
pyramid([*maps[:3], top])[0].sum().backward()
assert (top.grad != 0).any()

# %% [markdown]
# ## Reading from it
# $k = \lfloor k_0 + \log_2(\sqrt{wh} / s_0) \rfloor$: a region as large as the images that
# the backbone was trained on, $s_0$ a side, is read from the level $k_0$, where the
# detector without a pyramid read all. Half the side is one level finer.


# %%
def level(width, height, lowest=2, highest=5):
    """The level of a region by FPN's rule; its stride is two to the level."""
    k = floor(4 + log2(sqrt(width * height) / 224))
    return min(max(k, lowest), highest)


assert [level(s, s) for s in (112, 224, 448)] == [3, 4, 5]
assert level(112, 448) == 4  # the area decides, not the longer side
assert (level(223, 223), level(10, 10), level(2000, 2000)) == (3, 2, 5)
# Side over stride: from 14 up to 28 cells, unless the level is cut off.
sides = np.arange(16, 1000)
cells = np.array([s / 2 ** level(s, s) for s in sides])
middle = (sides >= 56) & (sides < 896)
bounds = cells[middle].min(), cells[middle].max()
assert bounds[0] == 14
assert 27.9 < bounds[1] < 28

# %%
fig, axes = plt.subplots(2, 1, num="rule", figsize=(4.0, 4.0), sharex=True)
axes[0].step(sides, [level(s, s) for s in sides], where="post", color="C0")
axes[0].set(ylabel="level", yticks=[2, 3, 4, 5])
axes[1].plot(sides, cells, color="C1", label="rule of FPN")
axes[1].plot(sides, sides / 16, color="0.5", ls="--", label="stride 16 alone")
axes[1].set(xscale="log", xlabel="side of the region (px)", ylabel="side in cells")
axes[1].set(xticks=(ticks := [28, 112, 448]), xticklabels=ticks, ylim=(0, 64))
axes[1].minorticks_off()
axes[1].legend()

# %%
computed = {
    "weights": f"{weights / 1e6:.1f} million",
    "cells": f"{bounds[0]:.0f} to {bounds[1]:.0f} cells",
    "small": f"{32 / 2 ** level(32, 32):.0f} cells",
    "small-16": f"{32 / 2 ** level(224, 224):.0f} cells",
}

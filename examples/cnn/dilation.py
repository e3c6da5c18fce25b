# %% [markdown]
# # Dilation and gridding
# How far does a dilated kernel see, and which of the pixels in between does it skip?

# %%
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from matplotlib.patches import Rectangle
from torch import nn


def support(rates):
    """Number of paths from each input pixel to the middle unit of 3×3 layers."""
    size = max(41, 2 * sum(rates) + 1)  # holds the whole field
    x = torch.zeros(1, 1, size, size, dtype=torch.float64, requires_grad=True)
    y, ones = x, torch.ones(1, 1, 3, 3, dtype=x.dtype)
    for rate in rates:
        y = F.conv2d(y, ones, dilation=rate, padding=rate)
    y[0, 0, y.shape[2] // 2, y.shape[3] // 2].backward()
    return x.grad[0, 0]


def extent(paths):
    rows = paths.sum(1).nonzero()
    return int(rows[-1] - rows[0] + 1)


# %% [markdown]
# ## One layer
# Rate $d$ leaves $d-1$ pixels between the taps, so a kernel of size $k$ spans
# $d(k-1)+1$ pixels. It reads no more of them than before: nine.

# %%
single = {d: support([d]) for d in range(1, 9)}
assert all(extent(paths) == 2 * d + 1 for d, paths in single.items())
assert all(paths.count_nonzero() == 9 for paths in single.values())
taps = support([3]).sum(0).nonzero().flatten()
taps = (taps - taps[0]).tolist()

# %% [markdown]
# ## Stacks
# One layer adds $d(k-1)$ to the field, whatever came before; so equal rates $d$ multiply
# all that the layers add by $d$. Every path is then a sum of multiples of $d$: the unit
# reads a grid. Rates 1, 2, 4 fill it.

# %%
stacks = {"1, 1, 1": [1, 1, 1], "2, 2, 2": [2, 2, 2], "1, 2, 4": [1, 2, 4]}
fig, axes = plt.subplots(1, 3, num="gridding", figsize=(5.0, 2.3))
extents, touched, in_a_row = {}, {}, {}
for ax, (name, rates) in zip(axes, stacks.items(), strict=True):
    paths = support(rates)
    side = extents[name] = extent(paths)
    assert side == 1 + sum(2 * rate for rate in rates)
    touched[name] = int(paths.count_nonzero())
    in_a_row[name] = int(paths.sum(0).count_nonzero())
    y, x = (paths.nonzero() - len(paths) // 2).T  # (paths, 2) -> twice (paths,)
    gap = torch.full_like(x, torch.nan, dtype=torch.float)
    # One dash for each pixel: left end, right end, gap; (paths, 3) -> (3 · paths,)
    x = torch.stack([x - 0.44, x + 0.44, gap], 1).flatten()
    y = torch.stack([y, y, gap], 1).flatten()
    ax.plot(x, y, "-", color="C0", linewidth=4.8, solid_capstyle="butt")
    ax.add_patch(
        Rectangle((-0.45, -0.45), 0.9, 0.9, zorder=3, facecolor="C1", linewidth=0)
    )
    edge = {"fill": False, "edgecolor": "0.5", "linewidth": 1}
    ax.add_patch(Rectangle((-side / 2, -side / 2), side, side, **edge))
    ax.set_title(f"rates {name}", loc="center")
    ax.text(0, -8.6, f"{side}×{side} box", ha="center", va="top")
    label = f"{touched[name]} of {side**2} px read"
    ax.text(0, -10.8, label, ha="center", va="top", color="0.5")
    ax.set(xlim=(-8, 8), ylim=(-12.5, 8), aspect="equal")
    ax.axis("off")

assert extents["2, 2, 2"] - 1 == 2 * (extents["1, 1, 1"] - 1)

# %% [markdown]
# ## Resolution
# With stride 1 the map keeps its size if the padding is $d(k-1)/2$, and only then.

# %%
x = torch.zeros(1, 1, 41, 41)
bare = nn.Conv2d(1, 1, 3, dilation=4)(x).shape[-1]
kept = nn.Conv2d(1, 1, 3, dilation=4, padding=4)(x).shape[-1]
four_growing = extent(support([1, 2, 4, 8]))
assert kept == x.shape[-1] == bare + 4 * (3 - 1)
assert four_growing == 1 + 2 * (1 + 2 + 4 + 8)

# %%
computed = {
    "taps": ", ".join(str(tap) for tap in taps),
    "extents": ", ".join(str(extent(paths)) for paths in single.values()),
    "read": f"{single[2].count_nonzero()} px",
    "plain": f"{extents['1, 1, 1']} px",
    "equal": f"{extents['2, 2, 2']} px",
    "equal-touched": f"{in_a_row['2, 2, 2']} of {extents['2, 2, 2']}",
    "equal-touched-2d": f"{touched['2, 2, 2']} of {extents['2, 2, 2'] ** 2}",
    "growing": f"{extents['1, 2, 4']} px",
    "growing-touched": f"{in_a_row['1, 2, 4']} of {extents['1, 2, 4']}",
    "four-growing": f"{four_growing} px",
    "unpadded": f"{bare}×{bare}",
    "padded": f"{kept}×{kept}",
}

# %% [markdown]
# # RoI pooling and RoI align
# What does rounding a region to the cells of the feature map cost, and what does RoI
# align do instead?

# %%
from math import floor

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from matplotlib.patches import Rectangle

stride = 16  # pixels a cell

# %% [markdown]
# ## RoI pooling rounds
# Fast R-CNN's code rounds both ends of a side to cells, and the cell of the far end
# counts as part of the region: its width is `max(end - start + 1, 1)`. The ends are the
# first and the last pixel: 32 pixels from 0 on end at 31. (Then it rounds
# the bins outwards as well and takes the maximum of each.) Slide a square over one cell
# in both directions. How little may the cells that are read overlap it? Each cell
# stands for its own 16×16 pixels.


# %%
def cells(low, high):
    """The first cell and the one behind the last, for pixels low to high inclusive."""
    first, last = floor(low / stride + 0.5), floor(high / stride + 0.5)
    return first, max(last, first) + 1


def read_iou(start, side):
    low, high = (stride * cell for cell in cells(start, start + side - 1))
    shared = min(high, start + side) - max(low, start)
    return shared**2 / (side**2 + (high - low) ** 2 - shared**2)


worst = {
    side: min(read_iou(start, side) for start in range(stride)) for side in (32, 128)
}
# At worst one cell more is read, and half a cell less a pixel missed at the near end.
for side, iou in worst.items():
    shared, read = (side - stride / 2 + 1) ** 2, (side + stride) ** 2
    assert abs(iou - shared / (side**2 + read - shared)) < 1e-12
edge = max(stride * cells(0, high)[1] - high - 1 for high in range(stride, 2 * stride))

# %% [markdown]
# ## RoI align rounds nothing
# In general the middle of a bin lies between four cells; bilinear interpolation reads
# the map right there. (It takes a few such points a bin and averages; here it is one.)


# %%
def roi_align(features, box, bins):
    """One sample for each of bins × bins parts; features (H, W), box in pixels.

    Half a cell beyond the border the nearest value counts, further out zero.
    """
    x1, y1, x2, y2 = box
    part = (torch.arange(bins, dtype=torch.float64) + 0.5) / bins
    x = (x1 + part * (x2 - x1)) / stride - 0.5  # a cell's value stands at its middle
    y = ((y1 + part * (y2 - y1)) / stride - 0.5)[:, None]  # (bins, 1)
    height, width = features.shape
    inside = (x >= -1) & (x <= width) & (y >= -1) & (y <= height)
    x, y = x.clamp(0, width - 1), y.clamp(0, height - 1)
    left, top = x.floor().long(), y.floor().long()
    right, bottom = (left + 1).clamp(max=width - 1), (top + 1).clamp(max=height - 1)
    upper, lower = (
        features[row, left] * (left + 1 - x) + features[row, right] * (x - left)
        for row in (top, bottom)
    )
    return (upper * (top + 1 - y) + lower * (y - top)) * inside  # (bins, bins)


torch.manual_seed(0)
features = torch.randn(12, 12, dtype=torch.float64)
size = stride * 12
sampled = {}
for place in (25, -20, 168):  # inside, over the near and over the far border
    middle = torch.tensor([place + 8, place + 24], dtype=torch.float64)
    grid = torch.stack(torch.meshgrid(middle, middle, indexing="xy"), -1)  # (2, 2, 2)
    sampled[place] = grid.flatten(0, 1)  # (4, 2)
    kind = {"padding_mode": "border", "align_corners": False}
    oracle = F.grid_sample(features[None, None], grid[None] / size * 2 - 1, **kind)
    near = ((grid >= -stride / 2) & (grid <= size + stride / 2)).all(-1)
    box = (place, place, place + 32, place + 32)
    assert torch.allclose(roi_align(features, box, 2), oracle[0, 0] * near)

# %%
fig, axes = plt.subplots(1, 2, num="rounding", figsize=(5.0, 2.9))
shown, corner, side = 80, 25, 32  # px
low, high = (stride * cell for cell in cells(corner, corner + side - 1))
overlap = read_iou(corner, side)
assert overlap == worst[side]  # one of the worst places
for ax in axes:
    ax.vlines(range(0, shown + 1, stride), 0, shown, color="0.5", lw=0.6)
    ax.hlines(range(0, shown + 1, stride), 0, shown, color="0.5", lw=0.6)
    ax.add_patch(Rectangle((corner, corner), side, side, fc="C0", alpha=0.15))
    ax.add_patch(Rectangle((corner, corner), side, side, fc="none", ec="C0", lw=2))
    ax.set(xlim=(-1, 82), ylim=(93, -1), aspect="equal")
    ax.axis("off")
read = Rectangle((low, low), high - low, high - low, fc="none", ec="C1", lw=2, ls="--")
axes[0].add_patch(read)
axes[0].set_title("RoI pooling")
axes[0].text(0, 83, f"read: dashed, IoU {overlap:.2f}", color="C1", va="top")
axes[1].plot(*sampled[corner].T, "o", color="C0")
axes[1].set_title("RoI align")
axes[1].text(0, 83, "read: the dots", color="C0", va="top")

# %%
computed = {
    "edge": f"{edge} px",
    "iou-32": f"{worst[32]:.2f}",
    "iou-128": f"{worst[128]:.2f}",
}

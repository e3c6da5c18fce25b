# %% [markdown]
# # RoI pooling and RoI align
# What does rounding a region to the cells of the feature map cost, and what does RoI
# align do instead?

# %%
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from matplotlib.patches import Rectangle

stride = 16  # pixels a cell

# %% [markdown]
# ## Rounding moves the region
# RoI pooling rounds the sides of a region to whole cells. Slide a square over one cell
# in both directions: how little may the rounded region overlap it?


# %%
def rounded(x):
    return (x / stride + 0.5).floor() * stride


def worst_iou(side):
    start = torch.arange(stride, dtype=torch.float64)
    low, high = rounded(start), rounded(start + side)
    shared = torch.minimum(high, start + side) - torch.maximum(low, start)
    areas = side**2 + (high - low) ** 2
    return float((shared**2 / (areas - shared**2)).min())


worst = {side: worst_iou(side) for side in (32, 64, 128)}
# At worst both sides are off by half a cell.
for side, iou in worst.items():
    shared = (side - stride / 2) ** 2
    assert abs(iou - shared / (2 * side**2 - shared)) < 1e-12

# %% [markdown]
# ## RoI align rounds nothing
# The middle of each bin lies between four cells; bilinear interpolation reads the map
# right there. (It takes a few such points a bin and averages; here it is one.)


# %%
def roi_align(features, box, bins):
    """One sample for each of bins × bins parts; features (H, W), box in pixels."""
    x1, y1, x2, y2 = box
    part = (torch.arange(bins, dtype=torch.float64) + 0.5) / bins
    x = (x1 + part * (x2 - x1)) / stride - 0.5  # a cell's value stands at its middle
    y = (y1 + part * (y2 - y1)) / stride - 0.5
    left, top = x.floor().long(), y.floor().long()
    across, down = x - left, (y - top)[:, None]  # (bins,) and (bins, 1)
    # Each (bins, bins): a row of the map for each y, its columns for each x
    upper, lower = (
        features[row][:, left] * (1 - across) + features[row][:, left + 1] * across
        for row in (top, top + 1)
    )
    return upper * (1 - down) + lower * down


torch.manual_seed(0)
features = torch.randn(6, 6, dtype=torch.float64)  # a map of 96×96 pixels
box = (24.0, 24.0, 56.0, 56.0)
middle = torch.tensor([32.0, 48.0], dtype=torch.float64) / 96 * 2 - 1
grid = torch.stack(torch.meshgrid(middle, middle, indexing="xy"), -1)  # (2, 2, 2)
oracle = F.grid_sample(features[None, None], grid[None], align_corners=False)
assert torch.allclose(roi_align(features, box, 2), oracle[0, 0])

# %%
fig, axes = plt.subplots(1, 2, num="rounding", figsize=(5.0, 2.9))
low, high = (float(rounded(torch.tensor(v))) for v in (24.0, 56.0))
for ax in axes:
    ax.vlines(range(0, 81, stride), 0, 80, color="0.5", lw=0.6)
    ax.hlines(range(0, 81, stride), 0, 80, color="0.5", lw=0.6)
    ax.add_patch(Rectangle((24, 24), 32, 32, fc="C0", alpha=0.15))
    ax.add_patch(Rectangle((24, 24), 32, 32, fc="none", ec="C0", lw=2))
    ax.set(xlim=(-1, 81), ylim=(93, -1), aspect="equal")
    ax.axis("off")
region = Rectangle((low, low), high - low, high - low, fc="none", ec="C1", lw=2)
region.set_linestyle("--")
axes[0].add_patch(region)
axes[0].set_title("RoI pooling")
axes[0].text(0, 83, f"read: dashed, IoU {worst[32]:.2f}", color="C1", va="top")
axes[1].plot([32, 48, 32, 48], [32, 32, 48, 48], "o", color="C0")
axes[1].set_title("RoI align")
axes[1].text(0, 83, "read: the dots", color="C0", va="top")

# %%
start = torch.arange(0, stride, 0.25)
edge = (rounded(start) - start).abs().max()
assert edge == stride / 2

# %%
facts = {
    "edge": f"{edge:.0f} px",
    "iou-32": f"{worst[32]:.2f}",
    "iou-128": f"{worst[128]:.2f}",
}

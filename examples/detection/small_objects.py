# %% [markdown]
# # Small objects on the grid
# How many cells of a feature map does a small object fill, and why do pyramids help?

# %%
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from matplotlib.patches import Rectangle

# %% [markdown]
# An object of $w \times w$ pixels has the area of $(w / s)^2$ cells of a map with
# stride $s$; off the grid it touches more. Average pooling shows how much
# of each cell the object fills.

# %%
image, side, left = 64, 16, 32
picture = torch.zeros(1, 1, image, image)
picture[..., left : left + side, left : left + side] = 1
cells = {}
for stride in (8, 16, 32):
    cells[stride] = (side / stride) ** 2
    filled = F.avg_pool2d(picture, stride)
    assert filled.sum().item() == cells[stride]

told = {s: f"{n:g} cells" if n > 1 else "1 cell" for s, n in cells.items()}
told[32] = f"1/{1 / cells[32]:g} of a cell"

# %%
fig, axes = plt.subplots(1, 3, num="grid", figsize=(5.0, 2.2))
for ax, (stride, covered) in zip(axes, cells.items(), strict=True):
    ticks = range(0, image + 1, stride)
    ax.vlines(ticks, 0, image, color="0.5", lw=0.6)
    ax.hlines(ticks, 0, image, color="0.5", lw=0.6)
    ax.add_patch(Rectangle((left, left), side, side, fc="C1", ec="none", alpha=0.5))
    ax.set(xlim=(-1, 65), ylim=(65, -1), aspect="equal", title=f"stride {stride}")
    ax.text(0, 68, told[stride], va="top")
    ax.axis("off")

# %%
computed = {
    "stride-8": told[8],
    "stride-32": told[32],
}
given = {"object": f"{side}×{side} px"}

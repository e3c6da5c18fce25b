# %% [markdown]
# # Intersection over union
# How much do two boxes agree, and how far may a box be off before it counts as a miss?

# %%
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Rectangle

# %% [markdown]
# Boxes are corners, $(x_1, y_1, x_2, y_2)$ in pixels. The overlap of two boxes is a box
# again: the larger of the left and top edges, the smaller of the right and bottom
# edges. A negative side means no overlap.
#
# $$\mathrm{IoU}(A, B) = \frac{\lvert A \cap B \rvert}{\lvert A \cup B \rvert}
# = \frac{\lvert A \cap B \rvert}
# {\lvert A \rvert + \lvert B \rvert - \lvert A \cap B \rvert}$$


# %%
def area(box):
    return max(box[2] - box[0], 0) * max(box[3] - box[1], 0)


def overlap(a, b):
    return (max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3]))


def iou(a, b):
    """0 where both boxes are without area; a box with swapped corners has none."""
    common = area(overlap(a, b))
    union = area(a) + area(b) - common
    return common / union if union else 0.0


truth, predicted = (10, 10, 50, 40), (20, 15, 60, 45)
common = area(overlap(truth, predicted))
union = area(truth) + area(predicted) - common

# %% [markdown]
# ## Counting pixels agrees
# The oracle fills each box on a grid and counts.


# %%
def filled(box, size=64):
    grid = np.zeros((size, size), bool)
    grid[box[1] : box[3], box[0] : box[2]] = True
    return grid


a, b = filled(truth), filled(predicted)
assert (common, union) == ((a & b).sum(), (a | b).sum())
assert iou(truth, truth) == 1
assert iou(truth, (50, 10, 90, 40)) == 0  # they only touch
assert iou((5, 5, 5, 9), (5, 5, 5, 9)) == 0  # no area, so no division

# %% [markdown]
# ## How strict is a threshold?
# Shift a box sideways by a share $s$ of its width: the overlap is $1 - s$, the union
# $1 + s$. Solving $(1 - s) / (1 + s) = t$ gives $s = (1 - t) / (1 + t)$.

# %%
shift = {t: (1 - t) / (1 + t) for t in (0.5, 0.75, 0.95)}
for t, s in shift.items():
    assert abs(iou((0, 0, 1, 1), (s, 0, 1 + s, 1)) - t) < 1e-12


def draw(ax, box, **style):
    x1, y1, x2, y2 = box
    ax.add_patch(Rectangle((x1, y1), x2 - x1, y2 - y1, **style))


fig, ax = plt.subplots(num="overlap", figsize=(5.0, 2.7))
draw(ax, truth, fc="C2", ec="C2", alpha=0.15)
draw(ax, predicted, fc="C0", ec="C0", alpha=0.15)
draw(ax, overlap(truth, predicted), fc="none", ec="0.5", lw=0, hatch="///")
draw(ax, truth, fc="none", ec="C2", lw=2)
draw(ax, predicted, fc="none", ec="C0", lw=2, ls="--")
ax.text(10, 9, "ground truth, 40 × 30", color="C2", va="bottom")
ax.text(60, 46, "prediction, 40 × 30", color="C0", va="top", ha="right")
ax.text(35, 27.5, f"{common} px²", ha="center", va="center", bbox={"fc": "w", "lw": 0})
ax.text(66, 27.5, f"IoU = {common} / {union:,}\n= {common / union:.2f}", va="center")
ax.axis("off")
ax.set(xlim=(8, 88), ylim=(50, 5))
ax.set_aspect("equal")

# %%
fig, axes = plt.subplots(1, 3, num="shift", figsize=(5.0, 1.9))
for ax, (t, s) in zip(axes, shift.items(), strict=True):
    draw(ax, (0, 0, 1, 1), fc="none", ec="C2", lw=2)
    draw(ax, (s, 0, 1 + s, 1), fc="none", ec="C0", lw=2, ls="--")
    ax.set(xlim=(-0.1, 1.5), ylim=(1.1, -0.1), aspect="equal")
    ax.set_title(f"IoU {t}")
    ax.text(0, 1.15, f"shift {100 * s:.2g}%\nof the width", va="top")
    ax.axis("off")

# %%
computed = {
    "overlap-area": f"{common} px²",
    "union": f"{union:,} px²",
    "iou": f"{common / union:.2f}",
    "shift-50": f"{shift[0.5]:.0%}",
    "shift-75": f"{shift[0.75]:.0%}",
    "shift-95": f"{shift[0.95]:.1%}",
}

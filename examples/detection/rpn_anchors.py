# %% [markdown]
# # Anchors of a region proposal network
# Which boxes does Faster R-CNN start from, and how many are there?

# %%
from itertools import product

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Rectangle

# %% [markdown]
# Every location of the feature map carries nine boxes: three areas times three aspect
# ratios. For area $a^2$ and ratio $q = h / w$ the sides are $w = a / \sqrt q$ and
# $h = a \sqrt q$.

# %%
width, height = 1000, 600  # pixels
shapes = [(a / q**0.5, a * q**0.5) for a, q in product((128, 256, 512), (0.5, 1, 2))]
for (w, h), area in zip(shapes, np.repeat([128, 256, 512], 3) ** 2, strict=True):
    assert np.isclose(w * h, area)
assert np.allclose([h / w for w, h in shapes], 3 * [0.5, 1, 2])  # wide, square, tall

columns, rows = 60, 40  # as the paper counts them
anchors = columns * rows * len(shapes)
assert abs(anchors - 20_000) < 2_000  # "roughly 20,000", Ren et al. 2015

# %%
fig, ax = plt.subplots(num="nine", figsize=(5.0, 3.9))
ax.add_patch(Rectangle((0, 0), width, height, fc="0.85", ec="none", alpha=0.6))
cx, cy = width / 2, height / 2
for i, (w, h) in enumerate(shapes):
    style = {"ec": f"C{i // 3}", "ls": ["-", "--", ":"][i % 3], "fc": "none"}
    ax.add_patch(Rectangle((cx - w / 2, cy - h / 2), w, h, lw=1.6, **style))
ax.plot(cx, cy, "+", color="k", ms=8)
ax.text(8, 588, "image, 1000 × 600", color="0.5")
ax.text(8, 690, "solid: wide, dashed: square, dotted: tall", color="0.5")
ax.axis("off")
ax.set(xlim=(-5, 1005), ylim=(700, -90))
ax.set_aspect("equal")

# %%
computed = {
    "shapes": f"{len(shapes)} anchors",
    "anchors": f"{anchors:,}",
}

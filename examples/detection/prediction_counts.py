# %% [markdown]
# # Predictions before suppression
# How many boxes does each family of detectors score in one image?

# %%
import matplotlib.pyplot as plt
import torch
from torch import nn

# %% [markdown]
# A dense head predicts at each cell of its feature maps. A map of stride $s$ over an
# image of $S$ pixels has $(S / s)^2$ cells. With anchors, each cell predicts several
# boxes.

# %%
size, strides = 640, (8, 16, 32)
cells = {s: (size // s) ** 2 for s in strides}
# A convolution of that stride has as many outputs.
for s, count in cells.items():
    assert nn.Conv2d(1, 1, s, s)(torch.zeros(1, 1, size, size)).numel() == count

ssd = {38: 4, 19: 6, 10: 6, 5: 6, 3: 4, 1: 4}  # map side: boxes a cell, Liu et al. 2015
queries = 100  # of DETR: a choice of its authors, quoted below
counts = {
    "YOLO, 640 px, 3 anchors a cell": 3 * sum(cells.values()),
    "RPN, 60 × 40 cells × 9 anchors": 60 * 40 * 9,
    "SSD300, default boxes": sum(side**2 * boxes for side, boxes in ssd.items()),
    "YOLO, 640 px, anchor-free": sum(cells.values()),
    "DETR, object queries (quoted)": queries,
}
yolo_anchors, rpn, default_boxes, yolo_free, _ = counts.values()
assert default_boxes == 8732  # printed in the SSD paper, Table 7
assert abs(rpn - 20_000) < 2_000  # "roughly 20,000" in Ren et al. 2015

# RetinaNet at its usual size; each coarser map is a convolution of stride 2 further.
maps = {2: torch.zeros(1, 1, 800 // 4, 1344 // 4)}
for number in range(3, 8):
    maps[number] = nn.Conv2d(1, 1, 3, 2, 1)(maps[number - 1])
retina = sum(maps[number].numel() for number in range(3, 8))
assert maps[3].shape[2:] == (800 // 8, 1344 // 8)
assert maps[2].numel() == 3 * retina  # a level finer costs three times all the others

# %% [markdown]
# Most of these boxes are background. Of an object a dense head often leaves many
# near-duplicates to non-maximum suppression. DETR is trained to give each object to one
# query and needs none.

# %%
fig, ax = plt.subplots(num="counts", figsize=(5.0, 2.6))
hatches = ["", "//", "", "", ""]
colours = ["C0", "C1", "C0", "C0", "C2"]
rows = range(len(counts))
bars = ax.barh(rows, counts.values(), 0.42, color=colours, hatch=hatches)
for row, (name, count) in enumerate(counts.items()):
    ax.text(0, row - 0.27, name, va="bottom")
    ax.text(count + 250, row, f"{count:,}", va="center", color="0.5")
ax.set(xlabel="boxes scored in one image", xlim=(0, 29_000), ylim=(4.4, -0.75))
ax.set_xticks([0, 10_000, 20_000], ["0", "10,000", "20,000"])
ax.set_yticks([])
ax.grid(False)
ax.spines["left"].set_visible(False)

# %%
computed = {
    "yolo-free": f"{yolo_free:,}",
    "yolo-anchors": f"{yolo_anchors:,}",
    "ssd": f"{default_boxes:,}",
    "rpn": f"{rpn:,}",
    "retina-cells": f"{retina:,}",
    "retina": f"{9 * retina:,}",
    "finer": f"{maps[2].numel():,}",
    "finer-share": f"{maps[2].numel() / retina:.0f}×",
}
quoted = {
    "detr": (
        f"{queries}",
        "Carion et al. 2020, appendix A.4, losses",
        "query slots of all models of the paper, on COCO",
    ),
}

# %% [markdown]
# # Anchors against distances
# One cell of a feature map predicts a box from four numbers. What do they mean with an
# anchor, and without?

# %%
import matplotlib.pyplot as plt
import torch
from matplotlib.patches import Rectangle

stride, column, row = 32, 2, 1  # one cell of the map
anchor = torch.tensor([74.0, 76.0])  # width, height in pixels
target = torch.tensor([36.0, 18.0, 144.0, 78.0])  # x1, y1, x2, y2

# %% [markdown]
# **With an anchor** (YOLOv2, v3): the centre is an offset inside the cell, the size is
# a factor on the anchor. $x = (c_x + \sigma(t_x))\,s$ and $w = a_w e^{t_w}$, with $c_x$
# the cell's column, $s$ the stride, $a_w$ the anchor's width; $y$ and $h$ likewise.
#
# **Without** (FCOS, YOLOv8): four distances from the cell's centre to the sides, here
# in strides. $x_1 = (c_x + \tfrac12 - l)\,s$ and $x_2 = (c_x + \tfrac12 + r)\,s$.

# %%
cell = torch.tensor([column, row], dtype=torch.float32)


def decode_anchor(t):
    centre = (cell + torch.sigmoid(t[:2])) * stride
    size = anchor * torch.exp(t[2:])
    return torch.cat([centre - size / 2, centre + size / 2])


def decode_distances(d):
    point = (cell + 0.5) * stride
    return torch.cat([point - d[:2] * stride, point + d[2:] * stride])


# All zeros are the anchor in the middle of the cell, all ones a square of two strides.
middle = torch.tensor([80.0, 48.0]).repeat(2)
assert torch.equal(
    decode_anchor(torch.zeros(4)) - middle, torch.cat([-anchor, anchor]) / 2
)
assert decode_distances(torch.ones(4)).tolist() == [48, 16, 112, 80]

# %% [markdown]
# ## The same box both ways
# Turn the target into each form's four numbers, then decode: both give the target back.

# %%
point = (cell + 0.5) * stride


def encode(box):
    """Four numbers of each form: with the anchor, and as distances in strides."""
    centre, size = (box[:2] + box[2:]) / 2, box[2:] - box[:2]
    t = torch.cat([torch.logit(centre / stride - cell), torch.log(size / anchor)])
    return t, torch.cat([point - box[:2], box[2:] - point]) / stride


t, distances = encode(target)
assert torch.allclose(decode_anchor(t), target, atol=1e-4)
assert torch.allclose(decode_distances(distances), target, atol=1e-4)

# %% [markdown]
# ## Not every box both ways
# With σ, the centre of the box must lie in the cell. With distances that are positive,
# the box must hold the centre of the cell. A small box in the corner of the cell is
# only in the first set, a large one that reaches over from a neighbour only in the
# second. (Without σ, as in Faster R-CNN, the first form has no such limit.)

# %%
corner, neighbour = torch.tensor([[66.0, 34, 74, 40], [10, 20, 90, 60]])
first, second = encode(corner), encode(neighbour)
assert torch.allclose(decode_anchor(first[0]), corner, atol=1e-4)
assert first[1].min() < 0  # a distance would have to be negative
assert second[0].isnan().any()  # no number has such a sigmoid
assert torch.allclose(decode_distances(second[1]), neighbour, atol=1e-4)
assert second[1].min() > 0

# %%
fig, axes = plt.subplots(2, 1, num="decode", figsize=(5.0, 5.2))
x1, y1, x2, y2 = target.tolist()
px, py = point.tolist()
bx, by = (x1 + x2) / 2, (y1 + y2) / 2
wide, high = 160, 96
for ax in axes:
    ax.vlines(range(0, wide + 1, stride), 0, high, color="0.85", lw=0.8)
    ax.hlines(range(0, high + 1, stride), 0, wide, color="0.85", lw=0.8)
    corner = (column * stride, row * stride)
    ax.add_patch(Rectangle(corner, stride, stride, fc="0.85", ec="none"))
    ax.add_patch(Rectangle((x1, y1), x2 - x1, y2 - y1, fc="none", ec="C0", lw=2))
    ax.set(xlim=(-1, wide + 1), ylim=(high + 1, -1), aspect="equal")
    ax.axis("off")
a_w, a_h = anchor.tolist()
shape = Rectangle((px - a_w / 2, py - a_h / 2), a_w, a_h, fc="none", ec="C1", ls="--")
axes[0].add_patch(shape)
axes[0].plot(bx, by, "o", color="C0")
axes[0].text(bx + 4, by, "centre", va="center", color="C0")
axes[0].text(px, py + a_h / 2 - 1, "anchor", ha="center", color="C1")
axes[0].set_title("With an anchor: offset and scale")
ends = {"l": (x1, py), "t": (px, y1), "r": (x2, py), "b": (px, y2)}
for name, (x, y) in ends.items():
    arrow = {"arrowstyle": "->", "color": "C2", "lw": 1.5}
    axes[1].annotate("", (x, y), (px, py), arrowprops=arrow)
    axes[1].text((x + px) / 2 + 2, (y + py) / 2 - 2, name, color="C2", va="bottom")
axes[1].set_title("Without: distances to the four sides")

# %%
computed = {
    "anchor-form": ", ".join(f"{v:.2f}".replace("-", "−") for v in t.tolist()),
    "distances": ", ".join(f"{v:.2f}" for v in distances.tolist()),
    "scale": f"{t[2].exp():.2f}×",
}

# %% [markdown]
# # Which location learns which object
# How many locations of a pyramid learn one object under each rule of assignment?

# %%
import matplotlib.pyplot as plt
import torch
from matplotlib.patches import Rectangle

# %% [markdown]
# An image of 1024×1024 and five levels. The rules: IoU with nine anchors a location, four
# strides times three scales in three shapes (RetinaNet); inside the box and within the
# level's range (FCOS); the same but near the centre (centre sampling); and ATSS with
# one square anchor of eight strides. Anchors are centred on the points.

# %%
strides = (8, 16, 32, 64, 128)
ranges = ((0, 64), (64, 128), (128, 256), (256, 512), (512, torch.inf))
points, level, side = [], [], []
for number, stride in enumerate(strides):
    axis = (torch.arange(1024 // stride) + 0.5) * stride
    grid = torch.cartesian_prod(axis, axis)  # (locations of the level, 2)
    points.append(grid)
    level += len(grid) * [number]
points, level = torch.cat(points), torch.tensor(level)  # (N, 2), (N,)
side = 8 * torch.tensor(strides)[level, None]  # (N, 1)
anchors = torch.cat([points - side / 2, points + side / 2], 1)  # (N, 4)
scales, shapes = 4 * 2 ** (torch.arange(3) / 3), torch.tensor([0.5, 1, 2]).sqrt()
nine = torch.stack([scales[:, None] / shapes, scales[:, None] * shapes], 2)  # strides
half = nine.view(9, 2) * side[:, None] / 16  # (N, 9, 2), in pixels
shaped = torch.cat([points[:, None] - half, points[:, None] + half], 2).flatten(0, 1)


def iou(boxes, box):
    low, high = boxes[:, :2].maximum(box[:2]), boxes[:, 2:].minimum(box[2:])
    shared = (high - low).clamp(min=0).prod(1)
    areas = (boxes[:, 2:] - boxes[:, :2]).prod(1) + (box[2:] - box[:2]).prod()
    return shared / (areas - shared)


def by_iou(box, threshold=0.5):
    """RetinaNet: anchors that overlap the object enough, (9 N,) true or false."""
    return iou(shaped, box) >= threshold


def by_range(box, radius=None):
    """FCOS: points in the box whose largest distance to a side suits their level."""
    distances = torch.cat([points - box[:2], box[2:] - points], 1)  # (N, 4)
    low, high = torch.tensor(ranges)[level].T
    largest = distances.amax(1)
    inside = (distances.amin(1) > 0) & (largest >= low) & (largest <= high)
    if radius is None:
        return inside
    off = (points - (box[:2] + box[2:]) / 2).abs().amax(1)
    return inside & (off < radius * torch.tensor(strides)[level])


def atss(box, k=9):
    """ATSS: of the k nearest a level those above mean plus deviation of their IoU."""
    distance = (points - (box[:2] + box[2:]) / 2).norm(dim=1)
    overlap, candidates = iou(anchors, box), []
    for number in range(len(strides)):
        here = (level == number).nonzero().flatten()
        nearest = distance[here].topk(min(k, len(here)), largest=False).indices
        candidates.append(here[nearest])
    candidates = torch.cat(candidates)
    threshold = overlap[candidates].mean() + overlap[candidates].std()
    inside = ((points > box[:2]) & (points < box[2:])).all(1)
    positive = torch.zeros(len(points), dtype=torch.bool)
    positive[candidates] = overlap[candidates] >= threshold
    return positive & inside


# %% [markdown]
# ## Three objects
# Small, wide and large, off the grid.

# %%
rules = {"iou": by_iou, "range": by_range, "atss": atss}
rules["centre"] = lambda box: by_range(box, 1.5)
objects = {
    "small": (503.0, 405, 527, 429),
    "wide": (411.0, 303, 651, 363),
    "large": (203.0, 207, 643, 647),
}
sizes = {n: f"{c - a:.0f}×{d - b:.0f}" for n, (a, b, c, d) in objects.items()}
learns = {
    (rule, name): find(torch.tensor(box))
    for rule, find in rules.items()
    for name, box in objects.items()
}
count = {key: int(positive.sum()) for key, positive in learns.items()}
# Counted apart: a point of stride s lies in w/s columns and h/s rows, one more or less.
x1, y1, x2, y2 = map(int, objects["small"])
columns, rows = (
    len([p for p in range(4, 1024, 8) if a < p < b]) for a, b in ((x1, x2), (y1, y2))
)
assert count["range", "small"] == columns * rows
assert all(count["centre", name] <= count["range", name] for name in objects)
best = iou(anchors, torch.tensor(objects["wide"])).max()
assert best < 0.5  # no square fits; the RPN gives such an object its best anchor
assert {len(level[learns["range", name]].unique()) for name in objects} <= {1, 2}
areas = (shaped[:, 2:] - shaped[:, :2]).prod(1).view(-1, 9)[:, :3]  # of the first scale
assert torch.allclose(areas, (side / 2.0) ** 2)  # four strides a side, in any shape

# %%
fig, axes = plt.subplots(2, 1, num="wide", figsize=(4.0, 3.4))
titles = {"range": "inside the box, range of the level", "atss": "ATSS"}
for ax, (rule, title) in zip(axes, titles.items(), strict=True):
    x1, y1, x2, y2 = objects["wide"]
    ax.add_patch(Rectangle((x1, y1), x2 - x1, y2 - y1, fc="none", ec="C0", lw=2))
    for number, colour in enumerate(("C1", "C2", "C3", "C4", "C5")):
        chosen = points[learns[rule, "wide"] & (level == number)]
        ax.plot(*chosen.T, "o", color=colour, ms=3 + 1.5 * number)
    ax.set(xlim=(390, 672), ylim=(380, 286), aspect="equal", title=title)
    ax.axis("off")

# %%
computed = {
    **{f"{rule}-{name}": f"{number}" for (rule, name), number in count.items()},
    "best": f"{best:.2f}",
    "small": f"{sizes['small']} px",
    "wide-size": f"{sizes['wide']} px",
    "large": f"{sizes['large']} px",
}

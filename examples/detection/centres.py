# %% [markdown]
# # Centres: heat maps and centre-ness
# How does a detector without anchors say which location speaks for an object?

# %%
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

# %% [markdown]
# ## A heat map
# CenterNet has one map a class. Its target is one at the cell of the centre and falls
# like a Gaussian around it: the near misses are punished less. The radius is the
# largest shift of the corners that leaves enough IoU, by whatever case is worst.


# %%
def radius(width, height, least=0.7):
    """How far two corners may each move, in cells, so that IoU stays at `least`."""
    both, area = width + height, width * height

    def smaller(a, b, c):  # the root of a r² − b r + c = 0 that is reached first
        return (b - (b * b - 4 * a * c) ** 0.5) / (2 * a)

    return min(
        smaller(1, both, area * (1 - least) / (1 + least)),  # both move the same way
        smaller(4, 2 * both, area * (1 - least)),  # inwards: the box shrinks
        -smaller(4 * least, 2 * least * both, -area * (1 - least)),  # outwards
    )


def target(centres, sizes, height, width):
    """Heat map (height, width) of one class: centres (x, y) and sizes in cells."""
    rows, columns = torch.arange(height)[:, None], torch.arange(width)
    heat = torch.zeros(height, width)
    for (x, y), (w, h) in zip(centres, sizes, strict=True):
        sigma = (2 * int(radius(w, h)) + 1) / 6
        off = (rows - int(y)) ** 2 + (columns - int(x)) ** 2
        heat = heat.maximum(torch.exp(-off / (2 * sigma**2)))  # not the sum
    return heat


def heat_loss(logits, heat, alpha=2, beta=4):
    """Focal loss that goes easy on cells near a centre; (N, classes, H, W) both."""
    found, missed = F.logsigmoid(logits), F.logsigmoid(-logits)
    p, centre = logits.sigmoid(), heat == 1
    missed = (1 - heat) ** beta * p**alpha * missed
    loss = torch.where(centre, (1 - p) ** alpha * found, missed)
    return -loss.sum() / centre.sum().clamp(min=1)


def peaks(heat, most=100):
    """Score, row and column of the cells that no neighbour exceeds; heat (H, W)."""
    top = F.max_pool2d(heat[None, None], 3, stride=1, padding=1)[0, 0]
    scores, index = (heat * (heat == top)).flatten().topk(min(most, heat.numel()))
    return scores, index // heat.shape[1], index % heat.shape[1]


# %% [markdown]
# The radius holds what it says: shift the corners by it, and the worst IoU is that.


# %%
def iou(a, b):
    w = (min(a[2], b[2]) - max(a[0], b[0])).clamp(min=0)
    h = (min(a[3], b[3]) - max(a[1], b[1])).clamp(min=0)
    areas = [(x[2] - x[0]) * (x[3] - x[1]) for x in (a, b)]
    return (w * h / (sum(areas) - w * h)).item()


for w, h in ((10, 10), (25, 8), (60, 45)):
    box, r = torch.tensor([0.0, 0, w, h]), radius(w, h)
    moves = torch.cartesian_prod(*4 * [torch.tensor([-r, 0, r])])
    worst = min(iou(box, box + move) for move in moves)
    assert abs(worst - 0.7) < 1e-4

# Below a radius of one cell the target is a point: all its neighbours count in full.
spread = next(side for side in range(2, 100) if radius(side, side) >= 1)
one = [target([(2, 2)], [(n, n)], 5, 5)[2, 3].item() for n in (spread - 1, 100)]
assert one[0] < 1e-6 < 0.9 < one[1]

centres, sizes = [(10.6, 8.2), (16.3, 9.7)], [(12, 10), (8, 8)]
heat = target(centres, sizes, 20, 28)
scores, rows, columns = peaks(heat)
found = torch.stack([columns, rows], 1)[scores == 1].tolist()
assert sorted(found) == [[10, 8], [16, 9]]
assert heat.max() == 1
# Far from any centre it is the focal loss with γ = α = 2.
logits = torch.tensor([[0.5, -1.0]])
p = logits.sigmoid()
expected = -((1 - p[0, 0]) ** 2 * p[0, 0].log() + p[0, 1] ** 2 * (1 - p[0, 1]).log())
assert torch.isclose(heat_loss(logits, torch.tensor([[1.0, 0]])), expected)

# %% [markdown]
# ## Centre-ness
# FCOS lets every point in a box learn it, and then asks how central the point is. With
# the distances to the four sides,
#
# $$c = \sqrt{\frac{\min(l, r)}{\max(l, r)} \cdot \frac{\min(t, b)}{\max(t, b)}}$$


# %%
def centre_ness(l, t, r, b):
    return (min(l, r) / max(l, r) * min(t, b) / max(t, b)) ** 0.5


at = {"centre": centre_ness(4, 3, 4, 3), "half": centre_ness(2, 3, 6, 3)}
at["both"] = centre_ness(2, 1.5, 6, 4.5)
assert at["centre"] == 1
assert abs(at["both"] - 1 / 3) < 1e-12

fig, axes = plt.subplots(1, 2, num="maps", figsize=(4.0, 2.3))
share, levels = torch.linspace(0.01, 0.99, 50), torch.linspace(0, 1, 6)[1:-1]
side = share.minimum(1 - share) / share.maximum(1 - share)
axes[0].contour(share, share, (side * side[:, None]) ** 0.5, levels, colors="C0")
axes[0].set(title="centre-ness", aspect="equal", xticks=[], yticks=[])
axes[1].contour(target([(50, 50)], [(100, 100)], 101, 101), levels, colors="C1")
axes[1].set(title="heat map", aspect="equal", xticks=[], yticks=[])

# %%
computed = {
    "centre-ness-half": f"{at['half']:.2f}",
    "centre-ness-both": f"{at['both']:.2f}",
    "radius": f"{radius(100, 100):.1f} cells",
    "spread": f"{spread} cells",
    "beside": f"{one[1]:.2f}",
    "sigma": f"{(2 * int(radius(100, 100)) + 1) / 6:.1f} cells",
}

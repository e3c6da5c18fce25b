# %% [markdown]
# # Rotated boxes
# How is the IoU of rotated boxes computed, and what do upright boxes do to thin objects?

# %%
from math import cos, radians, sin

import matplotlib.pyplot as plt
import numpy as np

# %% [markdown]
# A rotated box is centre, width, height and angle. The overlap of two is a convex
# polygon: cut the one along each side of the other (Sutherland and Hodgman).


# %%
def corners(x, y, width, height, angle):
    """Four corners (4, 2), in order around the box; the angle in degrees."""
    c, s = cos(radians(angle)), sin(radians(angle))
    half = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * (width / 2, height / 2)
    return half @ np.array([[c, s], [-s, c]]) + (x, y)


def area(polygon):
    x, y = np.transpose(polygon) if len(polygon) else np.zeros((2, 1))
    return abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2


def clip(polygon, a, b):
    """What of the polygon lies left of the line from a to b."""
    kept = []
    for p, q in zip(polygon, [*polygon[1:], *polygon[:1]], strict=True):
        side_p, side_q = (
            (b[0] - a[0]) * (r[1] - a[1]) - (b[1] - a[1]) * (r[0] - a[0])
            for r in (p, q)
        )
        if side_p >= 0:
            kept.append(p)
        if side_p * side_q < 0:  # the side crosses the line
            kept.append(p + (q - p) * side_p / (side_p - side_q))
    return kept


def rotated_iou(first, second):
    polygon, other = list(corners(*first)), corners(*second)
    for a, b in zip(other, np.roll(other, -1, axis=0), strict=True):
        polygon = clip(polygon, a, b)
    shared = area(polygon)
    return shared / (area(corners(*first)) + area(corners(*second)) - shared)


def upright(box):
    """The smallest upright box around a rotated one."""
    low, high = corners(*box).min(0), corners(*box).max(0)
    return (*((low + high) / 2), *(high - low), 0)


# Drawn points count the same overlap.
random = np.random.default_rng(0)
first, second = (0, 0, 40, 16, 30), (5, 3, 36, 20, -20)
points = random.uniform(-40, 40, (200_000, 2))


def holds(box, points):
    c, s = cos(radians(box[4])), sin(radians(box[4]))
    local = (points - box[:2]) @ np.array([[c, -s], [s, c]])
    return (abs(local) <= np.array(box[2:4]) / 2).all(1)


a, b = holds(first, points), holds(second, points)
assert abs(rotated_iou(first, second) - (a & b).sum() / (a | b).sum()) < 0.01
assert abs(rotated_iou(first, first) - 1) < 1e-9
assert rotated_iou(first, (100, 0, 5, 5, 0)) == 0

# %% [markdown]
# ## Ships in a harbour
# Ten times as long as wide, on the diagonal, with a gap of their own width.

# %%
ship = (0, 0, 100, 10, 45)
gap = 20 / 2**0.5
neighbour = (gap, -gap, 100, 10, 45)  # 20 px away, across
assert rotated_iou(ship, neighbour) == 0
filled = area(corners(*ship)) / area(corners(*upright(ship)))
assert abs(filled - 100 * 10 / (110**2 / 2)) < 1e-9
boxes = rotated_iou(upright(ship), upright(neighbour))

# %% [markdown]
# ## An error of the angle
# Same centre and size, another angle: the longer the box, the less overlap is left.

# %%
angles = np.arange(0, 91, 1.0)
ratios = {1: "C2", 3: "C1", 10: "C0"}
loss = {
    r: [rotated_iou((0, 0, 10 * r, 10, 0), (0, 0, 10 * r, 10, t)) for t in angles]
    for r in ratios
}
assert abs(loss[1][-1] - 1) < 1e-9  # a square turned by 90° is itself
turned = loss[1][45]  # a square on its corner: the overlap is a regular octagon
assert abs(turned - 1 / 2**0.5) < 1e-9
at = {r: dict(zip(angles, values, strict=True))[5] for r, values in loss.items()}
allowed = next(t for t, v in zip(angles, loss[10], strict=True) if v < 0.5)
fig, ax = plt.subplots(num="angle", figsize=(4.0, 2.6))
for r, colour in ratios.items():
    ax.plot(angles, loss[r], color=colour, label=f"{r}:1")
ax.set(xlabel="error of the angle (degrees)", ylabel="IoU", xticks=[0, 30, 60, 90])
ax.legend(title="length : width")

# %%
computed = {
    "filled": f"{filled:.0%}",
    "upright": f"{boxes:.2f}",
    "square": f"{at[1]:.2f}",
    "square-45": f"{turned:.2f}",
    "long": f"{at[10]:.2f}",
    "allowed": f"{allowed:.0f} degrees",
}

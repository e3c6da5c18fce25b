# %% [markdown]
# # Box sizes with and without the added pixel
# Is a box from 3 to 7 four or five pixels wide, and what does it cost to mix the answers?

# %%
import matplotlib.pyplot as plt
import numpy as np

# %% [markdown]
# If $x_1$ and $x_2$ are edges, the width is $x_2 - x_1$: torchvision, COCO's tools,
# Detectron2. If they number the first and the last pixel, it is $x_2 - x_1 + 1$: the
# development kit of Pascal VOC, the code of Fast and Faster R-CNN, Detectron.


# %%
def iou(a, b, added=0):
    """IoU of corner boxes; added=1 if the corners number the first and last pixel."""
    a, b = np.asarray(a, float), np.asarray(b, float)
    low, high = np.maximum(a[:2], b[:2]), np.minimum(a[2:], b[2:])
    shared = np.prod(np.maximum(high - low + added, 0))
    areas = [np.prod(box[2:] - box[:2] + added) for box in (a, b)]
    return shared / (sum(areas) - shared)


def edges(box):
    """The edges of a box whose corners number its first and last pixel, from 0 on."""
    return box[0], box[1], box[2] + 1, box[3] + 1


def pixels(box, size=64):
    grid = np.zeros((size, size), bool)
    grid[box[1] : box[3] + 1, box[0] : box[2] + 1] = True
    return grid


# Each rule is right for its own numbers, as counting pixels shows; mixed they are not.
for corners in np.random.default_rng(0).integers(0, 30, (200, 2, 4)):
    a, b = ((x, y, x + w, y + h) for x, y, w, h in corners)
    counted = (pixels(a) & pixels(b)).sum() / (pixels(a) | pixels(b)).sum()
    assert np.isclose(iou(a, b, added=1), counted)
    assert np.isclose(iou(edges(a), edges(b)), counted)
assert iou((0, 0, 5, 5), (5, 0, 10, 5)) == 0  # they only touch
touching = iou((0, 0, 5, 5), (5, 0, 10, 5), added=1)
assert np.isclose(touching, 6 / 66)  # a column that neither of them holds

# %% [markdown]
# ## Both boxes by the wrong rule
# A box of $w$ pixels, shifted sideways by $s$, has an IoU of $(w - s) / (w + s)$; with an
# added pixel it is that of a box one pixel wider. The verdict at threshold $t$ differs
# for shifts between $cw$ and $c(w + 1)$ with $c = (1 - t) / (1 + t)$: at any size a
# band of a third of a pixel for $t = 0.5$. How much the IoU differs falls with the size.


# %%
def shifted(side, shift, added):
    return iou((0, 0, side, side), (shift, 0, side + shift, side), added)


flip = [shifted(8, 3, added) for added in (0, 1)]
assert np.allclose(flip, [5 / 11, 6 / 12])  # below and at 0.5
assert np.isclose(shifted(98, 33, 1), 1 / 2)  # a large box at its own edge: 0.496
assert shifted(98, 33, 0) < 1 / 2
bands = {t: (1 - t) / (1 + t) for t in (0.5, 0.75)}
for t, band in bands.items():
    for side in (8, 98):
        inside, outside = side * band + 0.99 * band, side * band + 1.01 * band
        assert shifted(side, inside, 0) < t < shifted(side, inside, 1)
        assert shifted(side, outside, 1) < t

# %% [markdown]
# ## One box by each rule
# A perfect box of $n$ pixels, read by the other rule, loses its last row and column: the
# IoU is $(n - 1)^2 / n^2$. Half a pixel right and down, where one side counts from the
# middle of the first pixel and the other from its corner, costs about the same.

# %%
sides = np.arange(2, 129)
lost = np.array([iou((0, 0, n - 1, n - 1), (0, 0, n, n)) for n in sides])
half = np.array([iou((0, 0, n, n), (0.5, 0.5, n + 0.5, n + 0.5)) for n in sides])
assert np.allclose(lost, (sides - 1) ** 2 / sides**2)
assert np.allclose(half, (q := (sides - 0.5) ** 2) / (2 * sides**2 - q))
needed = {t: sides[lost >= t][0] for t in (0.5, 0.75, 0.95)}
for t, n in needed.items():
    assert n == np.ceil(1 / (1 - np.sqrt(t)))

# %%
fig, ax = plt.subplots(num="by-size", figsize=(4.0, 2.9))
ax.plot(sides, lost, color="C0")
ax.plot(sides, half, color="C1")
ax.text(16, 0.68, "last pixel lost", color="C0")
ax.text(16, 0.57, "half a pixel off", color="C1")
ax.set(xscale="log", xticks=(ticks := [2, 8, 32, 128]), xticklabels=ticks)
ax.set(yticks=(marks := [0.25, 0.5, 0.75, 0.95]), yticklabels=marks, ylim=(0.2, 1))
ax.set(xlabel="side of the object (px)", ylabel="IoU of a perfect box")

# %%
by_side = dict(zip(sides.tolist(), lost, strict=True))
computed = {
    "flip-edges": f"{flip[0]:.2f}",
    "flip-added": f"{flip[1]:.2f}",
    "band-50": f"{bands[0.5]:.2f} px",
    "band-75": f"{bands[0.75]:.2f} px",
    "touching": f"{touching:.2f}",
    "lost-10": f"{by_side[10]:.2f}",
    "lost-32": f"{by_side[32]:.2f}",
    "lost-100": f"{by_side[100]:.2f}",
    "half-10": f"{half[sides == 10][0]:.2f}",
    "needed-95": f"{needed[0.95]} px",
    "needed-75": f"{needed[0.75]} px",
    "needed-50": f"{needed[0.5]} px",
}

# %% [markdown]
# # Boxes under a pasted patch
# CutMix for detection: which boxes are left, and how large are they?

# %%
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Rectangle

# %% [markdown]
# Of the image below, a box loses what the patch hides. Of the image that is pasted, a
# box keeps what lies inside the patch. A box of which too little is seen goes.


# %%
def area(box):
    return max(box[2] - box[0], 0) * max(box[3] - box[1], 0)


def overlap(box, patch):
    """What two boxes x1, y1, x2, y2 share; its area is zero where they do not meet."""
    return (*np.maximum(box[:2], patch[:2]), *np.minimum(box[2:], patch[2:]))


def left_of_box(box, patch):
    """The smallest box around what the patch leaves of a box; not all may be hidden."""
    x1, y1, x2, y2 = box
    left, top, right, bottom = patch
    if top <= y1 and bottom >= y2:  # only a patch over the whole height moves a side
        x1, x2 = (
            (right if left <= x1 < right else x1),
            (left if left < x2 <= right else x2),
        )
    elif left <= x1 and right >= x2:
        y1, y2 = (
            (bottom if top <= y1 < bottom else y1),
            (top if top < y2 <= bottom else y2),
        )
    return x1, y1, x2, y2


def paste_boxes(below, pasted, patch, least=0.3):
    """Boxes (x1, y1, x2, y2, class) of some area, after the patch of another image."""
    kept = []
    for *box, name in below:
        if 1 - area(overlap(box, patch)) / area(box) >= least:
            kept.append((*left_of_box(box, patch), name))
    for *box, name in pasted:
        seen = overlap(box, patch)
        if area(seen) / area(box) >= least:
            kept.append((*seen, name))
    return kept


# %% [markdown]
# ## Checked
# By painting the pixels and looking for the first and last that are left.

# %%
rng = np.random.default_rng(0)
for _ in range(200):
    sides = np.sort(rng.integers(0, 16, (2, 2, 2)), axis=2)  # box and patch, x and y
    (x, y), (across, down) = sides
    if area((x[0], y[0], x[1], y[1])) == 0:
        continue
    box = (x[0], y[0], x[1], y[1])
    patch = (across[0], down[0], across[1], down[1])
    pixels = np.zeros((16, 16), bool)
    pixels[y[0] : y[1], x[0] : x[1]] = True
    pixels[down[0] : down[1], across[0] : across[1]] = False
    if area(patch) and pixels.any():
        rows, columns = pixels.any(1).nonzero()[0], pixels.any(0).nonzero()[0]
        around = (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)
        assert tuple(left_of_box(box, patch)) == around
        assert area(box) - area(overlap(box, patch)) == pixels.sum()

# %%
patch = (30, 20, 64, 64)
below = [(6, 4, 50, 62, "pagoda"), (36, 30, 44, 40, "person")]
pasted = [(17, 12, 59, 53, "flower"), (2, 40, 28, 60, "leaf")]
after = paste_boxes(below, pasted, patch)
hidden = [area(overlap(b[:4], patch)) == area(b[:4]) for b in below]
outside = [area(overlap(b[:4], patch)) == 0 for b in pasted]
stale = sum(hidden) + sum(outside)  # nothing of the object is seen
corner = (0, 0, 10, 10, "corner")
assert paste_boxes([corner], [], (0, 0, 10, 7)) == [(0, 7, 10, 10, "corner")]
assert paste_boxes([corner], [corner], (0, 0, 10, 8)) == [(0, 0, 10, 8, "corner")]
assert paste_boxes([], [corner], (0, 0, 10, 2)) == []
pagoda = 1 - area(overlap(below[0][:4], patch)) / area(below[0][:4])

fig, axes = plt.subplots(1, 3, num="boxes", figsize=(5, 2.1))
panels = {"image below": below, "other image": pasted, "with the patch": after}
for ax, (title, boxes) in zip(axes, panels.items(), strict=True):
    left, top, right, bottom = patch
    look = {"color": "0.85"} if title != "image below" else {"fill": False, "ls": ":"}
    ax.add_patch(Rectangle((left, top), right - left, bottom - top, **look))
    for x1, y1, x2, y2, name in boxes:
        color = "C0" if name in ("pagoda", "person") else "C1"
        ax.add_patch(Rectangle((x1, y1), x2 - x1, y2 - y1, fill=False, lw=2, ec=color))
    ax.set(
        title=title, xlim=(0, 64), ylim=(64, 0), aspect="equal", xticks=[], yticks=[]
    )

# %%
computed = {
    "pagoda": f"{pagoda:.0%}",
    "after": f"{len(after)}",
    "stale": f"{stale}",
}

# %% [markdown]
# # Non-maximum suppression
# A detector often fires many times on one object. Which boxes stay, and what does the
# threshold cost when objects overlap?

# %%
from itertools import combinations

import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle


# %%
def iou(a, b):
    width = max(min(a[2], b[2]) - max(a[0], b[0]), 0)
    height = max(min(a[3], b[3]) - max(a[1], b[1]), 0)
    areas = [(x2 - x1) * (y2 - y1) for x1, y1, x2, y2 in (a, b)]
    union = sum(areas) - width * height
    return width * height / union if union else 0.0  # boxes may be without area


# %% [markdown]
# Take the best box that is left, keep it, delete every box that overlaps it by more
# than the threshold; repeat. Run it for each class apart: a person and the bicycle
# under them may share a box.


# %%
def nms(boxes, scores, threshold):
    """Indices of the kept boxes, best first; of equal scores the first counts more."""
    left = sorted(range(len(boxes)), key=lambda i: -scores[i])
    kept = []
    while left:
        best = left.pop(0)
        kept.append(best)
        left = [i for i in left if iou(boxes[best], boxes[i]) <= threshold]
    return kept


objects = [(4, 8, 44, 32), (24, 8, 64, 32), (84, 12, 114, 32)]
boxes = [
    *[(4, 9, 44, 32), (8, 5, 50, 35), (1, 11, 41, 35)],
    *[(24, 9, 64, 31), (20, 11, 61, 35)],
    *[(84, 11, 114, 32), (88, 14, 118, 35)],
]
scores = [0.95, 0.71, 0.64, 0.91, 0.66, 0.88, 0.57]
kept = {t: nms(boxes, scores, t) for t in (0.7, 0.5, 0.3)}

# %% [markdown]
# ## Two properties define the result
# No two kept boxes overlap by more than the threshold, and every deleted box overlaps a
# better kept one by more. Trying all subsets of these boxes, of which no two scores
# are equal, finds exactly one with both properties: the same one.


# %%
def valid(keep, t):
    deleted = set(range(len(boxes))) - set(keep)
    apart = all(iou(boxes[i], boxes[j]) <= t for i, j in combinations(keep, 2))
    return apart and all(
        any(scores[j] > scores[i] and iou(boxes[i], boxes[j]) > t for j in keep)
        for i in deleted
    )


subsets = [s for n in range(8) for s in combinations(range(7), n)]
for t, keep in kept.items():
    assert [s for s in subsets if valid(s, t)] == [tuple(sorted(keep))]

# %%
panels = {
    f"{len(boxes)} predictions": range(len(boxes)),
    f"threshold 0.5: {len(kept[0.5])} boxes": kept[0.5],
    f"threshold 0.3: {len(kept[0.3])} boxes": kept[0.3],
}
fig, axes = plt.subplots(3, 1, num="steps", figsize=(5.0, 5.6))
for ax, (title, shown) in zip(axes, panels.items(), strict=True):
    for x1, y1, x2, y2 in objects:
        ax.add_patch(Rectangle((x1, y1), x2 - x1, y2 - y1, fc="0.5", alpha=0.25))
    for i in shown:
        x1, y1, x2, y2 = boxes[i]
        best = i in kept[0.5]
        style = {"ec": "C0", "lw": 2} if best else {"ec": "C1", "lw": 1.2, "ls": "--"}
        ax.add_patch(Rectangle((x1, y1), x2 - x1, y2 - y1, fc="none", **style))
        label = {"s": scores[i], "color": style["ec"], "va": "top"}
        if best:
            ax.text(x1 + 5, y1 + 4, **label)
        else:
            # Below the box, at its right corner.
            ax.text(x2, y2 + 1, ha="right", **label)
    ax.set(xlim=(0, 120), ylim=(41, 3), aspect="equal", title=title)
    ax.axis("off")
axes[2].text(54, 20, "lost", color="C1", ha="center", va="center")

# %%
computed = {
    "predictions": f"{len(boxes)} boxes",
    "kept": f"{len(kept[0.5])} boxes",
    "kept-low": f"{len(kept[0.3])} boxes",
    "kept-high": f"{len(kept[0.7])} boxes",
    "neighbours": f"{iou(boxes[0], boxes[3]):.2f}",
    "duplicate": f"{iou(boxes[0], boxes[1]):.2f}",
}

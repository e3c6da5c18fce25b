# %% [markdown]
# # True or false positive
# Which detections of an image count as true positives, and what happens to a second box
# on the same object?

# %%
import random

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
# One class, one image, the rule of COCO. Detections come in the order of their scores.
# Each takes the free object that it overlaps most, if that IoU reaches the threshold;
# an object is taken once. What takes none is a false positive, and an object that stays
# free is a false negative. VOC looks at the most overlapped object alone, free or not.


# %%
def match(detections, objects, threshold, rule="COCO"):
    """For each detection, best score first: the object that it takes, or None."""
    free, taken = set(range(len(objects))), []
    for box in detections:
        # Of equal overlaps COCO's code takes the last object, VOC's the first.
        coco = sorted(free, reverse=True)
        choice = coco if rule == "COCO" else range(len(objects))
        best = max(choice, key=lambda i: iou(box, objects[i]), default=None)
        hit = best in free and iou(box, objects[best]) >= threshold
        taken.append(best if hit else None)
        free -= {best} if hit else set()
    return taken


# %% [markdown]
# Another way to COCO's answer: put all pairs that overlap enough in order, by rank and
# then by IoU, and take each pair of which neither part is taken.


# %%
def by_pairs(detections, objects, threshold):
    overlap = {
        (rank, i): iou(box, other)
        for rank, box in enumerate(detections)
        for i, other in enumerate(objects)
    }
    enough = [pair for pair in overlap if overlap[pair] >= threshold]
    taken = {}
    for rank, i in sorted(enough, key=lambda pair: (pair[0], -overlap[pair])):
        if rank not in taken and i not in taken.values():
            taken[rank] = i
    return [taken.get(rank) for rank in range(len(detections))]


random.seed(0)
for _ in range(200):
    corners = [(random.uniform(0, 60), random.uniform(0, 60)) for _ in range(12)]
    scene = [(x, y, x + 30, y + 30) for x, y in corners]
    assert match(scene[:8], scene[8:], 0.3) == by_pairs(scene[:8], scene[8:], 0.3)

# %%
objects = [(6, 8, 46, 48), (66, 12, 106, 52)]
detections = {0.9: (8, 9, 48, 47), 0.8: (2, 12, 42, 52), 0.7: (74, 14, 114, 54)}
taken = {t: match(detections.values(), objects, t) for t in (0.5, 0.75)}
overlaps = [max(iou(box, o) for o in objects) for box in detections.values()]
assert taken[0.5] == [0, None, 1]  # the second is good enough, but its object is taken
assert taken[0.75] == [0, None, None]  # the third is no longer good enough

# %% [markdown]
# ## In a crowd the rules differ
# Two objects overlap. The second box lies between them, a little nearer to the first,
# which is taken: COCO gives it the second object, VOC calls it a false positive.

# %%
crowd, pair = [(0, 0, 40, 40), (20, 0, 60, 40)], [(0, 0, 40, 40), (8, 0, 48, 40)]
assert abs(iou(pair[1], crowd[0]) - 32 / 48) < 1e-12
assert abs(iou(pair[1], crowd[1]) - 28 / 52) < 1e-12
by_rule = {rule: match(pair, crowd, 0.5, rule) for rule in ("COCO", "VOC")}
assert by_rule == {"COCO": [0, 1], "VOC": [0, None]}

# %%
fig, axes = plt.subplots(2, 1, num="matches", figsize=(5.0, 4.8))
for ax, (threshold, result) in zip(axes, taken.items(), strict=True):
    for x1, y1, x2, y2 in objects:
        ax.add_patch(Rectangle((x1, y1), x2 - x1, y2 - y1, fc="0.85", ec="none"))
    rows = zip(detections.items(), overlaps, result, strict=True)
    for (score, (x1, y1, x2, y2)), overlap, found in rows:
        colour, style, kind = ("C1", "--", "FP") if found is None else ("C0", "-", "TP")
        shape = Rectangle((x1, y1), x2 - x1, y2 - y1, fc="none", ec=colour, lw=2)
        shape.set_linestyle(style)
        ax.add_patch(shape)
        top = score != 0.8
        y, va = (y1 - 1, "bottom") if top else (y2 + 1, "top")
        label = f"{kind}: score {score}, IoU {overlap:.2f}"
        ax.text(x1, y, label, va=va, color=colour)
    ax.set(xlim=(0, 124), ylim=(61, 1), aspect="equal", title=f"threshold {threshold}")
    ax.axis("off")

# %%
computed = {
    "duplicate": f"{overlaps[1]:.2f}",
    "third": f"{overlaps[2]:.2f}",
    "hits-50": f"{sum(i is not None for i in taken[0.5])} TP",
    "crowd-coco": f"{sum(i is not None for i in by_rule['COCO'])} TP",
    "crowd-voc": f"{sum(i is not None for i in by_rule['VOC'])} TP",
    "hits-75": f"{sum(i is not None for i in taken[0.75])} TP",
}

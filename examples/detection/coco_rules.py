# %% [markdown]
# # COCO's rules: crowds, sizes, the limit
# Which detections does COCO's AP leave out, and what would it be otherwise?

# %%
from collections import namedtuple

import matplotlib.pyplot as plt
import numpy as np

# Of an annotation: its corners, the pixels of its mask, whether it is a crowd region.
Truth = namedtuple("Truth", "box area crowd", defaults=[False])

# %% [markdown]
# ## Overlap, match and measure
# A crowd region stands for objects that were not told apart. A detection overlaps it by
# the share of its own area that lies in it, and any number of detections may take it:
# they are ignored, neither true nor false. An object outside of the range of areas is
# ignored too, but is taken once; a detection that takes nothing is ignored if its own
# box is outside. A detection that fits a free object never takes what is ignored. The
# best-scored 100 of an image and class count. Precision is read at 101 recalls.


# %%
def size(box):
    return (box[2] - box[0]) * (box[3] - box[1])


def overlap(box, truth):
    low, high = np.maximum(box[:2], truth.box[:2]), np.minimum(box[2:], truth.box[2:])
    shared = np.prod(np.maximum(high - low, 0))
    return shared / (size(box) + (0 if truth.crowd else size(truth.box) - shared))


def judge(boxes, truths, threshold, low, high):
    """For each box, best score first: 1 true, 0 false, None ignored; and the objects."""
    ignored = [t.crowd or not low <= t.area <= high for t in truths]
    free, kinds = set(range(len(truths))), []
    for box in boxes:
        fits = {i: overlap(box, truths[i]) for i in sorted(free, reverse=True)}
        fits = {i: o for i, o in fits.items() if o >= min(threshold, 1 - 1e-10)}
        fits = {i: o for i, o in fits.items() if not ignored[i]} or fits
        if fits:
            best = max(fits, key=fits.get)
            free -= set() if truths[best].crowd else {best}
            kinds.append(None if ignored[best] else 1)
        else:
            kinds.append(0 if low <= size(box) <= high else None)
    return kinds, len(truths) - sum(ignored)


def evaluate(images, threshold=0.5, low=0, high=1e10, limit=100):
    """AP and recall of one class, NaN without objects; images: (truths, [(box, score)])."""
    ranked, objects = [], 0
    for truths, found in images:
        best = sorted(found, key=lambda pair: -pair[1])[:limit]
        kinds, count = judge([box for box, _ in best], truths, threshold, low, high)
        ranked += [(-s, kind) for (_, s), kind in zip(best, kinds, strict=True)]
        objects += count
    if not objects:
        return np.nan, np.nan
    ranked.sort(key=lambda pair: pair[0])
    hits = np.array([kind for _, kind in ranked if kind is not None], float)
    true = np.cumsum(hits)
    precision = true / np.arange(1, len(hits) + 1)
    filled = np.append(np.maximum.accumulate(precision[::-1])[::-1], 0)
    at = np.searchsorted(true / objects, np.linspace(0, 1, 101))
    return filled[at].mean(), hits.sum() / objects


# %% [markdown]
# ## A crowd
# Two people are found, with the best and the worst score; between them in rank come
# three boxes in a crowd. Ignored, they leave TP, TP. Without the annotation the list is
# TP, FP, FP, FP, TP. Annotated as one object, the crowd is a miss as well.

# %%
people, region = [(5, 10, 25, 60), (135, 10, 155, 60)], (40, 10, 120, 60)
inside = [(x, 14, x + 18, 58) for x in (45, 70, 95)]
ranking = [people[0], *inside, people[1]]
found = [(box, 1 - rank / 10) for rank, box in enumerate(ranking)]
two = [Truth(box, 600) for box in people]
as_crowd, as_object = (Truth(region, 4000, crowd) for crowd in (True, False))
ways = {"crowd": [*two, as_crowd], "dropped": two, "object": [*two, as_object]}
ap = {name: evaluate([(truths, found)])[0] for name, truths in ways.items()}
assert ap["crowd"] == 1
assert np.isclose(ap["dropped"], (51 + 50 * 2 / 5) / 101)
assert np.isclose(ap["object"], (34 + 33 * 2 / 5) / 101)

fig, ax = plt.subplots(num="scene", figsize=(4.0, 1.9))
for boxes, style in (
    ([*people, region], {"color": "0.85"}),
    (inside, {"fc": "none", "ec": "C5", "lw": 1.5, "ls": "--"}),
    (people, {"fc": "none", "ec": "C0", "lw": 2.5}),
):
    x1, y1, x2, y2 = np.transpose(boxes)
    ax.bar(x1, y2 - y1, x2 - x1, y1, align="edge", **style)
for x, text, color in ((15, "TP", 0), (80, "crowd: ignored", 5), (145, "TP", 0)):
    ax.text(x, 7, text, color=f"C{color}", ha="center")
ax.set(xlim=(0, 160), ylim=(64, -4), aspect="equal")
ax.axis("off")

# %% [markdown]
# ## Sizes, and the limit
# An object is small by its mask, a stray detection by its box. Here the object is thin:
# small by its mask, medium by its box. The stray box is medium, too.

# %%
thin, stray = Truth((0, 0, 60, 40), 900), (200, 0, 260, 40)
scene = [([thin], [(stray, 0.9), (thin.box, 0.8)])]
every, small = evaluate(scene)[0], evaluate(scene, high=32**2)[0]
assert (every, small) == (0.5, 1)  # the stray box is left out among the small ones
shelf = [Truth((20 * i, 0, 20 * i + 10, 10), 100) for i in range(150)]
full = [(shelf, [(t.box, 1 - i / 1000) for i, t in enumerate(shelf)])]  # all are found
recall = {limit: evaluate(full, limit=limit)[1] for limit in (1, 10, 100)}
assert all(np.isclose(r, limit / 150) for limit, r in recall.items())
capped = evaluate(full)[0]
assert np.isclose(capped, 67 / 101)  # recalls 0, 0.01, …, 0.66

# %%
computed = {
    **{name: f"{value:.2f}" for name, value in ap.items()},
    "all": f"{every:.2f}",
    "small": f"{small:.2f}",
    "box": f"{size(thin.box):,} px²",
    "mask": f"{thin.area} px²",
    "recall-1": f"{recall[1]:.1%}",
    "recall-10": f"{recall[10]:.1%}",
    "recall-100": f"{recall[100]:.0%}",
    "limit": f"{capped:.2f}",
    "shelf": f"{len(shelf)} objects",
}

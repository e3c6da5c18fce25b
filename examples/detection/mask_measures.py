# %% [markdown]
# # Measures of masks and of key points
# What do PQ and OKS count, and how coarse is a mask of a fixed number of cells?

# %%
import numpy as np

# %% [markdown]
# Panoptic quality: two segments of a class match if their IoU is above one half. Since
# segments of one image do not overlap, no segment can match two.


# %%
def panoptic_quality(truth, found):
    """PQ, SQ and RQ of one class; masks (M, H, W) and (N, H, W), bool, apart in each."""
    shared = (truth[:, None] & found[None]).sum((2, 3))
    union = (truth[:, None] | found[None]).sum((2, 3))
    overlap = shared / np.maximum(union, 1)
    hits = overlap[overlap > 0.5]
    if not len(truth) + len(found):
        return np.nan, np.nan, np.nan  # nothing there, nothing found: left out
    quality = hits.sum() / max(len(hits), 1)
    recognition = 2 * len(hits) / (len(truth) + len(found))
    return quality * recognition, quality, recognition


def box_mask(x1, y1, x2, y2, side=20):
    mask = np.zeros((side, side), bool)
    mask[y1:y2, x1:x2] = True
    return mask


# %% [markdown]
# Three objects: one found exactly, one with a quarter missing, one not at all; and one
# segment where nothing is.

# %%
truth = np.stack([box_mask(0, 0, 6, 6), box_mask(8, 0, 16, 8), box_mask(0, 10, 5, 15)])
found = np.stack(
    [box_mask(0, 0, 6, 6), box_mask(8, 0, 14, 8), box_mask(12, 12, 18, 18)]
)
pq, sq, rq = panoptic_quality(truth, found)
assert abs(pq - (1 + 6 / 8) / (2 + 1 / 2 + 1 / 2)) < 1e-12
merged = panoptic_quality(truth[:2], truth[:2].any(0, keepdims=True))  # both as one
equal = np.stack([truth[0], box_mask(8, 0, 14, 6)])
halves = panoptic_quality(equal, equal.any(0, keepdims=True))
assert halves[0] == 0  # an IoU of one half each: nothing matches
areas = truth[:2].sum((1, 2))
pixels = (truth[:2].any(0) == truth[:2].any(0)).mean()  # no pixel of the class is wrong
assert pixels == 1

# %% [markdown]
# Object key point similarity: an error d counts against the size of the object, the root
# of its area, and against a constant k of the point, twice the spread of people's labels.


# %%
def oks(found, truth, visible, area, spread):
    """Similarity of two sets of points (P, 2); visible and spread (P,); area in px²."""
    squared = ((found - truth) ** 2).sum(1)
    k = 2 * spread
    return np.exp(-squared / (2 * area * k**2))[visible].mean()


AREA, ERROR = 100 * 100, 5  # px², px
EYE, HIP = 0.025, 0.107  # COCO's spreads
point, moved = np.zeros((1, 2)), np.array([[ERROR, 0.0]])
eye, hip = (
    oks(moved, point, np.array([True]), AREA, np.array([s])) for s in (EYE, HIP)
)
far = oks(
    moved, point, np.array([True]), AREA / 16, np.array([HIP])
)  # a quarter as tall
hidden = oks(
    np.array([[0.0, 0], [99, 99]]),
    np.zeros((2, 2)),
    np.array([True, False]),
    AREA,
    np.array([EYE, EYE]),
)
assert hidden == 1  # what nobody labelled is not judged

# %% [markdown]
# A mask of 28×28 cells, stretched over a box.

# %%
CELLS, SIDE = 28, 448
cell = SIDE / CELLS

# %%
computed = {
    "pq": f"{pq:.2f}",
    "sq": f"{sq:.2f}",
    "rq": f"{rq:.2f}",
    "merged": f"{merged[0]:.2f}",
    "merged-small": f"{areas[0]} px²",
    "merged-large": f"{areas[1]} px²",
    "eye": f"{eye:.2f}",
    "hip": f"{hip:.2f}",
    "far": f"{far:.2f}",
    "cell": f"{cell:.0f} px",
}

# %% [markdown]
# # Non-maximum suppression (NMS)
# Write greedy NMS without a library call for it.

# %% [markdown]
# ## The task
# `nms(boxes, scores, threshold)`: `boxes` has shape `(N, 4)`, each row `x1, y1, x2, y2`
# in pixels; `scores` has shape `(N,)`. Returns the indices of the kept boxes, the best
# first.
#
# - A box goes if a kept box with a better score overlaps it by an IoU above the
#   threshold; an IoU equal to the threshold does no harm.
# - Of equal scores the earlier box counts as the better one.
# - A box without area overlaps nothing. Without boxes nothing is kept.

# %% [markdown]
# ## Tests to pass
# No kept box overlaps another, each deleted box overlaps a better kept one: no other set
# has both properties. The overlaps are counted on a grid.

# %%
import numpy as np


def counted_iou(boxes, side=16):
    grids = np.zeros((len(boxes), side, side), dtype=bool)
    for grid, (x1, y1, x2, y2) in zip(grids, boxes, strict=True):
        grid[y1:y2, x1:x2] = True
    pixels = grids.reshape(len(boxes), side * side).astype(int)
    shared, area = pixels @ pixels.T, pixels.sum(1)  # (N, N), (N,)
    return shared / np.maximum(area[:, None] + area - shared, 1)


def check(nms):
    rng = np.random.default_rng(0)
    for n in (0, 1, 2, *[12] * 60):
        boxes = np.sort(rng.integers(0, 17, (n, 2, 2)), axis=1).reshape(n, 4)
        scores = rng.integers(0, 9, n) / 8  # some are equal
        rank = np.lexsort((np.arange(n), -scores)).argsort()
        for threshold in (0.0, 0.25, 0.5, 1.0):
            over = counted_iou(boxes) > threshold
            kept = list(nms(boxes, scores, threshold))
            assert list(rank[kept]) == sorted(set(rank[kept]))
            assert not any(over[i, j] for i in kept for j in kept if i != j)
            gone = set(range(n)) - set(kept)
            assert all(
                any(over[i, j] and rank[j] < rank[i] for j in kept) for i in gone
            )


# %% [markdown]
# ## A first right solution
# Take the best box that is left, keep it, delete what it overlaps; repeat.


# %%
def iou(a: list[float], b: list[float]) -> float:
    """IoU of two boxes x1, y1, x2, y2."""
    width = max(0.0, min(a[2], b[2]) - max(a[0], b[0]))
    height = max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
    areas = [(x2 - x1) * (y2 - y1) for x1, y1, x2, y2 in (a, b)]
    union = sum(areas) - width * height
    return width * height / union if union > 0 else 0.0


def nms_loops(boxes: np.ndarray, scores: np.ndarray, threshold: float) -> list[int]:
    """Indices of the kept boxes, best first."""
    rows = boxes.tolist()
    left = sorted(range(len(rows)), key=lambda i: -scores[i])  # stable
    kept = []
    while left:
        best, *rest = left
        kept.append(best)
        left = [i for i in rest if iou(rows[best], rows[i]) <= threshold]
    return kept


check(nms_loops)

# %% [markdown]
# ## The vectorized one
# Which boxes are left depends on the box before, so the outer loop stays; each pass takes
# one row of IoU at a time.


# %%
def nms(boxes: np.ndarray, scores: np.ndarray, threshold: float) -> np.ndarray:
    """Indices of the kept boxes, best first, (K,)."""
    boxes = np.asarray(boxes, np.float64)
    area = (boxes[:, 2:] - boxes[:, :2]).prod(1)  # (N,)
    left = np.argsort(-np.asarray(scores), kind="stable")
    kept = []
    while len(left):
        best, left = left[0], left[1:]
        kept.append(best)
        near = np.maximum(boxes[best, :2], boxes[left, :2])  # (L, 2)
        far = np.minimum(boxes[best, 2:], boxes[left, 2:])
        shared = (far - near).clip(min=0).prod(1)  # (L,)
        union = area[best] + area[left] - shared
        left = left[shared / np.maximum(union, 1e-12) <= threshold]
    return np.array(kept, dtype=int)


check(nms)

# %% [markdown]
# ## Complexity
# For N boxes of which K stay: sorting takes $O(N \log N)$, the passes $O(NK)$ time, at
# worst $O(N^2)$ where no box overlaps another. Memory is $O(N)$: the whole matrix of IoU
# is never held.

# %% [markdown]
# ## What the interviewer looks for
# - Only kept boxes delete others.
# - The sort is stable, so that equal scores give the same result in every run.
# - One row of IoU at a time instead of the matrix.
# - A remark that classes are apart: it runs once for each class.
# - What the threshold costs in crowds, and that Soft-NMS lowers scores instead.

# %% [markdown]
# ## The usual slip
# Written with one matrix and no loop, each box that any better box overlaps goes, also
# where that better box is itself deleted. In a row of boxes, each over the next, only the
# first stays.


# %%
def any_better_deletes(boxes, scores, threshold):
    order = np.argsort(-scores, kind="stable")
    over = counted_iou(boxes[order]) > threshold
    return order[~np.triu(over, k=1).any(0)]


def refuses(check, slip):
    try:
        check(slip)
    except AssertionError:
        return True
    return False


assert refuses(check, any_better_deletes)
row = np.array([[x, 0, x + 6, 6] for x in (0, 2, 4, 6, 8)])
falling = np.linspace(0.9, 0.5, len(row))
right, wrong = (f(row, falling, 0.4) for f in (nms, any_better_deletes))

# %%
computed = {
    "row": f"{len(row)} boxes",
    "kept": f"{len(right)} boxes",
    "kept-by-slip": f"{len(wrong)} box",
}

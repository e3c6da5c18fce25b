# %% [markdown]
# # Triplet mining
# Pick the triplets of a batch by the batch-hard and by the semi-hard rule.

# %% [markdown]
# ## The task
# `batch_hard(d, labels)` and `semi_hard(d, labels, margin)`: `d` has shape `(N, N)`, the
# distances within a batch, with zeros on the diagonal; `labels` has shape `(N,)`. Both
# return triplets `(T, 3)`, rows anchor, positive, negative, ordered by anchor, then
# positive.
#
# - A positive has the anchor's label and is not the anchor; a negative has another label.
# - Batch hard (Hermans et al.): for each anchor its farthest positive and its nearest
#   negative. Anchors without a positive or without a negative are left out.
# - Semi-hard (FaceNet, on squared distances): for each anchor and positive the nearest
#   negative that is farther, by less than the margin. Pairs without one are left out.
# - Of equal distances the smaller index is taken. There may be no triplet at all.

# %% [markdown]
# ## Tests to pass
# All triplets of a batch, one by one.

# %%
from itertools import permutations

import numpy as np


def listed(d, labels, margin):
    """All triplets; by anchor the hardest; by anchor and positive the semi-hard one."""
    hard, semi = {}, {}
    for a, p, n in permutations(range(len(labels)), 3):
        if labels[a] == labels[p] != labels[n]:
            hard.setdefault(a, []).append((d[a, n] - d[a, p], p, n))
            if 0 < d[a, n] - d[a, p] < margin:
                semi.setdefault((a, p), []).append((d[a, n], n))
    hardest = [(a, *min(found)[1:]) for a, found in sorted(hard.items())]
    return hardest, [(*pair, min(found)[1]) for pair, found in sorted(semi.items())]


def check(batch_hard, semi_hard):
    rng = np.random.default_rng(0)
    for n, classes in ((0, 1), (1, 1), (4, 1), (4, 9), *[(9, 3)] * 80):
        labels, d = rng.integers(0, classes, n), rng.integers(1, 12, (n, n)) / 8
        d[np.arange(n), np.arange(n)] = 0
        hardest, semi = listed(d, labels, 0.375)
        got = batch_hard(d, labels), semi_hard(d, labels, 0.375)
        for found, expected in zip(got, (hardest, semi), strict=True):
            assert np.shape(found) == (len(expected), 3)
            assert list(map(tuple, found)) == expected


# %% [markdown]
# ## A first right solution
# Go through the anchors; list positives and negatives; take the maximum and the minimum.


# %%
def batch_hard_loops(d: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Farthest positive and nearest negative of each anchor, (T, 3)."""
    found, every = [], range(len(labels))
    for a in every:
        positives = [p for p in every if labels[p] == labels[a] and p != a]
        negatives = [n for n in every if labels[n] != labels[a]]
        if positives and negatives:
            p = max(positives, key=lambda p: d[a, p])
            found.append((a, p, min(negatives, key=lambda n: d[a, n])))
    return np.array(found, dtype=int).reshape(-1, 3)


def semi_hard_loops(d: np.ndarray, labels: np.ndarray, margin: float) -> np.ndarray:
    """Nearest negative of each pair that lies in the margin behind it, (T, 3)."""
    found, every = [], range(len(labels))
    for a, p in permutations(every, 2):
        if labels[p] == labels[a]:
            negatives = [n for n in every if labels[n] != labels[a]]
            inside = [n for n in negatives if d[a, p] < d[a, n] < d[a, p] + margin]
            if inside:
                found.append((a, p, min(inside, key=lambda n: d[a, n])))
    return np.array(found, dtype=int).reshape(-1, 3)


check(batch_hard_loops, semi_hard_loops)

# %% [markdown]
# ## The vectorized one
# Masks choose who may take part; whoever may not is moved to infinity.


# %%
def masks(labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Who is a positive and who a negative of each anchor, (N, N) each."""
    same = labels[:, None] == labels
    return same & ~np.eye(len(labels), dtype=bool), ~same


def batch_hard(d: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Farthest positive and nearest negative of each anchor, (T, 3)."""
    positive, negative = masks(labels)
    a = np.flatnonzero(positive.any(1) & negative.any(1))
    if len(a) == 0:
        return np.zeros((0, 3), dtype=int)
    p = np.where(positive, d, -np.inf)[a].argmax(1)
    return np.stack([a, p, np.where(negative, d, np.inf)[a].argmin(1)], axis=1)


def semi_hard(d: np.ndarray, labels: np.ndarray, margin: float) -> np.ndarray:
    """Nearest negative of each pair that lies in the margin behind it, (T, 3)."""
    positive, negative = masks(labels)
    a, p = positive.nonzero()  # (P,)
    if len(a) == 0:
        return np.zeros((0, 3), dtype=int)
    low, row = d[a, p][:, None], d[a]  # (P, 1), (P, N)
    inside = negative[a] & (low < row) & (row < low + margin)
    used = inside.any(1)
    n = np.where(inside, row, np.inf)[used].argmin(1)
    return np.stack([a[used], p[used], n], axis=1)


check(batch_hard, semi_hard)

# %% [markdown]
# ## Complexity
# For N samples with P pairs of one label, at most $N^2$: batch hard takes $O(N^2)$ time
# and memory, semi-hard $O(PN)$, with loops only $O(N)$ memory beside the distances.

# %% [markdown]
# ## What the interviewer looks for
# - The anchor is no positive of itself.
# - Anchors and pairs with nothing to pick are left out, and of the loss's mean, too.
# - Indices are picked without gradient; the loss is computed from the picked distances.
# - Why semi-hard: on squared distances the hardest can early draw all points together.

# %% [markdown]
# ## The usual slip
# The distances are multiplied by the mask before the minimum: whoever may not take part
# has distance zero and is the nearest of all.


# %%
def masked_by_product(d, labels):
    found = batch_hard(d, labels)
    if len(found):
        found[:, 2] = (d * masks(labels)[1])[found[:, 0]].argmin(1)
    return found


def refuses(check, *slip):
    try:
        check(*slip)
    except AssertionError:
        return True
    return False


assert refuses(check, masked_by_product, semi_hard)
at, labels = np.arange(8.0), np.arange(8) % 2  # points on a line, the labels in turn
a, _, n = masked_by_product(np.abs(at[:, None] - at), labels).T

# %%
computed = {
    "anchors": f"{len(a)} anchors",
    "negative-of-own-label": f"{(labels[a] == labels[n]).sum()} anchors",
}

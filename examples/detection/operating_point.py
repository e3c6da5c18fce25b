# %% [markdown]
# # From a ranked list to an operating point
# What are the true and false positives at each score threshold, and which threshold
# should run?

# %%
import matplotlib.pyplot as plt
import numpy as np

# %% [markdown]
# Detections of one class over ten images, matched already: the score, and whether it
# took an object. Thirteen objects are there; what takes none is a miss.

# %%
first = [0.97, 0.95, 0.93, 0.90, 0.86, 0.84, 0.79, 0.75, 0.71, 0.66]
scores = np.array([*first, 0.60, 0.52, 0.47, 0.41, 0.36, 0.30, 0.24, 0.19, 0.13, 0.08])
hits = np.array([1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 0, 1, 1, 0, 0, 1, 0, 0, 0])
objects, images = 13, 10


def table(scores, hits, objects):
    """For each threshold, best score first: TP, FP, FN, precision, recall, F1."""
    order = np.argsort(-scores, kind="stable")
    true, false = np.cumsum(hits[order]), np.cumsum(1 - hits[order])
    last = np.diff(scores[order], append=-np.inf) != 0  # equal scores stand together
    true, false = true[last], false[last]
    missed = objects - true
    precision, recall = true / (true + false), true / objects
    f1 = 2 * true / (2 * true + false + missed)
    return scores[order][last], true, false, missed, precision, recall, f1


def choose(thresholds, true, false, missed, cost_false, cost_miss):
    """The threshold with the least cost of false alarms and misses."""
    return thresholds[np.argmin(cost_false * false + cost_miss * missed)]


def filled(precision):
    """The best precision at each rank or later."""
    return np.maximum.accumulate(precision[::-1])[::-1]


thresholds, true, false, missed, precision, recall, f1 = table(scores, hits, objects)
for i, t in enumerate(thresholds):  # counted anew
    kept = scores >= t
    assert true[i] == (kept & (hits == 1)).sum()
    assert false[i] == (kept & (hits == 0)).sum()
    assert missed[i] == objects - true[i]
    assert f1[i] == 0 or np.isclose(1 / f1[i], (1 / precision[i] + 1 / recall[i]) / 2)
half = np.argmin(thresholds >= 0.5) - 1  # the last threshold of at least one half
best = f1.argmax()
alike, dear = (choose(thresholds, true, false, missed, 1, c) for c in (1, 10))
assert dear < thresholds[best] < alike
for value in (-f1, false + missed, false + 10 * missed):  # no choice hangs on a tie
    assert np.sum(value == value.min()) == 1
# The best F1 is the least cost where a miss costs 2/F1 - 1 false alarms.
price = 2 / f1[best] - 1
assert choose(thresholds, true, false, missed, 1, price) == thresholds[best]
gained = np.diff(recall, prepend=0)
ap = np.sum(gained * filled(precision))
cut = np.sum(gained[: half + 1] * filled(precision[: half + 1]))  # of these ranks alone
# Recall at a demanded precision: the lowest threshold that still keeps it.
enough = np.flatnonzero(precision >= 0.8).max()

# %% [markdown]
# Several classes, at the threshold that runs: pairs are taken by falling IoU, whatever
# their classes.


# %%
def confusion(boxes, labels, objects, names, classes, least=0.5):
    """True classes, then background, against predicted ones, then missed."""
    near = np.maximum(boxes[:, None, :2], objects[:, :2])
    far = np.minimum(boxes[:, None, 2:], objects[:, 2:])
    shared = np.clip(far - near, 0, None).prod(2)  # (boxes, objects)
    area, other = ((b[:, 2:] - b[:, :2]).prod(1) for b in (boxes, objects))
    iou = shared / (area[:, None] + other - shared)
    predicted, true = np.full(len(objects), classes), np.full(len(boxes), classes)
    for pair in np.argsort(-iou, axis=None, kind="stable"):
        box, thing = np.unravel_index(pair, iou.shape)
        free = predicted[thing] == classes and true[box] == classes
        if free and iou[box, thing] >= least:
            predicted[thing], true[box] = labels[box], names[thing]
    matrix = np.zeros((classes + 1, classes + 1), int)
    np.add.at(matrix, (names, predicted), 1)  # hits, mixed classes, misses
    false = labels[true == classes]
    np.add.at(matrix, (classes, false), 1)
    return matrix


truth = np.array([[0, 0, 10, 10], [20, 0, 30, 10], [0, 20, 10, 30], [20, 20, 30, 30]])
found = np.array([[0, 1, 10, 11], [21, 0, 31, 10], [0, 20, 10, 29], [40, 0, 50, 10]])
matrix = confusion(found, np.array([0, 1, 1, 0]), truth, np.array([0, 0, 1, 1]), 2)
assert matrix.tolist() == [[1, 1, 0], [0, 1, 1], [1, 0, 0]]

# %%
fig, ax = plt.subplots(num="thresholds", figsize=(4.0, 2.8))
ax.step(thresholds, precision, where="post", color="C0")
ax.step(thresholds, recall, where="post", color="C1")
ax.step(thresholds, f1, where="post", color="C2", ls="--")
ax.axvline(thresholds[best], color="0.5", lw=0.8)
ax.text(0.46, 0.85, "precision", color="C0")
ax.text(0.1, 0.89, "recall", color="C1")
ax.text(0.91, 0.5, "F1", color="C2")
ax.set(xlabel="score threshold", ylim=(0, 1.05), xlim=(0, 1))

# %%
computed = {
    "tp": f"{true[half]}",
    "fp": f"{false[half]}",
    "fn": f"{missed[half]}",
    "precision": f"{precision[half]:.2f}",
    "recall": f"{recall[half]:.2f}",
    "f1": f"{f1[half]:.2f}",
    "best": f"{thresholds[best]:.2f}",
    "best-f1": f"{f1[best]:.2f}",
    "price": f"{price:.1f}",
    "alike": f"{alike:.2f}",
    "dear": f"{dear:.2f}",
    "enough": f"{thresholds[enough]:.2f}",
    "enough-recall": f"{recall[enough]:.2f}",
    "per-image": f"{false[half] / images:.1f}",
    "ap": f"{ap:.2f}",
    "cut": f"{cut:.2f}",
}

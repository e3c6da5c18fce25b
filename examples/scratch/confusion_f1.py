# %% [markdown]
# # Confusion matrix, precision, recall and F1
# Count a confusion matrix and compute precision, recall and F1 from it, for each class,
# macro and micro.

# %% [markdown]
# ## The task
# `confusion(truth, predicted, classes)`: both of shape `(N,)`, integers below `classes`, of
# any integer type.
# Returns counts `(C, C)`: rows are true classes, columns predicted ones.
#
# `report(matrix)` returns precision, recall and F1 of each class, `(C,)` each, and the
# macro and the micro F1.
#
# - Zero over zero is zero: the precision of a class never predicted, the recall of one
#   that never occurs.
# - Macro F1 is the mean of the classes' F1, absent classes included.
# - Micro F1 is taken of the counts summed over classes. Without samples it is zero.

# %% [markdown]
# ## Tests to pass
# scikit-learn on random labels, with classes that are absent or never predicted.

# %%
import numpy as np
from sklearn.metrics import confusion_matrix, f1_score, precision_recall_fscore_support


def check(confusion, report):
    rng = np.random.default_rng(0)
    for n, classes, used in ((1, 3, 3), (40, 4, 4), (30, 5, 3), (9, 2, 1), (200, 6, 6)):
        truth, predicted = rng.integers(0, used, n), rng.integers(0, classes, n)
        kind = {"labels": range(classes), "zero_division": 0}
        matrix = confusion(truth, predicted, classes)
        expected = confusion_matrix(truth, predicted, labels=range(classes))
        assert np.array_equal(matrix, expected)
        *of_class, macro, micro = report(matrix)
        expected = precision_recall_fscore_support(truth, predicted, **kind)[:3]
        assert np.allclose(of_class, expected)
        for got, average in ((macro, "macro"), (micro, "micro")):
            assert np.isclose(got, f1_score(truth, predicted, average=average, **kind))
    small = np.array([19, 19, 3], dtype=np.uint8)  # 19 · 20 takes more than eight bits
    assert confusion(small, small, 20)[19, 19] == 2
    none = np.zeros(0, dtype=int)
    assert np.array_equal(confusion(none, none, 2), np.zeros((2, 2)))
    assert report(np.zeros((2, 2)))[-2:] == (0, 0)


# %% [markdown]
# ## A first right solution
# Count pair by pair. A class has its hits on the diagonal, its predictions in a column,
# its samples in a row.


# %%
def confusion_loops(truth, predicted, classes: int) -> np.ndarray:
    """Counts of true class by predicted class, (C, C)."""
    matrix = np.zeros((classes, classes), dtype=int)
    for t, p in zip(truth, predicted, strict=True):
        matrix[t, p] += 1
    return matrix


def report_loops(matrix: np.ndarray):
    """Precision, recall and F1 of each class; macro F1; micro F1."""

    def share(part: float, whole: float) -> float:
        return float(part / whole) if whole else 0.0

    precision, recall, f1 = [], [], []
    for c in range(len(matrix)):
        hits, taken, real = matrix[c, c], sum(matrix[:, c]), sum(matrix[c])
        precision.append(share(hits, taken))
        recall.append(share(hits, real))
        f1.append(share(2 * hits, taken + real))
    hits, total = sum(matrix[c, c] for c in range(len(matrix))), sum(sum(matrix))
    micro = share(2 * hits, total + total)
    return precision, recall, f1, sum(f1) / len(f1), micro


check(confusion_loops, report_loops)

# %% [markdown]
# ## The vectorized one
# A pair of classes becomes one number, which `bincount` counts.


# %%
def confusion(truth, predicted, classes: int) -> np.ndarray:
    """Counts of true class by predicted class, (C, C)."""
    pair = np.asarray(truth, int) * classes + np.asarray(predicted, int)
    return np.bincount(pair, minlength=classes**2).reshape(classes, classes)


def report(matrix: np.ndarray):
    """Precision, recall and F1 of each class, (C,) each; macro F1; micro F1."""
    hits, taken, real = matrix.diagonal(), matrix.sum(0), matrix.sum(1)
    precision, recall = hits / np.maximum(taken, 1), hits / np.maximum(real, 1)
    f1 = 2 * hits / np.maximum(taken + real, 1)
    micro = hits.sum() / max(matrix.sum(), 1)
    return precision, recall, f1, float(f1.mean()), float(micro)


check(confusion, report)

# %% [markdown]
# ## Complexity
# For N samples and C classes: $O(N + C^2)$ time and $O(C^2)$ memory. The vectorized one
# also holds N numbers of pairs; counts of blocks may be added up.

# %% [markdown]
# ## What the interviewer looks for
# - Which axis is the truth, said before the first line of code.
# - F1 as $2 TP / (2 TP + FP + FN)$, which needs no precision and no recall.
# - With one label a sample, micro precision, recall and F1 all equal accuracy.
# - Macro counts each class alike, micro each sample.
# - What zero over zero gives, and whether absent classes enter the mean.
# - Small integer types are widened before two classes become one number.

# %% [markdown]
# ## The usual slip
# Macro F1 as the harmonic mean of macro precision and macro recall. Where classes have
# opposite weaknesses, that hides them.


# %%
def f1_of_means(matrix):
    precision, recall, f1, _, micro = report(matrix)
    p, r = precision.mean(), recall.mean()
    return precision, recall, f1, 2 * p * r / max(p + r, 1e-12), micro


def refuses(check, *slip):
    try:
        check(*slip)
    except AssertionError:
        return True
    return False


assert refuses(check, confusion, f1_of_means)
rare = np.array([[70, 30], [0, 2]])  # a rare class with low precision, all of it found
right, wrong = report(rare)[3], f1_of_means(rare)[3]

# %%
computed = {
    "macro": f"{right:.2f}",
    "macro-by-slip": f"{wrong:.2f}",
    "micro": f"{report(rare)[4]:.2f}",
}

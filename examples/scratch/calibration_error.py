# %% [markdown]
# # Calibration error and Brier score
# Measure by how much a classifier's confidence differs from its accuracy.

# %% [markdown]
# ## The task
# `ece(confidence, correct, bins)`: `confidence` has shape `(N,)`, floats in [0, 1], the
# probability of the predicted class; `correct` `(N,)`, whether it was right. Returns the
# expected calibration error of Guo et al.: over bins of equal width, the mean of
# $|\text{accuracy} - \text{mean confidence}|$, each bin weighted by its share of samples.
#
# - Bin $m$ of $M$ holds what is above $(m-1)/M$ and at most $m/M$. Zero belongs to the
#   first bin. What lies on an edge must not fall to the other side by rounding.
# - Empty bins count nothing. Without samples the result is NaN.
#
# `brier(probability, outcome)`, both `(N,)`: the mean squared difference between the
# probability of the positive class and the outcome, zero or one.

# %% [markdown]
# ## Tests to pass
# Confidences that are whole numbers of small steps, whose bins integers tell exactly; the
# Brier score is scikit-learn's.

# %%
from collections import defaultdict

import numpy as np
from sklearn.metrics import brier_score_loss


def check(ece, brier):
    rng = np.random.default_rng(0)
    for bins in (1, 3, 10, 15):
        steps = rng.integers(0, 4 * bins + 1, 200)  # four steps a bin
        steps[: 4 * bins + 1] = np.arange(4 * bins + 1)  # each edge, 0 and 1
        correct, groups = rng.random(200) < 0.6, defaultdict(list)
        for step, right in zip(steps, correct, strict=True):
            groups[max(-(-step // 4), 1)].append(right - step / (4 * bins))
        expected = sum(abs(sum(gaps)) for gaps in groups.values()) / 200
        assert np.isclose(ece(steps / (4 * bins), correct, bins), expected)
        outcome = correct.astype(int)
        score = brier_score_loss(outcome, steps / (4 * bins))
        assert np.isclose(brier(steps / (4 * bins), outcome), score)
    assert np.isclose(
        ece(np.array([1.0, 1.0, 0.0]), np.array([True, False, False]), 10), 1 / 3
    )
    tenths, turns = np.arange(1, 11, dtype=np.float32) / 10, np.arange(10) % 2 == 0
    assert np.isclose(ece(tenths, turns, 10), np.abs(turns - tenths).mean())
    assert np.isnan(ece(np.zeros(0), np.zeros(0, bool), 10))


# %% [markdown]
# ## A first right solution
# Go through the bins and average what lies in each.


# %%
def ece_loops(confidence: np.ndarray, correct: np.ndarray, bins: int) -> float:
    """Expected calibration error; NaN without samples."""
    if len(confidence) == 0:
        return float("nan")
    total = 0.0
    for m in range(bins):
        low, high = m / bins, (m + 1) / bins
        inside = [i for i, c in enumerate(confidence) if low < c <= high or c == m == 0]
        if inside:
            accuracy = sum(bool(correct[i]) for i in inside) / len(inside)
            mean = sum(confidence[i] for i in inside) / len(inside)
            total += len(inside) / len(confidence) * abs(accuracy - mean)
    return float(total)


def brier_loops(probability: np.ndarray, outcome: np.ndarray) -> float:
    """Mean squared difference between probability and outcome."""
    pairs = zip(probability, outcome, strict=True)
    return float(sum((p - y) ** 2 for p, y in pairs) / len(probability))


check(ece_loops, brier_loops)

# %% [markdown]
# ## The vectorized one
# A binary search finds the bin. In a bin, share times difference of means is the
# difference of sums over N, so one weighted `bincount` is enough.


# %%
def ece(confidence: np.ndarray, correct: np.ndarray, bins: int) -> float:
    """Expected calibration error; NaN without samples."""
    if len(confidence) == 0:
        return float("nan")
    edges = (np.arange(1, bins) / bins).astype(confidence.dtype)  # rounded alike
    place = np.searchsorted(edges, confidence, side="left")  # (N,)
    gap = np.bincount(place, weights=correct - confidence)
    return float(np.abs(gap).sum() / len(confidence))


def brier(probability: np.ndarray, outcome: np.ndarray) -> float:
    """Mean squared difference between probability and outcome."""
    return float(np.mean((probability - outcome) ** 2))


check(ece, brier)

# %% [markdown]
# ## Complexity
# For N samples and M bins: the loops take $O(NM)$ time, the binary search $O(N \log M)$.
# Memory is $O(N)$; in a stream $O(M)$, since the sums of a bin are all that is kept.

# %% [markdown]
# ## What the interviewer looks for
# - Which side of a bin is closed, and that both ends of the scale belong to a bin.
# - The weight of a bin is its share of samples.
# - ECE depends on the number of bins, and a model that always says the base rate has
#   none: it measures no skill. The Brier score measures both.
# - Of several classes it looks at the predicted one alone.

# %% [markdown]
# ## The usual slip
# Bins closed on their left side, with nothing for the right end: samples of which the
# model is perfectly sure fall into no bin, and these matter most.


# %%
def sure_ones_lost(confidence, correct, bins):
    total = 0.0
    for m in range(bins):
        inside = (m / bins <= confidence) & (confidence < (m + 1) / bins)
        total += abs((correct[inside] - confidence[inside]).sum())
    return total / len(confidence) if len(confidence) else float("nan")


def refuses(check, *slip):
    try:
        check(*slip)
    except AssertionError:
        return True
    return False


assert refuses(check, sure_ones_lost, brier)
sure, right = np.ones(10), np.arange(10) < 6  # always sure, and often wrong
values = [f(sure, right, 15) for f in (ece, sure_ones_lost)]

# %%
computed = {
    "sure": f"{values[0]:.2f}",
    "sure-by-slip": f"{values[1]:.2f}",
    "sure-brier": f"{brier(sure, right):.2f}",
}

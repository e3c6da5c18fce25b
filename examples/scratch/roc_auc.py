# %% [markdown]
# # ROC curve and AUC
# Compute the ROC curve of a scorer and the area below it, right where scores are equal.

# %% [markdown]
# ## The task
# `roc(scores, labels)`: `scores` and `labels` have shape `(N,)`, labels are zeros and
# ones. Returns the false positive rates and the true positive rates: where both are zero,
# then one point for each different score, the highest first, until both are one.
#
# `auc(scores, labels)` returns the area: the chance that a positive has a higher score
# than a negative, where equal scores count one half.
#
# - A larger score means more likely positive.
# - Without positives or without negatives AUC is not defined: NaN; `roc` is not called.

# %% [markdown]
# ## Tests to pass
# scikit-learn, on scores of which many are equal.

# %%
import numpy as np
from sklearn.metrics import roc_auc_score, roc_curve


def check(roc, auc):
    rng = np.random.default_rng(0)
    for n, levels in ((2, 1), (2, 9), (20, 1), (20, 4), (50, 20), (100, 10**6)):
        for _ in range(10):
            scores, labels = rng.integers(0, levels, n) / 8, rng.integers(0, 2, n)
            labels[:2] = 1, 0
            expected = roc_curve(labels, scores, drop_intermediate=False)[:2]
            assert np.shape(roc(scores, labels)) == np.shape(expected)
            assert np.allclose(roc(scores, labels), expected)
            assert np.isclose(auc(scores, labels), roc_auc_score(labels, scores))
    grey, one_each = np.array([0, 1], dtype=np.uint8), np.array([0, 1])
    assert np.array_equal(roc(grey, one_each), [[0, 0, 1], [0, 1, 1]])
    for labels in ([1, 1], [0], []):
        assert np.isnan(auc(np.ones(len(labels)), np.array(labels)))


# %% [markdown]
# ## A first right solution
# For the curve lower the threshold from one score to the next and count. For the area
# compare each positive with each negative.


# %%
def roc_loops(scores, labels) -> tuple[list[float], list[float]]:
    """False and true positive rates, one point for each different score and the start."""
    pairs = list(zip(scores, labels, strict=True))
    positives, negatives = sum(labels), len(pairs) - sum(labels)
    false_rate, true_rate = [0.0], [0.0]
    for threshold in sorted(set(scores), reverse=True):
        above = [label for score, label in pairs if score >= threshold]
        true_rate.append(sum(above) / positives)
        false_rate.append((len(above) - sum(above)) / negatives)
    return false_rate, true_rate


def auc_loops(scores, labels) -> float:
    """The chance that a positive beats a negative; NaN where there is no pair."""
    positive = [s for s, label in zip(scores, labels, strict=True) if label]
    negative = [s for s, label in zip(scores, labels, strict=True) if not label]
    wins = sum((p > n) + 0.5 * (p == n) for p in positive for n in negative)
    pairs = len(positive) * len(negative)
    return float(wins / pairs) if pairs else float("nan")


check(roc_loops, auc_loops)

# %% [markdown]
# ## The vectorized one
# Counts at each different score give the curve. A positive beats as many negatives as its
# rank says, less the positives below it; equal scores share their mean rank.


# %%
def roc(scores: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """False and true positive rates, (T + 1,) each for T different scores."""
    values, place = np.unique(scores, return_inverse=True)
    place = len(values) - 1 - place  # the highest first; unsigned scores have no minus
    hits = np.bincount(place, weights=labels)  # (T,)
    false = np.bincount(place) - hits
    parts = (np.append(0, part.cumsum() / part.sum()) for part in (false, hits))
    false_rate, true_rate = parts
    return false_rate, true_rate


def auc(scores: np.ndarray, labels: np.ndarray) -> float:
    """Area by the sum of the positives' ranks; NaN where there is no pair."""
    positives, negatives = np.sum(labels == 1), np.sum(labels == 0)
    if positives * negatives == 0:
        return float("nan")
    _, place, count = np.unique(scores, return_inverse=True, return_counts=True)
    rank = count.cumsum() - (count - 1) / 2  # the mean rank of equal scores, from 1
    beaten = rank[place][labels == 1].sum() - positives * (positives + 1) / 2
    return float(beaten / (positives * negatives))


check(roc, auc)

# %% [markdown]
# ## Complexity
# For N samples, P of them positive, with T different scores: the loops take $O(NT)$ time
# for the curve and $O(P(N - P))$ for the area; sorting makes both $O(N \log N)$. Memory
# is $O(N)$.

# %% [markdown]
# ## What the interviewer looks for
# - One point for a group of equal scores, so that the curve is a slope there, no step.
# - AUC as the chance of ranking a pair rightly, so no strictly
#   increasing change of scores moves it.
# - The link to ranks: the statistic of Mann and Whitney over the number of pairs.
# - That AUC says little where positives are rare; precision and recall say more.

# %% [markdown]
# ## The usual slip
# Each sample is a step of its own, in whatever order sorting leaves equal scores. A model
# that gives all samples one score then looks as good as the order of the file.


# %%
def step_by_step(scores, labels):
    if not 0 < np.sum(labels) < len(labels):
        return float("nan")
    ranked = labels[np.argsort(-scores, kind="stable")]
    true_rate = ranked.cumsum() / ranked.sum()
    return true_rate[ranked == 0].mean()


def refuses(check, *slip):
    try:
        check(*slip)
    except AssertionError:
        return True
    return False


assert refuses(check, roc, step_by_step)
constant, by_class = np.full(20, 0.5), np.repeat([1, 0], 10)
right, wrong = (f(constant, by_class) for f in (auc, step_by_step))

# %%
computed = {
    "constant": f"{right:.1f}",
    "constant-by-slip": f"{wrong:.1f}",
}

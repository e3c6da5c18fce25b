# %% [markdown]
# # Which labels are wrong, and how often?
# Digits with labels flipped on purpose: how many are found, and can the rates of the
# confusions be read off without knowing the truth?

# %%
import numpy as np
from sklearn.datasets import load_digits

x, true = load_digits(return_X_y=True)
C, FLIPPED, PAIR = 10, 0.1, 0.3
K = 15
FOLDS = 5
flips = np.full((C, C), FLIPPED / (C - 1))  # row: true class, column: label
np.fill_diagonal(flips, 1 - FLIPPED)
flips[3] = 0  # a three is called an eight, else all are equally likely
flips[3, [3, 8]] = 1 - PAIR, PAIR

# %% [markdown]
# ## Predictions from other folds
# A vote of the nearest images that lie in another fold. No image votes for itself.

# %%
distances = ((x[:, None] - x[None]) ** 2).sum(2)
order = distances.argsort(1, kind="stable")[:, 1:90]  # nearest first


def out_of_fold(labels, rng):
    """Probabilities (n, C), each from images in the other folds."""
    fold = rng.permutation(len(labels)) % FOLDS
    allowed = fold[order] != fold[:, None]
    votes = allowed & (allowed.cumsum(1) <= K)
    one_hot = np.eye(C)[labels]
    return (votes[..., None] * one_hot[order]).sum(1) / votes.sum(1, keepdims=True)


# %% [markdown]
# ## The confident joint
# The class of which the model is as sure as it usually is counts as the true one. Its
# counts against the labels, scaled to the number of each label, estimate the rates.


# %%
def confident_joint(probabilities, labels):
    """Guesses (n,), which are sure (n,), and the rates (C, C); each class has labels."""
    classes = probabilities.shape[1]
    usual = [probabilities[labels == k, k].mean() for k in range(classes)]
    sure = probabilities >= usual
    guess, known = (sure * probabilities).argmax(1), sure.any(1)
    joint = np.zeros((classes, classes))
    np.add.at(joint, (guess[known], labels[known]), 1)
    joint *= np.bincount(labels, minlength=classes) / joint.sum(0)
    return guess, known, joint / joint.sum(1, keepdims=True)


p = np.array([0.9, 0.9, 0.5, 0.1, 0.1, 0.1])  # the third is unsure
_, known, rates = confident_joint(np.stack([p, 1 - p], 1), np.repeat([0, 1], (4, 2)))
assert not known[2]
assert np.allclose(rates, [[1, 0], [0.4, 0.6]])  # the unsure one is shared out

# %%
SEEDS = range(10)
precision, recall, pair = [], [], []
for seed in SEEDS:
    rng = np.random.default_rng(seed)
    labels = (rng.random((len(true), 1)) > flips[true].cumsum(1)).sum(1).clip(0, C - 1)
    guess, known, rates = confident_joint(out_of_fold(labels, rng), labels)
    wrong, suspect = labels != true, known & (guess != labels)
    precision.append(wrong[suspect].mean())
    recall.append(suspect[wrong].mean())
    pair.append(rates[3, 8])
    assert np.allclose(rates.sum(1), 1)
assert max(abs(p - PAIR) for p in pair) < 0.1  # the rate is estimated

# %% [markdown]
# ## What wrong test labels do to a score
# With flips to every other class alike, at a rate r, whatever the image, a model that
# is right with probability a is scored right with $a (1 - r) + (1 - a)
# \frac{r}{C - 1}$. Differences between models shrink by the same factor for all.


# %%
def scored(accuracy, rate, classes):
    """Accuracy that noisy test labels show."""
    return accuracy * (1 - rate) + (1 - accuracy) * rate / (classes - 1)


better, worse, RATE = 0.95, 0.90, 0.1
kept = (scored(better, RATE, C) - scored(worse, RATE, C)) / (better - worse)
assert np.isclose(kept, 1 - RATE * C / (C - 1))

# %%
given = {"flipped": f"{FLIPPED:.0%}"}
computed = {
    "kept": f"{kept:.2f}",
    "counted": f"{100 * np.sqrt(FLIPPED * (1 - FLIPPED) / 400):.1f} points",
}
measured = {
    "precision": (
        f"{min(precision):.0%} to {max(precision):.0%}",
        "at least nine tenths",
        min(precision) >= 0.9,
    ),
    "recall": (
        f"{min(recall):.0%} to {max(recall):.0%}",
        "more than half, and not all",
        0.5 < min(recall) <= max(recall) < 1,
    ),
}
setup = f"{len(SEEDS)} draws of the flips and of the folds, {K} neighbours"
varied = {"K": (9, 25), "FOLDS": (3, 10)}

# %% [markdown]
# # Noisy labels
# How hard does each loss pull towards a label that is wrong, and how are such labels
# found?

# %%
import matplotlib.pyplot as plt
import numpy as np

# %% [markdown]
# ## Losses between cross-entropy and MAE
# With the probability p of the label, $\frac{1 - p^q}{q}$ goes from $-\log p$ (q to
# zero) to $1 - p$ (q of one). Its slope in the label's logit is $-p^q (1 - p)$.


# %%
def generalized_loss(p, q):
    """Loss of the label's probability p; cross-entropy for q of zero."""
    return -np.log(p) if q == 0 else (1 - p**q) / q


def pull(p, q):
    """How hard a step pushes the label's logit up."""
    return p**q * (1 - p)


z = np.linspace(-6, 6, 241)  # lead of the label's logit over that of one other class
p = 1 / (1 + np.exp(-z))
for q in (0, 0.3, 0.7, 1):
    slope = np.gradient(generalized_loss(p, q), z)
    assert np.allclose(-slope[1:-1], pull(p, q)[1:-1], atol=1e-3)

fig, ax = plt.subplots(num="pull")
for q, style, (x, y), name in (
    (0, "C1-", (0.2, 0.84), "cross-entropy"),
    (0.7, "C0-", (0.3, 0.37), "between"),
    (1, "C2-", (0.3, 0.13), "MAE"),
):
    ax.plot(p, pull(p, q), style)
    ax.text(x, y, name, color=style[:2])
ax.set(xlabel="probability of the label", ylabel="pull on its logit")

# %% [markdown]
# ## Why MAE forgives
# Its sum over all labels is the same for every prediction. So labels flipped to a
# random other class, at a rate r, add a constant and scale the rest: the best
# prediction stays, for r below $1 - 1/C$.

# %%
rng = np.random.default_rng(0)
C, RATE = 10, 0.2
predictions = rng.dirichlet(np.ones(C), size=50)  # (50, C)
assert np.allclose((1 - predictions).sum(1), C - 1)
flips = np.full((C, C), RATE / (C - 1))  # row: true class, column: label
np.fill_diagonal(flips, 1 - RATE)
noisy = (1 - predictions) @ flips[3]  # mean loss over the labels of one class
scale = 1 - RATE * C / (C - 1)
assert np.allclose(noisy, scale * (1 - predictions[:, 3]) + RATE)

# %% [markdown]
# ## Forward correction
# Cross-entropy on noisy labels learns the noisy probabilities. Where the flips are
# known, the prediction goes through them in front of the loss, and is clean before.


# %%
def corrected_loss(p, label, flips):
    """Cross-entropy of the label that a prediction p (C,) gives after the flips (C, C)."""
    return -np.log(p @ flips)[label]


clean = np.full(C, 1e-9)
clean[3] = 1 - 9e-9
floor = -(flips[3] * np.log(flips[3])).sum()
mean_loss = sum(flips[3, k] * corrected_loss(clean, k, flips) for k in range(C))
assert np.isclose(mean_loss, floor)  # the clean prediction is the best one
one_way = np.array([[0.7, 0.3], [0, 1]])  # only the first class is mislabelled
assert np.isclose(corrected_loss(np.array([1, 0]), 1, one_way), -np.log(0.3))
for p in predictions:
    assert sum(flips[3, k] * corrected_loss(p, k, flips) for k in range(C)) > floor

# %% [markdown]
# ## Confident disagreement
# A sample is suspect if the model, trained without it, is as sure of another class as
# it is, on average, of samples with that label.


# %%
def suspects(probabilities, labels):
    """Places to look at, from out-of-fold probabilities (n, C) and labels (n,)."""
    classes = probabilities.shape[1]
    usual = [probabilities[labels == k, k].mean() for k in range(classes)]
    sure = probabilities >= usual  # (n, C)
    named = np.where(sure, probabilities, -1).argmax(1)
    return np.flatnonzero(sure.any(1) & (named != labels))


labels = np.arange(60) % 3
true = np.eye(3)[labels] == 1
sure = np.linspace(0.6, 0.9, 60)[:, None]  # the later, the surer of the true class
probabilities = np.where(true, sure, (1 - sure) / 2)
shown = labels.copy()
wrong = [40, 50, 55]
shown[wrong] = (shown[wrong] + 1) % 3
assert suspects(probabilities, shown).tolist() == wrong
assert len(suspects(probabilities, labels)) == 0
hard = np.array([[0.9, 0.1], [0.9, 0.1], [0.6, 0.4], [0.7, 0.3]])  # second class
assert suspects(hard, np.array([0, 0, 1, 1])).tolist() == []

# %%
computed = {
    "cross-entropy": f"{pull(0.01, 0):.2f}",
    "between": f"{pull(0.01, 0.7):.2f}",
    "mae": f"{pull(0.01, 1):.2f}",
    "floor": f"{floor:.2f}",
}

# %% [markdown]
# # Base rates
# What do a rarer class, and a class that is made frequent for training, change?

# %%
from statistics import NormalDist

import matplotlib.pyplot as plt
import numpy as np

# %%
RECALL, FALSE_RATE, RARE = 0.9, 0.05, 0.01


def precision(recall, false_rate, prevalence):
    """Share of positives among the alarms, by Bayes' rule."""
    true, false = recall * prevalence, false_rate * (1 - prevalence)
    return true / (true + false)


def with_prior(p, trained, used):
    """The probability p of a model trained at one prevalence, for use at another."""
    yes, no = p * used / trained, (1 - p) * (1 - used) / (1 - trained)
    return yes / (yes + no)


def prevalence_from_alarms(alarms, recall, false_rate):
    """The share of positives that explains a share of alarms, under label shift."""
    return (alarms - false_rate) / (recall - false_rate)


# %% [markdown]
# ## Checks
# Counted in a population. The corrected probability against the two densities that made
# it: positives are normal around one point, negatives around zero.

# %%
labels = np.arange(100_000) < 100_000 * RARE  # True for a positive, these first
always_no = (labels == np.zeros_like(labels)).mean()
rank = np.where(
    labels, labels.cumsum() / labels.sum(), (~labels).cumsum() / (~labels).sum()
)
flagged = rank <= np.where(labels, RECALL, FALSE_RATE) + 1e-9  # so many of each class
rare = precision(RECALL, FALSE_RATE, RARE)
assert np.isclose(rare, labels[flagged].mean())
alarms = flagged.mean()
assert np.isclose(prevalence_from_alarms(alarms, RECALL, FALSE_RATE), RARE)
spread = np.sqrt(alarms * (1 - alarms) / 1000) / (RECALL - FALSE_RATE)  # of the share
off = [prevalence_from_alarms(alarms, RECALL, FALSE_RATE + e) for e in (0.005, -0.005)]
even = RECALL * RARE / (1 - RARE)  # the false positive rate at which half are right
assert np.isclose(precision(RECALL, even, RARE), 1 / 2)
DISTANCE = 2.0
one, zero = NormalDist(DISTANCE), NormalDist()
for x in (-1.0, 0.5, 3.0):
    balanced = one.pdf(x) / (one.pdf(x) + zero.pdf(x))
    true = RARE * one.pdf(x) / (RARE * one.pdf(x) + (1 - RARE) * zero.pdf(x))
    assert np.isclose(with_prior(balanced, 0.5, RARE), true)
assert (with_prior(0.0, 0.5, RARE), with_prior(1.0, 0.5, RARE)) == (0, 1)

# %% [markdown]
# ## One ROC curve, many precision–recall curves
# The same two densities at three prevalences. The ROC curve does not know them.

# %%
grid = np.linspace(5.5, -4, 2001)  # thresholds, the highest first
true_rate = np.array([1 - one.cdf(t) for t in grid])
false_rate = np.array([1 - zero.cdf(t) for t in grid])
auc = np.trapezoid(true_rate, false_rate)
assert abs(auc - NormalDist().cdf(DISTANCE / 2**0.5)) < 1e-4  # the closed form
ap = {}
fig, axes = plt.subplots(1, 2, num="curves", figsize=(5, 2.7), layout="constrained")
axes[0].plot(false_rate, true_rate, "k")
axes[0].plot([0, 1], [0, 1], color="0.5", lw=0.8)
axes[0].set(xlabel="false positive rate", ylabel="recall", title="ROC")
places = {0.5: (0.55, -0.12), 0.1: (0.28, -0.2), RARE: (0.35, 0.08)}  # of the labels
for color, (prevalence, (at, above)) in enumerate(places.items()):
    curve = precision(true_rate, false_rate, prevalence)
    ap[prevalence] = curve[1:] @ np.diff(
        true_rate
    )  # steps, as average precision has them
    axes[1].plot(true_rate, curve, f"C{color}", ls=("-", "--", "-.")[color])
    height = np.interp(at, true_rate, curve) + above
    axes[1].text(at, height, f"{prevalence:.0%}", color=f"C{color}")
axes[1].set(xlabel="recall", ylabel="precision", title="by base rate", ylim=(0, 1.02))

# %%
computed = {
    "always-no": f"{always_no:.0%}",
    "half": f"{precision(RECALL, FALSE_RATE, 0.5):.0%}",
    "rare": f"{rare:.0%}",
    "alarms": f"{alarms:.1%}",
    "share-error": f"{100 * spread:.1f} points",
    "share-low": f"{off[0]:.1%}",
    "share-high": f"{off[1]:.1%}",
    "even": f"{even:.1%}",
    "corrected": f"{with_prior(0.9, 0.5, RARE):.2f}",
    "auc": f"{auc:.2f}",
    "ap-half": f"{ap[0.5]:.2f}",
    "ap-rare": f"{ap[RARE]:.2f}",
}
given = {
    "prevalence": f"{RARE:.0%}",
    "recall": f"{RECALL:.0%}",
    "false-rate": f"{FALSE_RATE:.0%}",
}

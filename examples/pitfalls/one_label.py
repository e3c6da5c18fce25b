# %% [markdown]
# # One random label
# Can a learner have high variance and memorize next to nothing? One copies a single
# training label, the other takes the mean of all.

# %%
import matplotlib.pyplot as plt
import numpy as np

N = 30  # points in a training set
SD = 1.0  # of the labels

# %% [markdown]
# Labels are pure noise, $y \sim \mathcal{N}(0, 1)$. One learner predicts the label of
# *one* random training point for every input, the other the mean of all labels. In
# closed form, for labels of variance $\sigma^2$:
#
# | | variance | training error | test error |
# | --- | --- | --- | --- |
# | one label | $\sigma^2$ | $2\sigma^2\,(1 - 1/N)$ | $2\sigma^2$ |
# | mean of all | $\sigma^2 / N$ | $\sigma^2\,(1 - 1/N)$ | $\sigma^2\,(1 + 1/N)$ |
#
# The first has $N$ times the variance. Its training error lies below its test error by
# the one label of thirty that it does memorize.

# %%
one = (SD**2, 2 * SD**2 * (1 - 1 / N), 2 * SD**2)
mean = (SD**2 / N, SD**2 * (1 - 1 / N), SD**2 * (1 + 1 / N))

rng = np.random.default_rng(0)
labels = SD * rng.standard_normal((40_000, N))  # a training set in each row
fresh = SD * rng.standard_normal(40_000)
random_label = labels[np.arange(40_000), rng.integers(N, size=40_000)]
for guess, expected in ((random_label, one), (labels.mean(axis=1), mean)):
    train = np.square(labels - guess[:, None]).mean()
    test = np.square(fresh - guess).mean()
    assert np.allclose((guess.var(), train, test), expected, rtol=0.05)

# %%
fig, ax = plt.subplots(num="parts", figsize=(5.0, 2.4))
places = np.arange(3)
ax.bar(places - 0.2, one, width=0.36, color="C0", label="one random label")
ax.bar(places + 0.2, mean, width=0.36, color="C1", label="mean of all labels")
ax.set_xticks(places, ["variance", "training error", "test error"])
ax.set_ylabel("over the labels' variance")
ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2)

# %%
computed = {
    "one-variance": f"{one[0]:.1f}",
    "mean-variance": f"{mean[0]:.2f}",
    "one-train": f"{one[1]:.2f}",
    "one-test": f"{one[2]:.2f}",
}

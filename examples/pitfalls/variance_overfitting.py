# %% [markdown]
# # Variance and overfitting
# Are overfitting and high variance the same thing? One learner memorizes noise with
# ever less variance, another has high variance and memorizes nothing.

# %%
import matplotlib.pyplot as plt
import numpy as np

rng = np.random.default_rng(0)
N, SETS, NOISE = 30, 50, 0.3  # points in a training set, training sets, noise sd


def truth(x):
    return np.sin(x[..., 0]) - 0.5 * np.sin(x[..., 1])


def sample(*shape):
    """Points in three dimensions and their noisy labels."""
    x = rng.standard_normal((*shape, 3))
    return x, truth(x) + NOISE * rng.standard_normal(shape)


# %% [markdown]
# The learner fits the labels with $w$ random cosine features by least squares, and
# takes the solution of smallest norm. With $w \ge 30$ features it fits all 30 noisy
# labels exactly. *Variance* is how much a prediction changes from one training set to
# the next. *Error* is the squared error, on training and on fresh points. On fresh
# points it must be bias² + variance + noise.

# %%
train_x, train_y = sample(SETS, N)
test_x, test_y = sample(300)
widths = [2, 4, 7, 10, 14, 20, 25, 28, 30, 32, 36, 40, 60, 100, 200, 400, 1000]
frequency = 2 * rng.standard_normal((3, max(widths)))
phase = rng.uniform(0, 2 * np.pi, max(widths))


def features(x, width):
    return np.cos(x @ frequency[:, :width] + phase[:width]) * np.sqrt(2 / width)


train, test, variance, bias = {}, {}, {}, {}
for width in widths:
    design = features(train_x, width)  # (SETS, N, width)
    weights = np.linalg.pinv(design) @ train_y[..., None]  # (SETS, width, 1)
    fitted = (design @ weights)[..., 0]  # (SETS, N)
    predicted = (features(test_x, width) @ weights)[..., 0]  # (SETS, 300)
    train[width] = np.square(fitted - train_y).mean()
    test[width] = np.square(predicted - test_y).mean()
    variance[width] = predicted.var(axis=0).mean()
    bias[width] = np.square(predicted.mean(axis=0) - truth(test_x)).mean()
total = {width: bias[width] + variance[width] + NOISE**2 for width in widths}
assert all(abs(total[width] / test[width] - 1) < 0.05 for width in widths)
assert all(train[width] < 1e-9 for width in widths if width >= N)
assert variance[1000] < variance[100] < variance[40] < variance[30]
assert test[1000] < min(error for width, error in test.items() if width < N)

# %%
fig, ax = plt.subplots(num="double-descent", figsize=(5.0, 3.2))
ax.plot(widths, test.values(), marker="o")
ax.plot(widths, variance.values(), marker="s")
ax.plot(widths[:8], [train[width] for width in widths[:8]], marker="^")
ax.axvline(N, color="0.5", lw=0.8, ls=":")
ax.annotate("test error", (140, 1.3), color="C0")
ax.annotate("variance", (140, 0.05), color="C1")
ax.annotate("training error,\n0 from here on", (33, 0.009), color="C2")
ax.annotate("width = training points", (34, 3e4), color="0.5")
ax.set(xscale="log", yscale="log", ylim=(5e-3, 1e5))
ax.set(xlabel="random features (width)", ylabel="squared error, variance")
ax.set_xticks([2, 10, 30, 100, 1000], ["2", "10", "30", "100", "1,000"])
ax.minorticks_off()

# %% [markdown]
# The other way round. Labels are pure noise, $y \sim \mathcal{N}(0, 1)$. One learner
# predicts the label of *one* random training point for every input, the other the mean
# of all labels. The first has 30 times the variance. Its training and test error are
# nearly the same: it has nothing to memorize with.

# %%
labels = rng.standard_normal((20_000, N))
fresh = rng.standard_normal(20_000)
one, mean = labels[:, 0], labels.mean(axis=1)
one_train = np.square(labels - one[:, None]).mean()
one_test = np.square(fresh - one).mean()
assert abs(one.var() - 1) < 0.05
assert abs(mean.var() - 1 / N) < 0.002
assert abs(one_train - 2 * (1 - 1 / N)) < 0.05
assert abs(one_test - 2) < 0.1

# %%
facts = {
    **{f"variance-{width}": f"{variance[width]:.2f}" for width in (4, 40, 1000)},
    **{f"test-{width}": f"{test[width]:.2f}" for width in (4, 40, 1000)},
    "train-wide": f"{train[1000]:.3f}",
    "bias-1000": f"{bias[1000]:.2f}",
    "noise": f"{NOISE**2:.2f}",
    "total-1000": f"{total[1000]:.2f}",
    "one-variance": f"{one.var():.1f}",
    "mean-variance": f"{mean.var():.2f}",
    "one-train": f"{one_train:.1f}",
    "one-test": f"{one_test:.1f}",
}

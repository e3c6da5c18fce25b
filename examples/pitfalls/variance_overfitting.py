# %% [markdown]
# # Variance and overfitting
# Are overfitting and high variance the same thing? One learner memorizes noise with
# ever less variance. (The reverse, high variance without memory, is `one_label`.)

# %%
import matplotlib.pyplot as plt
import numpy as np
from _random_features import best_ridge, features, sample, truth

SEEDS = range(10)
N = 30  # points in a training set
SETS = 30  # training sets
NOISE = 0.3  # sd of the labels' noise
SCALE = 2.0  # sd of the features' frequencies

# %% [markdown]
# The learner fits the labels with $w$ random cosine features by least squares, and
# takes the solution of smallest norm. With $w \ge 30$ features it fits all 30 noisy
# labels exactly. *Variance* is how much a prediction changes from one training set to
# the next. *Error* is the squared error, on training and on fresh points. On fresh
# points it must be bias² + variance + noise. Two baselines: the mean of the labels, and
# ridge regression on all features and a little past the peak, with the best of twelve
# penalties for the fresh points.
# Last, the widest model and the ridge again on features of half the frequency.


# %%
def least_norm(design, labels):
    """Weights (SETS, width, 1) that fit best, and of those the smallest."""
    return np.linalg.pinv(design) @ labels[..., None]


widths = [2, 4, 7, 10, 14, 20, 25, 28, 30, 32, 36, 40, 60, 100, 300, 1000]
names = ("train", "test", "variance", "bias", "total")
runs = {name: {width: [] for width in widths} for name in names}  # a number a seed
only_mean, ridge, narrow, smooth, smooth_ridge = [], [], [], [], []
for seed in SEEDS:
    rng = np.random.default_rng(seed)
    train_x, train_y = sample(rng, SETS, N, noise=NOISE)
    test_x, test_y = sample(rng, 500, noise=NOISE)
    frequency = SCALE * rng.standard_normal((3, max(widths)))
    phase = rng.uniform(0, 2 * np.pi, max(widths))
    for width in widths:
        drawn = frequency[:, :width], phase[:width]
        design = features(train_x, *drawn)  # (SETS, N, width)
        weights = least_norm(design, train_y)
        predicted = (features(test_x, *drawn) @ weights)[..., 0]  # (SETS, 500)
        mean, variance = predicted.mean(axis=0), predicted.var(axis=0).mean()
        bias = np.square(mean - truth(test_x)).mean()
        fitted = (design @ weights)[..., 0]  # (SETS, N)
        runs["train"][width].append(np.square(fitted - train_y).mean())
        runs["test"][width].append(np.square(predicted - test_y).mean())
        runs["variance"][width].append(variance)
        runs["bias"][width].append(bias)
        runs["total"][width].append(bias + variance + NOISE**2)
        if width == 40:
            narrow.append(best_ridge(design, train_y, features(test_x, *drawn), test_y))
    only_mean.append(np.square(train_y.mean(axis=1)[:, None] - test_y).mean())
    ridge.append(best_ridge(design, train_y, features(test_x, *drawn), test_y))
    slow, seen = (features(x, frequency / 2, phase) for x in (train_x, test_x))
    predicted = (seen @ least_norm(slow, train_y))[..., 0]
    smooth.append(np.square(predicted - test_y).mean())
    smooth_ridge.append(best_ridge(slow, train_y, seen, test_y))
for width in widths:
    for error, parts in zip(runs["test"][width], runs["total"][width], strict=True):
        assert abs(parts / error - 1) < 0.2
    assert width < N or max(runs["train"][width]) < 1e-9

# %%
fig, ax = plt.subplots(num="double-descent", figsize=(5.0, 3.2))
for name, style in (("test", "C0o-"), ("variance", "C1s-")):
    ax.plot(widths, np.median(list(runs[name].values()), 1), style)
small = [width for width in widths if width < N]
ax.plot(small, [np.median(runs["train"][w]) for w in small], "C2", marker="^")
ax.axvline(N, color="0.5", lw=0.8, ls=":")
ax.text(140, 2.6, "test error", color="C0")
ax.text(1000, 0.022, "variance", color="C1", ha="right")
ax.text(33, 0.009, "training error,\n0 from here on", color="C2")
ax.text(34, 3e4, "width = training points", color="0.5")
ax.axhline(np.median(only_mean), color="0.5", lw=0.8, ls="--")
ax.text(1000, 0.85, "mean of the labels", color="0.5", ha="right")
ax.set(xscale="log", yscale="log", ylim=(5e-3, 1e5))
ax.set(xlabel="random features (width)", ylabel="squared error, variance")
ax.set_xticks([2, 10, 30, 100, 1000], ["2", "10", "30", "100", "1,000"])
ax.minorticks_off()


def span(values):
    return f"{min(values):.2f} to {max(values):.2f}"


def ratio(above, below):
    return np.array(above) / np.array(below)  # seed by seed


variance, test, bias = runs["variance"], runs["test"], runs["bias"]
steady = ratio(variance[40], variance[1000]).min() > 4
better = ratio(test[40], test[1000]).min() > 2
sums = abs(ratio(runs["total"][1000], test[1000]) - 1).max() < 0.2
gain = 1 - ratio(ridge, test[1000])
shown = (4, 40, 1000)

# %%
computed = {"train-wide": f"{max(runs['train'][1000]):.3f}", "noise": f"{NOISE**2:.2f}"}
measured = {
    **{
        f"variance-{w}": (
            span(variance[w]),
            "from width 40 to width 1000 the variance falls to a fourth or less",
            steady,
        )
        for w in shown
    },
    **{
        f"test-{w}": (
            span(test[w]),
            "from width 40 to width 1000 the test error halves at least",
            better,
        )
        for w in shown
    },
    "bias-1000": (
        span(bias[1000]),
        "squared bias, variance and noise sum to the test error",
        sums,
    ),
    "total-1000": (
        span(runs["total"][1000]),
        "the sum of squared bias, variance and noise is the test error",
        sums,
    ),
    "mean": (
        span(only_mean),
        "the mean of the labels is worse than the widest model",
        ratio(only_mean, test[1000]).min() > 1,
    ),
    "ridge": (
        span(ridge),
        "a tuned ridge is no worse than the widest model, and gains a third at most",
        gain.min() > -0.02 and gain.max() < 1 / 3,
    ),
    "ridge-40": (
        span(narrow),
        "past the peak a tuned ridge saves a third of the error or more",
        ratio(narrow, test[40]).max() < 2 / 3,
    ),
    **{
        name: (
            span(values),
            "at half the frequency a tuned ridge saves a fourth of the widest model's error or more",
            ratio(smooth_ridge, smooth).max() < 3 / 4,
        )
        for name, values in (("smooth", smooth), ("smooth-ridge", smooth_ridge))
    },
}
setup = (
    f"{N} points in 3-D, random cosine features of frequency {SCALE:g}, {SETS} training sets, "
    f"noise {NOISE}, {len(SEEDS)} seeds"
)
varied = {"N": (28,), "SETS": (15, 60), "NOISE": (0.15, 0.4), "SCALE": (1.5, 2.5)}

# %% [markdown]
# # Features selected before the split
# How good does a model look on pure noise, if its features were chosen on all the data?

# %%
import numpy as np

SEEDS = range(10)
IMAGES = 60
FEATURES = 5000
KEPT = 20  # features
FOLDS = 5


def best_features(x, y, kept):
    """The features whose class means lie farthest apart, in standard deviations."""
    apart = x[y == 1].mean(0) - x[y == 0].mean(0)
    return np.argsort(-abs(apart) / x.std(0))[:kept]


def cross_validated(x, y, kept, inside):
    """Accuracy of the nearest class mean; features chosen inside each fold, or before."""
    fold = np.arange(len(y)) % FOLDS
    before = best_features(x, y, kept)
    right = []
    for f in range(FOLDS):
        train, test = fold != f, fold == f
        chosen = best_features(x[train], y[train], kept) if inside else before
        known, asked = x[train][:, chosen], x[test][:, chosen]
        means = np.stack([known[y[train] == c].mean(0) for c in (0, 1)])  # (2, kept)
        nearest = ((asked[:, None] - means) ** 2).sum(2).argmin(1)
        right.append(nearest == y[test])
    return np.concatenate(right).mean()


# %% [markdown]
# Labels that have nothing to do with the features: one half is all that can be had.

# %%
leaky, honest = [], []
for seed in SEEDS:
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((IMAGES, FEATURES))
    y = rng.permutation(np.arange(IMAGES) % 2)
    leaky.append(cross_validated(x, y, KEPT, inside=False))
    honest.append(cross_validated(x, y, KEPT, inside=True))

# %%
measured = {
    "before": (
        f"{min(leaky):.0%} to {max(leaky):.0%}",
        "chosen on all data, noise features look right in more than 4 of 5 cases",
        min(leaky) > 4 / 5,
    ),
    "inside": (
        f"{min(honest):.0%} to {max(honest):.0%}",
        "chosen inside of the folds, their mean accuracy lies within a tenth of a guess",
        abs(np.mean(honest) - 1 / 2) < 1 / 10,
    ),
}
setup = (
    f"{IMAGES} images, {FEATURES:,} features of noise, the {KEPT} best chosen by label, "
    f"{FOLDS} folds, nearest class mean, {len(SEEDS)} seeds"
)
varied = {"IMAGES": (40, 80), "KEPT": (10, 40), "FEATURES": (3000, 10_000)}

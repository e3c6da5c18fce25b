# %% [markdown]
# # Batch statistics against batch size
# How wrong is the variance that batch norm computes from a small batch, and what does
# that do to a trained network?

# %%
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_sample_images

SEEDS = range(10)
CROP = 32
rng = np.random.default_rng(0)
sizes = [2, 4, 8, 16, 32, 64]  # values per channel

# %% [markdown]
# Batch norm divides by the *biased* variance of $n$ values. For independent normal
# values that estimate has, in units of the true variance, mean $(n-1)/n$ and standard
# deviation $\sqrt{2(n-1)}/n$: a small batch scales its channel by a random factor.

# %%
estimates = {n: rng.standard_normal((40_000, n)).var(axis=1) for n in sizes}
theory = {n: np.sqrt(2 * (n - 1)) / n for n in sizes}
for n, estimate in estimates.items():
    assert abs(estimate.std() - theory[n]) < 0.02
    assert abs(estimate.mean() - (n - 1) / n) < 0.02

# %% [markdown]
# In a conv layer $n = N \cdot H \cdot W$. But the pixels of one image resemble each
# other, so they count for far less than independent values. The same for batches of
# square crops from a pool of two photographs, and from each of them alone:

# %%
photos = np.stack(load_sample_images().images)
gray = photos[:, :416, :640].mean(axis=3)
tiles = gray.reshape(2, 416 // CROP, CROP, 640 // CROP, CROP)
# One row for each crop: (photos, rows, CROP, columns, CROP) -> (crops, CROP²)
crops = tiles.swapaxes(2, 3).reshape(-1, CROP**2)
batches = [2, 4, 8, 16, 32]


def noise(pool, batch, seed):
    """Relative standard deviation of the variance of `batch` crops from the pool."""
    means, squares = pool.mean(axis=1), (pool**2).mean(axis=1)
    drawn = np.random.default_rng(seed).integers(0, len(pool), (4000, batch))
    # (4000, batch) -> (4000,)
    variance = squares[drawn].mean(axis=1) - means[drawn].mean(axis=1) ** 2
    assert np.isclose(variance[0], pool[drawn[0]].var())
    return variance.std() / pool.var()


spread = {batch: [noise(crops, batch, seed) for seed in SEEDS] for batch in batches}
alone = [noise(pool, 2, seed) for pool in np.split(crops, 2) for seed in SEEDS]
pixels = [batch * CROP**2 for batch in batches]

# %%
fig, ax = plt.subplots(num="noise")
line = np.geomspace(2, pixels[-1], 60)
ax.plot(line, np.sqrt(2 * (line - 1)) / line, color="C0")
ax.plot(sizes, [e.std() for e in estimates.values()], "o", color="C0")
ax.plot(pixels, [np.mean(sds) for sds in spread.values()], "s--", color="C1")
ax.annotate("independent values", (200, 0.04), color="C0", ha="right")
ax.annotate("2 to 32 image crops", (pixels[-1], 0.62), color="C1", ha="right")
ax.set(xscale="log", yscale="log", ylim=(0.006, 1.1))
ax.set(xlabel="values per channel, n = N·H·W", ylabel="relative sd of the variance")
ax.set_xticks([2, 32, 512, 8192], ["2", "32", "512", "8,192"])
ax.set_yticks([0.01, 0.03, 0.1, 0.3, 1], ["1%", "3%", "10%", "30%", "100%"])
ax.minorticks_off()

# %% [markdown]
# What it costs: the ImageNet error of ResNet-50, as published by Wu & He 2018 (Group
# Normalization). The learning rate follows the batch size.

# %%
images = [32, 16, 8, 4, 2]
error = {
    "Batch Norm": [23.6, 23.7, 24.8, 27.3, 34.7],
    "Group Norm": [24.1, 24.2, 24.0, 24.2, 24.1],
}
fig, ax = plt.subplots(num="imagenet-error")
for (name, percent), marker in zip(error.items(), "os", strict=True):
    ax.plot(images, percent, marker=marker)
ax.annotate("Batch Norm", (2.7, 32), color="C0", ha="right")
ax.annotate("Group Norm", (2, 22.7), color="C1", ha="right")
ax.set(xscale="log", xlabel="images per GPU", ylabel="validation error (%)")
ax.set(ylim=(20, 36))
ax.set_xticks(images, images)
ax.invert_xaxis()

# %%
gap = error["Batch Norm"][-1] - error["Group Norm"][-1]
assert abs(gap - 10.6) < 0.01  # the abstract names this difference
ideal = np.sqrt(2 * (pixels[0] - 1)) / pixels[0]  # as if its pixels were independent


def span(values):
    return " to ".join(dict.fromkeys(f"{v:.0%}" for v in (min(values), max(values))))


# %%
computed = {
    **{f"sd-{n}": f"{sd:.0%}" for n, sd in theory.items()},
    "mean-2": f"{estimates[2].mean():.1f}",
    "pixels-2": f"{pixels[0]:,}",
    "ideal-2": f"{ideal:.0%}",
}
measured = {
    "crops-2": (
        "about half",
        "the variance of two crops of two photographs fluctuates by about half",
        min(spread[2]) > 0.45 and max(spread[2]) < 0.6,
    ),
    "crops-2-alone": (
        span(alone),
        "that of two crops of one photograph by a third to four fifths",
        min(alone) > 1 / 3 and max(alone) < 0.8,
    ),
    "crops-32": (
        span(spread[32]),
        "the variance of 32 crops fluctuates by a tenth to a fifth",
        min(spread[32]) > 0.1 and max(spread[32]) < 0.2,
    ),
}
setup = f"gray crops of {CROP}×{CROP} from two photographs, {len(SEEDS)} seeds"
varied = {"CROP": (8, 16)}
quoted = {
    "gap-2": (
        "10.6 points",
        "Wu & He 2018, abstract and Table 2",
        "ResNet-50 on ImageNet, 2 images a GPU",
    )
}

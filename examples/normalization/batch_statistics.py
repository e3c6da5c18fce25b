# %% [markdown]
# # Batch statistics against batch size
# How wrong is the variance that batch norm computes from a small batch, and what does
# that do to a trained network?

# %%
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_sample_images

rng = np.random.default_rng(0)
sizes = [2, 4, 8, 16, 32, 64]  # values per channel

# %% [markdown]
# Batch norm divides by the *biased* variance of $n$ values. For independent normal
# values that estimate has mean $(n-1)/n$ and a relative standard deviation of
# $\sqrt{2(n-1)}/n$: a small batch scales its channel by a random factor.

# %%
estimates = {n: rng.standard_normal((40_000, n)).var(axis=1) for n in sizes}
theory = {n: np.sqrt(2 * (n - 1)) / n for n in sizes}
for n, estimate in estimates.items():
    assert abs(estimate.std() - theory[n]) < 0.02
    assert abs(estimate.mean() - (n - 1) / n) < 0.02

# %% [markdown]
# In a conv layer $n = N \cdot H \cdot W$. But the pixels of one image resemble each
# other, so they count for far less than independent values. The same for batches of
# 32×32 crops from two photographs:

# %%
photos = np.stack(load_sample_images().images)[:, :416, :640].mean(axis=3)
# (2, 416, 640) -> (2, 13, 32, 20, 32) -> (520, 1024): one row for each crop
crops = photos.reshape(2, 13, 32, 20, 32).swapaxes(2, 3).reshape(520, 1024)
batches = [2, 4, 8, 16, 32]
spread = []
for batch in batches:
    drawn = rng.integers(0, len(crops), (20_000, batch))
    # (crops,) -> (20_000, batch)
    mean, square = crops.mean(axis=1)[drawn], (crops**2).mean(axis=1)[drawn]
    variance = square.mean(axis=1) - mean.mean(axis=1) ** 2
    spread.append(variance.std() / crops.var())
assert np.isclose(variance[0], crops[drawn[0]].var())
pixels = [batch * crops.shape[1] for batch in batches]

# %%
fig, ax = plt.subplots(num="noise")
line = np.geomspace(2, pixels[-1], 60)
ax.plot(line, np.sqrt(2 * (line - 1)) / line, color="C0")
ax.plot(sizes, [e.std() for e in estimates.values()], "o", color="C0")
ax.plot(pixels, spread, "s--", color="C1")
ax.annotate("independent values", (200, 0.04), color="C0", ha="right")
ax.annotate("2 to 32 image crops", (pixels[-1], 0.62), color="C1", ha="right")
ax.set(xscale="log", yscale="log", ylim=(0.006, 1.1))
ax.set(xlabel="values per channel, n = N·H·W", ylabel="relative sd of the variance")
ax.set_xticks([2, 32, 512, 8192], ["2", "32", "512", "8,192"])
ax.set_yticks([0.01, 0.03, 0.1, 0.3, 1], ["1%", "3%", "10%", "30%", "100%"])
ax.minorticks_off()

# %% [markdown]
# What it costs: the ImageNet error of ResNet-50, as published by Wu & He 2018 (Group
# Normalization). The learning rate follows the batch size; nothing else changes.

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
ideal = np.sqrt(2 * (pixels[0] - 1)) / pixels[0]  # as if its pixels were independent
gap = error["Batch Norm"][-1] - error["Group Norm"][-1]

# %%
facts = {
    **{f"sd-{n}": f"{sd:.0%}" for n, sd in theory.items()},
    "mean-2": f"{estimates[2].mean():.1f}",
    "pixels-2": f"{pixels[0]:,}",
    "crops-2": f"{spread[0]:.0%}",
    "crops-32": f"{spread[-1]:.0%}",
    "ideal-2": f"{ideal:.0%}",
    "gap-2": f"{gap:.1f}",
}

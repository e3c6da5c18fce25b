# %% [markdown]
# # Bootstrap of any metric, by groups
# How is the interval of F1, AP or any other metric found, when images come from few videos?

# %%
import numpy as np


def group_bootstrap(metric, groups, rng, draws=1000, level=0.95):
    """Interval of metric(rows) over resampled groups.

    groups names the group of each row, (N,). metric takes row numbers, with repeats, and
    gives a number: of one model, or the difference of two on the same rows.
    """
    members = [np.flatnonzero(groups == group) for group in np.unique(groups)]
    values = []
    for _ in range(draws):
        drawn = rng.integers(0, len(members), len(members))
        values.append(metric(np.concatenate([members[i] for i in drawn])))
    return np.quantile(values, [(1 - level) / 2, (1 + level) / 2])


# %% [markdown]
# ## Frames that err together
# Fifty videos of twenty equal frames: a video is right or wrong as a whole. As groups, the
# interval is that of fifty videos; frame by frame it pretends to a thousand answers.

# %%
VIDEOS, FRAMES, RHO = 50, 20, 0.3
right = np.repeat(np.arange(VIDEOS) < 40, FRAMES)
videos = np.repeat(np.arange(VIDEOS), FRAMES)
rng = np.random.default_rng(0)


def width(groups):
    low, high = group_bootstrap(lambda rows: right[rows].mean(), groups, rng)
    return high - low


p = right.mean()
by_video, by_frame = (2 * 1.96 * np.sqrt(p * (1 - p) / n) for n in (VIDEOS, len(right)))
assert abs(width(videos) / by_video - 1) < 0.15
assert abs(width(np.arange(len(right))) / by_frame - 1) < 0.15

# %% [markdown]
# ## Design effect
# With correlation ρ of two frames of a video the variance of the mean is
# $1 + (m - 1)\rho$ times that of independent frames.

# %%


def design_effect(frames, rho):
    return 1 + (frames - 1) * rho


for rho in (0.0, RHO, 1.0):
    together = np.kron(np.eye(VIDEOS), np.full((FRAMES, FRAMES), rho))
    np.fill_diagonal(together, 1)  # covariance of all frames, variance one
    mean = np.full(len(right), 1 / len(right))
    assert np.isclose(mean @ together @ mean * len(right), design_effect(FRAMES, rho))
assert np.isclose((by_video / by_frame) ** 2, design_effect(FRAMES, 1))
effect = design_effect(FRAMES, RHO)

# %%
computed = {
    "effect": f"{effect:.1f}",
    "alike": f"{len(right) / effect:.0f}",
    "frames": f"{len(right):,}",
}
given = {"each": f"{FRAMES}", "rho": f"{RHO}"}

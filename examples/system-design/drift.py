# %% [markdown]
# # Drift alerts and the size of the window
# Has the distribution of an input or an embedding moved, and how large a window does an
# alert need?

# %%
import math

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits


def ks(reference, window):
    """Largest vertical gap between the distribution functions of two samples, not empty."""
    points = np.sort(np.concatenate([reference, window]))
    shares = [
        np.searchsorted(np.sort(sample), points, side="right") / len(sample)
        for sample in (reference, window)
    ]
    return np.abs(shares[0] - shares[1]).max()


def psi(reference, window, bins=10):
    """Population stability index over the reference's quantile bins; samples not empty."""
    edges = np.quantile(reference, np.linspace(0, 1, bins + 1)[1:-1])
    p, q = (
        np.bincount(np.searchsorted(edges, sample), minlength=bins) / len(sample)
        for sample in (reference, window)
    )
    p, q = np.maximum(p, 1e-4), np.maximum(q, 1e-4)  # empty bins
    return ((q - p) * np.log(q / p)).sum()


# %% [markdown]
# **Sixty days.** Each day brings 100 images of digits; the statistic is their mean
# brightness, and it could be any coordinate of an embedding. From day 31 on the lamp is
# 5% weaker.

# %%
SEEDS = range(10)
REFERENCE, WINDOW = 900, 100  # images
FADE = 0.95
PIXELS = 64  # of the 64, those whose mean is taken
DAYS, START = 60, 31
days = np.arange(1, DAYS + 1)
faded = days >= START
light = load_digits().data[:, :PIXELS].mean(axis=1)


def sixty_days(seed):
    """KS and PSI of each day: two arrays of shape (DAYS,)."""
    rng = np.random.default_rng(seed)
    brightness = rng.permutation(light)
    reference, live = brightness[:REFERENCE], brightness[REFERENCE:]
    windows = [
        rng.choice(live, WINDOW, replace=False) * (FADE if late else 1)
        for late in faded
    ]
    return np.array([(ks(reference, w), psi(reference, w)) for w in windows]).T


daily_ks, daily_psi = np.array([sixty_days(seed) for seed in SEEDS]).transpose(1, 0, 2)

# %% [markdown]
# **A fair threshold** is one that noise alone passes in one window of twenty: for KS
# $1.36\sqrt{1/n+1/m}$ with windows of $n$ and $m$. For PSI it is read off windows without
# drift; the law does not matter, since the bins are quantiles.

# %%
limit = 1.36 * math.sqrt(1 / WINDOW + 1 / REFERENCE)
rng = np.random.default_rng(0)
quiet = [(rng.random(REFERENCE), rng.random(WINDOW)) for _ in range(2000)]
level = np.quantile([psi(*pair) for pair in quiet], 0.95)
assert 0.03 < np.mean([ks(*pair) > limit for pair in quiet]) < 0.06

# %%
fig, axes = plt.subplots(2, 1, sharex=True, num="days", figsize=(5, 3.8))
for ax, values, name in ((axes[0], daily_ks[0], "KS"), (axes[1], daily_psi[0], "PSI")):
    ax.plot(days[~faded], values[~faded], "o", color="C0", ms=3)
    ax.plot(days[faded], values[faded], "s", color="C1", ms=3)
    ax.set(ylabel=name, ylim=(0, None))
marks = (0, limit, "5% level"), (1, level, "5% level"), (1, 0.1, "0.1")
for row, height, name in marks:
    axes[row].axhline(height, color="0.5", ls="--", lw=0.8)
    axes[row].text(72, height + 0.01, name, color="0.5", ha="right")
axes[1].set_xlim(0, 72)
axes[1].set_xlabel("day; the lamp fades on day 31")


def alarms(values, threshold, late):
    """Days with an alarm, in each run."""
    return (values > threshold)[:, faded == late].sum(axis=1)


def span(counts, late):
    return f"{min(counts)} to {max(counts)} of {(faded == late).sum()}"


ks_before, ks_after = (alarms(daily_ks, limit, late) for late in (False, True))
psi_before, psi_after = (alarms(daily_psi, 0.1, late) for late in (False, True))
own_before, own_after = (alarms(daily_psi, level, late) for late in (False, True))
psi_after_25 = alarms(daily_psi, 0.25, True)

# %%
computed = {"window": f"{WINDOW}", "limit": f"{limit:.2f}"}
measured = {
    "level": (
        f"{level:.2f}",
        "PSI's 5% level is above the usual threshold of 0.1",
        level > 0.1,
    ),
    "ks-before": (
        span(ks_before, False),
        "in each run KS raises fewer false alarms than PSI above 0.1",
        (ks_before < psi_before).all(),
    ),
    "psi-before": (
        span(psi_before, False),
        "in each run PSI above 0.1 is a false alarm on a fifth of the quiet days or more",
        min(psi_before) >= (~faded).sum() / 5,
    ),
    "ks-after": (
        span(ks_after, True),
        "in each run KS alarms more often after the change",
        (ks_after > ks_before).all(),
    ),
    "psi-after": (
        span(psi_after, True),
        "in each run PSI is above 0.1 on more than half of the days after the change",
        min(psi_after) > faded.sum() / 2,
    ),
    "psi-after-25": (
        span(psi_after_25, True),
        "over all runs PSI is above 0.25 on fewer days than above 0.1",
        psi_after_25.sum() < psi_after.sum(),
    ),
    "psi-own-before": (
        span(own_before, False),
        "at its own 5% level PSI raises fewer false alarms than at 0.1",
        (own_before < psi_before).all(),
    ),
    "psi-own-after": (
        span(own_after, True),
        "at its own 5% level PSI alarms more often after the change",
        (own_after > own_before).all(),
    ),
}
setup = f"brightness of {WINDOW} digits of scikit-learn a day, {len(SEEDS)} seeds"
varied = {"WINDOW": (80,), "REFERENCE": (600, 1200), "PIXELS": (48,), "FADE": (0.94,)}

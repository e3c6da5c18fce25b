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
    """Largest vertical gap between two empirical distribution functions."""
    points = np.sort(np.concatenate([reference, window]))
    shares = [
        np.searchsorted(np.sort(sample), points, side="right") / len(sample)
        for sample in (reference, window)
    ]
    return np.abs(shares[0] - shares[1]).max()


def psi(reference, window, bins=10):
    """Population stability index over the reference's quantile bins."""
    edges = np.quantile(reference, np.linspace(0, 1, bins + 1)[1:-1])
    p, q = (
        np.bincount(np.searchsorted(edges, sample), minlength=bins) / len(sample)
        for sample in (reference, window)
    )
    p, q = np.maximum(p, 1e-4), np.maximum(q, 1e-4)  # empty bins
    return ((q - p) * np.log(q / p)).sum()


# %% [markdown]
# ## Thirty days
# Each day brings 100 images of digits; the statistic is their mean brightness, and it
# could be any coordinate of an embedding. From day 15 on the lamp is 5% weaker.

# %%
rng = np.random.default_rng(0)
brightness = rng.permutation(load_digits().data.mean(axis=1))
reference, live = brightness[:900], brightness[900:]
DAYS, START, M, N = 30, 15, len(reference), 100

days = np.arange(1, DAYS + 1)
faded = days >= START
windows = [rng.choice(live, N, replace=False) * (0.95 if late else 1) for late in faded]
assert abs(windows[-1].mean() / reference.mean() / 0.95 - 1) < 0.02
daily_ks = np.array([ks(reference, window) for window in windows])
# The definition itself, at every value of either sample.
for window, found in zip(windows, daily_ks, strict=True):
    values = np.concatenate([reference, window])[:, None]  # (M + N, 1)
    gaps = (reference <= values).mean(1) - (window <= values).mean(1)
    assert abs(np.abs(gaps).max() - found) < 1e-12
daily_psi = np.array([psi(reference, window) for window in windows])

# %% [markdown]
# ## What noise alone gives
# Even without drift, a KS passes $1.36\sqrt{1/n+1/m}$ in one window of twenty at most,
# and a PSI is near $(B-1)(1/n+1/m)$ for windows of $n$ and $m$ and $B$ bins. The oracle
# for both: many windows drawn from the reference's own law.

# %%
limit = 1.36 * math.sqrt(1 / N + 1 / M)
chance = 9 * (1 / N + 1 / M)
trials = rng.normal(size=(4000, N + M))
null_ks = np.array([ks(t[:M], t[M:]) for t in trials])
null_psi = np.array([psi(t[:M], t[M:]) for t in trials])
assert 0.03 < (null_ks > limit).mean() < 0.06
assert abs(null_psi.mean() / chance - 1) < 0.15

# %%
fig, axes = plt.subplots(2, 1, sharex=True, num="days", figsize=(5, 3.8))
for ax, values, name in ((axes[0], daily_ks, "KS"), (axes[1], daily_psi, "PSI")):
    ax.plot(days[~faded], values[~faded], "o", color="C0", ms=4)
    ax.plot(days[faded], values[faded], "s", color="C1", ms=4)
    ax.set(ylabel=name, ylim=(0, None))
axes[0].axhline(limit, color="0.5", ls="--", lw=0.8)
axes[0].text(1, limit + 0.01, "5% level", color="0.5")
for level in (0.1, 0.25):
    axes[1].axhline(level, color="0.5", ls="--", lw=0.8)
    axes[1].text(32.7, level + 0.01, level, color="0.5", ha="right")
axes[1].set_xlim(0, 33)
axes[1].set_xlabel("day; the lamp fades on day 15")

# %%
facts = {
    "window": f"{N}",
    "limit": f"{limit:.2f}",
    "chance-psi": f"{chance:.2f}",
    "null-psi": f"{(null_psi > 0.1).mean():.0%}",
    "ks-before": f"{(daily_ks[~faded] > limit).sum()} of {(~faded).sum()}",
    "ks-after": f"{(daily_ks[faded] > limit).sum()} of {faded.sum()}",
    "psi-before": f"{(daily_psi[~faded] > 0.1).sum()} of {(~faded).sum()}",
    "psi-after": f"{(daily_psi[faded] > 0.1).sum()} of {faded.sum()}",
    "psi-after-25": f"{(daily_psi[faded] > 0.25).sum()} of {faded.sum()}",
}

# %% [markdown]
# # Drift detection with KS and PSI
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
# **Kolmogorov–Smirnov.** For $\mathcal N(0,1)$ against $\mathcal N(\delta,1)$ the gap is
# widest halfway, at $\delta/2$: $\mathrm{KS} = 2\Phi(\delta/2)-1$. **PSI**
# $= \sum_b (q_b-p_b)\ln(q_b/p_b)$ with the shares $p_b$ and $q_b$ of bin $b$.


# %%
def normal_cdf(x):
    return np.vectorize(math.erf)(np.asarray(x) / math.sqrt(2)) / 2 + 0.5


DELTA = 0.5
rng = np.random.default_rng(0)
before, after = rng.normal(0, 1, 200_000), rng.normal(DELTA, 1, 200_000)
exact_ks = 2 * float(normal_cdf(DELTA / 2)) - 1
edges = np.quantile(before, np.linspace(0, 1, 11)[1:-1])
p = np.diff(np.concatenate([[0], normal_cdf(edges), [1]]))
q = np.diff(np.concatenate([[0], normal_cdf(edges - DELTA), [1]]))
exact_psi = float(((q - p) * np.log(q / p)).sum())
assert abs(ks(before, after) - exact_ks) < 0.01
assert abs(psi(before, after) - exact_psi) < 0.01

x = np.linspace(-3, 3.5, 60)
fig, ax = plt.subplots(num="gap")
ax.plot(x, normal_cdf(x), "C0-")
ax.plot(x, normal_cdf(x - DELTA), "C1--")
middle = DELTA / 2
ax.plot([middle] * 2, normal_cdf([middle - DELTA, middle]), "k-", lw=3)
ax.text(-0.75, 0.42, "reference", color="C0", ha="right")
ax.text(1.3, 0.68, "shifted by half\na standard deviation", color="C1", va="top")
ax.annotate(
    f"KS = {exact_ks:.3f}",
    (middle, 0.5),
    (-2.9, 0.75),
    arrowprops={"arrowstyle": "-", "color": "0.5"},
)
ax.set_xlabel("value")
ax.set_ylabel("share of data below")

# %% [markdown]
# **In use.** Each day brings 100 images of digits; the statistic is their mean
# brightness, and it could be any coordinate of an embedding. From day 15 on the lamp is
# 5% weaker. Even without drift, a KS passes $1.36\sqrt{1/n+1/m}$ in one window of twenty
# at most, and a PSI is near $(B-1)(1/n+1/m)$ for windows of $n$ and $m$ and $B$ bins.

# %%
brightness = rng.permutation(load_digits().data.mean(axis=1))
reference, live = brightness[:900], brightness[900:]
DAYS, START, M, N = 30, 15, len(reference), 100
limit = 1.36 * math.sqrt(1 / N + 1 / M)
chance = 9 * (1 / N + 1 / M)

days = np.arange(1, DAYS + 1)
windows = [
    rng.choice(live, N, replace=False) * (0.95 if day >= START else 1) for day in days
]
daily_ks = np.array([ks(reference, window) for window in windows])
daily_psi = np.array([psi(reference, window) for window in windows])

# Oracle for the two thresholds: many windows drawn from the reference's own law.
trials = rng.normal(size=(1000, N + M))
null_ks = np.array([ks(t[:M], t[M:]) for t in trials])
null_psi = np.array([psi(t[:M], t[M:]) for t in trials])
assert (null_ks > limit).mean() < 0.06
assert abs(null_psi.mean() / chance - 1) < 0.15

fig, axes = plt.subplots(2, 1, sharex=True, num="days", figsize=(5, 3.8))
for ax, values, name in ((axes[0], daily_ks, "KS"), (axes[1], daily_psi, "PSI")):
    ax.plot(days[: START - 1], values[: START - 1], "o", color="C0", ms=4)
    ax.plot(days[START - 1 :], values[START - 1 :], "s", color="C1", ms=4)
    ax.set(ylabel=name, ylim=(0, None))
axes[0].axhline(limit, color="0.5", ls="--", lw=0.8)
axes[0].text(1, limit + 0.01, "5% level", color="0.5")
for level in (0.1, 0.25):
    axes[1].axhline(level, color="0.5", ls="--", lw=0.8)
    axes[1].text(32.7, level + 0.01, level, color="0.5", ha="right")
axes[1].set_xlim(0, 33)
axes[1].set_xlabel("day; the lamp fades on day 15")

# %%
quiet, faded = slice(None, START - 1), slice(START - 1, None)
facts = {
    "ks": f"{exact_ks:.3f}",
    "psi": f"{exact_psi:.2f}",
    "window": f"{N}",
    "limit": f"{limit:.2f}",
    "chance-psi": f"{chance:.2f}",
    "null-psi": f"{(null_psi > 0.1).mean():.0%}",
    "ks-before": f"{(daily_ks[quiet] > limit).sum()} of {START - 1}",
    "ks-after": f"{(daily_ks[faded] > limit).sum()} of {DAYS - START + 1}",
    "psi-before": f"{(daily_psi[quiet] > 0.1).sum()} of {START - 1}",
    "psi-after": f"{(daily_psi[faded] > 0.1).sum()} of {DAYS - START + 1}",
    "psi-after-25": f"{(daily_psi[faded] > 0.25).sum()} of {DAYS - START + 1}",
}

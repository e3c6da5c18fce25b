# %% [markdown]
# # Two measures of drift: KS and PSI
# How do the Kolmogorov–Smirnov statistic and the population stability index compare two
# samples, and what do they say of a shift by half a standard deviation?

# %%
from statistics import NormalDist

import matplotlib.pyplot as plt
import numpy as np

# %% [markdown]
# **Kolmogorov–Smirnov**: the largest gap between two empirical distribution functions.
# **PSI** $= \sum_b (q_b-p_b)\ln(q_b/p_b)$ with the shares $p_b$ and $q_b$ of bin $b$; the
# bins are quantiles of the reference.


# %%
def ks(reference, window):
    """Of two samples, not empty."""
    points = np.sort(np.concatenate([reference, window]))
    shares = [
        np.searchsorted(np.sort(sample), points, side="right") / len(sample)
        for sample in (reference, window)
    ]
    return np.abs(shares[0] - shares[1]).max()


def psi(reference, window, bins=10):
    """Of two samples, not empty."""
    edges = np.quantile(reference, np.linspace(0, 1, bins + 1)[1:-1])
    p, q = (
        np.bincount(np.searchsorted(edges, sample), minlength=bins) / len(sample)
        for sample in (reference, window)
    )
    p, q = np.maximum(p, 1e-4), np.maximum(q, 1e-4)  # empty bins
    return ((q - p) * np.log(q / p)).sum()


# %% [markdown]
# For $\mathcal N(0,1)$ against $\mathcal N(\delta,1)$ the gap is widest halfway, at
# $\delta/2$: $\mathrm{KS} = 2\Phi(\delta/2)-1$. The shares of the bins follow from
# $\Phi$ as well. Large samples are the oracle.

# %%
normal_cdf = np.vectorize(NormalDist().cdf)
DELTA = 0.5
exact_ks = 2 * NormalDist().cdf(DELTA / 2) - 1
edges = np.array(NormalDist().quantiles(10))
p = np.full(10, 0.1)
q = np.diff(np.concatenate([[0], normal_cdf(edges - DELTA), [1]]))
exact_psi = ((q - p) * np.log(q / p)).sum()

rng = np.random.default_rng(0)
before, after = rng.normal(0, 1, 200_000), rng.normal(DELTA, 1, 200_000)
assert abs(ks(before, after) - exact_ks) < 0.01
assert abs(psi(before, after) - exact_psi) < 0.01

# %%
x = np.linspace(-3, 3.5, 60)
fig, ax = plt.subplots(num="gap")
ax.plot(x, normal_cdf(x), "C0-")
ax.plot(x, normal_cdf(x - DELTA), "C1--")
middle = DELTA / 2
ax.plot([middle] * 2, normal_cdf([middle - DELTA, middle]), "k-", lw=3)
ax.text(-0.75, 0.42, "reference", color="C0", ha="right")
ax.text(1.3, 0.68, "shifted by half\na standard deviation", color="C1", va="top")
arrow = {"arrowstyle": "-", "color": "0.5"}
ax.annotate(f"KS = {exact_ks:.3f}", (middle, 0.5), (-2.9, 0.75), arrowprops=arrow)
ax.set_xlabel("value")
ax.set_ylabel("share of data below")

# %%
computed = {
    "ks": f"{exact_ks:.3f}",
    "psi": f"{exact_psi:.2f}",
}

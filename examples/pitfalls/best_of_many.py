# %% [markdown]
# # The best of many equal models
# By how much does the best score on one test set overstate what it measures?

# %%
from math import exp, lgamma, log, sqrt

import matplotlib.pyplot as plt
import numpy as np

# %% [markdown]
# Some models are right with the same probability, independently of each other. Only the
# best score is reported. The distribution of one score is binomial, that of the best is
# its power, so the expectation is exact.

# %%
RIGHT = 0.9


def scores(n: int, right: float) -> np.ndarray:
    """Probabilities of 0 to n right answers, (n + 1,)."""
    return np.array(
        [
            exp(
                lgamma(n + 1)
                - lgamma(k + 1)
                - lgamma(n - k + 1)
                + k * log(right)
                + (n - k) * log(1 - right)
            )
            for k in range(n + 1)
        ]
    )


def optimism(n: int, models: int, right: float = RIGHT) -> float:
    """By how much the best of so many equal models looks too good on n samples, on average."""
    below = scores(n, right).cumsum()  # P(score <= k)
    best = np.diff(np.minimum(below, 1) ** models, prepend=0)
    return float(best @ np.arange(n + 1)) / n - right


def deviation(n: int, right: float = RIGHT) -> float:
    """Standard deviation of an accuracy on n samples."""
    return sqrt(right * (1 - right) / n)


# %% [markdown]
# ## Checks
# A single model is not flattered. Of two coins the better one is right unless both are
# wrong. And for k models $\sigma\sqrt{2 \ln k}$ is an upper bound.

# %%
assert abs(optimism(50, 1)) < 1e-9
assert abs(optimism(1, 2, 0.5) - 0.25) < 1e-12
for n in (100, 1000):
    for k in (5, 20, 100):
        assert optimism(n, k) < deviation(n) * sqrt(2 * log(k))

# %%
fig, ax = plt.subplots(num="optimism", figsize=(4, 2.7))
models = np.unique(np.logspace(0, 2, 25).round().astype(int))
for color, n in enumerate((100, 1000, 5000)):
    drawn = [100 * optimism(n, k) for k in models]
    ax.plot(
        models, drawn, f"C{color}", ls=("-", "--", "-.")[color], label=f"{n:,} images"
    )
ax.set(xscale="log", xlabel="models compared", ylabel="points too high", ylim=(0, 8))
ax.set_xticks([1, 10, 100], ["1", "10", "100"])
ax.minorticks_off()
ax.legend(frameon=False)

# %%
computed = {
    "deviation": f"{100 * deviation(1000):.1f} points",
    "best-20": f"{100 * optimism(1000, 20):.1f} points",
    "best-20-large": f"{100 * optimism(10_000, 20):.1f} points",
}
given = {"right": f"{RIGHT:.0%}"}

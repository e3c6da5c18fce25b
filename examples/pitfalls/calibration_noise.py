# %% [markdown]
# # A calibrated model has a calibration error
# Which ECE does a model show that is calibrated perfectly, on a finite test set?

# %%
from math import comb, pi, sqrt

import numpy as np

# %% [markdown]
# As many samples in each bin, and one confidence a bin, equal to the probability of being
# right. The count of right answers is binomial; the expected gap of a bin is its mean
# absolute deviation, and ECE is the mean over the bins.

# %%
BINS = 10


def gap(samples: int, p: float) -> float:
    """Expected |share − p| of so many samples, each right with probability p."""
    k = np.arange(samples + 1)
    ways = np.array([comb(samples, i) for i in k], dtype=float)
    return float((ways * p**k * (1 - p) ** (samples - k)) @ np.abs(k / samples - p))


def expected_ece(samples: int, bins: int = BINS) -> float:
    """Expected ECE of a calibrated model whose confidences lie between one half and one."""
    confidences = 0.5 + (np.arange(bins) + 0.5) / (2 * bins)
    return float(np.mean([gap(samples // bins, p) for p in confidences]))


# %% [markdown]
# ## Checks
# One sample: it is right with probability p, so the gap is $2p(1-p)$. Many samples: the
# gap of a normal variable.

# %%
assert np.isclose(gap(1, 0.8), 2 * 0.8 * 0.2)
assert np.isclose(gap(500, 0.8), sqrt(2 * 0.8 * 0.2 / (pi * 500)), rtol=0.01)
small, large = expected_ece(100), expected_ece(2000)
assert small > large

# %%
computed = {
    "small": f"{small:.3f}",
    "large": f"{large:.3f}",
    "more-bins": f"{expected_ece(2000, 100):.3f}",
}

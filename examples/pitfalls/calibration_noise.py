# %% [markdown]
# # A calibrated model has a calibration error
# Which ECE does a model show that is calibrated perfectly, on a finite test set?

# %%
from math import comb, pi, sqrt

import numpy as np

# %% [markdown]
# As many samples in each bin that is not empty, and one confidence a bin, equal to the
# probability of being right. The count of right answers is binomial; the expected gap of a
# bin is its mean absolute deviation, and ECE is the mean over these bins.

# %%
BINS = 10


def gap(samples: int, p: float) -> float:
    """Expected |share − p| of so many samples, each right with probability p."""
    k = np.arange(samples + 1)
    ways = np.array([comb(samples, i) for i in k], dtype=float)
    return float((ways * p**k * (1 - p) ** (samples - k)) @ np.abs(k / samples - p))


def expected_ece(samples: int, bins: int = BINS) -> float:
    """Expected ECE of a calibrated model whose confidences lie evenly in the upper half.

    An even number of bins cuts [0, 1]; the lower half of them stays empty.
    """
    filled = bins // 2
    confidences = 0.5 + (np.arange(filled) + 0.5) / bins
    return float(np.mean([gap(samples // filled, p) for p in confidences]))


# %% [markdown]
# ## Checks
# One sample: it is right with probability p, so the gap is $2p(1-p)$. Many samples: the
# gap of a normal variable. And the whole error of drawn samples, binned over [0, 1].

# %%
assert np.isclose(gap(1, 0.8), 2 * 0.8 * 0.2)
assert np.isclose(gap(500, 0.8), sqrt(2 * 0.8 * 0.2 / (pi * 500)), rtol=0.01)
small, large = expected_ece(100), expected_ece(2000)
assert small > large
rng = np.random.default_rng(0)
confidence = rng.uniform(0.5, 1, (2000, 100))  # (draws, samples)
excess = (rng.random(confidence.shape) < confidence) - confidence
place = (confidence * BINS).astype(int)
gaps = [abs((excess * (place == b)).sum(1)) for b in range(BINS)]
assert abs(np.mean(sum(gaps)) / 100 - small) < 0.004

# %%
computed = {
    "small": f"{small:.3f}",
    "large": f"{large:.3f}",
    "more-bins": f"{expected_ece(2000, 100):.3f}",
}

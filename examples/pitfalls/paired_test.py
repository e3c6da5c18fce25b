# %% [markdown]
# # Is model B better?
# How wide is the interval of one accuracy, and how are two models compared on the same images?

# %%
from math import comb, log, sqrt
from statistics import NormalDist

import numpy as np

# %%
IMAGES, WRONG_A, ONLY_A, ONLY_B = 1000, 100, 25, 10
WRONG_B = WRONG_A - ONLY_A + ONLY_B


def wilson(right: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Wilson's interval for a share; holds near 0 and 1, where the usual one does not."""
    z = NormalDist().inv_cdf((1 + level) / 2)
    share = right / n
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return centre - half, centre + half


def mcnemar(only_a: int, only_b: int) -> float:
    """Exact two-sided p-value; counts of images on which one model alone is wrong."""
    n = only_a + only_b
    ways = [comb(n, k) for k in range(n + 1)]  # of n fair coins, by the number of heads
    return sum(way for way in ways if way <= ways[only_a]) / 2**n


def bootstrap(scores_a, scores_b, rng, draws=2000, level=0.95):
    """Interval for mean(B) − mean(A): images are drawn, both models' scores together."""
    gain = np.asarray(scores_b, float) - np.asarray(scores_a, float)  # (N,)
    drawn = rng.integers(0, len(gain), (draws, len(gain)))
    tails = [(1 - level) / 2, (1 + level) / 2]
    return np.quantile(gain[drawn].mean(1), tails)


# %% [markdown]
# ## Checks
# Wilson's ends solve their equation. McNemar against all outcomes of a fair coin. The
# bootstrap against the standard error of the paired difference. The counts are made up.

# %%
z = NormalDist().inv_cdf(0.975)
for end in wilson(7, 20):
    assert np.isclose(abs(7 / 20 - end), z * sqrt(end * (1 - end) / 20))
coin = [comb(7, i) / 2**7 for i in range(8)]
assert np.isclose(mcnemar(5, 2), sum(p for i, p in enumerate(coin) if i <= 2 or i >= 5))

right_a, right_b = np.ones(IMAGES), np.ones(IMAGES)
right_a[:WRONG_A] = 0
right_b[ONLY_A : ONLY_A + WRONG_B] = 0
assert ((right_a < right_b).sum(), (right_a > right_b).sum()) == (ONLY_A, ONLY_B)
a, b = 1 - WRONG_A / IMAGES, 1 - WRONG_B / IMAGES
gain = b - a
apart = sqrt((a * (1 - a) + b * (1 - b)) / IMAGES)  # as if on different images
paired = sqrt(ONLY_A + ONLY_B - (ONLY_A - ONLY_B) ** 2 / IMAGES) / IMAGES
assert np.isclose(paired, (right_b - right_a).std() / sqrt(IMAGES))
low, high = bootstrap(right_a, right_b, np.random.default_rng(0))
assert abs((high - low) / 2 - z * paired) < 0.1 * z * paired


def two_sided(gain, error):
    """p-value of a normal difference."""
    return 2 * (1 - NormalDist().cdf(abs(gain) / error))


assert two_sided(gain, apart) > 0.05 > mcnemar(ONLY_A, ONLY_B)
half = z * sqrt(a * (1 - a) / IMAGES)
# The share at which none of fifty would be found once in twenty times: the rule of three.
none = 1 - 0.05 ** (1 / 50)
assert np.isclose((1 - none) ** 50, 0.05)
assert abs(none + log(0.05) / 50) < 0.002  # near zero ln(1 − p) is −p

# %%
computed = {
    "gain": f"{100 * gain:.1f} points",
    "half-width": f"{100 * half:.1f} points",
    "apart": f"{two_sided(gain, apart):.2f}",
    "paired": f"{mcnemar(ONLY_A, ONLY_B):.3f}",
    "paired-normal": f"{two_sided(gain, paired):.3f}",
    "zero-of-50": f"{wilson(0, 50)[1]:.0%}",
    "none-of-50": f"{none:.1%}",
    "three-over-50": f"{-log(0.05) / 50:.0%}",
    "ten-of-50": f"{wilson(10, 50)[0]:.0%} to {wilson(10, 50)[1]:.0%}",
}

# %% [markdown]
# # How many seeds?
# How wide is the interval from a few runs, how many does a gap need, what does picking the best earn?

# %%
from math import ceil, gamma, pi, sqrt
from statistics import NormalDist

import numpy as np

# %%
LEVEL, POWER = 0.95, 0.8

# %% [markdown]
# Scores of independent runs, about normal with one standard deviation. The interval of
# their mean is $\bar x \pm t \, s / \sqrt n$, with Student's t for $n - 1$ degrees of freedom.


# %%
def t_quantile(runs: int, level: float = LEVEL) -> float:
    """Student's t for the mean of so many runs, two-sided."""
    df = runs - 1
    scale = gamma((df + 1) / 2) / (sqrt(df * pi) * gamma(df / 2))
    grid = np.linspace(0, 60, 600_001)
    density = scale * (1 + grid**2 / df) ** (-(df + 1) / 2)
    steps = (density[1:] + density[:-1]) / 2 * np.diff(grid)
    return float(np.interp(level / 2, np.append(0, steps.cumsum()), grid))


def half_width(runs: int) -> float:
    """Half of the interval of the mean, in standard deviations of one run."""
    return t_quantile(runs) / sqrt(runs)


def runs_needed(gap: float, level: float = LEVEL, power: float = POWER) -> int:
    """Runs of each model to see a gap, in standard deviations; normal approximation."""
    normal = NormalDist()
    z = normal.inv_cdf((1 + level) / 2) + normal.inv_cdf(power)
    return ceil(2 * (z / gap) ** 2)


def best_of(runs: int) -> float:
    """Expected best of so many runs above the mean, in standard deviations."""
    x = np.linspace(-8, 8, 16_001)
    below = np.array([NormalDist().cdf(v) for v in x]) ** runs
    return float(np.diff(below) @ (x[1:] + x[:-1]) / 2)


# %% [markdown]
# ## Checks
# Two runs: t is the tangent of a Cauchy variable. Three: t has a closed form. The best
# of two and of three normal values is known.

# %%
assert abs(t_quantile(2) - np.tan(pi * LEVEL / 2)) < 1e-3
assert abs(t_quantile(3) - sqrt(2 * LEVEL**2 / (1 - LEVEL**2))) < 1e-3
assert abs(best_of(2) - 1 / sqrt(pi)) < 1e-5
assert abs(best_of(3) - 1.5 / sqrt(pi)) < 1e-5

# %%
computed = {
    "t-3": f"{t_quantile(3):.1f}",
    "t-5": f"{t_quantile(5):.1f}",
    "t-10": f"{t_quantile(10):.1f}",
    "half-3": f"{half_width(3):.1f}",
    "half-5": f"{half_width(5):.1f}",
    "half-10": f"{half_width(10):.1f}",
    "gap-one": f"{runs_needed(1.0)}",
    "gap-half": f"{runs_needed(0.5)}",
    "best-5": f"{best_of(5):.1f}",
}
given = {"power": f"{POWER:.0%}", "level": f"{LEVEL:.0%}"}

# %% [markdown]
# # A threshold for a demanded precision
# Which threshold finds the most and still keeps a precision, with what is known from a sample?

# %%
from math import ceil, log, sqrt
from statistics import NormalDist

import numpy as np

# %%
LEVEL, DEMANDED = 0.95, 0.95


def lower_limit(right, alarms, level=LEVEL):
    """Wilson's one-sided lower limit of a share; arrays or numbers, alarms above zero."""
    z = NormalDist().inv_cdf(level)
    share = right / alarms
    centre = share + z**2 / (2 * alarms)
    half = z * np.sqrt(share * (1 - share) / alarms + z**2 / (4 * alarms**2))
    return (centre - half) / (1 + z**2 / alarms)


def lowest_threshold(scores, labels, demanded, level=LEVEL):
    """The lowest threshold whose precision has this lower limit; infinity if none has.

    Scores (N,), labels 0 or 1 (N,). Say yes at or above it.
    """
    order = np.argsort(scores)[::-1]
    scores, labels = scores[order], labels[order]
    alarms = np.arange(1, len(scores) + 1)
    enough = lower_limit(np.cumsum(labels), alarms, level) >= demanded
    last = np.append(scores[1:] != scores[:-1], True)  # equal scores stand together
    found = np.flatnonzero(enough & last)
    return float(scores[found[-1]]) if len(found) else float("inf")


# %% [markdown]
# ## Checks
# The limit solves its equation. The threshold against all of them in turn.

# %%
z = NormalDist().inv_cdf(LEVEL)
for right, alarms in ((18, 20), (70, 100)):
    end = lower_limit(right, alarms)
    assert np.isclose((right / alarms - end) / sqrt(end * (1 - end) / alarms), z)
rng = np.random.default_rng(0)
for _ in range(20):
    scores = rng.integers(0, 30, 300) / 30
    labels = (rng.random(300) < scores).astype(int)
    kept = [
        t
        for t in np.unique(scores)
        if lower_limit(labels[scores >= t].sum(), (scores >= t).sum()) >= 0.7
    ]
    assert lowest_threshold(scores, labels, 0.7) == min(kept, default=float("inf"))

# %% [markdown]
# ## How many alarms show it?
# If all n alarms are right, a precision p still had the chance $p^n$ to look so good.

# %%
flawless = ceil(log(1 - LEVEL) / log(DEMANDED))
assert DEMANDED**flawless <= 1 - LEVEL < DEMANDED ** (flawless - 1)

# %%
computed = {"flawless": f"{flawless}", "limit": f"{lower_limit(95, 100):.0%}"}
given = {"demanded": f"{DEMANDED:.0%}"}

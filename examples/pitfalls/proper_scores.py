# %% [markdown]
# # Proper scores
# Why does the truth score best, and of which parts is the Brier score made?

# %%
import numpy as np


def brier_parts(forecast, outcome):
    """Reliability, resolution and uncertainty; outcomes are 0 or 1, both (N,).

    Brier score = reliability − resolution + uncertainty, exactly, where each group of
    equal forecasts is a bin.
    """
    forecast, outcome = np.asarray(forecast, float), np.asarray(outcome, float)
    values, group = np.unique(forecast, return_inverse=True)
    share = np.bincount(group) / len(forecast)  # of each group
    rate = np.bincount(group, weights=outcome) / np.bincount(group)
    base = outcome.mean()
    reliability = share @ (values - rate) ** 2
    resolution = share @ (rate - base) ** 2
    return reliability, resolution, base * (1 - base)


def expected_scores(q, p):
    """Expected Brier score, log loss and absolute error of the forecast q at the truth p."""
    brier = p * (1 - q) ** 2 + (1 - p) * q**2
    log_loss = -p * np.log(q) - (1 - p) * np.log(1 - q)
    return brier, log_loss, p * (1 - q) + (1 - p) * q


# %% [markdown]
# ## Checks
# The parts add up to the score. Among forecasts in steps of a hundredth the truth has
# the best Brier score and log loss; the absolute error is best at an extreme.

# %%
rng = np.random.default_rng(0)
forecast = rng.integers(1, 10, 400) / 10
outcome = (rng.random(400) < forecast**2).astype(int)
reliability, resolution, uncertainty = brier_parts(forecast, outcome)
score = np.mean((forecast - outcome) ** 2)
assert np.isclose(score, reliability - resolution + uncertainty)

q = np.arange(1, 100) / 100
for p in (0.2, 0.7):
    brier, log_loss, absolute = expected_scores(q, p)
    assert np.isclose(q[brier.argmin()], p)
    assert np.isclose(q[log_loss.argmin()], p)
    assert absolute.argmin() in (0, len(q) - 1)

# %% [markdown]
# ## Two calibrated forecasters
# One always says the share of wet days; the other knows half of the days to be dry.

# %%
DAYS, WET = 100, 30
wet = np.arange(DAYS) < WET
always = np.full(DAYS, wet.mean())
half = DAYS // 2
knows = np.where(np.arange(DAYS) < half, wet[:half].mean(), 0.0)
parts = {
    name: brier_parts(f, wet) for name, f in (("always", always), ("knows", knows))
}
brier = {name: a - b + c for name, (a, b, c) in parts.items()}
assert np.isclose(brier["knows"], np.mean((knows - wet) ** 2))

# %%
computed = {
    "wet": f"{wet.mean():.0%}",
    "always": f"{brier['always']:.2f}",
    "knows": f"{brier['knows']:.2f}",
    "reliability": f"{parts['knows'][0]:.2f}",
    "resolution": f"{parts['knows'][1]:.2f}",
    "uncertainty": f"{parts['knows'][2]:.2f}",
}

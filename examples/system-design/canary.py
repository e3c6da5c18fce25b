# %% [markdown]
# # How large and how long is a canary?
# How many requests show that errors became more frequent, and what does looking again and
# again do to false alarms?

# %%
import math
from statistics import NormalDist

import matplotlib.pyplot as plt
import numpy as np

OLD, NEW = (
    0.01,
    0.02,
)  # share of failed requests of the old model; that shall be noticed
LEVEL, POWER = 0.01, 0.95  # false alarms that one bears; chance to notice
RARE = 0.0001  # share of a failure that the old model does not have
TRAFFIC, SHARE = 1000, 0.01  # requests a second of all; share that the canary gets
ARM, OTHER = 50_000, 51_000  # requests of two arms that were dealt out evenly

# %% [markdown]
# **More failures.** Count them in $n$ requests, and roll back from a limit that the old model
# exceeds seldom. The number of failures is about a Poisson variable.


# %%
def at_least(count, mean):
    """Probability that a Poisson variable of this mean is at least `count`."""
    terms = (k * math.log(mean) - mean - math.lgamma(k + 1) for k in range(count))
    return 1 - math.fsum(map(math.exp, terms))


def limit(requests):
    """The smallest number of failures that the old model reaches seldom enough."""
    return next(c for c in range(1, 10_000) if at_least(c, requests * OLD) <= LEVEL)


needed = next(n for n in range(100, 10_000, 10) if at_least(limit(n), n * NEW) >= POWER)
minutes = needed / (TRAFFIC * SHARE) / 60
assert at_least(limit(needed), needed * OLD) <= LEVEL
# The normal law gives nearly the same size.
z = [NormalDist().inv_cdf(p) for p in (1 - LEVEL, POWER)]
rough = ((z[0] * math.sqrt(OLD) + z[1] * math.sqrt(NEW)) / (NEW - OLD)) ** 2
assert math.isclose(needed, rough, rel_tol=0.15)

# %% [markdown]
# **A new kind of failure** is seen at all with probability $1-(1-r)^n$.

# %%
first = math.log(1 - POWER) / math.log1p(-RARE)
hours = first / (TRAFFIC * SHARE) / 3600
assert math.isclose(1 - (1 - RARE) ** first, POWER)

# %% [markdown]
# **Looking again and again.** After each of several equal portions the test looks whether the
# sum of what came is beyond the limit of a single look. The density of the sums that never
# were is carried on from look to look.


# %%
def false_alarms(looks, level=0.05):
    """Probabilities that one of the first 1, 2, … looks finds a difference of equal models."""
    z, step = NormalDist().inv_cdf(1 - level / 2), 0.01
    reach = z * math.sqrt(looks) + step
    x = np.arange(-math.ceil(reach / step), math.ceil(reach / step) + 1) * step
    near = np.arange(-700, 701) * step
    normal = np.exp(-(near**2) / 2) / math.sqrt(2 * math.pi)
    inside, found = np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi), []
    for look in range(1, looks + 1):
        if look > 1:  # the next portion comes to the sum
            inside = np.convolve(inside, normal * step, mode="full")[700:-700]
        edge = (
            z * math.sqrt(look) - abs(x)
        ) / step + 0.5  # a cell counts by its part inside
        inside = inside * np.clip(edge, 0, 1)
        found.append(1 - inside.sum() * step)
    return found


alarms = false_alarms(30)
assert math.isclose(alarms[0], 0.05, abs_tol=1e-4)
# The same, drawn: how often some of the first sums was beyond its limit.
sums = np.random.default_rng(0).normal(size=(20_000, 30)).cumsum(1)
beyond = abs(sums) > NormalDist().inv_cdf(0.975) * np.sqrt(np.arange(1, 31))
drawn = np.maximum.accumulate(beyond, axis=1).mean(0)
assert np.allclose(alarms, drawn, atol=0.015)

# %% [markdown]
# **Are the arms what was dealt?** Evenly dealt, the difference of two counts has the standard
# deviation of the root of their sum.

# %%
uneven = abs(OTHER - ARM) / math.sqrt(ARM + OTHER)
chance = 2 * (1 - NormalDist().cdf(uneven))
assert chance < 0.01

# %%
looks = np.arange(1, 31)
fig, ax = plt.subplots(num="looks", figsize=(5, 2.6))
ax.plot(looks, alarms, "o-", ms=3)
ax.axhline(0.05, color="0.5", lw=0.8)
ax.set(
    xlabel="looks at the running test",
    ylabel="false alarms",
    xlim=(0, 31),
    ylim=(0, None),
)

# %%
given = {
    "old": f"{OLD:.0%}",
    "new": f"{NEW:.0%}",
    "level": f"{LEVEL:.0%}",
    "power": f"{POWER:.0%}",
    "rare": f"{RARE:.2%}",
    "traffic": f"{TRAFFIC:,}/s",
    "share": f"{SHARE:.0%}",
    "arm": f"{ARM:,}",
    "other": f"{OTHER:,}",
}
computed = {
    "needed": f"{needed:,}",
    "limit": f"{limit(needed)}",
    "minutes": f"{minutes:.0f} minutes",
    "first": f"{round(first, -3):,.0f}",
    "hours": f"{hours * 60:.0f} minutes",
    "five-looks": f"{alarms[4]:.0%}",
    "twenty-looks": f"{alarms[19]:.0%}",
    "uneven": f"{uneven:.1f}",
    "chance": f"{chance:.3f}",
}

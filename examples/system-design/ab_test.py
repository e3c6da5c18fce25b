# %% [markdown]
# # How long must a test run?
# How many samples tell two models apart, online and before the roll-out, and what if the
# samples come in clusters?

# %%
import math
from statistics import NormalDist

OLD, NEW = 0.02, 0.018  # share of requests that end in a complaint; the gain to be seen
LEVEL, POWER = 0.05, 0.8
REQUESTS, CAMERAS = 400, 2000  # counted requests of one camera in a day; cameras in all
WITHIN = 0.02  # correlation of two requests of one camera


# %% [markdown]
# **Online**, each arm sees other samples. The difference of two shares has the variance
# $(p(1-p)+q(1-q))/n$ for $n$ samples an arm. To be found at a level $\alpha$ with power
# $1-\beta$ it must be $z_{1-\alpha/2}+z_{1-\beta}$ standard errors.


# %%
def per_arm(p, q, level=LEVEL, power=POWER):
    """Independent samples in each arm."""
    z = NormalDist().inv_cdf(1 - level / 2) + NormalDist().inv_cdf(power)
    return math.ceil(z**2 * (p * (1 - p) + q * (1 - q)) / (p - q) ** 2)


def design_effect(size, correlation):
    """By how much clusters of this size raise the variance of a mean."""
    return 1 + (size - 1) * correlation


needed = per_arm(OLD, NEW)
error = math.sqrt((OLD * (1 - OLD) + NEW * (1 - NEW)) / needed)
seen = NormalDist(OLD - NEW, error)
limit = NormalDist().inv_cdf(1 - LEVEL / 2) * error
assert math.isclose(1 - seen.cdf(limit), POWER, abs_tol=1e-4)

# %% [markdown]
# **Clusters.** Requests of one camera are alike, so cameras are dealt out, not requests. The
# variance of a mean over $m$ samples with a correlation $\rho$ is that of independent ones times
# $1+(m-1)\rho$: their covariances, summed over all pairs.

# %%
effect = design_effect(REQUESTS, WITHIN)
pairs = sum(1 if i == j else WITHIN for i in range(REQUESTS) for j in range(REQUESTS))
assert math.isclose(effect, pairs / REQUESTS)
arm_cameras = math.ceil(needed * effect / REQUESTS)
independent = math.ceil(needed / REQUESTS)
finest = WITHIN * needed  # cameras an arm, however long it runs
# Two equal models whose requests are counted as independent: z is spread too far.
alarms = 2 * (
    1 - NormalDist().cdf(NormalDist().inv_cdf(1 - LEVEL / 2) / math.sqrt(effect))
)
assert alarms > LEVEL

# %% [markdown]
# **Before the roll-out** both models see the same images, so only those count on which exactly
# one is right. If the models were equal, each such image would be a fair coin.

# %%
IMAGES, BEFORE, GAINED, LOST = (
    2000,
    0.94,
    60,
    35,
)  # images; old accuracy; newly right; newly wrong


def sign_test(gained, lost):
    """Two-sided p-value that a fair coin gives so uneven a split, or a more uneven one."""
    n, gap = gained + lost, abs(gained - lost)
    return sum(math.comb(n, k) for k in range(n + 1) if abs(2 * k - n) >= gap) / 2**n


def two_shares(p, q, n):
    """Two-sided p-value of two shares as if each came from images of its own."""
    z = abs(p - q) / math.sqrt((p * (1 - p) + q * (1 - q)) / n)
    return 2 * (1 - NormalDist().cdf(z))


after = BEFORE + (GAINED - LOST) / IMAGES
paired = sign_test(GAINED, LOST)
unpaired = two_shares(BEFORE, after, IMAGES)
assert paired < LEVEL < unpaired

# %%
given = {
    "old": f"{OLD:.1%}",
    "new": f"{NEW:.1%}",
    "power": f"{POWER:.0%}",
    "level": f"{LEVEL:.0%}",
    "requests": f"{REQUESTS}",
    "cameras": f"{CAMERAS:,}",
    "images": f"{IMAGES:,}",
    "gained": f"{GAINED}",
    "lost": f"{LOST}",
    "within": f"{WITHIN}",
}
computed = {
    "needed": f"{needed:,}",
    "effect": f"{effect:.1f}×",
    "independent": f"{independent}",
    "arm-cameras": f"{arm_cameras:,}",
    "finest": f"{finest:,.0f}",
    "alarms": f"{alarms:.0%}",
    "gain": f"{100 * (after - BEFORE):.2f} points",
    "paired": f"{paired:.3f}",
    "unpaired": f"{unpaired:.3f}",
}

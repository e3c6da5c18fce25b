# %% [markdown]
# # A threshold at fixed sensitivity
# Which threshold keeps a demanded sensitivity, and how sure is that with so many positives?

# %%
import math
from statistics import NormalDist

import matplotlib.pyplot as plt
import numpy as np

TARGET = 0.9  # sensitivity that is demanded
CONFIDENCE = 0.95


# %% [markdown]
# **The threshold is a score of a positive case.** With $n$ positives and the $k$ highest at or
# above it, the sensitivity on the sample is $k/n$. On new cases, for continuous scores, it is
# a Beta variable with parameters $k$ and $n+1-k$. It exceeds $t$ with the probability that of
# $n$ trials with chance $t$ fewer than $k$ succeed.


# %%
def surely_above(k, n, target):
    """Probability that a threshold at the k-th highest of n positives has this sensitivity."""
    yes, no = (
        math.log(target),
        math.log1p(-target),
    )  # logarithms, so that no power vanishes
    return sum(
        math.exp(math.log(math.comb(n, i)) + i * yes + (n - i) * no) for i in range(k)
    )


def rank_for(n, target, confidence):
    """The fewest of n positives that must lie above; None where n is too small."""
    ranks = range(1, n + 1)
    return next((k for k in ranks if surely_above(k, n, target) >= confidence), None)


def threshold_for(scores, target, confidence):
    """The highest threshold whose sensitivity is surely enough, from scores of positives."""
    rank = rank_for(len(scores), target, confidence)
    if rank is None:
        raise ValueError("too few positives for this sensitivity")
    return np.sort(scores)[-rank]


def wilson(found, n, confidence=CONFIDENCE):
    """Interval of a proportion, after Wilson: both ends stay between 0 and 1."""
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, scale = found / n, 1 + z**2 / n
    middle = (share + z**2 / (2 * n)) / scale
    half = z * math.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / scale
    return middle - half, middle + half


# Both ends solve |share − p| = z √(p (1 − p) / n), from which Wilson's interval comes.
z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
for end in wilson(95, 100):
    assert math.isclose((0.95 - end) ** 2, z**2 * end * (1 - end) / 100)

# %%
FEW, MANY = 100, 400  # positives in two studies
OBSERVED = 0.95
ranks = {n: rank_for(n, TARGET, CONFIDENCE) for n in (FEW, MANY)}
least = next(n for n in range(1, 100) if rank_for(n, TARGET, CONFIDENCE))
assert least == math.ceil(math.log(1 - CONFIDENCE) / math.log(TARGET))
ends = {n: wilson(OBSERVED * n, n) for n in (FEW, MANY)}
# The plain cut at the target itself: it promises nothing.
plain = {n: 1 - surely_above(round(TARGET * n), n, TARGET) for n in (FEW, MANY)}
# The same probabilities from the Beta law, its density added up in small steps.
grid = np.linspace(TARGET, 1, 20_001)[:-1]
for n, k in ranks.items():
    front = math.lgamma(n + 1) - math.lgamma(k) - math.lgamma(n - k + 1)
    law = np.exp(front + (k - 1) * np.log(grid) + (n - k) * np.log(1 - grid))
    assert math.isclose(
        np.trapezoid(law, grid), surely_above(k, n, TARGET), abs_tol=1e-3
    )

# %%
sizes = np.geomspace(20, 2000, 60)
lower, upper = np.transpose([wilson(OBSERVED * n, n) for n in sizes])
fig, ax = plt.subplots(num="interval", figsize=(5, 2.8))
ax.fill_between(sizes, lower, upper, color="C0", alpha=0.3)
ax.axhline(OBSERVED, color="C0")
ax.axhline(TARGET, color="0.5", lw=0.8)
ax.text(1900, TARGET - 0.03, "demanded", color="0.5", ha="right")
ax.set(
    xscale="log", ylim=(0.7, 1), xlabel="positives in the study", ylabel="sensitivity"
)
ax.set_xticks([20, 100, 500, 2000], ["20", "100", "500", "2,000"])
ax.minorticks_off()


# %%
def span(both):
    return f"{both[0]:.1%} to {both[1]:.1%}"


given = {
    "target": f"{TARGET:.0%}",
    "confidence": f"{CONFIDENCE:.0%}",
    "few": f"{FEW}",
    "many": f"{MANY}",
    "observed": f"{OBSERVED:.0%}",
}
computed = {
    "rank-few": f"{ranks[FEW]}",
    "rank-many": f"{ranks[MANY]}",
    "least": f"{least}",
    "few-interval": span(ends[FEW]),
    "many-interval": span(ends[MANY]),
    "plain-few": f"{plain[FEW]:.0%}",
    "plain-many": f"{plain[MANY]:.0%}",
}

# %% [markdown]
# # Photo moderation, sized
# How many photos go to people, how many decisions are wrong, and what does a low base rate
# do to precision?

# %%
import math
from statistics import NormalDist

import matplotlib.pyplot as plt
import numpy as np
from _flow import draw

# %% [markdown]
# **Assumptions**, said aloud before any arithmetic. None was measured here. Above a high
# score a photo is removed at once; between two scores it goes to a reviewer.

# %%
UPLOADS = 20_000_000  # photos a day
BASE = 0.002  # share that breaks the rules
REMOVED, WRONGLY = 0.6, 0.0001  # of the bad, and of the good, above the high score
REVIEWED, CALLED = 0.35, 0.01  # of the bad, and of the good, between the two scores
SECONDS, HOURS = 30, 6  # of one review; that a reviewer decides in a day
BUSY = 0.8  # share of that time for which reviews are planned
WAGE, PAID = 25, 8  # dollars for an hour of a reviewer; hours paid for each day on duty
GPU_HOUR, SCORED = (
    2.0,
    500,
)  # dollars for an hour of a GPU; photos that it scores in a second
SENSITIVITY, SPECIFICITY = 0.95, 0.99  # of both stages together
EVEN, RARE, RARER = 0.5, 0.01, 0.001  # other base rates
PRECISE = 0.2  # relative half-width wanted for the share that is missed


def precision(base, sensitivity, specificity):
    """Share of alarms that are right, by Bayes' rule."""
    right = base * sensitivity
    return right / (right + (1 - base) * (1 - specificity))


# %%
bad = UPLOADS * BASE
good = UPLOADS - bad
removed, wronged = bad * REMOVED, good * WRONGLY
found, called = bad * REVIEWED, good * CALLED
queue = found + called


def reviewers(queue):
    """People on duty who decide `queue` photos in a day."""
    return math.ceil(queue * SECONDS / 3600 / HOURS / BUSY)


missed = bad - removed - found
passed = UPLOADS - removed - wronged - queue
fewer = reviewers(found + called / 2)  # a model with half of the false calls
assert math.isclose(
    removed / (removed + wronged), precision(BASE, REMOVED, 1 - WRONGLY)
)
assert math.isclose(found / queue, precision(BASE, REVIEWED, 1 - CALLED))

# %% [markdown]
# **How large an audit** of the photos that passed must be. The share $p$ of bad ones among
# $n$ at random has the standard error $\sqrt{p(1-p)/n}$; its relative half-width is about
# $z/\sqrt{np}$, with the quantile $z$ of the normal law.

# %%
share = missed / passed
z = NormalDist().inv_cdf(0.975)  # five percent outside, on both sides together
audit = (z / PRECISE) ** 2 * (1 - share) / share
assert math.isclose(z * math.sqrt(share * (1 - share) / audit), PRECISE * share)

# Money, a day: people on duty and GPUs, at the assumed prices.
people_bill = reviewers(queue) * PAID * WAGE
cards = math.ceil(UPLOADS / 86_400 / SCORED / 0.6)  # at most 60% busy
card_bill = cards * 24 * GPU_HOUR
assert people_bill > card_bill

# %% [markdown]
# **Two thresholds from costs.** With the probability $p$ that a photo is bad, passing costs $pB$,
# removing $(1-p)G$, a review $R$. A review pays where it is the cheapest of the three.

# %%
HARM, INSULT, REVIEW = (
    20,
    5,
    0.2,
)  # what a bad photo that passes, a good one removed, a look cost


def band(harm, insult, review):
    """Probabilities between which a review is the cheapest of the three."""
    return review / harm, 1 - review / insult


low, high = band(HARM, INSULT, REVIEW)
p = np.linspace(0, 1, 10_001)
cheapest = np.argmin([p * HARM, (1 - p) * INSULT, np.full_like(p, REVIEW)], axis=0)
assert np.allclose(p[cheapest == 2][[0, -1]], (low, high), atol=2e-4)

# Drawn: solid is what a photo waits for, dashed the loop of labels and new models.
stages = [
    ["photo", "known ones:\nhash", "model:\na score a rule"],
    ["decision\nand log", "router: sure\nor not?", "thresholds,\ncapacity"],
    ["appeals,\naudit", "review by\npeople", "calibrate"],
    ["labels", "retrain,\ngate", "versions,\nroll-back"],
]
draw("stages", stages, serves="ab bc bd ce ed eh hd", learns="dg gj hj jk kl li if fe")

# %%
bases = np.geomspace(1e-4, 0.5, 100)
fig, ax = plt.subplots(num="base-rate", figsize=(5, 2.8))
ax.plot(bases, precision(bases, SENSITIVITY, SPECIFICITY))
ax.set(xscale="log", ylim=(0, 1.05), ylabel="alarms that are right")
ax.set_xlabel("share of photos that are bad")
ticks = [1e-4, 1e-3, 1e-2, 1e-1]
ax.set_xticks(ticks, [f"{x:.2%}" for x in ticks])
ax.minorticks_off()

# %%
given = {
    "busy": f"{BUSY:.0%}",
    "hours": f"{HOURS} h",
    "paid": f"{PAID} h",
    "wage": f"{WAGE} dollars",
    "harm": f"{HARM} dollars",
    "insult": f"{INSULT} dollars",
    "look": f"{REVIEW:.2f} dollars",
    "base": f"{BASE:.1%}",
    "uploads": f"{UPLOADS / 1e6:.0f} million",
    "review": f"{SECONDS} s",
    "sensitivity": f"{SENSITIVITY:.0%}",
    "specificity": f"{SPECIFICITY:.0%}",
    "removed-share": f"{REMOVED:.0%}",
    "called-share": f"{CALLED:.0%}",
    "even": f"{EVEN:.0%}",
    "rare": f"{RARE:.0%}",
    "rarer": f"{RARER:.1%}",
    "precise": f"{PRECISE:.0%}",
}
computed = {
    "rate": f"{UPLOADS / 86_400:.0f}/s",
    "bad": f"{bad:,.0f}",
    "wronged": f"{wronged:,.0f}",
    "removed-precision": f"{removed / (removed + wronged):.0%}",
    "queue": f"{queue:,.0f}",
    "queue-precision": f"{found / queue:.1%}",
    "reviewers": f"{reviewers(queue)}",
    "fewer": f"{fewer}",
    "missed": f"{missed:,.0f}",
    "audit": f"{round(audit, -4):,.0f}",
    "audit-days": f"{audit / queue:.1f}",
    "people-bill": f"{people_bill:,} dollars",
    "cards": f"{cards} GPU",
    "card-bill": f"{card_bill:.0f} dollars",
    "low": f"{low:.0%}",
    "high": f"{high:.0%}",
    "at-half": f"{precision(EVEN, SENSITIVITY, SPECIFICITY):.0%}",
    "at-hundredth": f"{precision(RARE, SENSITIVITY, SPECIFICITY):.0%}",
    "at-thousandth": f"{precision(RARER, SENSITIVITY, SPECIFICITY):.1%}",
}

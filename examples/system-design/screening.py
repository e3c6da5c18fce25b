# %% [markdown]
# # Screening for a rare disease, sized
# What does a low prevalence leave of an alarm, how large is a study that shows the
# sensitivity, and what does a found case cost?

# %%
import math
from statistics import NormalDist

import numpy as np
from _flow import draw

# %% [markdown]
# **Assumptions**, said aloud before any arithmetic. None was measured here.

# %%
TARGET, AIM = 0.9, 0.95  # sensitivity that is demanded; that the threshold aims at
PREVALENCE, SPECIFICITY = 0.006, 0.9
GROUP = 1000  # people of whom counts are told
LEVEL, POWER = 0.05, 0.8
ILL_HERE = 139  # ill people in a smaller study, for comparison
RECALL, READING = (
    200,
    10,
)  # dollars for the examinations of one call-back; for a reading
SCAN_SECONDS, GPU_HOUR = 10, 2.0  # of a GPU for one case; dollars for an hour of it

# %% [markdown]
# **Prevalence.** A share of the people who are flagged is ill, by Bayes' rule.

# %%
ill, called = PREVALENCE * AIM, (1 - PREVALENCE) * (1 - SPECIFICITY)
flagged = ill + called
value = ill / flagged
still_ill = PREVALENCE * (1 - AIM)
assert math.isclose(flagged + still_ill + (1 - PREVALENCE) * SPECIFICITY, 1)

# %% [markdown]
# **The study** succeeds if the lower end of Wilson's two-sided interval is above the target.
# It does so with a probability, its power, which follows from the true sensitivity.


# %%
def lower_end(found, n):
    """Of Wilson's interval at the level, for `found` of n."""
    z = NormalDist().inv_cdf(1 - LEVEL / 2)
    share = found / n
    half = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return (share + z**2 / (2 * n) - half) / (1 + z**2 / n)


def chances(n, share):
    """Probabilities of 0 to n successes in n trials."""
    k = np.arange(n + 1)
    ways = np.cumsum(np.log(np.maximum(k, 1)))  # logarithms of the factorials
    ways = ways[-1] - ways - ways[::-1]
    return np.exp(ways + k * math.log(share) + (n - k) * math.log1p(-share))


def power(n, true=AIM, target=TARGET):
    """Probability that a study of n ill people shows the target."""
    return chances(n, true)[lower_end(np.arange(n + 1), n) > target].sum()


# Counts are whole, so power goes up and down: from this size on it stays.
study = 1 + max(n for n in range(50, 600) if power(n) < POWER)
people = study / PREVALENCE
assert math.isclose(chances(study, AIM).sum(), 1)
assert power(study) >= POWER > power(study - 1)
assert power(study, TARGET) < LEVEL  # who is only as good as the target seldom passes

# %% [markdown]
# **Money.** Call-backs for each case found, and the GPU for it, at the assumed prices.

# %%
per_found = flagged / ill * RECALL
gpu_found = SCAN_SECONDS / 3600 * GPU_HOUR / ill
read_found = READING / ill
assert gpu_found < per_found

# %% [markdown]
# **Drawn.** Solid is what a report waits for, dashed the way to an approved version.

# %%
stages = [
    ["device", "intake: inside\nthe domain?", "model:\nall views"],
    ["report,\ncall back", "reader\ndecides", "threshold,\nfrozen"],
    ["outcome:\nbiopsy, registry", "monitor by\nsite", "approved\nversion"],
    ["new cases,\nnew sites", "train on\nothers", "validate,\nstudy"],
]
draw("stages", stages, serves="ab bc cf fe be ed", learns="dg eh gj jk kl li if")

# %%
given = {
    "target": f"{TARGET:.0%}",
    "aim": f"{AIM:.0%}",
    "prevalence": f"{PREVALENCE:.1%}",
    "specificity": f"{SPECIFICITY:.0%}",
    "group": f"{GROUP:,}",
    "power": f"{POWER:.0%}",
    "smaller": f"{ILL_HERE}",
    "recall": f"{RECALL} dollars",
    "reading": f"{READING} dollars",
}
computed = {
    "flagged": f"{GROUP * flagged:.0f}",
    "ill": f"{GROUP * ill:.1f}",
    "value": f"{value:.1%}",
    "still-ill": f"{GROUP * still_ill:.1f}",
    "study": f"{study}",
    "people": f"{people:,.0f}",
    "smaller-power": f"{power(ILL_HERE):.0%}",
    "per-found": f"{per_found:,.0f} dollars",
    "gpu-found": f"{gpu_found:.2f} dollars",
    "read-found": f"{read_found:,.0f} dollars",
}

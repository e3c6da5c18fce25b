# %% [markdown]
# # How good are the labels?
# How much do annotators agree beyond chance, what does voting repair, and what do wrong
# labels do to a measured error?

# %%
import math

import numpy as np
from sklearn.metrics import cohen_kappa_score

# %% [markdown]
# **Kappa.** Of two annotators, $p_o$ is the share of equal labels and $p_e$ the share that
# independent annotators with the same habits would have: $\kappa=(p_o-p_e)/(1-p_e)$.


# %%
def kappa(first, second):
    """Agreement of two annotators beyond chance; 1 is perfect, 0 is chance."""
    classes = np.union1d(first, second)
    observed = np.mean(first == second)
    chance = sum(np.mean(first == c) * np.mean(second == c) for c in classes)
    return (observed - chance) / (1 - chance)


EQUAL, RARE = 50, 5  # positives of each hundred, as each annotator sees it
DIFFER = 5  # images of each hundred on which they differ


def pair(positives):
    """Labels of two annotators who find as many positives and differ on a few images."""
    first = np.arange(200) < 2 * positives
    second = first.copy()
    second[2 * positives - DIFFER : 2 * positives + DIFFER] ^= True
    return first, second


even, rare = pair(EQUAL), pair(RARE)
assert np.mean(even[0] == even[1]) == np.mean(rare[0] == rare[1])
for labels in (even, rare):
    assert math.isclose(kappa(*labels), cohen_kappa_score(*labels))
agreed = np.mean(rare[0] == rare[1])

# %% [markdown]
# **Several raters.** With $m$ labels an image, the share of equal pairs on it, averaged, takes
# the place of $p_o$, and all labels together give $p_e$ (Fleiss).


# %%
def fleiss(counts):
    """Kappa of several raters from counts (N, C): how many gave image n the class c."""
    raters = counts[0].sum()
    equal = (counts * (counts - 1)).sum(1) / (raters * (raters - 1))
    chance = ((counts.sum(0) / counts.sum()) ** 2).sum()
    return (equal.mean() - chance) / (1 - chance)


tally = np.stack([2 - even[0] - even[1], even[0].astype(int) + even[1]], axis=1)
assert math.isclose(fleiss(tally), kappa(*even))  # two raters with equal habits

# %% [markdown]
# **Voting.** If each of $m$ annotators errs independently with probability $e$, the majority errs
# when more than half of them do.

# %%
ERROR = 0.1


def majority_error(error, voters):
    """Probability that most of an odd number of independent voters err."""
    most = range(voters // 2 + 1, voters + 1)
    return sum(
        math.comb(voters, k) * error**k * (1 - error) ** (voters - k) for k in most
    )


assert math.isclose(majority_error(ERROR, 3), 3 * ERROR**2 - 2 * ERROR**3)

# %% [markdown]
# **Wrong test labels.** With two classes, a model of true error $r$ and labels of error $e$,
# independent of each other, differ where exactly one of them is wrong. From what is measured
# and from $e$ the true error follows.

# %%
NOISE, TRUE = 0.03, 0.05
measured_error = TRUE * (1 - NOISE) + (1 - TRUE) * NOISE
back = (measured_error - NOISE) / (1 - 2 * NOISE)
assert math.isclose(back, TRUE)

# %% [markdown]
# **Looking for a rare class.** Images at random are wanted where the model is to be measured;
# to teach it, those that it ranks highest.

# %%
PAY, LABEL_SECONDS = 20, 30  # dollars for an hour of an annotator; of one label
votes_bill = 3 * LABEL_SECONDS / 3600 * PAY  # three labels an image
WANTED, BASE, RANKED = (
    500,
    0.0005,
    0.2,
)  # positives; share at random; share among the highest
at_random, by_rank = WANTED / BASE, WANTED / RANKED
assert at_random > by_rank

# %%
given = {
    "pay": f"{PAY} dollars",
    "label-seconds": f"{LABEL_SECONDS} s",
    "error": f"{ERROR:.0%}",
    "noise": f"{NOISE:.0%}",
    "true": f"{TRUE:.0%}",
    "wanted": f"{WANTED}",
    "base": f"{BASE:.2%}",
    "ranked": f"{RANKED:.0%}",
    "even-share": f"{EQUAL}%",
    "rare-share": f"{RARE}%",
}
computed = {
    "agreed": f"{agreed:.0%}",
    "kappa-even": f"{kappa(*even):.2f}",
    "kappa-rare": f"{kappa(*rare):.2f}",
    "three": f"{majority_error(ERROR, 3):.1%}",
    "five": f"{majority_error(ERROR, 5):.1%}",
    "measured": f"{measured_error:.1%}",
    "at-random": f"{at_random:,.0f}",
    "by-rank": f"{by_rank:,.0f}",
    "votes-bill": f"{votes_bill:.2f} dollars",
}

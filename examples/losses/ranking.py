# %% [markdown]
# # A loss for average precision
# AP counts who stands ahead of whom. What is left of it if each step becomes a sigmoid,
# and is the mean over batches the AP of all?

# %%
from itertools import combinations
from math import comb

import torch
from sklearn.metrics import average_precision_score

# %% [markdown]
# ## Steps and sigmoids
# The rank of a sample is one plus the number of samples ahead of it. AP is the mean, over
# the positives, of the rank among positives over the rank among all.


# %%
def smooth_ap(scores, positive, tau):
    """AP of scores (N,) with truth (N,), at least one positive; steps of width tau."""
    ahead = ((scores - scores[:, None]) / tau).sigmoid()  # (i, j): is j ahead of i?
    ahead = ahead * ~torch.eye(len(scores), dtype=torch.bool)
    among_all = 1 + ahead.sum(1)
    among_positives = 1 + (ahead * positive).sum(1)
    return (among_positives / among_all)[positive].mean()


scores = torch.tensor(
    [0.9, 0.8, 0.7, 0.6, 0.5], dtype=torch.float64, requires_grad=True
)
positive = torch.tensor([True, False, False, True, False])
exact = average_precision_score(positive, scores.detach())
sharp, wide = (smooth_ap(scores, positive, tau) for tau in (0.005, 0.1))
assert abs(sharp.item() - exact) < 1e-6

# %% [markdown]
# ## What the width decides
# A pair pulls with the slope of the sigmoid at its distance. Ten widths apart, a wrong
# pair hardly pulls.

# %%
gap = torch.tensor([0.0, 10.0], dtype=torch.float64, requires_grad=True)
(slopes,) = torch.autograd.grad(gap.sigmoid().sum(), gap)
silent = slopes[0] / slopes[1]

# %% [markdown]
# ## The mean over batches is another number
# Scores that know nothing, all orders alike: a tenth of the samples is positive, in a
# small batch and in the whole set. A positive at rank k of N has $k - 1$ samples ahead,
# each positive with probability $\frac{P - 1}{N - 1}$.


# %%
def chance_ap(positives, samples):
    """Expected AP of a random order."""
    share = (positives - 1) / max(samples - 1, 1)
    return sum((1 + (k - 1) * share) / k for k in range(1, samples + 1)) / samples


orders = [[i in places for i in range(7)] for places in combinations(range(7), 3)]
mean = sum(average_precision_score(o, [-i for i in range(7)]) for o in orders)
assert abs(mean / comb(7, 3) - chance_ap(3, 7)) < 1e-12

# %%
computed = {
    "exact": f"{exact:.2f}",
    "sharp": f"{sharp:.2f}",
    "wide": f"{wide:.2f}",
    "silent": f"{silent:,.0f}×",
    "chance-batch": f"{chance_ap(1, 10):.2f}",
    "chance-whole": f"{chance_ap(100, 1000):.2f}",
}

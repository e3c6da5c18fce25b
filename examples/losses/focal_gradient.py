# %% [markdown]
# # What focal loss pulls, and where it settles
# How strongly does each sample pull on its logit, and which probability does a model
# learn in the end?

# %%
import math

import matplotlib.pyplot as plt
import torch
from torch.nn import functional as F

# %% [markdown]
# ## The slope on the logit
# With $p$ the probability of the true class and $z$ its logit, $dp/dz = p(1-p)$. The
# product rule on $-(1-p)^\gamma \ln p$ gives
# $(1-p)^\gamma (\gamma p \ln p - (1 - p))$: always negative, so the logit rises.


# %%
def focal_slope(p, gamma):
    """Slope of the focal loss on the logit of the true class, 0 < p < 1."""
    return (1 - p) ** gamma * (gamma * p * math.log(p) - (1 - p))


def by_autograd(p, gamma):
    z = torch.tensor(p, dtype=torch.float64).logit().requires_grad_()
    loss = -(gamma * F.logsigmoid(-z)).exp() * F.logsigmoid(z)
    return torch.autograd.grad(loss, z)[0].item()


for p in (0.001, 0.1, 0.5, 0.9, 0.999):
    for gamma in (0, 1, 2, 5):
        assert math.isclose(focal_slope(p, gamma), by_autograd(p, gamma), rel_tol=1e-9)


# %% [markdown]
# Next to cross-entropy, whose pull is $1 - p$, an easy sample is nearly silent. A hard
# one pulls *more*: the factor's own slope adds to it.


# %%
def zero(function, low, high):
    """Where a function crosses zero once between low and high, by bisection."""
    rising = function(high) > 0
    for _ in range(200):
        middle = (low + high) / 2
        if (function(middle) > 0) == rising:
            high = middle
        else:
            low = middle
    return (low + high) / 2


def weaker(p, gamma=2):
    """How many times less than under cross-entropy a sample pulls."""
    return focal_slope(p, 0) / focal_slope(p, gamma)


crossing = zero(lambda p: weaker(p) - 1, 0.01, 0.99)
assert weaker(crossing - 0.05) < 1 < weaker(crossing + 0.05)

# %% [markdown]
# ## Where it settles
# Let a share η of the samples at one point be positive. Cross-entropy is lowest at
# $p = \eta$. Focal loss is lowest where the pulls of both kinds cancel, nearer to one
# half: it keeps the side, not the probability.


# %%
def settles_at(share, gamma):
    """The probability with the lowest expected focal loss for a share of positives."""

    def expected(p):
        return share * focal_slope(p, gamma) - (1 - share) * focal_slope(1 - p, gamma)

    return zero(expected, 1e-9, 1 - 1e-9)


grid = torch.linspace(0.001, 0.999, 1999, dtype=torch.float64)
for share in (0.3, 0.9):
    assert math.isclose(settles_at(share, 0), share, rel_tol=1e-6)
    for gamma in (1, 2):
        positive, negative = (-((1 - p) ** gamma) * p.log() for p in (grid, 1 - grid))
        lowest = grid[(share * positive + (1 - share) * negative).argmin()].item()
        assert abs(settles_at(share, gamma) - lowest) < 1e-3
        assert (settles_at(share, gamma) > 0.5) == (share > 0.5)

# %%
fig, (left, right) = plt.subplots(1, 2, num="pull", figsize=(5, 2.9))
p = [i / 200 for i in range(1, 200)]
for color, gamma in enumerate((0, 2)):
    style = {"color": f"C{color}", "ls": ("-", "--")[color]}
    left.plot(p, [-focal_slope(x, gamma) for x in p], **style)
    right.plot(p, [settles_at(x, gamma) for x in p], **style)
left.set(title="Pull on the logit", xlabel="p of the true class", ylim=(0, 1.3))
right.set(title="Settles at", xlabel="true share", ylim=(0, 1))
for ax in (left, right):
    ax.set(xlim=(0, 1), xticks=[0, 0.5, 1])
left.text(0.62, 0.5, "γ = 0", color="C0")
left.text(0.3, 0.14, "γ = 2", color="C1")
right.text(0.28, 0.12, "γ = 0", color="C0")
right.text(0.04, 0.46, "γ = 2", color="C1")

# %%
computed = {
    "pull-99": f"{weaker(0.99):,.0f}×",
    "pull-10": f"{1 / weaker(0.1):.1f}×",
    "crossing": f"{crossing:.2f}",
    "settles": f"{settles_at(0.9, 2):.2f}",
}

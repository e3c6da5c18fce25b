# %% [markdown]
# # What dropout minimizes
# Dropout on the inputs of a linear model: which loss is that, on average over all masks?

# %%
from itertools import product

import numpy as np


def masks(n, p):
    """All masks (masks, n) of kept inputs, scaled for the mean, and their probabilities."""
    kept = np.array(list(product((0, 1), repeat=n)))
    chance = np.prod(np.where(kept, 1 - p, p), axis=1)
    return kept / (1 - p), chance


# %% [markdown]
# ## Squared error: a ridge penalty
# The mean output is that without dropout. What is left is its variance, a sum over the
# inputs: each weight is penalized by how large its input is.


# %%
def mean_loss(x, y, w, p):
    """Squared error with dropout on x (n,), averaged over all masks."""
    scaled, chance = masks(len(x), p)
    return chance @ (y - scaled * x @ w) ** 2


def penalized_loss(x, y, w, p):
    """Squared error without dropout, and the penalty that dropout adds."""
    return (y - x @ w) ** 2 + p / (1 - p) * (x**2 @ w**2)


rng = np.random.default_rng(0)
for p in (0.1, 0.5, 0.8):
    x, w = rng.normal(size=(2, 8))
    assert np.isclose(mean_loss(x, 0.7, w, p), penalized_loss(x, 0.7, w, p))

# %% [markdown]
# The penalty does not see the units of an input: ten times the input with a tenth of
# the weight is the same. L2 would charge a hundredth.

# %%
unit = penalized_loss(np.ones(1), 1.0, np.ones(1), 0.5)
other = penalized_loss(10 * np.ones(1), 1.0, np.ones(1) / 10, 0.5)
assert np.isclose(unit, other)

# %% [markdown]
# ## Softmax: an ensemble in one pass
# Dropout in front of the last layer: the normalized geometric mean over all masked
# networks is the softmax of the mean logits, the network without dropout.


# %%
def softmax(z):
    e = np.exp(z - z.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


hidden, weights = rng.normal(size=10), rng.normal(size=(10, 3))
scaled, chance = masks(10, 0.5)
members = softmax(scaled * hidden @ weights)  # (masks, classes)
geometric = np.exp(chance @ np.log(members))
geometric /= geometric.sum()
whole = softmax(hidden @ weights)
assert np.allclose(geometric, whole)
assert not np.allclose(chance @ members, whole, atol=1e-3)  # the arithmetic mean is not

# %%
computed = {
    "networks": f"{len(members):,}",
    "factor-half": f"{penalized_loss(np.ones(1), 1.0, np.ones(1), 0.5):.0f}",
    "factor-fifth": f"{penalized_loss(np.ones(1), 1.0, np.ones(1), 0.2):.2f}",
}

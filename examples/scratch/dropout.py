# %% [markdown]
# # Dropout
# Write inverted dropout, forwards and backwards, for training and for evaluation.

# %% [markdown]
# ## The task
# `dropout(x, p, training, rng)` for an array `x` of any shape, the probability `p` of
# dropping a value, and a generator of NumPy. It returns the output and a function from
# the gradient at the output to that at `x`. In training each value takes one draw of
# `rng.random()`, in the order of the array; it is dropped where the draw is below `p`,
# and divided by $1 - p$ elsewhere. In evaluation the output is `x`, and nothing is
# drawn. Where `p` is one, all is dropped, without NaN. A `p` outside of [0, 1] raises
# `ValueError`.

# %% [markdown]
# ## Tests to pass

# %%
from itertools import product

import numpy as np
import torch
from torch.nn import functional as F


def check(dropout):
    rng = np.random.default_rng(0)
    for p in (0, 0.2, 0.5, 1):
        for shape in ((40, 50), (3,), (0, 2), ()):
            x, upstream = rng.normal(size=(2, *shape))
            out, backward = dropout(x, p, True, np.random.default_rng(1))
            kept = np.random.default_rng(1).random(shape) >= p
            factor = kept / (1 - p) if p < 1 else np.zeros(shape)
            np.testing.assert_allclose(out, x * factor)
            np.testing.assert_allclose(backward(upstream), upstream * factor)
            out, backward = dropout(x, p, False, None)
            np.testing.assert_array_equal(out, x)
            np.testing.assert_array_equal(backward(upstream), upstream)
        out, _ = dropout(np.ones(1000), p, True, rng)
        theirs = F.dropout(torch.ones(1000, dtype=torch.float64), p)
        np.testing.assert_allclose(np.unique(out), theirs.unique())
    for p in (-0.1, 1.1):
        np.testing.assert_raises(ValueError, dropout, np.ones(1), p, True, rng)


# %% [markdown]
# ## A first right solution
# One draw for each value. Keep the factors: the backward pass multiplies by the same.


# %%
def dropout(x: np.ndarray, p: float, training: bool, rng: np.random.Generator):
    """Drop values of x with probability p; the output, and the backward function."""
    if not 0 <= p <= 1:
        raise ValueError("p is no probability")
    factor = np.ones(x.shape)
    if training:
        for place in np.ndindex(x.shape):
            factor[place] = 0 if rng.random() < p else 1 / (1 - p)
    return x * factor, lambda upstream: upstream * factor


check(dropout)

# %% [markdown]
# ## The vectorized one
# One call draws all of them. The mask is kept as it is, a byte a value, and the factor
# is a number of its own.


# %%
def dropout_vectorized(
    x: np.ndarray, p: float, training: bool, rng: np.random.Generator
):
    """Drop values of x with probability p; the output, and the backward function."""
    if not 0 <= p <= 1:
        raise ValueError("p is no probability")
    if not training:
        return x, lambda upstream: upstream
    kept = rng.random(x.shape) >= p
    scale = 0.0 if p == 1 else 1 / (1 - p)
    return x * kept * scale, lambda upstream: upstream * kept * scale


check(dropout_vectorized)

# %% [markdown]
# ## Complexity
# Time linear in the number of values $n$, one draw each. The first keeps $n$ floats for
# the backward pass, the second $n$ bytes. A fused kernel keeps none: from the seed it
# draws the mask again.

# %% [markdown]
# ## What the interviewer looks for
# - The scale stands in training, so that evaluation needs no code at all.
# - One mask for both passes.
# - The mean of each value stays, its variance grows.
# - The draw is for each value; dropping whole channels is another layer
#   (`nn.Dropout2d`).
# - The division by zero where all is dropped.

# %% [markdown]
# ## The usual slip
# The scale is forgotten. Training sees values that are too small on average, evaluation
# sees them whole, and each layer with dropout adds its factor.


# %%
def slip(x, p, training, rng):
    kept = rng.random(x.shape) >= p if training else 1
    return x * kept, lambda upstream: upstream * kept


np.testing.assert_raises(AssertionError, check, slip)


class Draws:
    """In place of a generator: these draws, and no others."""

    def __init__(self, values):
        self.values = values

    def random(self, shape):
        return np.reshape(self.values, shape)


def mean_output(dropout, p=0.5, n=3):
    """Mean output for ones, over all equally likely masks of n values."""
    masks = product((p / 2, (1 + p) / 2), repeat=n)
    outputs = [dropout(np.ones(n), p, True, Draws(mask))[0] for mask in masks]
    return np.mean(outputs)


# %%
computed = {
    "mean-output": f"{mean_output(dropout_vectorized):.1f}",
    "mean-output-slip": f"{mean_output(slip):.1f}",
}

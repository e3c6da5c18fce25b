# %% [markdown]
# # Layer, group and RMS norm
# Write the norms that do not look at the batch, and the backward pass of layer norm.

# %% [markdown]
# ## The task
# Three functions as PyTorch's: biased variance, `eps` below the root, no rows give none.
#
# - `layer_norm(x, gamma, beta, eps)` for tokens $(N, D)$ and parameters $(D,)$ returns
#   the output and a function from the gradient at it to those at `x`, `gamma`, `beta`;
# - `rms_norm(x, gamma, eps)` divides by the root mean square and subtracts nothing;
# - `group_norm(x, groups, gamma, beta, eps)` for images $(N, C, H, W)$, parameters
#   $(C,)$: each run of $C/G$ channels, a whole number, shares mean and variance.

# %% [markdown]
# ## Tests to pass

# %%
import math

import numpy as np
import torch
from torch.nn import functional as F


def check(layer_norm, rms_norm, group_norm):
    rng = np.random.default_rng(0)
    for n, width in ((4, 6), (1, 3), (2, 1), (0, 4)):
        x, upstream = rng.normal(2, 3, (2, n, width))
        x[:1] = 5.0  # a row without variance
        parameters = rng.normal(size=(2, width))  # gamma, beta
        leaves = [torch.tensor(a, requires_grad=True) for a in (x, *parameters)]
        expected = F.layer_norm(leaves[0], (width,), *leaves[1:], eps=1e-3)
        slopes = torch.autograd.grad(expected, leaves, torch.tensor(upstream))
        out, backward = layer_norm(x, *parameters, 1e-3)
        pairs = [(out, expected), *zip(backward(upstream), slopes, strict=True)]
        expected = F.rms_norm(leaves[0], (width,), leaves[1], 1e-3)
        for ours, theirs in [*pairs, (rms_norm(x, parameters[0], 1e-3), expected)]:
            np.testing.assert_allclose(ours, theirs.detach(), atol=1e-9)
    for groups in (1, 2, 6):
        x, parameters = rng.normal(2, 3, (2, 6, 3, 2)), rng.normal(size=(2, 6))
        tensors = map(torch.tensor, (x, *parameters))
        expected = F.group_norm(next(tensors), groups, *tensors, eps=1e-3)
        out = group_norm(x, groups, *parameters, 1e-3)
        np.testing.assert_allclose(out, expected, atol=1e-9)


# %% [markdown]
# ## A first right solution
# Row by row, group by group. Backwards, `gamma` comes first: $a = \gamma g$ is the
# gradient at the normalized row $\hat x$. The row then gets
# $(a - u - v \hat x) / \sigma$ with its means $u$ of $a$ and $v$ of $a \hat x$.


# %%
def layer_norm(x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, eps: float = 1e-5):
    """Normalize each row of (N, D); the output, and the backward function."""
    normalized, sd = np.zeros(x.shape), np.zeros(len(x))
    for i, row in enumerate(x):
        sd[i] = (row.var() + eps) ** 0.5
        normalized[i] = (row - row.mean()) / sd[i]

    def backward(upstream):
        at_x = np.zeros(x.shape)
        for i, z in enumerate(normalized):
            a = gamma * upstream[i]
            at_x[i] = (a - a.mean() - z * (a * z).mean()) / sd[i]
        return at_x, (upstream * normalized).sum(0), upstream.sum(0)

    return gamma * normalized + beta, backward


def rms_norm(x: np.ndarray, gamma: np.ndarray, eps: float = 1e-6) -> np.ndarray:
    """Divide each row of (N, D) by the root of its mean square."""
    rows = [gamma * row / ((row**2).mean() + eps) ** 0.5 for row in x]
    return np.reshape(rows, x.shape)


def group_norm(
    x: np.ndarray, groups: int, gamma: np.ndarray, beta: np.ndarray, eps: float = 1e-5
) -> np.ndarray:
    """Normalize each run of C / groups channels of images (N, C, H, W)."""
    out, run = np.zeros(x.shape), x.shape[1] // groups
    for n, group in np.ndindex(len(x), groups):
        part = n, slice(group * run, (group + 1) * run)
        out[part] = (x[part] - x[part].mean()) / (x[part].var() + eps) ** 0.5
    return gamma[:, None, None] * out + beta[:, None, None]


check(layer_norm, rms_norm, group_norm)

# %% [markdown]
# ## The vectorized one
# Means of all rows at once. A group becomes a row, and channels before the parameters.


# %%
def layer_norm_vectorized(
    x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, eps: float = 1e-5
):
    """Normalize each row of (N, D); the output, and the backward function."""
    sd = np.sqrt(x.var(1, keepdims=True) + eps)
    z = (x - x.mean(1, keepdims=True)) / sd

    def backward(g):
        a = gamma * g
        along = z * (a * z).mean(1, keepdims=True)
        return (a - a.mean(1, keepdims=True) - along) / sd, (g * z).sum(0), g.sum(0)

    return gamma * z + beta, backward


def rms_norm_vectorized(
    x: np.ndarray, gamma: np.ndarray, eps: float = 1e-6
) -> np.ndarray:
    """Divide each row of (N, D) by the root of its mean square."""
    return gamma * x / np.sqrt((x**2).mean(1, keepdims=True) + eps)


def group_norm_vectorized(
    x: np.ndarray, groups: int, gamma: np.ndarray, beta: np.ndarray, eps: float = 1e-5
) -> np.ndarray:
    """Normalize each run of C / groups channels of images (N, C, H, W)."""
    rows = x.reshape(len(x) * groups, math.prod(x.shape[1:]) // groups)
    z = (rows - rows.mean(1, keepdims=True)) / np.sqrt(rows.var(1, keepdims=True) + eps)
    return gamma[:, None, None] * z.reshape(x.shape) + beta[:, None, None]


check(layer_norm_vectorized, rms_norm_vectorized, group_norm_vectorized)

# %% [markdown]
# ## Complexity
# Time and memory linear in the values; RMS norm needs one sum a row instead of two.

# %% [markdown]
# ## What the interviewer looks for
# - Which values share a mean: never several samples, so training is as evaluation.
# - `gamma` by channel, not by group.
# - RMS norm keeps the mean and has no `beta`.

# %% [markdown]
# ## The usual slip
# The formula of batch norm, with `gamma` in front of the bracket. There it is the same
# for all values that share a mean; here it varies along the row and belongs into the
# means. While `gamma` is all ones nobody notices. The gradient must sum to zero.


# %%
def slip(x, gamma, beta, eps):
    out, backward = layer_norm(x, gamma, beta, eps)
    plain = layer_norm(x, np.ones(len(gamma)), beta, eps)[1]
    return out, lambda g: (gamma * plain(g)[0], *backward(g)[1:])


np.testing.assert_raises(AssertionError, check, slip, rms_norm, group_norm)
x, gamma, g = np.array([[[0.0, 1.0, 2.0]], [[1.0, 2.0, 4.0]], [[1.0, 0.0, 0.0]]])
ways = (layer_norm, slip)
right, wrong = (abs(way(x, gamma[0], x[0], 0.0)[1](g)[0].sum()) for way in ways)

# %%
computed = {"gradient-sum": f"{right:.0f}", "gradient-sum-slip": f"{wrong:.2f}"}

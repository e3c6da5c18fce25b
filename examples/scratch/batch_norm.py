# %% [markdown]
# # Batch norm, both passes
# Write batch norm for images, forwards and backwards, in training and in evaluation.

# %% [markdown]
# ## The task
# `batch_norm(x, gamma, beta, running, training, momentum, eps)` for `x` $(N, C, H, W)$,
# `gamma` and `beta` $(C,)$, and `running` $(2, C)$, mean and variance. It returns the
# output, the new `running`, and a function from the gradient at the output to those at
# `x`, `gamma` and `beta`. PyTorch's conventions: in training each channel is normalized
# by its mean and biased variance, and `running` moves towards that mean and the
# unbiased variance by the share `momentum`; a channel with fewer than two values raises
# `ValueError`. In evaluation `running` normalizes and stays. No input is changed.

# %% [markdown]
# ## Tests to pass

# %%
import numpy as np
import torch
from torch.nn import functional as F


def check(batch_norm):
    rng = np.random.default_rng(0)
    for shape in ((4, 3, 2, 5), (2, 1, 1, 1), (1, 2, 3, 3)):
        for training in (True, False):
            x = rng.normal(3, 2, shape)
            upstream = rng.normal(size=shape)
            (gamma, beta), running = rng.uniform(1, 2, (2, 2, shape[1]))
            leaves = [torch.tensor(a, requires_grad=True) for a in (x, gamma, beta)]
            theirs, rest = torch.tensor(running), (training, 0.3, 1e-3)
            expected = F.batch_norm(leaves[0], *theirs, *leaves[1:], *rest)  # in place
            slopes = torch.autograd.grad(expected, leaves, torch.tensor(upstream))
            out, ours, backward = batch_norm(x, gamma, beta, running, *rest)
            pairs = zip(backward(upstream), slopes, strict=True)
            for a, b in [(out, expected.detach()), (ours, theirs), *pairs]:
                np.testing.assert_allclose(a, b, atol=1e-9)
    single = (np.ones((1, 2, 1, 1)), np.ones(2), np.ones(2), np.ones((2, 2)), True)
    np.testing.assert_raises(ValueError, batch_norm, *single)


# %% [markdown]
# ## A first right solution
# One channel after the other. Backwards step by step: from the output to the normalized
# values, from them to mean and variance, and from all three to `x`.


# %%
def batch_norm(
    x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, running: np.ndarray,
    training: bool, momentum: float = 0.1, eps: float = 1e-5,
):  # fmt: skip
    """Output of images (N, C, H, W), new running (2, C), and the backward function."""
    n = x.size // len(gamma)  # values of a channel
    if training and n < 2:
        raise ValueError("a channel needs two values or more")
    (mean, variance), running = running.copy(), running.copy()
    normalized, out = np.zeros(x.shape), np.zeros(x.shape)
    for c in range(len(gamma)):
        if training:
            mean[c] = x[:, c].sum() / n
            variance[c] = ((x[:, c] - mean[c]) ** 2).sum() / n
            running[0, c] += momentum * (mean[c] - running[0, c])
            running[1, c] += momentum * (variance[c] * n / (n - 1) - running[1, c])
        normalized[:, c] = (x[:, c] - mean[c]) / (variance[c] + eps) ** 0.5
        out[:, c] = gamma[c] * normalized[:, c] + beta[c]

    def backward(upstream):
        at_x, (at_gamma, at_beta) = np.zeros(x.shape), np.zeros((2, len(gamma)))
        for c in range(len(gamma)):
            g, sd = upstream[:, c], (variance[c] + eps) ** 0.5
            at_gamma[c], at_beta[c] = (g * normalized[:, c]).sum(), g.sum()
            g = g * gamma[c]  # at the normalized values
            at_x[:, c] = g / sd
            if training:
                apart = x[:, c] - mean[c]
                at_variance = -(g * apart).sum() / (2 * sd**3)
                at_mean = -g.sum() / sd
                at_x[:, c] += (2 * at_variance * apart + at_mean) / n
        return at_x, at_gamma, at_beta

    return out, running, backward


check(batch_norm)

# %% [markdown]
# ## The vectorized one
# All channels at once, and the steps put together: with $\hat x$ the normalized values
# and $g$ the gradient at the output, the gradient at $x$ is
# $\frac{\gamma}{\sigma} (g - a \hat x - b)$, where $a$ is the channel's mean of
# $g \hat x$ and $b$ that of $g$. In evaluation only the first term is left.


# %%
def batch_norm_vectorized(
    x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, running: np.ndarray,
    training: bool, momentum: float = 0.1, eps: float = 1e-5,
):  # fmt: skip
    """Output of images (N, C, H, W), new running (2, C), and the backward function."""
    n, axes, used = x.size // len(gamma), (0, 2, 3), running
    if training and n < 2:
        raise ValueError("a channel needs two values or more")
    if training:
        used = np.stack([x.mean(axes), x.var(axes)])
        running = running + momentum * (used * [[1], [n / (n - 1)]] - running)
    mean, variance = used[:, :, None, None]  # (2, C) -> two of (C, 1, 1)
    sd = np.sqrt(variance + eps)
    normalized = (x - mean) / sd

    def backward(g):
        sums = np.stack([(g * normalized).sum(axes), g.sum(axes)])  # (2, C)
        a, b = sums[:, :, None, None] / n if training else (0, 0)
        return gamma[:, None, None] / sd * (g - b - a * normalized), *sums

    out = gamma[:, None, None] * normalized + beta[:, None, None]
    return out, running, backward


check(batch_norm_vectorized)

# %% [markdown]
# ## Complexity
# Time $O(N C H W)$ both ways. Backwards needs $\hat x$ or `x`: a map of its input's
# size for each layer. At evaluation the layer folds into the convolution before it.

# %% [markdown]
# ## What the interviewer looks for
# - The axes: over images and positions, one mean a channel.
# - Biased variance to normalize, unbiased variance to remember.
# - `momentum` is the share of the new value in PyTorch.
# - In training the statistics depend on `x`, in evaluation they are constants.

# %% [markdown]
# ## The usual slip
# Mean and variance are taken for constants in the backward pass. But a gradient that is
# the same for all values of a channel is none: the mean takes every shift away again.


# %%
def slip(x, gamma, beta, running, training, *rest):
    result = batch_norm(x, gamma, beta, running, training, *rest)
    if not training:
        return result
    used = np.stack([x.mean((0, 2, 3)), x.var((0, 2, 3))])
    return *result[:2], batch_norm(x, gamma, beta, used, False, *rest)[2]


np.testing.assert_raises(AssertionError, check, slip)
x, one = np.array([0.0, 2.0]).reshape(2, 1, 1, 1), np.ones(1)
rest = (one, one, np.ones((2, 1)), True, 0.1, 0.0)
right, wrong = (way(x, *rest)[2](np.ones(x.shape))[0] for way in (batch_norm, slip))

# %%
computed = {
    "gradient-of-a-shift": f"{abs(right).max():.0f}",
    "gradient-of-a-shift-slip": f"{abs(wrong).max():.0f}",
}

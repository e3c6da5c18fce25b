# %% [markdown]
# # Softmax cross-entropy
# Write the cross-entropy of a softmax over logits, with its gradient, so that no logit
# makes it overflow.

# %% [markdown]
# ## The task
# `cross_entropy(logits, labels)` for `logits` $(N, C)$ and whole `labels` $(N,)$ below
# $C$. It returns the mean loss over the $N$ samples,
# $-\frac{1}{N} \sum_i \log \operatorname{softmax}(z_i)_{y_i}$, and its gradient at the
# logits, $(N, C)$. Logits may have any finite size. A logit of $-\infty$ rules a class
# out, and is never the label's. There is at least one sample; with one class the loss
# is zero.

# %% [markdown]
# ## Tests to pass

# %%
import math
from collections.abc import Sequence

import numpy as np
import torch
from torch.nn import functional as F


def check(cross_entropy):
    rng = np.random.default_rng(0)
    for samples, classes, scale in [(5, 4, 1), (1, 3, 1), (3, 1, 1), (9, 6, 1e4)]:
        for is_ruled_out in (False, True):
            logits = scale * rng.normal(size=(samples, classes))
            labels = rng.integers(classes, size=samples)
            if is_ruled_out and classes > 1:
                logits[np.arange(samples), labels - 1] = -np.inf
            z = torch.tensor(logits, requires_grad=True)
            expected = F.cross_entropy(z, torch.tensor(labels))
            (slope,) = torch.autograd.grad(expected, z)
            loss, gradient = cross_entropy(logits, labels)
            np.testing.assert_allclose(loss, expected.item(), atol=1e-12)
            np.testing.assert_allclose(gradient, slope, atol=1e-12)


# %% [markdown]
# ## A first right solution
# Softmax stays the same when all logits of a sample move by one number. Move the
# largest to zero: no exponential is above one, and their sum is at least one. The loss
# is the logarithm of that sum minus the moved logit of the label. Its gradient is the
# probability, minus one at the label.


# %%
def cross_entropy(logits: np.ndarray, labels: Sequence[int]):
    """Mean loss of logits (N, C) at labels (N,), and its gradient (N, C)."""
    samples = len(logits)
    loss, gradient = 0.0, np.zeros(logits.shape)
    for i, label in enumerate(labels):
        largest = max(logits[i])
        shifted = [z - largest for z in logits[i]]
        weights = [math.exp(z) for z in shifted]
        total = sum(weights)
        loss += (math.log(total) - shifted[label]) / samples
        for c, weight in enumerate(weights):
            gradient[i, c] = (weight / total - (c == label)) / samples
    return loss, gradient


check(cross_entropy)

# %% [markdown]
# ## The vectorized one
# The same over all samples. Probabilities come from their logarithms, never the other
# way round: a probability that was rounded to zero has none.


# %%
def cross_entropy_vectorized(logits: np.ndarray, labels: np.ndarray):
    """Mean loss of logits (N, C) at labels (N,), and its gradient (N, C)."""
    each = np.arange(len(logits))
    shifted = logits - logits.max(1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(1, keepdims=True))
    gradient = np.exp(log_p)
    gradient[each, labels] -= 1
    return -log_p[each, labels].mean(), gradient / len(logits)


check(cross_entropy_vectorized)

# %% [markdown]
# ## Complexity
# Time and memory $O(N C)$ for $N$ samples and $C$ classes. The loops need $O(C)$ beside
# the gradient. With a large vocabulary the logits are the largest tensor of the step;
# fused kernels write the gradient over them.

# %% [markdown]
# ## What the interviewer looks for
# - The maximum is subtracted, and you can say why nothing changes.
# - $z_y - \log \sum_c e^{z_c}$ is taken at once, not the logarithm of a probability.
# - The gradient $p - \text{onehot}(y)$, divided by $N$ because the loss is a mean; each
#   row sums to zero.
# - A first value to expect: $\log C$ before training.

# %% [markdown]
# ## The usual slip
# The formula as it stands in the book. The exponential of a large logit overflows, and
# infinity over infinity is NaN; where that of the label rounds to zero, the loss is
# infinite.


# %%
def slip(logits, labels):
    each = np.arange(len(logits))
    with np.errstate(all="ignore"):
        p = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
        loss = -np.log(p[each, labels]).mean()
    p[each, labels] -= 1
    return loss, p / len(logits)


np.testing.assert_raises(AssertionError, check, slip)
with np.errstate(over="ignore"):
    overflow = np.isinf(np.exp(np.arange(200, dtype=np.float32))).argmax()
zeros, first = np.zeros((1, 10)), np.zeros(1, dtype=int)

# %%
computed = {
    "overflow-in-float32": f"{overflow}",
    "ten-equal-logits": f"{cross_entropy(zeros, first)[0]:.3f}",
}

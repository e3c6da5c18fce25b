# %% [markdown]
# # A two-layer network in NumPy
# Write a classifier with one hidden layer: its loss, all gradients, a check of them.

# %% [markdown]
# ## The task
# `loss_and_gradients(x, labels, parameters)` for samples $(N, D)$, whole `labels`
# $(N,)$ below $C$, and a list of weights $W_1$ $(D, H)$, $b_1$ $(H,)$, $W_2$ $(H, C)$,
# $b_2$ $(C,)$. The logits are $\operatorname{ReLU}(x W_1 + b_1) W_2 + b_2$, and the
# loss is the mean cross-entropy of their softmax. It returns the loss and the list of
# gradients. The slope of the ReLU at zero is zero. With it gradient descent tells two
# rings apart.

# %% [markdown]
# ## Tests to pass

# %%
import numpy as np
import torch
from torch.nn import functional as F


def make(d, h, c, rng):
    return [rng.normal(size=size) / 2 for size in ((d, h), h, (h, c), c)]


def check(loss_and_gradients):
    rng = np.random.default_rng(0)
    for n, d, h, c in ((7, 3, 5, 4), (1, 2, 1, 2), (3, 1, 4, 1)):
        parameters = make(d, h, c, rng)
        x, labels = rng.normal(size=(n, d)), rng.integers(c, size=n)
        x[0], parameters[1][0] = 0.0, 0.0  # there a ReLU stands at its kink
        leaves = [torch.tensor(p, requires_grad=True) for p in parameters]
        hidden = F.relu(torch.tensor(x) @ leaves[0] + leaves[1])
        expected = F.cross_entropy(hidden @ leaves[2] + leaves[3], torch.tensor(labels))
        slopes = torch.autograd.grad(expected, leaves)
        loss, gradients = loss_and_gradients(x, labels, parameters)
        np.testing.assert_allclose(loss, expected.item(), atol=1e-9)
        for ours, theirs in zip(gradients, slopes, strict=True):
            np.testing.assert_allclose(ours, theirs, atol=1e-9)
    labels, parameters = np.arange(20) % 2, make(2, 16, 2, rng)
    turn = np.arange(20) * np.pi / 10
    x = np.stack([np.cos(turn), np.sin(turn)], 1) * (1 + labels)[:, None]  # two rings
    for _ in range(300):
        loss, gradients = loss_and_gradients(x, labels, parameters)
        parameters = [p - 0.5 * g for p, g in zip(parameters, gradients, strict=True)]
    assert loss < 0.1


# %% [markdown]
# ## A first right solution
# One sample at a time, forwards and the same way back. The gradient at the logits is
# $p - \text{onehot}(y)$. A weight gets the gradient at its output times its input.


# %%
def loss_and_gradients(x: np.ndarray, labels: np.ndarray, parameters: list[np.ndarray]):
    """Mean loss of samples (N, D), and the gradients at w1, b1, w2, b2."""
    w1, b1, w2, b2 = parameters
    loss, gradients = 0.0, [np.zeros(p.shape) for p in parameters]
    for sample, label in zip(x, labels, strict=True):
        hidden = np.maximum(sample @ w1 + b1, 0)
        logits = hidden @ w2 + b2
        shifted = logits - logits.max()
        log_p = shifted - np.log(np.exp(shifted).sum())
        loss -= log_p[label] / len(x)
        at_logits = np.exp(log_p) - (np.arange(len(b2)) == label)
        at_hidden = w2 @ at_logits * (hidden > 0)
        own = [np.outer(sample, at_hidden), at_hidden]
        own += [np.outer(hidden, at_logits), at_logits]
        gradients = [a + b / len(x) for a, b in zip(gradients, own, strict=True)]
    return loss, gradients


check(loss_and_gradients)

# %% [markdown]
# ## The vectorized one
# The same with a row for each sample. The sum over samples is in the products: a weight
# gets $x^\top g$. A bias was added to each row, so it gets the sum of all rows.


# %%
def loss_and_gradients_batched(
    x: np.ndarray, labels: np.ndarray, parameters: list[np.ndarray]
):
    """Mean loss of samples (N, D), and the gradients at w1, b1, w2, b2."""
    w1, b1, w2, b2 = parameters
    hidden = np.maximum(x @ w1 + b1, 0)  # (N, H)
    logits = hidden @ w2 + b2  # (N, C)
    shifted = logits - logits.max(1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(1, keepdims=True))
    truth = np.eye(len(b2))[labels]  # (N,) -> (N, C)
    at_logits = (np.exp(log_p) - truth) / len(x)
    at_hidden = at_logits @ w2.T * (hidden > 0)
    gradients = [x.T @ at_hidden, at_hidden.sum(0)]
    gradients += [hidden.T @ at_logits, at_logits.sum(0)]
    return -(log_p * truth).sum() / len(x), gradients


check(loss_and_gradients_batched)

# %% [markdown]
# Without autograd at hand, central differences check the gradients: two losses for each
# number among the parameters.


# %%
def differences(loss, parameters, h=1e-5):
    """The gradients of loss() at arrays that it reads, by central differences."""
    gradients = [np.zeros(p.shape) for p in parameters]
    for parameter, gradient in zip(parameters, gradients, strict=True):
        for place in np.ndindex(parameter.shape):
            kept = parameter[place]
            parameter[place] = kept + h
            above = loss()
            parameter[place] = kept - h
            below = loss()
            parameter[place] = kept
            gradient[place] = (above - below) / (2 * h)
    return gradients


rng = np.random.default_rng(0)
x, labels, parameters = rng.normal(size=(6, 2)), np.arange(6) % 2, make(2, 16, 2, rng)
by_hand = loss_and_gradients(x, labels, parameters)[1]
slow = differences(lambda: loss_and_gradients(x, labels, parameters)[0], parameters)
for a, b in zip(slow, by_hand, strict=True):
    np.testing.assert_allclose(a, b, atol=1e-7)

# %% [markdown]
# ## Complexity
# $O(N H (D + C))$, backwards at most twice the products of the forward pass. Central
# differences take two forward passes for each of $H (D + C) + H + C$ parameters.

# %% [markdown]
# ## What the interviewer looks for
# - Shapes: each gradient has that of its parameter.
# - The ReLU lets a gradient through only where it was on.
# - The gradient check runs in float64, away from the kink of the ReLU.
# - Weights that start at zero stay there: no hidden unit gets a gradient.

# %% [markdown]
# ## The usual slip
# The loss is a mean and its gradient that of a sum. Training still works, but the right
# learning rate now depends on the size of the batch; with one sample nobody notices.


# %%
def slip(x, labels, parameters):
    loss, gradients = loss_and_gradients(x, labels, parameters)
    return loss, [g * len(x) for g in gradients]


np.testing.assert_raises(AssertionError, check, slip)
count = sum(p.size for p in parameters)

# %%
computed = {"parameters": f"{count}", "losses-for-differences": f"{2 * count}"}

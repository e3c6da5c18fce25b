# %% [markdown]
# # Soft Dice loss
# Write the Dice loss of a batch of soft masks, and its gradient, without autograd.

# %% [markdown]
# ## The task
# `dice_loss(p, g, eps)`: `p` has shape `(N, H, W)`, probabilities; `g` has the same shape,
# the true masks of zeros and ones. Returns the loss, a number, and its gradient on `p`,
# `(N, H, W)`. With sums over the pixels of one image, its loss is
#
# $$1 - \frac{2 \sum p g + \varepsilon}{\sum p + \sum g + \varepsilon}$$
#
# and the loss of the batch is the mean over images.
#
# - Probabilities are not squared (V-Net's form squares them in the denominator).
# - An empty mask that is found empty has a loss of zero, whatever ε above zero is.

# %% [markdown]
# ## Tests to pass
# On hard masks Dice is F1 of the pixels; the gradient is autograd's.

# %%
import numpy as np
import torch
from sklearn.metrics import f1_score


def check(dice_loss):
    rng = np.random.default_rng(0)
    for shape in ((1, 1, 1), (2, 3, 4), (5, 8, 6)):
        p, g = rng.random(shape), (rng.random(shape) < 0.4).astype(float)
        g[0] = 0  # an empty mask
        for eps in (1e-6, 1.0):
            x = torch.tensor(p, requires_grad=True)
            y = torch.tensor(g)
            dice = (2 * (x * y).sum((1, 2)) + eps) / ((x + y).sum((1, 2)) + eps)
            (1 - dice).mean().backward()
            loss, gradient = dice_loss(p, g, eps)
            assert np.isclose(loss, (1 - dice).mean().item())
            assert gradient.shape == shape
            assert np.allclose(gradient, x.grad)
            assert np.isclose(dice_loss(np.zeros(shape), 0 * g, eps)[0], 0)
    hard, g = (rng.random((2, 4, 8, 6)) < 0.5).astype(float)
    f1 = [f1_score(t.ravel(), h.ravel()) for t, h in zip(g, hard, strict=True)]
    assert np.isclose(dice_loss(hard, g, 1e-9)[0], 1 - np.mean(f1))


# %% [markdown]
# ## A first right solution
# For each image three sums. By the quotient rule, with $S$ the denominator and $T$ the
# numerator, the gradient of an image's loss on a pixel is $(T - 2 g S) / S^2$.


# %%
def dice_loss_loops(
    p: np.ndarray, g: np.ndarray, eps: float
) -> tuple[float, np.ndarray]:
    """Mean loss of the images, and its gradient on p, (N, H, W)."""
    loss, gradient = 0.0, np.zeros(p.shape)
    for n, (soft, mask) in enumerate(zip(p, g, strict=True)):
        top, bottom = eps, eps
        for i in range(soft.shape[0]):
            for j in range(soft.shape[1]):
                top += 2 * soft[i, j] * mask[i, j]
                bottom += soft[i, j] + mask[i, j]
        loss += (1 - top / bottom) / len(p)
        for i in range(soft.shape[0]):
            for j in range(soft.shape[1]):
                slope = (top - 2 * mask[i, j] * bottom) / bottom**2
                gradient[n, i, j] = slope / len(p)
    return loss, gradient


check(dice_loss_loops)

# %% [markdown]
# ## The vectorized one
# The same sums over two axes, which stay as axes of length one.


# %%
def dice_loss(p: np.ndarray, g: np.ndarray, eps: float) -> tuple[float, np.ndarray]:
    """Mean loss of the images, and its gradient on p, (N, H, W)."""
    top = 2 * (p * g).sum((1, 2), keepdims=True) + eps  # (N, 1, 1)
    bottom = (p + g).sum((1, 2), keepdims=True) + eps
    gradient = (top - 2 * g * bottom) / bottom**2 / len(p)
    return float((1 - top / bottom).mean()), gradient


check(dice_loss)

# %% [markdown]
# ## Complexity
# For N images of H×W pixels: $O(NHW)$ time and memory for both, with one pass for the sums
# and one for the gradient.

# %% [markdown]
# ## What the interviewer looks for
# - Sums within each image, then the mean: pooled over the batch, large objects outvote
#   small ones.
# - ε in the numerator and in the denominator.
# - The gradient takes one of two values in an image, one on the object, one off it: no
#   pixel's slope depends on how wrong that pixel is. Hence the usual sum with
#   cross-entropy.
# - Sums in float32 or better, also under mixed precision.

# %% [markdown]
# ## The usual slip
# ε stands in the denominator alone, against division by zero. An empty mask that is found
# empty then has the largest loss there is.


# %%
def below_only(p, g, eps):
    top, bottom = (
        x.sum((1, 2), keepdims=True) for x in (2 * p * g, p + g)
    )  # (N, 1, 1)
    bottom = bottom + eps
    slope = (top - 2 * g * bottom) / bottom**2
    return float((1 - top / bottom).mean()), slope / len(p)


def refuses(check, slip):
    try:
        check(slip)
    except AssertionError:
        return True
    return False


assert refuses(check, below_only)
empty = np.zeros((1, 64, 64))
right, wrong = (f(empty, empty, 1.0)[0] for f in (dice_loss, below_only))
faint = dice_loss(empty + 0.01, empty, 1.0)[0]

# %%
computed = {
    "empty": f"{right:.2f}",
    "empty-by-slip": f"{wrong:.2f}",
    "faint": f"{faint:.2f}",
}

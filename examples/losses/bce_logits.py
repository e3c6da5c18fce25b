# %% [markdown]
# # Binary cross-entropy from logits
# What happens to loss and gradient when a sigmoid is sure and wrong?

# %%
import math

import matplotlib.pyplot as plt
import torch
from torch.nn import functional as F

# %% [markdown]
# ## The formula, by hand
# With $p = \sigma(z)$ the loss is $-[y \log p + (1-y) \log(1-p)]$. In terms of the
# logit $z$ it is $\max(z, 0) - yz + \log(1 + e^{-\lvert z \rvert})$, where nothing
# can overflow.


# %%
def bce(p, y):
    return -(y * p.log() + (1 - y) * (1 - p).log())


def bce_with_logits(z, y):
    positive = (z + z.abs()) / 2  # max(z, 0), with the right slope at zero: one half
    return positive - y * z + (-z.abs()).exp().log1p()


torch.manual_seed(0)
z = 3 * torch.randn(1000, dtype=torch.float64)
y = torch.randint(2, (1000,)).double()
for ours in (bce(z.sigmoid(), y), bce_with_logits(z, y)):
    assert torch.allclose(
        ours, F.binary_cross_entropy(z.sigmoid(), y, reduction="none")
    )
assert torch.allclose(
    bce_with_logits(z, y), F.binary_cross_entropy_with_logits(z, y, reduction="none")
)
start = torch.zeros(2, requires_grad=True)  # a last layer of zeros
(at_zero,) = torch.autograd.grad(bce_with_logits(start, torch.arange(2)).sum(), start)
assert at_zero.tolist() == [0.5, -0.5]

# %% [markdown]
# ## Sure and wrong, in float32
# Target 0, logit $z$ growing. From $z = 16.7$ on, $\sigma(z)$ rounds to 1: the
# logarithm of $1 - p$ is $-\infty$, `BCELoss` clamps it at −100, and the sigmoid's
# own slope $p(1-p)$ is 0. The worst sample of the batch then teaches nothing.

# %%
logits = torch.arange(0, 301) / 10
target = torch.zeros_like(logits)


def loss_and_gradient(function):
    z = logits.clone().requires_grad_()
    loss = function(z)
    return loss.detach(), torch.autograd.grad(loss.sum(), z)[0]


with_logits, slope = loss_and_gradient(
    lambda z: F.binary_cross_entropy_with_logits(z, target, reduction="none")
)
sigmoid_first, slope_sigmoid = loss_and_gradient(
    lambda z: F.binary_cross_entropy(z.sigmoid(), target, reduction="none")
)
exact = torch.log1p(logits.double().exp())
assert torch.allclose(with_logits.double(), exact, rtol=1e-6)
assert torch.allclose(slope, logits.sigmoid() - target)  # the famous p − y
stuck = int((slope_sigmoid == 0).nonzero()[0])
assert all(slope_sigmoid[stuck:] == 0)
# float32 rounds σ(z) = 1 / (1 + e^−z) to 1 where e^−z is below half its step, 2^−24
assert stuck == math.ceil(10 * 24 * math.log(2))  # steps of a tenth

# %%
fig, (top, low) = plt.subplots(2, 1, num="sure-and-wrong", figsize=(5, 4), sharex=True)
for ax, stable, naive in (
    (top, with_logits, sigmoid_first),
    (low, slope, slope_sigmoid),
):
    ax.plot(logits, naive, "C1--", marker="o", markevery=10)
    ax.plot(logits, stable, "C0-")
top.set(ylabel="loss", title="Loss, target 0")
low.set(xlabel="logit z", ylabel="gradient", title="Gradient with respect to the logit")
top.text(16, 88, "sigmoid, then BCELoss", color="C1", ha="right")
top.text(30, 36, "BCEWithLogitsLoss", color="C0", ha="right")

# %% [markdown]
# The other end: target 1, logit −200. Only the loss on logits still knows how wrong.

# %%
far = torch.tensor([-200.0])
one = torch.ones(1)
clamped = F.binary_cross_entropy(far.sigmoid(), one)
kept = F.binary_cross_entropy_with_logits(far, one)
assert bce(far.sigmoid(), one).isinf()  # the formula as written
assert clamped == 100  # as documented
assert kept == 200  # −log σ(−200)
coin_flip = bce(torch.tensor(0.5), 1)
assert math.isclose(coin_flip, math.log(2), rel_tol=1e-6)

# %%
computed = {
    "stuck-from": f"{logits[stuck]:.1f}",
    "gradient-sigmoid": f"{slope_sigmoid[stuck]:.0f}",
    "gradient-logits": f"{slope[stuck]:.0f}",
    "clamped": f"{clamped:.0f}",
    "with-logits": f"{kept:.0f}",
    "coin-flip": f"{coin_flip:.3f}",
}

# %% [markdown]
# # A network that predicts its own noise
# What does the Gaussian likelihood ask of a predicted mean and a predicted variance?

# %%
import math

import matplotlib.pyplot as plt
import torch
from torch.nn import functional as F

# %% [markdown]
# ## The loss
# Two outputs for each target: the mean and $s = \log \sigma^2$, so that any number is a
# valid variance. The loss is the negative log-likelihood without its constant.


# %%
def gaussian_nll(mean, log_variance, target):
    """Negative log-likelihood of each target, without the constant ln(2π) / 2."""
    error = target - mean
    return 0.5 * (error**2 * (-log_variance).exp() + log_variance)


def beta_nll(mean, log_variance, target, beta=0.5):
    """The same with each sample weighed by σ^(2β), a constant in the gradient."""
    weight = (beta * log_variance).exp().detach()
    return weight * gaussian_nll(mean, log_variance, target)


# %% [markdown]
# ## Checks
# On the mean the slope is the error over the variance; on $s$ it is
# $\frac12 (1 - e^2 / \sigma^2)$, zero where the variance equals the squared error.

# %%
torch.manual_seed(0)
mean, s, target = torch.randn(3, 200, dtype=torch.float64)
mean, s = mean.requires_grad_(), s.requires_grad_()
loss = gaussian_nll(mean, s, target)
variance = s.exp().detach()
assert torch.allclose(
    loss, F.gaussian_nll_loss(mean, target, variance, reduction="none")
)
slope_mean, slope_s = torch.autograd.grad(loss.sum(), (mean, s))
error = (mean - target).detach()
assert torch.allclose(slope_mean, error / variance)
assert torch.allclose(slope_s, 0.5 * (1 - error**2 / variance))
for beta in (0.0, 0.5, 1.0):
    (slope,) = torch.autograd.grad(beta_nll(mean, s, target, beta).sum(), mean)
    assert torch.allclose(slope, error * variance ** (beta - 1))

# %% [markdown]
# ## A noisy sample pulls less
# The pull on the mean of one sample, over that of another with the same error and a
# predicted σ three times as large.


# %%
def pull(loss, sigma, **options):
    mean = torch.zeros((), dtype=torch.float64, requires_grad=True)
    log_variance = torch.tensor(2 * math.log(sigma), dtype=torch.float64)
    (slope,) = torch.autograd.grad(loss(mean, log_variance, 1.0, **options), mean)
    return abs(slope.item())


weaker = pull(gaussian_nll, 1) / pull(gaussian_nll, 3)
weaker_beta = pull(beta_nll, 1) / pull(beta_nll, 3)

# %%
sigma = torch.logspace(-0.85, 0.85, 80, dtype=torch.float64)
fig, ax = plt.subplots(num="sigma", figsize=(5, 3))
best = {}
for color, (size, place) in enumerate(
    {0.25: (0.16, -1.35), 1: (0.42, 3.0), 2: (1.05, 3.6)}.items()
):
    curve = gaussian_nll(0.0, 2 * sigma.log(), float(size))
    fine = torch.linspace(0.1, 4, 39_001, dtype=torch.float64)
    best[size] = fine[gaussian_nll(0.0, 2 * fine.log(), float(size)).argmin()].item()
    assert abs(best[size] - size) < 1e-4  # σ equals the error
    ax.plot(sigma, curve, f"C{color}", ls=("-", "--", "-.")[color])
    ax.text(*place, f"error {size:g}", color=f"C{color}")
    lowest = gaussian_nll(0.0, torch.tensor(2 * math.log(best[size])), float(size))
    ax.plot(best[size], lowest, "o", color=f"C{color}")
ax.set(xscale="log", xlabel="predicted σ", ylabel="loss", ylim=(-1.6, 4.5))
ax.set_xticks([0.2, 0.5, 1, 2, 5], ["0.2", "0.5", "1", "2", "5"])
ax.minorticks_off()

# %%
computed = {
    "weaker": f"{weaker:.0f}×",
    "weaker-beta": f"{weaker_beta:.0f}×",
    "best-sigma": f"{best[2]:.0f}",
}

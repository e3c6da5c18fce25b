# %% [markdown]
# # Several tasks in one loss
# What do learned uncertainties weigh, and what helps where two tasks pull apart?

# %%
import torch
from torch import nn

# %% [markdown]
# ## Weights from uncertainty
# A Gaussian task with variance $\sigma^2$ has the negative log-likelihood
# $\frac{L}{2\sigma^2} + \ln \sigma$ with $L$ its squared error. One learned
# $s = \ln \sigma^2$ a task.


# %%
class UncertaintyWeights(nn.Module):
    """Sum of ½ (L e^−s + s) over tasks, with one learned s each."""

    def __init__(self, tasks):
        super().__init__()
        self.log_variance = nn.Parameter(torch.zeros(tasks, dtype=torch.float64))

    def forward(self, losses):
        s = self.log_variance
        return 0.5 * (losses * (-s).exp() + s).sum()


# %% [markdown]
# On $s$ the slope is $\frac12 (1 - L e^{-s})$: zero at $s = \ln L$. The weight of the
# task is then $\frac{1}{2L}$, and its gradient half that of $\ln L$, whatever the unit
# of $L$ is.

# %%
losses = torch.tensor([2.0, 0.002], dtype=torch.float64, requires_grad=True)
weigh = UncertaintyWeights(2)
with torch.no_grad():
    weigh.log_variance.copy_(losses.log())
on_losses, on_s = torch.autograd.grad(weigh(losses), (losses, weigh.log_variance))
assert torch.allclose(on_s, torch.zeros(2, dtype=torch.float64))
assert torch.allclose(on_losses * losses, torch.full_like(losses, 0.5))
ratio = (on_losses[1] / on_losses[0]).item()

# %% [markdown]
# ## Gradients that disagree
# Where the product of two gradients is negative, a step along the one undoes the other.
# PCGrad takes off what points against it, task by task (the paper in random order, here
# in turn).


# %%
def without_conflict(gradients):
    """Sum of the gradients (T, D), each projected off those that it opposes."""
    projected = []
    for i, own in enumerate(gradients):
        own = own.clone()
        for j, other in enumerate(gradients):
            product = own @ other
            if j != i and product < 0:
                own -= product / (other @ other) * other
        projected.append(own)
    return torch.stack(projected).sum(0)


# %%
gradients = torch.tensor([[1.0, 0.0], [-2.0, 1.0]], dtype=torch.float64)
plain, surgery = gradients.sum(0), without_conflict(gradients)
before, after = (gradients @ step for step in (plain, surgery))
assert before[0] < 0 < before[1]  # a step against the sum raises the first loss
assert (after > 0).all()
agree = torch.tensor([[1.0, 0.5], [0.5, 1.0]], dtype=torch.float64)
assert torch.equal(without_conflict(agree), agree.sum(0))  # no conflict, no change

# %%
computed = {
    "ratio": f"{ratio:,.0f}×",
    "before": f"{before[0]:.1f}".replace("-", "−"),
    "after": f"{after[0]:.1f}",
    "after-other": f"{after[1]:.1f}",
}

# %% [markdown]
# # Losses for other outputs
# The output is a depth map, an ordered grade, a heatmap, a generated image or a class
# with wrong labels: which slope does its loss have?

# %%
import math

import torch
from torch.nn import functional as F

# %% [markdown]
# ## A value at each pixel
# Charbonnier loss is L1 with a rounded tip. For depth the error is taken in logarithms,
# and λ of its mean is forgiven: with λ of one a common factor on all depths is free.


# %%
def charbonnier(prediction, target, eps=1e-3):
    """A slope of at most one, and none at zero."""
    return ((prediction - target) ** 2 + eps**2).sqrt().mean()


def scale_invariant(log_depth, target, share):
    """Mean squared error in logarithms, less a share of the squared mean error."""
    error = log_depth - target.log()
    return (error**2).mean() - share * error.mean() ** 2


torch.manual_seed(0)
depth = torch.rand(64, dtype=torch.float64) * 9 + 1
doubled = (2 * depth).log()
free, paid = (scale_invariant(doubled, depth, share).item() for share in (1, 0))
assert math.isclose(paid, math.log(2) ** 2)
assert abs(free) < 1e-12


# %% [markdown]
# ## An ordered grade
# Each border between grades is a question, "above grade k?", with one score and T
# ordered thresholds. Predicting far from the truth gets more questions wrong.


# %%
def ordinal(score, thresholds, grade):
    """BCE of the questions; score (N,), thresholds (T,), grade (N,) from zero."""
    above = (grade[:, None] > torch.arange(len(thresholds))).to(score)  # (N, T)
    logits = score[:, None] - thresholds
    return F.binary_cross_entropy_with_logits(logits, above, reduction="none").sum(1)


thresholds = torch.tensor([-6.0, -2, 2, 6])  # five grades, their middles 4 apart
scores = torch.tensor([4.0, 0, -4])  # right, one grade too low, two
costs = ordinal(scores, thresholds, torch.tensor([3, 3, 3]))
assert torch.allclose(costs[1], F.softplus(torch.tensor([-6.0, -2, 2, -6])).sum())

# %% [markdown]
# ## A heatmap
# Only the peak is a positive; near it a false answer is forgiven by $(1 - y)^\beta$.


# %%
def heatmap_focal(logits, target, gamma=2, beta=4):
    """Focal loss of each image, over its number of peaks; all (N, H, W)."""
    p, peak = logits.sigmoid(), target == 1
    found = (1 - p) ** gamma * F.logsigmoid(logits)
    quiet = (1 - target) ** beta * p**gamma * F.logsigmoid(-logits)
    loss = -torch.where(peak, found, quiet).sum((1, 2))
    return loss / peak.sum((1, 2)).clamp(min=1)


torch.manual_seed(0)
target = F.one_hot(torch.tensor([4]), 9).view(1, 3, 3).double()  # one peak, no slope
scores = torch.randn_like(target)
plain = F.binary_cross_entropy_with_logits(scores, target, reduction="sum")
torch.testing.assert_close(heatmap_focal(scores, target, 0, 0), plain[None])


# %% [markdown]
# ## A generated image
# Slope of the generator's loss on the logit d of the discriminator, for a sample that
# it is sure to be false: $-\sigma(d)$ for the minimax form $\log(1 - \sigma(d))$, and
# $\sigma(d) - 1$ for the non-saturating $-\log \sigma(d)$.

# %%
d = torch.tensor(0.001, dtype=torch.float64).logit().requires_grad_()
(minimax,) = torch.autograd.grad(F.logsigmoid(-d), d)
(non_saturating,) = torch.autograd.grad(-F.logsigmoid(d), d)
assert math.isclose(minimax, -0.001)
stronger = (non_saturating / minimax).item()


# %% [markdown]
# ## Wrong labels
# $(1 - p^q) / q$ lies between cross-entropy, q to zero, and the mean absolute error, q
# of one. Its slope on the logit is that of cross-entropy times $p^q$.


# %%
def generalized_cross_entropy(logits, labels, q=0.7):
    """Mean over the batch; logits (N, C), labels (N,)."""
    log_p = logits.log_softmax(1).gather(1, labels[:, None])  # p of 0: no NaN
    return ((1 - (q * log_p).exp()) / q).mean()


logits = torch.tensor([[0.01, 0.99]], dtype=torch.float64).log().requires_grad_()
denied = torch.tensor([0])  # a label in which the model does not believe
(ours,) = torch.autograd.grad(generalized_cross_entropy(logits, denied), logits)
(usual,) = torch.autograd.grad(F.cross_entropy(logits, denied), logits)
assert torch.allclose(ours, usual * 0.01**0.7)
sure = torch.tensor([[-2000.0, 0.0]], dtype=torch.float64, requires_grad=True)
(silent,) = torch.autograd.grad(generalized_cross_entropy(sure, denied), sure)
assert (silent == 0).all()

# %%
computed = {
    "free": f"{abs(free):.1f}",
    "paid": f"{paid:.2f}",
    "right": f"{costs[0]:.1f}",
    "next-to": f"{costs[1]:.1f}",
    "far": f"{costs[2]:.1f}",
    "stronger": f"{stronger:.0f}×",
    "weaker": f"{(usual / ours)[0, 0]:.0f}×",
}

# %% [markdown]
# # Focal loss
# How much of the loss do ten thousand easy negatives take, and what does γ change?

# %%
import matplotlib.pyplot as plt
import torch
from torch.nn import functional as F

# %% [markdown]
# ## The loss
# $p_t$ is the probability that the model gives to the true class: $p$ where $y = 1$,
# $1 - p$ where $y = 0$. The loss is $-\alpha_t (1 - p_t)^\gamma \log p_t$ with
# $\alpha_t = \alpha$ for positives and $1 - \alpha$ for negatives; `alpha=None`
# leaves the weight out.


# %%
def focal_loss(logits, y, gamma=2.0, alpha=None):
    """Loss of each sample, y being 0 or 1; 1 − p_t from its logit, not from a rounded p_t."""
    towards_truth = (2 * y - 1) * logits
    log_p_t, log_rest = F.logsigmoid(towards_truth), F.logsigmoid(-towards_truth)
    weight = 1.0 if alpha is None else alpha * y + (1 - alpha) * (1 - y)
    return -weight * (gamma * log_rest).exp() * log_p_t


# %% [markdown]
# ## Checks
# γ = 0 is cross-entropy. The slope on the logit of a positive has the closed form
# $(1-p_t)^\gamma (\gamma p_t \log p_t + p_t - 1)$; for a negative it changes sign.

# %%
torch.manual_seed(0)
x = (3 * torch.randn(500, dtype=torch.float64)).requires_grad_()
y = torch.randint(2, (500,)).double()
ce = F.binary_cross_entropy_with_logits(x, y, reduction="none")
assert torch.allclose(focal_loss(x, y, gamma=0), ce)
(slope,) = torch.autograd.grad(focal_loss(x, y).sum(), x)
p_t = torch.where(y == 1, x.sigmoid(), 1 - x.sigmoid())
closed = (2 * y - 1) * (1 - p_t) ** 2 * (2 * p_t * p_t.log() + p_t - 1)
assert torch.allclose(slope, closed)

# %%
at = torch.linspace(0.01, 0.995, 120)
fig, ax = plt.subplots(num="curves")
places = {0: (0.66, 1.1), 2: (0.6, 0.014), 5: (0.44, 0.004)}
for color, (gamma, place) in enumerate(places.items()):
    ax.plot(at, -((1 - at) ** gamma) * at.log())
    ax.text(*place, f"γ = {gamma}", color=f"C{color}")
top, low = (-((1 - 0.9) ** gamma) * torch.tensor(0.9).log() for gamma in (0, 2))
ax.annotate("", (0.9, low), (0.9, top), arrowprops={"arrowstyle": "<->", "ec": "k"})
ax.set(xlabel="probability of the true class", ylabel="loss", xlim=(0, 1))
ax.set(yscale="log", ylim=(1e-5, 10))
ax.text(0.88, 0.02, f"{top / low:.0f}×", ha="right", va="center")

# %% [markdown]
# ## Easy negatives against hard positives
# A dense detector sees mostly background. Take 10,000 negatives at $p_t = 0.99$ and
# 10 positives at $p_t = 0.1$.

# %%
p = torch.tensor([0.01] * 10_000 + [0.1] * 10, dtype=torch.float64)
y = torch.tensor([0.0] * 10_000 + [1.0] * 10, dtype=torch.float64)


def negatives_share(gamma, alpha=None):
    loss = focal_loss(p.logit(), y, gamma, alpha)
    return float(loss[y == 0].sum() / loss.sum())


shares = {gamma: negatives_share(gamma) for gamma in (0, 0.5, 1, 2)}
percent = [100 * share for share in shares.values()]
fig, ax = plt.subplots(num="share", figsize=(5, 2.6))
bars = ax.bar([f"γ = {gamma:g}" for gamma in shares], percent, 0.6)
ax.set(ylabel="loss from negatives (%)", ylim=(0, 100))
labels = ax.bar_label(
    bars, [f"{value:.1g}%" if value < 1 else f"{value:.0f}%" for value in percent]
)


# %% [markdown]
# A sample that is right with $p_t$ counts $1 / (1 - p_t)^\gamma$ times less than in
# cross-entropy.


# %%
def times_smaller(p_t, gamma=2):
    logit, one = torch.tensor([p_t, 1.0], dtype=torch.float64)
    logit = logit.logit()
    ratio = focal_loss(logit, one, gamma=0) / focal_loss(logit, one, gamma)
    torch.testing.assert_close(ratio.item(), 1 / (1 - p_t) ** gamma)
    return ratio.item()


# %%
computed = {
    "at-90": f"{times_smaller(0.9):.0f}×",
    "at-50": f"{times_smaller(0.5):.0f}×",
    "at-968": f"{times_smaller(0.968):.0f}×",
    "at-99": f"{times_smaller(0.99):,.0f}×",
    "share-ce": f"{shares[0]:.0%}",
    "share-focal": f"{shares[2]:.2%}",
    "share-alpha": f"{negatives_share(2, alpha=0.25):.2%}",
    "negatives": f"{int((y == 0).sum()):,}",
    "positives": f"{int(y.sum())}",
}

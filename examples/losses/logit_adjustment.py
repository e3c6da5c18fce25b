# %% [markdown]
# # Logit adjustment for a rare class
# Which decisions does a perfect classifier take when one class is rare, and what does
# the logarithm of the prior change?

# %%
import math

import matplotlib.pyplot as plt
import torch
from torch.nn import functional as F

# %% [markdown]
# ## In the loss, or after training
# Cross-entropy learns $p(y \mid x) \propto \pi_y\, p(x \mid y)$. Add $\tau \log \pi_y$ to
# the logits in the loss, and the logits themselves need no longer hold the prior. Or
# train as usual, and subtract it before the decision.


# %%
def logit_adjusted_loss(logits, labels, priors, tau=1.0):
    """Mean loss of logits (N, C) with priors (C,); decide on the logits as they are."""
    log_p = (logits + tau * priors.log()).log_softmax(-1)
    return -log_p.gather(-1, labels[:, None]).mean()


def adjusted_after(logits, priors, tau=1.0):
    """Logits (N, C) of plain cross-entropy, without the prior that they learned."""
    return logits - tau * priors.log()


# %% [markdown]
# ## Two bells on a line
# The frequent class is $N(0, 1)$, the rare one $N(2, 1)$. All is known, so the best
# logits are too.

# %%
priors = torch.tensor([0.99, 0.01], dtype=torch.float64)
means = torch.tensor([0.0, 2.0], dtype=torch.float64)
x = torch.linspace(-6, 8, 1401, dtype=torch.float64)[:, None]
likelihood = (-0.5 * (x - means) ** 2).exp() / math.sqrt(2 * math.pi)  # (1401, 2)
joint = priors * likelihood
posterior = joint / joint.sum(1, keepdim=True)

# Cross-entropy is lowest at log p(x, y): the mean slope is softmax minus posterior.
plain = joint.log().requires_grad_()
fair = likelihood.log().requires_grad_()
for logits, loss in (
    (plain, -(posterior * plain.log_softmax(1)).sum()),
    (fair, -(posterior * (fair + priors.log()).log_softmax(1)).sum()),
):
    (slope,) = torch.autograd.grad(loss, logits)
    assert slope.abs().max() < 1e-12
# Taken off afterwards, the prior leaves the same logits.
assert torch.allclose(adjusted_after(plain, priors), fair)
labels = posterior.argmax(1)
assert torch.isclose(
    logit_adjusted_loss(fair, labels, priors), F.cross_entropy(plain, labels)
)


# %% [markdown]
# ## What the shift does
# The rare class wins where $2x - 2 + (1 - \tau) \ln \frac{\pi_1}{\pi_0} > 0$: the limit
# falls as τ grows. Recall rises and precision falls.


# %%
def limit(tau):
    shift = (1 - tau) * (priors[0].log() - priors[1].log()).item()
    return means.mean().item() + shift / (means[1] - means[0]).item()


def rates(tau):
    """Share of each class, frequent and rare, that the rule calls rare."""
    return torch.special.ndtr(means - limit(tau))


def precision(tau):
    called = priors * rates(tau)
    return (called[1] / called.sum()).item()


for tau in (0.0, 0.5, 1.0):
    decided = adjusted_after(plain, priors, tau).argmax(1) == 1
    assert x[decided].min().item() >= limit(tau) > x[~decided].max().item() - 1e-9


def wrong(tau):
    """Share of each class that the rule gets wrong."""
    frequent, rare = rates(tau)
    return torch.stack([frequent, 1 - rare])


# %%
taus = torch.linspace(0, 1.25, 60).tolist()
fig, ax = plt.subplots(num="tau", figsize=(5, 2.8))
ax.plot(taus, [100 * rates(tau)[1] for tau in taus], "C0")
ax.plot(taus, [100 * precision(tau) for tau in taus], "C1--")
ax.set(xlabel="τ, share of the prior taken off", ylabel="%", ylim=(0, 100))
ax.text(0.62, 70, "recall", color="C0", ha="right")
ax.text(0.5, 36, "precision", color="C1")

# %%
computed = {
    "recall-plain": f"{rates(0)[1]:.0%}",
    "recall-adjusted": f"{rates(1)[1]:.0%}",
    "precision-plain": f"{precision(0):.0%}",
    "precision-adjusted": f"{precision(1):.0%}",
    "balanced-plain": f"{wrong(0).mean():.0%}",
    "balanced-adjusted": f"{wrong(1).mean():.0%}",
    "error-plain": f"{priors @ wrong(0):.1%}",
    "error-adjusted": f"{priors @ wrong(1):.0%}",
    "prior": f"{priors[1] / priors.sum():.0%}",
}

# %% [markdown]
# # Cross-entropy from logits
# What does softmax applied twice cost, and why does the loss take logits?

# %%
import math

import matplotlib.pyplot as plt
import torch
from torch.nn import functional as F

# %% [markdown]
# ## The formula, by hand
# $-\sum_c y_c \log p_c$ with $p = \mathrm{softmax}(z)$. PyTorch takes the logits $z$,
# applies log-softmax and averages over the batch.

# %%
torch.manual_seed(0)
z = torch.randn(64, 10, dtype=torch.float64, requires_grad=True)
labels = torch.randint(10, (64,))
one_hot = F.one_hot(labels, 10).double()  # (64,) -> (64, 10)
per_sample = -(one_hot * z.softmax(1).log()).sum(1)
assert torch.allclose(per_sample.mean(), F.cross_entropy(z, labels))
(gradient,) = torch.autograd.grad(F.cross_entropy(z, labels, reduction="sum"), z)
assert torch.allclose(gradient, z.softmax(1) - one_hot)  # p − y, as in the binary case

# %% [markdown]
# With soft targets it is the entropy of the targets plus the KL divergence. The first
# does not depend on the model, so both losses have the same gradient.

# %%
soft = torch.randn(64, 10, dtype=torch.float64).softmax(1)
entropy = -(soft * soft.log()).sum(1).mean()
kl = F.kl_div(z.log_softmax(1), soft, reduction="batchmean")
assert torch.isclose(F.cross_entropy(z, soft), entropy + kl)

# %% [markdown]
# ## Softmax twice
# Probabilities lie between 0 and 1, so as logits they can favour the true class by 1
# at most. A perfect answer then still costs $\ln(1 + (C-1)/e)$.

# %%
C = 10
uniform = F.cross_entropy(torch.zeros(1, C), torch.tensor([3]))
floor = F.cross_entropy(torch.eye(C)[3:4], torch.tensor([3]))
assert math.isclose(uniform, math.log(C), rel_tol=1e-6)
assert math.isclose(floor, math.log(1 + (C - 1) / math.e), rel_tol=1e-6)

lead = torch.linspace(0, 12, 61, requires_grad=True)  # true logit minus the others
logits = F.pad(lead[:, None], (0, C - 1))  # (61,) -> (61, 1) -> (61, C)
truth = torch.zeros(len(lead), dtype=torch.long)
once = F.cross_entropy(logits, truth, reduction="none")
twice = F.cross_entropy(logits.softmax(1), truth, reduction="none")
assert (twice > floor).all()

# %%
fig, ax = plt.subplots(num="softmax-twice")
ax.plot(lead.detach(), once.detach())
ax.plot(lead.detach(), twice.detach())
ax.axhline(floor, color="0.5", lw=1, ls=":")
ax.set(xlabel="lead of the true logit", ylabel="loss", ylim=(0, 2.5))
ax.text(4.2, 0.35, "logits in", color="C0")
ax.text(5, 1.62, "probabilities in: softmax twice", color="C1")
ax.text(12, 1.28, f"floor {floor:.3f}", color="0.5", ha="right")

# %% [markdown]
# ## Why not softmax, then the logarithm
# In float32 $e^{z}$ overflows just below $z = 89$. The log-softmax subtracts the
# largest logit first.

# %%
wide = torch.tensor([[0.0, 100.0]])
naive = -(wide.exp() / wide.exp().sum()).log()[0, 0]
safe = F.cross_entropy(wide, torch.tensor([0]))
assert not naive.isfinite()
assert safe == 100

# %%
(push_once,) = torch.autograd.grad(once[0], lead, retain_graph=True)
(push_twice,) = torch.autograd.grad(twice[0], lead)
weaker = push_once[0] / push_twice[0]  # at equal logits
# At equal logits p − y is 1/C − 1; the inner softmax scales it by its p, 1/C
assert math.isclose(push_once[0], 1 / C - 1, rel_tol=1e-5)
assert math.isclose(push_twice[0], (1 / C - 1) / C, rel_tol=1e-5)

# %%
computed = {
    "uniform": f"{uniform:.3f}",
    "floor": f"{floor:.3f}",
    "naive": f"{naive}".replace("nan", "NaN").replace("inf", "∞"),
    "safe": f"{safe:.0f}",
    "weaker": f"{weaker:.0f}×",
}

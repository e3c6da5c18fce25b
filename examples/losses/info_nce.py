# %% [markdown]
# # InfoNCE and its temperature
# Which negatives does a softmax over the batch push away, and what does the temperature
# change?

# %%
import matplotlib.pyplot as plt
import torch
from torch.nn import functional as F

# %% [markdown]
# ## Cross-entropy over the batch
# Two views of each sample; $s_{ij}$ is the cosine of view $i$ and view $j$. The loss of
# row $i$ is $-\log \frac{e^{s_{ii}/\tau}}{\sum_j e^{s_{ij}/\tau}}$: pick the right
# partner among all in the batch.

# %%
torch.manual_seed(0)
views = F.normalize(torch.randn(2, 8, 16, dtype=torch.float64), dim=-1)
tau = 0.07
s = (views[0] @ views[1].T).requires_grad_()  # (8, 16) · (16, 8) -> (8, 8)
loss = F.cross_entropy(s / tau, torch.arange(8), reduction="sum")
scores = (s / tau).exp()
assert torch.isclose(loss, -(scores.diag() / scores.sum(1)).log().sum())

# %% [markdown]
# The slope on the cosine of a negative is its softmax probability over τ: the nearer it
# is to the anchor, the harder it is pushed away.

# %%
(slope,) = torch.autograd.grad(loss, s)
chance = scores / scores.sum(1, keepdim=True)
assert torch.allclose(slope, (chance - torch.eye(8)) / tau)

# %% [markdown]
# ## One hard negative among 99 easy ones
# The positive has cosine 0.8, one negative 0.6, the other 99 have 0. The temperature
# decides how much of the push the hard one gets.


# %%
easy = 99


def hard_share(tau):
    cosines = torch.tensor([0.8, 0.6] + [0.0] * easy, dtype=torch.float64)
    cosines.requires_grad_()
    loss = F.cross_entropy(cosines[None] / tau, torch.tensor([0]))
    (slope,) = torch.autograd.grad(loss, cosines)
    return float(slope[1] / slope[1:].sum())


taus = torch.logspace(-1.5, 0, 40, dtype=torch.float64).tolist()
shares = [hard_share(tau) for tau in taus]
closed = torch.tensor([0.6 / tau for tau in taus], dtype=torch.float64).exp()
assert torch.allclose(torch.tensor(shares).double(), closed / (closed + easy))

# %%
fig, ax = plt.subplots(num="share", figsize=(5.0, 2.7))
ax.plot(taus, [100 * share for share in shares])
ax.set(xscale="log", ylim=(0, 105), xlabel="temperature τ")
ax.set_ylabel("push on the hard negative (%)")
ax.set_xticks([0.05, 0.1, 0.2, 0.5, 1], ["0.05", "0.1", "0.2", "0.5", "1"])
ax.minorticks_off()
ax.plot(0.07, 100 * hard_share(0.07), "o", color="C0")
ax.text(0.065, 87, "τ = 0.07", color="C0", ha="right")

# %%
computed = {
    "share-sharp": f"{hard_share(0.07):.0%}",
    "share-flat": f"{hard_share(1.0):.0%}",
}
given = {"easy": f"{easy}"}

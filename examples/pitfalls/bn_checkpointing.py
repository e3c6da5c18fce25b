# %% [markdown]
# # Batch norm under gradient checkpointing
# Checkpointing runs the forward pass a second time. What does that do to the running
# statistics, to the gradient, and to the trained model?

# %%
import copy
import math

import matplotlib.pyplot as plt
import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

torch.manual_seed(0)
block = nn.Sequential(nn.BatchNorm1d(8), nn.Linear(8, 8), nn.ReLU()).double()
x = torch.randn(64, 8, dtype=torch.float64) + torch.arange(1, 9)


def step(block, **options):
    """One forward and backward pass on a copy; with options, checkpointed."""
    block, leaf = copy.deepcopy(block), x.clone().requires_grad_()
    output = checkpoint(block, leaf, **options) if options else block(leaf)
    output.square().sum().backward()
    return block[0], output, leaf.grad


# %% [markdown]
# The recomputation sees the *same* batch, so output and gradient are those of the plain
# step. But batch norm updates its running mean in both passes.

# %%
plain, output, gradient = step(block)
for reentrant in (True, False):
    norm, again, grad = step(block, use_reentrant=reentrant)
    assert torch.equal(again, output)
    assert torch.equal(grad, gradient)
    assert (plain.num_batches_tracked, norm.num_batches_tracked) == (1, 2)
    factor = (norm.running_mean / plain.running_mean).mean().item()
    moved = (norm.running_mean / x.mean(0)).mean().item()  # share of the way
torch.testing.assert_close(plain.running_mean, 0.10 * x.mean(0))
torch.testing.assert_close(norm.running_mean, 0.19 * x.mean(0))

# %% [markdown]
# Two updates with momentum $m$ on one batch leave $(1-m)^2$ of the old value: the
# momentum is in effect $1-(1-m)^2$. Setting it to $1-\sqrt{1-m}$ undoes that.

# %%
cured = copy.deepcopy(block)
cured[0].momentum = 1 - 0.9**0.5
norm, *_ = step(cured, use_reentrant=False)
torch.testing.assert_close(norm.running_mean, plain.running_mean)
torch.testing.assert_close(norm.running_var, plain.running_var)

# %% [markdown]
# What evaluation sees: the running mean forgets twice as fast, so it averages over half
# as many batches and is noisier. Feed one batch with mean 1, then batches with mean 0,
# and read off what is left of the first: $0.1 \cdot 0.9^t$ against $0.19 \cdot 0.81^t$.


# %%
def memory(passes, steps=30):
    norm = nn.BatchNorm1d(1)
    left = []
    for t in range(steps):
        for _ in range(passes):
            norm(torch.tensor([[-1.0], [1.0]]) + (t == 0))
        left.append(norm.running_mean.item())
    return left


once, twice = memory(1), memory(2)
torch.testing.assert_close(once, [0.10 * 0.90**t for t in range(30)])
torch.testing.assert_close(twice, [0.19 * 0.81**t for t in range(30)])


def half_life(left):
    """Steps until half of what the first batch left is gone."""
    return math.log(0.5) / math.log(left[1] / left[0])


fig, ax = plt.subplots(num="memory", figsize=(5.0, 2.8))
ax.plot(once)
ax.plot(twice)
ax.text(10, 0.046, "plain", color="C0")
ax.text(2.3, 0.14, "checkpointed", color="C1")
ax.set(xlabel="steps ago", ylim=(0, 0.2))
ax.set_ylabel("weight in the running mean")

# %%
computed = {
    "plain": f"{(plain.running_mean / x.mean(0)).mean():.2f}",
    "checkpointed": f"{moved:.2f}",
    "factor": f"{factor:.1f}",
    "cure": f"{cured[0].momentum:.4f}",
    "half-life-plain": f"{half_life(once):.1f}",
    "half-life": f"{half_life(twice):.1f}",
}

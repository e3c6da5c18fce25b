# %% [markdown]
# # What running statistics remember
# How many batches stand behind the running mean of batch norm, and how long does its
# start, zero, act on it?

# %%
from itertools import count

import matplotlib.pyplot as plt
import torch
from torch import nn

PYTORCH, KERAS = 0.1, 1 - 0.99  # share of the new batch; Keras states that of the old

# %% [markdown]
# After $t$ updates the start has the weight $(1 - m)^t$ and the batch of $k$ updates ago
# $m (1 - m)^k$. The layer itself says so: feed it one batch of ones among zeros.


# %%
def weights(momentum, steps):
    """Weight of each batch in the running mean, the newest first."""
    return momentum * (1 - momentum) ** torch.arange(steps, dtype=torch.float64)


STEPS = 30
for age in range(STEPS):
    norm = nn.BatchNorm1d(1, momentum=PYTORCH).double()
    for step in reversed(range(STEPS)):
        norm(torch.full((2, 1), float(step == age), dtype=torch.float64))
    torch.testing.assert_close(norm.running_mean[0], weights(PYTORCH, STEPS)[age])


# %% [markdown]
# Independent batches with variance v give the average a variance of v times the sum of
# the squared weights. A plain mean of n batches has v / n: so many batches it is worth.


# %%
def worth(momentum):
    """How many batches of a plain mean have the same variance as the running one."""
    return 1 / weights(momentum, 100_000).square().sum().item()


def forgotten(momentum):
    """Steps until the start weighs less than a hundredth."""
    return next(t for t in count() if (1 - momentum) ** t < 0.01)


for m in (PYTORCH, KERAS):
    assert abs(worth(m) - (2 - m) / m) < 1e-6  # the geometric series

# %% [markdown]
# ## Statistics made anew
# Averaged weights, `momentum` of another task, a few steps of training: then take the
# statistics again with the final weights. All batches count alike.

# %%
BATCH_NORMS = nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d, nn.SyncBatchNorm


@torch.no_grad()
def reestimate(model, batches):
    """Take the running statistics of each batch norm anew, as plain means."""
    modes = [(module, module.training) for module in model.modules()]
    norms = [module for module, _ in modes if isinstance(module, BATCH_NORMS)]
    momenta = [norm.momentum for norm in norms]
    model.eval()  # dropout stays off
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None  # a cumulative mean
        norm.train()
    for batch in batches:
        model(batch)
    for module, mode in modes:
        module.training = mode
    for norm, momentum in zip(norms, momenta, strict=True):
        norm.momentum = momentum


torch.manual_seed(0)
model = nn.Sequential(nn.Dropout(), nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.ReLU())
model(torch.randn(8, 3, 6, 6))  # a step of training on other data
batches = torch.randn(5, 8, 3, 6, 6) * 4 + 7
reestimate(model, batches)
maps = torch.stack([model[1](batch) for batch in batches])  # (5, N, C, H, W)
torch.testing.assert_close(model[2].running_mean, maps.mean((0, 1, 3, 4)))
assert all(module.training for module in model)
assert model[2].momentum == PYTORCH

# %%
ages = range(45)
fig, ax = plt.subplots(num="memory")
for momentum, color in ((PYTORCH, "C0"), (KERAS, "C1")):
    ax.plot(ages, weights(momentum, len(ages)), color=color)
ax.annotate("momentum=0.1", (8, 0.052), color="C0")
ax.annotate("momentum=0.01", (24, 0.012), color="C1")
ax.set(xlabel="updates ago", ylabel="weight in the running mean", ylim=(0, 0.105))

# %%
computed = {
    "worth": f"{worth(PYTORCH):.0f}",
    "forgotten": f"{forgotten(PYTORCH)}",
    "worth-keras": f"{worth(KERAS):.0f}",
    "forgotten-keras": f"{forgotten(KERAS)}",
}

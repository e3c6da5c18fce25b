# %% [markdown]
# # An average of the weights
# How is an exponential moving average of a model kept, and how long does it remember
# where training began?

# %%
import copy
import math

import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

decay = 0.999


# %%
@torch.no_grad()
def update_average(average, model, decay):
    """Move each weight of average toward model; take buffers such as BN statistics over."""
    for a, p in zip(average.parameters(), model.parameters(), strict=True):
        a.mul_(decay).add_(p, alpha=1 - decay)
    for a, b in zip(average.buffers(), model.buffers(), strict=True):
        a.copy_(b)


# %% [markdown]
# PyTorch's class does the same in a training loop: it copies the model at its first
# update, averages the weights afterwards and keeps the buffers equal to the model's.

# %%
torch.manual_seed(0)
model = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, 1))
model.double()
library = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(decay))
opt = torch.optim.SGD(model.parameters(), lr=0.1)
average = None
for _ in range(50):
    opt.zero_grad()
    model(torch.randn(16, 4).double()).square().mean().backward()
    opt.step()
    library.update_parameters(model)  # after the step
    if average is None:
        average = copy.deepcopy(model).requires_grad_(False)
    else:
        update_average(average, model, decay)
for ours, theirs in zip(average.parameters(), library.module.parameters(), strict=True):
    torch.testing.assert_close(ours, theirs)
for ours, theirs in zip(average.buffers(), library.module.buffers(), strict=True):
    torch.testing.assert_close(ours, theirs)

# %% [markdown]
# ## Memory
# The weights of $k$ steps ago count $(1-d)d^k$, the first ones $d^t$ after $t$ steps.

# %%
start, now = torch.ones(1), torch.zeros(1)
held, moved = nn.ParameterList([start]), nn.ParameterList([now])
for _ in range(1000):
    update_average(held, moved, decay)
remaining = held[0].item()
assert abs(remaining - decay**1000) < 1e-4
half_life = math.log(0.5, decay)

# %%
computed = {
    "half-life": f"{half_life:.0f} steps",
    "start": f"{remaining:.0%}",
}
given = {"decay": f"{decay}"}

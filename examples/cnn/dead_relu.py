# %% [markdown]
# # Dead ReLUs
# How do you find units that are zero for all data, and what brings them back?

# %%
import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(0)
UNITS, DEAD = 8, 3

# %% [markdown]
# ## Look at the largest value of each channel
# A unit is dead on a data set if it is zero for all of it. A batch is not enough: rare
# features look dead on one.


# %%
@torch.no_grad()
def dead_units(net, layer, batches):
    """Which channels of a layer are never above zero; x is (N, C) or (N, C, H, W)."""
    highest = []

    def keep(_, __, y):
        highest.append(y.transpose(0, 1).flatten(1).amax(1))  # (C,)

    hook = layer.register_forward_hook(keep)
    for x in batches:
        net(x)
    hook.remove()
    return torch.stack(highest).amax(0) <= 0


# %% [markdown]
# ## Three units pushed under
# One long step has given them a large negative bias. Inputs lie on the unit sphere and so do
# the weights: no sum reaches the bias.

# %%
data = [F.normalize(torch.randn(64, 16), dim=1) for _ in range(4)]


def build(activation, norm):
    first, last = nn.Linear(16, UNITS), nn.Linear(UNITS, 1)
    with torch.no_grad():
        first.weight.copy_(F.normalize(first.weight, dim=1))
        first.bias.zero_()[:DEAD] = -2.0
        last.weight.fill_(1.0)
    middle = [nn.BatchNorm1d(UNITS)] if norm else []
    return nn.Sequential(first, *middle, activation, last)


found, moving = {}, {}
for name, activation, norm in (
    ("ReLU", nn.ReLU(), False),
    ("leaky", nn.LeakyReLU(), False),
    ("normed", nn.ReLU(), True),
):
    net = build(activation, norm)
    found[name] = dead_units(net, net[-2], data)
    (net(data[0]) ** 2).mean().backward()
    moving[name] = (net[0].weight.grad.abs().sum(1) > 0)[:DEAD]

# %% [markdown]
# Weight decay shrinks the weights of a dead unit, which brings none back: only the bias holds
# it under. Where the bias decays too, every sum shrinks and keeps its sign.

# %%
assert found["ReLU"].tolist() == [unit < DEAD for unit in range(UNITS)]
assert not moving["ReLU"].any()
assert moving["leaky"].all()
assert not found["normed"].any()  # the norm takes the bias away

# %%
computed = {
    "found": f"{found['ReLU'].sum()} of {UNITS}",
    "moving-relu": f"{moving['ReLU'].sum()} of {DEAD}",
    "moving-leaky": f"{moving['leaky'].sum()} of {DEAD}",
    "found-normed": f"{found['normed'].sum()} of {UNITS}",
}

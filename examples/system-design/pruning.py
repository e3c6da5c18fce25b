# %% [markdown]
# # Structured and unstructured pruning
# What is saved when weights are removed one by one, and when whole units are removed?
# A zero in a dense matrix still costs a multiplication.

# %%
import copy

import matplotlib.pyplot as plt
import torch
from torch import nn
from torch.nn.utils import prune
from torch.utils.flop_counter import FlopCounterMode

HIDDEN = 100  # units


def mlp(hidden):
    return nn.Sequential(nn.Linear(64, hidden), nn.ReLU(), nn.Linear(hidden, 10))


def flops(net):
    with FlopCounterMode(display=False) as counter:
        net(torch.zeros(1, 64))
    return counter.get_total_flops()


def weight_bytes(net):
    return net[0].weight.nbytes + net[2].weight.nbytes


# %% [markdown]
# *Unstructured*: the smallest weights become zero, wherever they are. *Structured*:
# hidden units with the smallest norms go, and both matrices shrink. What this does to the
# accuracy is in `pruning_accuracy`.


# %%
def unstructured(net, share):
    sparse = copy.deepcopy(net)
    for layer in (sparse[0], sparse[2]):
        prune.l1_unstructured(layer, "weight", amount=share)
        prune.remove(layer, "weight")  # the zeros stay
    return sparse


def structured(net, share):
    # The norms of what enters and of what leaves a unit: (HIDDEN, 64) and (10, HIDDEN).
    norms = net[0].weight.norm(dim=1) * net[2].weight.norm(dim=0)
    units = norms.topk(max(1, round(HIDDEN * (1 - share)))).indices
    small = mlp(len(units))
    with torch.no_grad():
        small[0].weight.copy_(net[0].weight[units])
        small[0].bias.copy_(net[0].bias[units])
        small[2].weight.copy_(net[2].weight[:, units])
        small[2].bias.copy_(net[2].bias)
    return small


torch.manual_seed(0)
net = mlp(HIDDEN)
SHARE = 0.8
shares = [0.0, 0.2, 0.4, 0.6, SHARE, 0.9]
nets = {
    "unstructured": [unstructured(net, share) for share in shares],
    "structured": [structured(net, share) for share in shares],
}
for share, sparse, small in zip(shares, *nets.values(), strict=True):
    zeros = sum((layer.weight == 0).sum().item() for layer in (sparse[0], sparse[2]))
    assert zeros == round(share * 6400) + round(share * 1000)
    # Two FLOPs for each weight of a dense layer, be it zero or not.
    assert flops(sparse) == 2 * HIDDEN * (64 + 10)
    assert flops(small) == 2 * round(HIDDEN * (1 - share)) * (64 + 10)
# A unit that is cut off does as much as one whose weights are all zero.
kept = structured(net, SHARE)[0].weight
muted = copy.deepcopy(net)
with torch.no_grad():
    gone = ~(net[0].weight[:, None] == kept).all(-1).any(1)  # (HIDDEN,)
    muted[2].weight[:, gone] = 0
batch = torch.randn(5, 64)
assert torch.allclose(muted(batch), structured(net, SHARE)(batch), atol=1e-6)
sparse, small = (row[shares.index(SHARE)] for row in nets.values())

# %%
fig, ax = plt.subplots(num="pruning", figsize=(5, 2.8))
for row, style in zip(nets.values(), ("C0-o", "C1--s"), strict=True):
    ax.plot(shares, [100 * flops(pruned) / flops(net) for pruned in row], style)
ax.text(0.9, 104, "single weights", color="C0", ha="right")
ax.text(0.42, 40, "whole units", color="C1", ha="right")
ax.set(ylabel="FLOPs left (%)", ylim=(0, 120))
ax.set_xticks(shares, [f"{share:.0%}" for share in shares])
ax.set_xlabel("share of weights, or of hidden units, removed")

# %%
given = {"share": f"{SHARE:.0%}"}
computed = {
    "flops-unstructured": f"{flops(sparse) / flops(net):.0%}",
    "flops-structured": f"{flops(small) / flops(net):.0%}",
    "bytes-unstructured": f"{weight_bytes(sparse) / weight_bytes(net):.0%}",
    "bytes-structured": f"{weight_bytes(small) / weight_bytes(net):.0%}",
}

# %% [markdown]
# # Structured and unstructured pruning
# What is saved when weights are removed one by one, and when whole units are removed?
# A zero in a dense matrix still costs a multiplication.

# %%
import copy

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits
from torch import nn
from torch.nn.utils import prune
from torch.utils.flop_counter import FlopCounterMode

data = load_digits()
images, labels = torch.tensor(data.data / 16), torch.tensor(data.target)
HIDDEN = 100


def mlp(hidden):
    net = nn.Sequential(nn.Linear(64, hidden), nn.ReLU(), nn.Linear(hidden, 10))
    return net.double()


def fit(net, steps):
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01, weight_decay=1e-3)
    for _ in range(steps):
        loss = F.cross_entropy(net(images[:1200]), labels[:1200])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return net


def accuracy(net):
    return (net(images[1200:]).argmax(1) == labels[1200:]).double().mean().item()


def flops(net):
    with FlopCounterMode(display=False) as counter:
        net(images[:1])
    return counter.get_total_flops()


def weight_bytes(net):
    return net[0].weight.nbytes + net[2].weight.nbytes


# %% [markdown]
# *Unstructured*: the smallest weights become zero, wherever they are. *Structured*:
# hidden units with the smallest norms go, and both matrices shrink. Each pruned network
# is trained for a few more steps. Which of the two keeps more accuracy depends on the
# network; what they cost does not.


# %%
def unstructured(net, share):
    small = copy.deepcopy(net)
    layers = (small[0], small[2])
    for layer in layers:
        prune.l1_unstructured(layer, "weight", amount=share)
    fit(small, 40)
    for layer in layers:
        prune.remove(layer, "weight")
    return small


def structured(net, share):
    # The norms of what enters and of what leaves a unit: (HIDDEN, 64) and (10, HIDDEN).
    norms = net[0].weight.norm(dim=1) * net[2].weight.norm(dim=0)
    units = norms.topk(round(HIDDEN * (1 - share))).indices
    small = mlp(len(units))
    with torch.no_grad():
        small[0].weight.copy_(net[0].weight[units])
        small[0].bias.copy_(net[0].bias[units])
        small[2].weight.copy_(net[2].weight[:, units])
        small[2].bias.copy_(net[2].bias)
    return fit(small, 40)


torch.manual_seed(0)
net = fit(mlp(HIDDEN), 150)
SHARE = 0.8
shares = [0.0, 0.2, 0.4, 0.6, SHARE, 0.9]
nets = {
    "unstructured": [unstructured(net, share) for share in shares],
    "structured": [structured(net, share) for share in shares],
}
for share, sparse, small in zip(shares, *nets.values(), strict=True):
    zeros = sum((layer.weight == 0).sum().item() for layer in (sparse[0], sparse[2]))
    assert zeros == round(share * 6400) + round(share * 1000)
    assert flops(sparse) == 2 * HIDDEN * (64 + 10)  # a zero is multiplied all the same
    assert flops(small) == 2 * round(HIDDEN * (1 - share)) * (64 + 10)
sparse, small = (row[shares.index(SHARE)] for row in nets.values())

# %%
fig, axes = plt.subplots(2, 1, sharex=True, num="pruning", figsize=(5, 3.8))
for row, style in zip(nets.values(), ("C0-o", "C1--s"), strict=True):
    axes[0].plot(shares, [100 * flops(pruned) / flops(net) for pruned in row], style)
    axes[1].plot(shares, [100 * accuracy(pruned) for pruned in row], style)
axes[0].set(ylabel="FLOPs left (%)", ylim=(0, 125))
axes[1].set(ylabel="accuracy (%)", ylim=(0, 105))
axes[0].text(0.9, 107, "unstructured", color="C0", ha="right")
axes[0].text(0.52, 30, "structured", color="C1", ha="right")
axes[1].set_xticks(shares, [f"{share:.0%}" for share in shares])
axes[1].set_xlabel("share of weights, or of hidden units, removed")

# %%
facts = {
    "share": f"{SHARE:.0%}",
    "accuracy": f"{accuracy(net):.0%}",
    "accuracy-unstructured": f"{accuracy(sparse):.0%}",
    "accuracy-structured": f"{accuracy(small):.0%}",
    "flops-unstructured": f"{flops(sparse) / flops(net):.0%}",
    "flops-structured": f"{flops(small) / flops(net):.0%}",
    "bytes-unstructured": f"{weight_bytes(sparse) / weight_bytes(net):.0%}",
    "bytes-structured": f"{weight_bytes(small) / weight_bytes(net):.0%}",
}

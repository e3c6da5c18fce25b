# %% [markdown]
# # Accuracy after pruning
# What does a small network lose when four fifths of its weights or of its hidden units go,
# and what does a little more training bring back?

# %%
import copy

import matplotlib.pyplot as plt
import numpy as np
import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits
from torch import nn
from torch.nn.utils import prune

HIDDEN = 100  # units
SHARE = 0.8  # of the weights, or of the units, that goes
IMAGES = 400  # to train on
STEPS = 100
RETRAIN = 40  # more steps after pruning
DECAY = 1e-3  # L2 penalty
SEEDS = range(10)
data = load_digits()
images, labels = torch.tensor(data.data / 16), torch.tensor(data.target)


def mlp(hidden):
    layers = nn.Linear(64, hidden), nn.ReLU(), nn.Linear(hidden, 10)
    return nn.Sequential(*layers).double()


def fit(net, steps):
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01, weight_decay=DECAY)
    for _ in range(steps):
        loss = F.cross_entropy(net(images[:IMAGES]), labels[:IMAGES])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return net


def accuracy(net):
    return (net(images[1200:]).argmax(1) == labels[1200:]).double().mean().item()


# %% [markdown]
# Two ways, as in `pruning`. A mask keeps the zeros at zero while the rest is trained.


# %%
def unstructured(net):
    sparse = copy.deepcopy(net)
    for layer in (sparse[0], sparse[2]):
        prune.l1_unstructured(layer, "weight", amount=SHARE)
    return sparse


def structured(net):
    # The norms of what enters and of what leaves a unit: (HIDDEN, 64) and (10, HIDDEN).
    norms = net[0].weight.norm(dim=1) * net[2].weight.norm(dim=0)
    units = norms.topk(max(1, round(HIDDEN * (1 - SHARE)))).indices
    small = mlp(len(units))
    with torch.no_grad():
        small[0].weight.copy_(net[0].weight[units])
        small[0].bias.copy_(net[0].bias[units])
        small[2].weight.copy_(net[2].weight[:, units])
        small[2].bias.copy_(net[2].bias)
    return small


def scores(seed):
    torch.manual_seed(seed)
    net = fit(mlp(HIDDEN), STEPS)
    sparse, small = unstructured(net), structured(net)
    before = [accuracy(each) for each in (net, sparse, small)]
    scratch = fit(mlp(small[0].out_features), STEPS + RETRAIN)
    after = [accuracy(each) for each in (fit(sparse, RETRAIN), fit(small, RETRAIN))]
    assert (sparse[0].weight == 0).sum() == round(SHARE * HIDDEN * 64)  # still zero
    return before + after + [accuracy(scratch)]


rows = np.array([scores(seed) for seed in SEEDS])
full, cut_sparse, cut_small, sparse, small, scratch = rows.T

# %%
fig, ax = plt.subplots(num="retrained", figsize=(5, 2.4))
names = "whole", "weights", "units", "weights +", "units +", "small"
for x, values in enumerate(rows.T):
    ax.plot([x] * len(values), 100 * values, "o", color="C1" if x in (1, 2) else "C0")
ax.set(ylabel="accuracy (%)", ylim=(0, 105), xlabel="removed; +: and retrained")
ax.set_xticks(range(6), names)


def span(values):
    return f"{min(values):.0%} to {max(values):.0%}"


lost_sparse, lost_small = (full - cut_sparse).mean(), (full - cut_small).mean()
back_sparse = (full - sparse).mean() < lost_sparse / 4
back_small = (full - small).mean() < lost_small / 4
alike = scratch.mean() > small.mean() - 0.01

# %%
given = {"retrain": f"{RETRAIN}"}
measured = {
    "accuracy": (span(full), "the whole network has learned", min(full) > 0.8),
    "cut-unstructured": (
        span(cut_sparse),
        "right after cutting weights five points or more are lost on average",
        lost_sparse > 0.05,
    ),
    "cut-structured": (
        span(cut_small),
        "right after cutting units five points or more are lost on average",
        lost_small > 0.05,
    ),
    "accuracy-unstructured": (
        span(sparse),
        "retraining brings back three quarters of what cutting weights lost",
        back_sparse,
    ),
    "accuracy-structured": (
        span(small),
        "retraining brings back three quarters of what cutting units lost",
        back_small,
    ),
    "scratch": (
        span(scratch),
        "trained from scratch, the small network is as good on average, within a point",
        alike,
    ),
}
setup = f"{IMAGES} digits, {STEPS} steps of Adam with an L2 penalty, {RETRAIN} after, {len(SEEDS)} seeds"
varied = {
    "IMAGES": (200, 800),
    "STEPS": (200,),
    "HIDDEN": (50, 200),
    "RETRAIN": (80,),
    "DECAY": (0.0,),
}

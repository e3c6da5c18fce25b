# %% [markdown]
# # Triplet mining
# Which triplets still teach anything once the embedding separates the classes?

# %%
import itertools
import math

import matplotlib.pyplot as plt
import torch
from sklearn import datasets
from torch import nn
from torch.nn import functional as F

# %% [markdown]
# ## All triplets of a batch
# Distances `d` have shape (R, B, B): R runs side by side, each with a batch of B.
# A gap is $d(a, p) - d(a, n)$; the loss of the triplet is gap plus margin, or zero.
# The hardest triplet of an anchor has the largest gap: farthest positive, nearest
# negative.


# %%
def all_gaps(d, y):
    """The gap of each triplet, its run, and the largest gap of its anchor's triplets."""
    positive = (y[:, :, None] == y[:, None]) & ~torch.eye(y.shape[1], dtype=torch.bool)
    run, a, p = positive.nonzero().T
    pair, n = (y[run, a][:, None] != y[run]).nonzero().T
    gap = (d[run, a, p][:, None] - d[run, a])[pair, n]
    anchor = (run * y.shape[1] + a)[pair]
    largest = torch.full((y.numel(),), -math.inf).scatter_reduce(0, anchor, gap, "amax")
    return gap, run[pair], largest[anchor]


torch.manual_seed(0)
d, y = torch.rand(1, 9, 9), torch.randint(3, (1, 9))
listed = {}
for a, p, n in itertools.product(range(9), repeat=3):
    if a != p and y[0, a] == y[0, p] != y[0, n]:
        listed.setdefault(a, []).append(float(d[0, a, p] - d[0, a, n]))
gap, _, largest = all_gaps(d, y)
assert gap.tolist() == [value for gaps in listed.values() for value in gaps]
assert largest.tolist() == [max(gaps) for gaps in listed.values() for _ in gaps]

# %% [markdown]
# ## Training on digits
# A small network maps digits to unit vectors and learns from the semi-hard triplets of
# each batch: squared distance, margin 0.2, as in FaceNet. Ten runs, each with weights and
# batches of its own, are trained side by side.

# %%
SEEDS = range(10)
STEPS = 150
BATCH = 32
HIDDEN = 64
MARGIN = 0.2
DATA = "load_digits"
inputs, targets = map(torch.tensor, getattr(datasets, DATA)(return_X_y=True))
inputs = (inputs / inputs.amax(0).clamp(min=1)).float()
nets, batches = [], []
for seed in SEEDS:
    torch.manual_seed(seed)
    layers = nn.Linear(inputs.shape[1], HIDDEN), nn.Linear(HIDDEN, 16)
    nets.append([weight.detach() for layer in layers for weight in layer.parameters()])
    batches.append(torch.randint(len(inputs), (STEPS, BATCH)))
weights = [torch.stack(one).requires_grad_() for one in zip(*nets, strict=True)]
w1, b1, w2, b2 = weights  # w1 has shape (R, HIDDEN, features)
optimizer = torch.optim.Adam(weights, 3e-3)


def mean(values, run):
    total = torch.zeros(len(SEEDS)).index_add(0, run, values)
    return total / torch.bincount(run, minlength=len(SEEDS)).clamp(min=1)


log = []
for batch in torch.stack(batches, 1):  # (STEPS, R, B)
    y, hidden = targets[batch], F.relu(inputs[batch] @ w1.mT + b1[:, None])
    e = F.normalize(hidden @ w2.mT + b2[:, None], dim=-1)  # (R, B, 16)
    d = (e[:, :, None] - e[:, None]).square().sum(-1)  # (R, B, B)
    other = y[:, :, None] != y[:, None]
    gap, run, largest = all_gaps(d, y)
    semi_hard = (gap < 0) & (gap > -MARGIN)
    loss = mean(gap[semi_hard] + MARGIN, run[semi_hard])
    costs, hardest = (gap > -MARGIN).float(), gap == largest
    shares = mean(costs, run), mean(costs[hardest], run[hardest])
    apart = (d.detach() * other).sum((1, 2)) / other.sum((1, 2))
    log.append(torch.stack([*shares, apart]))
    optimizer.zero_grad()
    loss.sum().backward()
    optimizer.step()
every, hardest, apart = torch.stack(log, 1).unfold(1, 10, 1).mean(-1)  # of ten steps

# %%
fig, ax = plt.subplots(num="useful")
ax.set(xlabel="training step", ylabel="triplets with a loss (%)", ylim=(0, 105))
ax.set_title(f"Median and range of {len(SEEDS)} runs")
at = torch.arange(0, STEPS - 9, 10)
for color, curve in enumerate((every, hardest)):
    low, middle, high = (100 * curve[at]).quantile(torch.tensor([0, 0.5, 1]), dim=1)
    ax.fill_between(at + 5, low, high, color=f"C{color}", alpha=0.25, lw=0)
    ax.plot(at + 5, middle, f"C{color}", ls="-" if color else "--")
ax.text(70, 12, "all triplets", color="C0")
ax.text(70, 70, "hardest of each anchor", color="C1")

# %%
# The last digits depend on the processor: ranges are rounded outwards
first, last = every[0], every[-1]
low, high = math.floor(20 * first.min()) / 20, math.ceil(20 * first.max()) / 20
few, many = math.ceil(20 * last.max()) / 20, math.floor(4 * hardest[-1].min()) / 4
far = math.floor(2 * apart[-1].min()) / 2

# %%
computed = {"steps": f"{STEPS}"}
measured = {
    "share-start": (
        f"{low:.0%} to {high:.0%}",
        "at the start a good part of all triplets has a loss: more than twice the end's",
        bool((first > 2 * last).all()),
    ),
    "share-end": (
        f"under {few:.0%}",
        "in each run few triplets are left with a loss: under a sixth",
        bool((last < 1 / 6).all()),
    ),
    "hardest-end": (
        f"over {many:.0%}",
        "of the hardest triplets a share at least three times as large still has a loss",
        bool((hardest[-1] > 3 * last).all()),
    ),
    "distance-semi-hard": (
        f"over {far}",
        "semi-hard triplets move the classes apart",
        bool((apart[-1] > apart[0]).all()),
    ),
}
setup = (
    f"{len(SEEDS)} runs of {STEPS} steps on scikit-learn's digits, batches of {BATCH}, "
    f"two layers, squared distance of unit vectors, margin {MARGIN}, means of ten steps"
)
varied = {
    "STEPS": (300,),
    "BATCH": (16, 64),
    "HIDDEN": (32, 128),
    "DATA": ("load_wine",),
}

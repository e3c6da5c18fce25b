# %% [markdown]
# # Triplet mining
# Which triplets still teach anything once the embedding separates the classes?

# %%
import itertools
import math

import matplotlib.pyplot as plt
import torch
from _embedding import Runs, load, mean, untrained

# %% [markdown]
# ## All triplets of a batch
# Distances `d` have shape (R, B, B): R runs side by side, each with a batch of B. A gap
# is $d(a, p) - d(a, n)$; the loss is gap plus margin, or zero. The hardest triplet of an
# anchor has the largest gap: farthest positive, nearest negative.


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
# each batch: squared distance, margin 0.2, as in FaceNet. Each run has its own weights
# and batches.

# %%
SEEDS = range(10)
STEPS = 150
BATCH = 32
HIDDEN = 64
MARGIN = 0.2
DATA = "digits"
inputs, targets = load(DATA)
networks, batches, log = [], [], []
for seed in SEEDS:
    torch.manual_seed(seed)
    networks.append(untrained(inputs.shape[1], HIDDEN))
    batches.append(torch.randint(len(inputs), (STEPS, BATCH)))
runs = Runs(networks)
for batch in torch.stack(batches, 1):  # (STEPS, R, B)
    d, apart = runs.distances(inputs[batch], targets[batch])
    gap, run, largest = all_gaps(d, targets[batch])
    semi_hard = (gap < 0) & (gap > -MARGIN)
    costs, hardest = (gap > -MARGIN).float(), gap == largest
    pairs = (costs, run), (costs[hardest], run[hardest])
    shares = [mean(*pair, len(SEEDS)) for pair in pairs]
    log.append(torch.stack([*shares, apart]))
    runs.step(mean(gap[semi_hard] + MARGIN, run[semi_hard], len(SEEDS)))
log = torch.stack(log, 1)
every, hardest, apart = log.unfold(1, 10, 1).mean(-1)  # means of ten steps

# %%
fig, ax = plt.subplots(num="useful")
ax.set(xlabel="training step", ylabel="triplets with a loss (%)", ylim=(0, 105))
ax.set_title(f"Median and range of {len(SEEDS)} runs")
at = torch.arange(0, STEPS - 9, 10)
for color, curve in {"C0": every, "C1": hardest}.items():
    low, middle, high = (100 * curve[at]).quantile(torch.tensor([0, 0.5, 1]), dim=1)
    ax.fill_between(at + 5, low, high, color=color, alpha=0.25, lw=0)
    ax.plot(at + 5, middle, color)
ax.text(70, 12, "all triplets", color="C0")
ax.text(70, 70, "hardest of each anchor", color="C1")

# %%
# The last digits depend on the processor: ranges are rounded outwards
first, last = every[0], every[-1]
low, high = math.floor(20 * first.min()) / 20, math.ceil(20 * first.max()) / 20
end = hardest[-1]
late = math.floor(5 * end.min()) / 5, math.ceil(5 * end.max()) / 5

# %%
given = {"steps": f"{STEPS}"}
measured = {
    "share-start": (
        f"{low:.0%} to {high:.0%}",
        "at the start more than twice as many of all triplets have a loss as at the end",
        bool((first > 2 * last).all()),
    ),
    "share-end": (
        f"under {math.ceil(10 * last.max()) / 10:.0%}",
        "in each run under a third of all triplets are left with a loss",
        bool((last < 1 / 3).all()),
    ),
    "hardest-end": (
        f"{late[0]:.0%} to {late[1]:.0%}",
        "of the hardest at least three times as many; their median is still falling",
        bool((end > 3 * last).all() and end.median() < hardest[STEPS // 2].median()),
    ),
    "distance-semi-hard": (
        f"over {math.floor(2 * apart[-1].min()) / 2}",
        "with semi-hard triplets the classes are never nearer than at the start",
        bool((apart > log[2, 0]).all()),
    ),
}
setup = (
    f"{len(SEEDS)} runs of {STEPS} steps on scikit-learn's {DATA}, batches of {BATCH}, "
    f"two layers, squared distance of unit vectors, margin {MARGIN}, means of ten steps"
)
varied = {"STEPS": (300,), "BATCH": (16, 64), "HIDDEN": (32, 128), "DATA": ("wine",)}

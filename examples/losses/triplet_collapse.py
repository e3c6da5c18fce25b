# %% [markdown]
# # The hardest triplets and a fresh network
# What do the hardest triplets do to an embedding that has not learned anything yet?

# %%
import itertools
import math

import matplotlib.pyplot as plt
import torch
from _embedding import Runs, load, untrained
from torch.nn import functional as F

# %% [markdown]
# ## The hardest triplet of each anchor
# Its farthest positive and its nearest negative in the batch ("batch hard"). Distances
# `d` have shape (R, B, B): R runs side by side, each with a batch of B.


# %%
def batch_hard(d, y, margin):
    """Mean loss of each run over its anchors that have a positive and a negative."""
    same = y[:, :, None] == y[:, None]
    positive = same & ~torch.eye(y.shape[1], dtype=torch.bool)
    used = positive.any(2) & ~same.all(2)
    farthest = d.masked_fill(~positive, -math.inf).amax(2)
    nearest = d.masked_fill(same, math.inf).amin(2)
    loss = F.relu(farthest - nearest + margin).where(used, 0)
    return loss.sum(1) / used.sum(1).clamp(min=1)


torch.manual_seed(0)
points, y = torch.randn(8, 2), torch.tensor([0, 0, 0, 1, 1, 1, 2, 2])
listed = {}
for a, p, n in itertools.product(range(8), repeat=3):
    if a != p and y[a] == y[p] != y[n]:
        triplet = points[[a]], points[[p]], points[[n]]
        listed.setdefault(a, []).append(F.triplet_margin_loss(*triplet, 0.5, eps=0))
ours = batch_hard(torch.cdist(points, points)[None], y[None], 0.5)
torch.testing.assert_close(
    ours[0], torch.stack([max(losses) for losses in listed.values()]).mean()
)

# %% [markdown]
# ## Squared against plain distance
# A small network maps digits to unit vectors. Ten runs, each with weights and batches of
# its own, learn side by side from the hardest triplets, margin 0.2.

# %%
SEEDS = range(10)
STEPS = 400
BATCH = 32
HIDDEN = 64
DATA = "digits"
inputs, targets = load(DATA)


def train(power):
    """The mean squared distance between classes at each step of each run."""
    networks, batches, log = [], [], []
    for seed in SEEDS:
        torch.manual_seed(seed)
        networks.append(untrained(inputs.shape[1], HIDDEN))
        batches.append(torch.randint(len(inputs), (STEPS, BATCH)))
    runs = Runs(networks)
    for batch in torch.stack(batches, 1):  # (STEPS, R, B)
        d, apart = runs.distances(inputs[batch], targets[batch])
        log.append(apart)
        runs.step(batch_hard((d + 1e-12) ** (power / 2), targets[batch], margin=0.2))
    return torch.stack(log).unfold(0, 10, 1).mean(-1)  # means of ten steps


squared, plain = train(power=2), train(power=1)

# %%
fig, ax = plt.subplots(num="collapse")
ax.set(xlabel="training step", ylabel="mean squared distance", ylim=(-0.05, 2.2))
ax.set_title(f"Between classes: median and range of {len(SEEDS)} runs")
at = torch.arange(0, STEPS - 9, 10)
for color, curve in enumerate((squared, plain)):
    low, middle, high = curve[at].quantile(torch.tensor([0, 0.5, 1]), dim=1)
    ax.fill_between(at + 5, low, high, color=f"C{color}", alpha=0.25, lw=0)
    ax.plot(at + 5, middle, f"C{color}", ls="--" if color else "-")
ax.text(210, 0.3, "loss on squared distances", color="C0")
ax.text(60, 1.9, "loss on plain distances", color="C1")

# %% [markdown]
# Where the embeddings meet, each triplet costs the margin. The squared distance has no
# slope there, the plain one keeps slope one. The last digits depend on the processor, so
# the ranges are rounded outwards.

# %%
near, step = 0.2, torch.arange(1, len(squared) + 1)[:, None]
met, met_plain = (((run < near) * step).amax(0) for run in (squared, plain))

# %%
measured = {
    "distance-hardest": (
        f"under {math.ceil(20 * squared.amin(0).max()) / 20}",
        "on squared distances the classes, close from the start, run together",
        bool((squared[0] < 1).all() and (squared.amin(0) < plain.amin(0)).all()),
    ),
    "together-squared": (
        f"{met.min() // 50 * 50} to {met.max() // 50 * 50 + 50}",
        "in each run they stay together longer than on plain distances; most part again",
        bool((met > met_plain).all() and met.median() < len(squared)),
    ),
    "together-plain": (
        f"under {met_plain.max() // 50 * 50 + 50}",
        "on plain distances the classes part in the first half of the run",
        bool(met_plain.max() < STEPS / 2),
    ),
}
setup = (
    f"{len(SEEDS)} runs of {STEPS} steps on scikit-learn's {DATA}, batches of {BATCH}, "
    "not centred, two layers, Adam, unit vectors, margin 0.2, means of ten steps; "
    "together: mean squared "
    f"distance between classes below {near}"
)
varied = {"STEPS": (800,), "BATCH": (16, 64), "HIDDEN": (32, 128), "DATA": ("wine",)}

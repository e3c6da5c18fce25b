# %% [markdown]
# # Batch norm under a shifted input
# A classifier was trained on clean digits and now sees shifted ones. How much of the
# loss is owed to running statistics that no longer fit?

# %%
import copy

import matplotlib.pyplot as plt
import torch
from _digits import SHIFTS, accuracy, fit, load
from _ranges import span
from torch import nn

SEEDS = range(10)
STEPS = 60
IMAGES = 1200  # for training
HIDDEN = 32

# %% [markdown]
# ## One layer
# Running statistics of $\mathcal{N}(0, 1)$, used on values of mean 3 and deviation 2.

# %%
norm = nn.BatchNorm1d(1, momentum=None)  # None: the plain average over all batches
even = torch.linspace(-1, 1, 1000)[:, None]
shifted = 3 + 2 * even / even.std()
stale = norm.eval()(shifted)
norm.train()(shifted)
fresh = norm.eval()(shifted)

# %% [markdown]
# ## A classifier, and five shifts of its input
# Fog maps every pixel by $x \mapsto (1-f)\,x + f$. Batch norm behind a linear layer
# cancels such a map but for its ε, once its statistics fit; not one strength an image.
# One half of the test images gives the statistics, the other is scored.

# %%
train_x, train_y, test_x, test_y = load(IMAGES)
adapt, score = slice(0, None, 2), slice(1, None, 2)


def reestimate(net, x):
    """AdaBN: replace the running statistics by those of the new data; no labels."""
    net = copy.deepcopy(net).train()
    for layer in net:
        if isinstance(layer, nn.BatchNorm1d):
            layer.reset_running_stats()
            layer.momentum = None
    net(x)
    return net.eval()


old, new = {name: [] for name in SHIFTS}, {name: [] for name in SHIFTS}
one_class = []
for seed in SEEDS:
    torch.manual_seed(seed)
    net = nn.Sequential(nn.Linear(64, HIDDEN), nn.BatchNorm1d(HIDDEN), nn.ReLU())
    net = net.append(nn.Linear(HIDDEN, 10)).double()
    fit(net, train_x, train_y, STEPS)
    net, outputs = net.eval(), {}
    for name, shift in SHIFTS.items():
        x = shift(test_x)
        adapted = reestimate(net, x[adapt])
        old[name].append(accuracy(net, x[score], test_y[score]))
        new[name].append(accuracy(adapted, x[score], test_y[score]))
        outputs[name] = adapted(x[score])
    assert torch.allclose(outputs["fog"], outputs["clean"], atol=0.2)  # equal but for ε
    # One digit at a time: the statistics subtract what tells the classes apart.
    own = [test_x[test_y == d] for d in range(10)]
    right = [(reestimate(net, o)(o).argmax(1) == d).sum() for d, o in enumerate(own)]
    one_class.append(sum(right).item() / len(test_x))
gain = {k: [b - a for a, b in zip(old[k], new[k], strict=True)] for k in SHIFTS}
lost = {k: [a - b for a, b in zip(new["clean"], new[k], strict=True)] for k in SHIFTS}

# %%
fig, ax = plt.subplots(num="shifts", figsize=(5.0, 2.8))
for runs, style in ((old, "C0o"), (new, "C1s")):
    for name in reversed(SHIFTS):
        ax.plot(runs[name], [name] * len(SEEDS), style, ms=5, alpha=0.7)
ax.set(xlim=(0, 1), xlabel="test accuracy, a mark for each net")
ax.xaxis.set_major_formatter("{x:.0%}")
ax.text(0.02, 5, "as trained", color="C0", va="center")
ax.text(0.98, 0, "re-estimated", color="C1", va="center", ha="right")

# %%
computed = {
    "stale-mean": f"{stale.mean():.1f}",
    "stale-sd": f"{stale.std():.1f}",
    "fresh-mean": f"{abs(fresh.mean()):.1f}",
    "fresh-sd": f"{fresh.std():.1f}",
}
measured = {
    "clean": (
        span(old["clean"]),
        "on clean digits more than 85% are read",
        min(old["clean"]) > 0.85,
    ),
    "fog-stale": (
        span(old["fog"]),
        "fog costs so much that fewer than half are read",
        max(old["fog"]) < 0.5,
    ),
    "fog-fresh": (
        span(new["fog"]),
        "with statistics taken again from foggy images the loss is under one point",
        max(map(abs, lost["fog"])) < 0.01,
    ),
    **{
        f"{key}-{when}": (
            span(runs[name]),
            "re-estimation repairs five points or more, and two or more stay lost",
            min(gain[name]) > 0.05 and min(lost[name]) > 0.02,
        )
        for key, name in (("blur", "blur"), ("by-image", "fog by image"))
        for when, runs in (("stale", old), ("fresh", new))
    },
    "noise-stale": (
        span(old["noise"]),
        "under noise re-estimation gains less than fifteen points",
        max(gain["noise"]) < 0.15,
    ),
    "noise-fresh": (
        span(new["noise"]),
        "under noise re-estimation gains less than fifteen points",
        max(gain["noise"]) < 0.15,
    ),
    "one-class": (
        span(one_class),
        "re-estimated on one class at a time, nets that read most clean digits read fewer than a quarter",
        max(one_class) < 0.25 < min(old["clean"]),
    ),
}
setup = f"digits, {IMAGES} images, {STEPS} steps of Adam, {len(SEEDS)} seeds"
varied = {"STEPS": (30, 120), "IMAGES": (600,), "HIDDEN": (16, 64)}

# %% [markdown]
# # Overfit one batch
# What must the loss do on a single batch, and which bugs does that test find? A loss
# that merely falls proves little.

# %%
import math

import matplotlib.pyplot as plt
import torch
from _digits import accuracy, fit, load
from _ranges import span
from torch import nn

SEEDS = range(10)
HIDDEN = 64
STEPS = 100  # on one batch
RATE = 0.03
IMAGES = 600
EPOCHS = 60  # on all of these images, one step each

train_x, train_y, test_x, test_y = load(IMAGES)
classes, counts = 10, [30, 10, 6, 4, 4, 3, 2, 2, 2, 1]  # imbalanced, as data are
batch = torch.cat([(train_y == c).nonzero()[:n, 0] for c, n in enumerate(counts)])
batch_x, batch_y = train_x[batch], train_y[batch]


def mlp():
    layers = nn.Linear(64, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, classes)
    return nn.Sequential(*layers).double()


# %% [markdown]
# A healthy network starts near $\ln C$, the loss of a uniform guess, and memorizes the
# batch. With a planted bug, blank images, the loss falls as well: the biases learn how
# often each class occurs. It stops at the entropy of the labels.
#
# The test is blind to wrong labels. Shuffled against the images, they are memorized all
# the same. Looking at a batch finds this, or the test accuracy.

# %%
entropy = -sum(n / 64 * math.log(n / 64) for n in counts)
healthy, blank, shuffled = [], [], []
for seed in SEEDS:
    torch.manual_seed(seed)
    healthy.append(fit(mlp(), batch_x, batch_y, STEPS, RATE))
    blank.append(fit(mlp(), torch.zeros_like(batch_x), batch_y, STEPS, RATE))
    shuffled.append(fit(mlp(), batch_x, batch_y[torch.randperm(64)], STEPS, RATE))
    # Without an input there is one prediction for all, at best the shares of the labels.
    assert min(blank[-1]) > entropy - 1e-12

names = ("healthy", "blank", "shuffled")
runs = dict(zip(names, (healthy, blank, shuffled), strict=True))
last = {name: [losses[-1] for losses in runs[name]] for name in names}
first = [losses[0] for losses in healthy]

# %%
fig, ax = plt.subplots(num="loss")
ax.axhline(math.log(classes), color="0.5", lw=0.8)
for name in names:
    ax.plot(runs[name][0])
ax.text(STEPS, 2.35, "ln C", color="0.5", ha="right")
ax.text(17, 0.1, "healthy", color="C0")
ax.text(STEPS, entropy - 0.06, "blank images", color="C1", ha="right", va="top")
ax.text(37, 0.72, "shuffled labels", color="C2")
ax.set(xlabel="step", ylabel="loss on one batch", ylim=(0, 2.6))

# %% [markdown]
# **The simplest model first.** A linear classifier is the baseline that a network must
# beat. One below overfits or has a bug or unfit settings, however well its loss falls.

# %%
linear, net, wrong = [], [], []
for seed in SEEDS:
    torch.manual_seed(seed)
    order = torch.randperm(len(train_y))
    models = ((linear, nn.Linear(64, classes).double()), (net, mlp()), (wrong, mlp()))
    for scores, model in models:
        y = train_y[order] if scores is wrong else train_y
        fit(model, train_x, y, EPOCHS)
        scores.append(accuracy(model, test_x, test_y))
better = all(a < b for a, b in zip(linear, net, strict=True))

# %%
computed = {"ln-c": f"{math.log(classes):.3f}", "entropy": f"{entropy:.2f}"}
measured = {
    "first": (
        span(first, ".1f"),
        "the loss starts near ln C",
        max(abs(loss - math.log(classes)) for loss in first) < 0.3,
    ),
    "last": (
        span(last["healthy"], ".3f"),
        "on one healthy batch the loss goes below 0.01",
        max(last["healthy"]) < 0.01,
    ),
    "blank-last": (
        span(last["blank"], ".2f"),
        "blank images stop at the entropy of the labels",
        max(last["blank"]) < entropy + 0.005,
    ),
    "shuffled-last": (
        span(last["shuffled"], ".3f"),
        "shuffled labels are memorized as well",
        max(last["shuffled"]) < 0.1,
    ),
    "linear": (
        span(linear),
        "a linear classifier reads most digits, and the network more",
        min(linear) > 0.75 and better,
    ),
    "mlp": (span(net), "the network beats the linear one", better),
    "wrong": (
        span(wrong),
        "with shuffled labels it is about as good as a guess",
        max(wrong) < 0.2 and abs(sum(wrong) / len(wrong) - 1 / classes) < 0.05,
    ),
}
setup = f"digits, one hidden layer of {HIDDEN}, Adam, {len(SEEDS)} seeds"
varied = {"STEPS": (200,), "IMAGES": (300, 1200), "EPOCHS": (120,), "HIDDEN": (32, 128)}

# %% [markdown]
# # Overfit one batch
# What must the loss do on a single batch, and which bugs does that test find? A loss
# that merely falls proves little.

# %%
import math

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits
from torch import nn

data = load_digits()
images, labels = torch.tensor(data.data / 16), torch.tensor(data.target)
train_x, test_x = images[:1200], images[1200:]
train_y, test_y = labels[:1200], labels[1200:]
classes, counts = 10, [30, 10, 6, 4, 4, 3, 2, 2, 2, 1]  # imbalanced, as data are
batch = torch.cat([(train_y == c).nonzero()[:n, 0] for c, n in enumerate(counts)])
batch_x, batch_y = train_x[batch], train_y[batch]


def mlp():
    torch.manual_seed(0)
    return nn.Sequential(
        nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, classes)
    ).double()


def fit(net, x, y, steps=200, lr=0.01):
    optimizer, losses = torch.optim.Adam(net.parameters(), lr=lr), []
    for _ in range(steps):
        loss = F.cross_entropy(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


# %% [markdown]
# A healthy network starts near $\ln C$, the loss of a uniform guess, and memorizes the
# batch. With a planted bug, blank images, the loss falls as well: the biases learn how
# often each class occurs. It stops at the entropy of the labels.

# %%
healthy = fit(mlp(), batch_x, batch_y)
blank = fit(mlp(), torch.zeros_like(batch_x), batch_y)
entropy = -sum(n / 64 * math.log(n / 64) for n in counts)
assert abs(healthy[0] - math.log(classes)) < 0.1
assert healthy[-1] < 1e-2
assert abs(blank[-1] - entropy) < 1e-3

# %% [markdown]
# The test is blind to wrong labels. Here the labels are shuffled against the images:
# the batch is memorized all the same. Only looking at a batch finds this, or the test
# accuracy.

# %%
torch.manual_seed(1)
shuffled = fit(mlp(), batch_x, batch_y[torch.randperm(64)])
assert shuffled[-1] < 2e-2

# %%
fig, ax = plt.subplots(num="loss")
ax.axhline(math.log(classes), color="0.5", lw=0.8)
ax.plot(healthy)
ax.plot(blank)
ax.plot(shuffled)
ax.text(200, 2.35, "ln C", color="0.5", ha="right")
ax.text(25, 0.1, "healthy", color="C0")
ax.text(200, entropy - 0.06, "blank images", color="C1", ha="right", va="top")
ax.text(47, 0.55, "shuffled labels", color="C2")
ax.set(xlabel="step", ylim=(0, 2.6))
ax.set_ylabel("loss on one batch")

# %% [markdown]
# **The simplest model first.** A linear classifier is the baseline that any network
# must beat. A network below it has a bug, however well its loss falls.


# %%
def accuracy(net):
    return (net(test_x).argmax(1) == test_y).float().mean().item()


torch.manual_seed(0)
linear, net = nn.Linear(64, classes).double(), mlp()
fit(linear, train_x, train_y, steps=100)
fit(net, train_x, train_y, steps=100)
guesses = []
# Four shuffles: one alone is some percent off.
for seed in range(1, 5):
    torch.manual_seed(seed)
    shuffled_y, wrong = train_y[torch.randperm(len(train_y))], mlp()
    fit(wrong, train_x, shuffled_y, steps=100)
    guesses.append(accuracy(wrong))
scores = {"linear": accuracy(linear), "mlp": accuracy(net)}
scores["wrong"] = sum(guesses) / len(guesses)
assert abs(scores["wrong"] - 1 / classes) < 0.03  # a guess
assert 0.85 < scores["linear"] < scores["mlp"]

# %%
facts = {
    "ln-c": f"{math.log(classes):.3f}",
    "first": f"{healthy[0]:.1f}",
    "last": f"{healthy[-1]:.3f}",
    "blank-first": f"{blank[0]:.1f}",
    "blank-last": f"{blank[-1]:.2f}",
    "entropy": f"{entropy:.2f}",
    "shuffled-last": f"{shuffled[-1]:.2f}",
    "linear": f"{scores['linear']:.0%}",
    "mlp": f"{scores['mlp']:.0%}",
    "wrong": f"{round(scores['wrong'], 1):.0%}",
}

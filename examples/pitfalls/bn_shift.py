# %% [markdown]
# # Batch norm under a shifted input
# A classifier was trained on clean digits and now sees them through fog. How much of
# the loss is owed to running statistics that no longer fit?

# %%
import copy

import matplotlib.pyplot as plt
import numpy as np
import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits
from torch import nn

# %% [markdown]
# ## One layer
# Batch norm fitted on $\mathcal{N}(0, 1)$, then used on $\mathcal{N}(3, 2^2)$.

# %%
torch.manual_seed(0)
norm = nn.BatchNorm1d(1, momentum=None)  # None: the plain average over all batches
for _ in range(20):
    norm(torch.randn(1000, 1))
shifted = 3 + 2 * torch.randn(20_000, 1)
stale = norm.eval()(shifted)
norm.train().reset_running_stats()
norm(shifted)
fresh = norm.eval()(shifted)
assert abs(stale.mean() - 3) < 0.1
assert abs(fresh.mean()) < 1e-3

# %% [markdown]
# ## A classifier
# Trained in float64 on the whole training set, so that every run gives the same net.
# The test images are seen through fog: less contrast, lifted blacks, some noise.

# %%
data = load_digits()
images, labels = torch.tensor(data.data / 16), torch.tensor(data.target)
train_x, test_x = images[:1200], images[1200:]
train_y, test_y = labels[:1200], labels[1200:]
net = nn.Sequential(
    nn.Linear(64, 64), nn.BatchNorm1d(64), nn.ReLU(), nn.Linear(64, 10)
).double()
optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
for _ in range(60):
    loss = F.cross_entropy(net(train_x), train_y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


def accuracy(net, x):
    return (net.eval()(x).argmax(1) == test_y).double().mean().item()


def reestimate(net, x):
    """AdaBN: replace the running statistics by those of the new data; no labels."""
    net = copy.deepcopy(net).train()
    net[1].reset_running_stats()
    net[1].momentum = None
    net(x)
    return net


rng = np.random.default_rng(0)
noise = torch.tensor(0.05 * rng.standard_normal(test_x.shape))
fogs = np.linspace(0, 0.8, 9)
stale_accuracy, fresh_accuracy = [], []
for fog in fogs:
    x = (1 - fog) * test_x + fog + noise
    stale_accuracy.append(accuracy(net, x))
    fresh_accuracy.append(accuracy(reestimate(net, x), x))
assert fresh_accuracy[5] > stale_accuracy[5] + 0.3

# %% [markdown]
# The new data must have the class mix of training. If the digits come one class at a
# time, the statistics subtract what tells the classes apart.

# %%
x = (1 - fogs[4]) * test_x + fogs[4] + noise
right = 0
for digit in range(10):
    own = x[test_y == digit]
    right += (reestimate(net, own).eval()(own).argmax(1) == digit).sum().item()
one_class = right / len(x)
assert one_class < stale_accuracy[4]

# %%
fig, ax = plt.subplots(num="fog")
ax.plot(fogs, fresh_accuracy, "s--", color="C1")
ax.plot(fogs, stale_accuracy, "o-", color="C0")
ax.text(
    0.8, fresh_accuracy[-1] - 0.03, "re-estimated", color="C1", ha="right", va="top"
)
ax.text(0.42, 0.5, "running statistics of training", color="C0")
ax.set(xlabel="fog (share of the contrast lost)", ylim=(0, 1))
ax.yaxis.set_major_formatter("{x:.0%}")
ax.set_ylabel("test accuracy")

# %%
facts = {
    "stale-mean": f"{stale.mean():.1f}",
    "stale-sd": f"{stale.std():.1f}",
    "fresh-mean": f"{abs(fresh.mean()):.1f}",
    "fresh-sd": f"{fresh.std():.1f}",
    "clean": f"{stale_accuracy[0]:.0%}",
    "fog-stale": f"{stale_accuracy[4]:.0%}",
    "fog-fresh": f"{fresh_accuracy[4]:.0%}",
    "one-class": f"{one_class:.0%}",
}

# %% [markdown]
# # A small CNN and its training loop
# What does one write from memory, how large is it, and does it learn?

# %%
from itertools import pairwise

import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

# %% [markdown]
# ## The network
# Each stage is a 3×3 convolution, batch norm and ReLU. The second and the third stage
# halve the sides and double the channels. A global mean makes any size of image fit.


# %%
def small_cnn(channels, classes, width=32):
    """Images (N, channels, H, W) to logits (N, classes)."""
    layers = []
    for out, stride in ((width, 1), (2 * width, 2), (4 * width, 2)):
        layers += [
            nn.Conv2d(channels, out, 3, stride, padding=1, bias=False),
            nn.BatchNorm2d(out),
            nn.ReLU(),
        ]
        channels = out
    head = nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, classes)
    return nn.Sequential(*layers, *head)


# %% [markdown]
# ## The loop
# One step of the schedule for each step of the optimizer.


# %%
def train(net, loader, epochs, rate):
    """Trains in place on batches of images (N, C, H, W) and labels (N,)."""
    device = next(net.parameters()).device
    optimizer = torch.optim.AdamW(net.parameters(), lr=rate)
    steps = epochs * len(loader)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=steps)
    for _ in range(epochs):
        net.train()  # again in each epoch: a test in between calls eval()
        for images, labels in loader:
            images, labels = images.to(device), labels.to(device)
            optimizer.zero_grad()
            loss = F.cross_entropy(net(images), labels)
            loss.backward()
            optimizer.step()
            schedule.step()


@torch.no_grad()
def accuracy(net, loader):
    """Share of images whose largest logit is that of the label."""
    net.eval()
    device = next(net.parameters()).device
    right = seen = 0
    for images, labels in loader:
        images, labels = images.to(device), labels.to(device)
        right += (net(images).argmax(1) == labels).sum().item()
        seen += len(labels)
    return right / seen


# %% [markdown]
# ## How large it is
# By hand for three colours and ten classes: weights of three convolutions, a scale and a
# shift for each channel of the norms, the classifier with its bias.

# %%
WIDTH, COLOURS, CLASSES = 32, 3, 10
net = small_cnn(COLOURS, CLASSES, WIDTH)
parameters = sum(p.numel() for p in net.parameters())
widths = [COLOURS, WIDTH, 2 * WIDTH, 4 * WIDTH]
weights = [9 * a * b for a, b in pairwise(widths)]
by_hand = sum(weights) + 2 * sum(widths[1:]) + (widths[-1] + 1) * CLASSES
assert parameters == by_hand

x = torch.zeros(1, COLOURS, 32, 32)  # (N, C, H, W)
shapes = []
for layer in net:
    x = layer(x)
    if isinstance(layer, nn.Conv2d):
        shapes.append("×".join(map(str, x.shape[1:])))
assert x.shape == (1, CLASSES)

# %% [markdown]
# ## Does it learn?
# On scikit-learn's digits, grey images of 8×8, the last third of them for the test:
# other people wrote these. A narrow network is enough.

# %%
SEEDS, MOST = range(10), 0.9
EPOCHS = 6
data = load_digits()
images = torch.tensor(data.images / 16, dtype=torch.float32)[:, None]  # (N, 1, 8, 8)
labels = torch.tensor(data.target)
first = TensorDataset(images[:1200], labels[:1200])
test = DataLoader(TensorDataset(images[1200:], labels[1200:]), 200)
scores = []
for seed in SEEDS:
    torch.manual_seed(seed)
    learned = small_cnn(1, CLASSES, width=8)
    train(learned, DataLoader(first, 100, shuffle=True), EPOCHS, rate=0.02)
    scores.append(accuracy(learned, test))

# %%
computed = {
    "parameters": f"{parameters:,}",
    "maps": ", ".join(shapes),
    "last-convolution": f"{weights[-1] / parameters:.0%}",
}
measured = {
    "digits": (
        f"over {MOST:.0%}",
        "after a few epochs it reads over 90% of the test digits",
        min(scores) > MOST,
    )
}
setup = f"digits, a narrow network, {EPOCHS} epochs, AdamW, {len(SEEDS)} seeds"
varied = {"EPOCHS": (5, 9)}

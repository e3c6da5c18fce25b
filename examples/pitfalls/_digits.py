"""Scikit-learn's digits, shifts of them, and a training loop for all of a set at once."""

import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits


def load(count):
    """`count` training images (n, 64) with labels, and the 597 test images with theirs.

    Float64, so that every processor trains the same network.
    """
    data = load_digits()
    images, labels = torch.tensor(data.data / 16), torch.tensor(data.target)
    return images[:count], labels[:count], images[1200:], labels[1200:]


def fit(net, x, y, steps, rate=0.01):
    """Train with Adam on the whole set in each step; the loss before each of them."""
    optimizer, losses = torch.optim.Adam(net.parameters(), lr=rate), []
    for _ in range(steps):
        loss = F.cross_entropy(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def accuracy(net, x, y):
    return (net(x).argmax(1) == y).double().mean().item()


def fog(x, f):
    return (1 - f) * x + f


def blur(x):
    return F.avg_pool2d(x.view(-1, 1, 8, 8), 3, stride=1, padding=1).flatten(1)


# What may befall images (n, 64) between training and use.
SHIFTS = {
    "clean": torch.clone,
    "fog": lambda x: fog(x, 0.5),
    "fog by image": lambda x: fog(x, 0.8 * torch.rand(len(x), 1)),
    "blur": blur,
    "noise": lambda x: x + 0.4 * torch.randn_like(x),
    "one pixel aside": lambda x: x.view(-1, 8, 8).roll(1, 2).flatten(1),
}

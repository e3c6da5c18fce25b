"""Small embeddings of data that scikit-learn ships: R runs, trained side by side."""

import torch
from sklearn import datasets
from torch import nn
from torch.nn import functional as F


def load(name):
    """Features scaled to at most 1, and labels."""
    inputs, targets = map(
        torch.tensor, getattr(datasets, f"load_{name}")(return_X_y=True)
    )
    return (inputs / inputs.amax(0).clamp(min=1)).float(), targets


def untrained(features, hidden):
    """Weights of one network, as torch draws them."""
    layers = nn.Linear(features, hidden), nn.Linear(hidden, 16)
    return [weight.detach() for layer in layers for weight in layer.parameters()]


class Runs:
    """Untrained networks and an optimizer that moves each by its own loss."""

    def __init__(self, networks):
        self.weights = [
            torch.stack(same).requires_grad_() for same in zip(*networks, strict=True)
        ]
        self.optimizer = torch.optim.Adam(self.weights, 3e-3)

    def distances(self, x, y):
        """Squared distances of unit vectors (R, B, B); their mean between classes (R,)."""
        w1, b1, w2, b2 = self.weights  # w1 has shape (R, hidden, features)
        e = F.relu(x @ w1.mT + b1[:, None]) @ w2.mT + b2[:, None]
        e = F.normalize(e, dim=-1)  # (R, B, 16)
        d = (e[:, :, None] - e[:, None]).square().sum(-1)
        assert torch.allclose(e.detach().norm(dim=-1), torch.ones(()))
        other = y[:, :, None] != y[:, None]
        return d, (d.detach() * other).sum((1, 2)) / other.sum((1, 2))

    def step(self, losses):
        self.optimizer.zero_grad()
        losses.sum().backward()
        self.optimizer.step()


def mean(values, run, runs):
    """The mean of the values of each run."""
    total = torch.zeros(runs).index_add(0, run, values)
    return total / torch.bincount(run, minlength=runs).clamp(min=1)

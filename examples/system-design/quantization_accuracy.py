# %% [markdown]
# # Accuracy after rounding
# From how many bits on does a small network suffer from rounding its weights?

# %%
import copy

import matplotlib.pyplot as plt
import numpy as np
import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits
from torch import nn

# %% [markdown]
# Networks on the digits, trained once and rounded afterwards, as in `quantization`: with
# one scale for each layer. Activations stay as they are.

# %%
SEEDS = range(10)
IMAGES = 400  # to train on
STEPS = 100
HIDDEN = 100
data = load_digits()
images, labels = torch.tensor(data.data / 16), torch.tensor(data.target)


def rounded(weight, bits):
    """What is left of weights, not all zero, with one scale and integers of `bits` bits."""
    scale = weight.abs().max() / (2 ** (bits - 1) - 1)
    return (weight / scale).round() * scale


def accuracy(net):
    return (net(images[1200:]).argmax(1) == labels[1200:]).double().mean().item()


def train(seed):
    torch.manual_seed(seed)
    net = nn.Sequential(
        nn.Linear(64, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, 10)
    ).double()
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
    for _ in range(STEPS):
        loss = F.cross_entropy(net(images[:IMAGES]), labels[:IMAGES])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return net


def accuracy_with(net, bits):
    small = copy.deepcopy(net)
    for layer in (small[0], small[2]):
        layer.weight.data = rounded(layer.weight.data, bits)
    return accuracy(small)


nets = [train(seed) for seed in SEEDS]
full = np.array([accuracy(net) for net in nets])
by_bits = {
    b: np.array([accuracy_with(net, b) for net in nets]) for b in range(8, 1, -1)
}

# PyTorch's own rounding is the oracle; both may round a tie differently.
weight = nets[0][0].weight.data
for bits in by_bits:
    largest = 2 ** (bits - 1) - 1
    scale = (weight.abs().max() / largest).item()
    oracle = torch.fake_quantize_per_tensor_affine(
        weight.float(), scale, 0, -largest, largest
    )
    apart = (rounded(weight, bits) - oracle).abs() > scale / 2
    assert apart.double().mean() < 1e-3

# %%
fig, ax = plt.subplots(num="bits")
ax.axhline(100 * full.mean(), color="0.5", lw=0.8)
for bits, values in by_bits.items():
    ax.plot([bits] * len(values), 100 * values, "o", color="C0")
ax.text(2, 100 * full.mean() + 2, "not rounded, mean", color="0.5")
ax.set(ylim=(0, 105), ylabel="accuracy (%)")
ax.set_xlabel("bits per weight, one scale per layer")


def span(values):
    return f"{min(values):.0%} to {max(values):.0%}"


def lost(bits):
    """The largest loss of accuracy."""
    return max(full - by_bits[bits])


# %%
measured = {
    "accuracy": (span(full), "the network has learned", min(full) > 0.8),
    **{
        f"bits-{bits}": (
            span(by_bits[bits]),
            f"{bits} bits cost three points at most",
            lost(bits) < 0.03,
        )
        for bits in (8, 7, 6, 5, 4)
    },
    "bits-3": (span(by_bits[3]), "three bits cost ten points at most", lost(3) < 0.1),
    "bits-2": (
        span(by_bits[2]),
        "two bits cost more than four, in each run",
        min(by_bits[4] - by_bits[2]) > 0,
    ),
}
setup = (
    f"digits of scikit-learn, {IMAGES} to train on, {HIDDEN} hidden units, {STEPS} steps "
    f"of Adam, {len(SEEDS)} seeds"
)
varied = {"IMAGES": (200, 800), "STEPS": (50, 200), "HIDDEN": (50, 200)}

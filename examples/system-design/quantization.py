# %% [markdown]
# # Quantization
# What do fewer bits per weight save, how large is the rounding error, and from how many
# bits on does accuracy suffer?

# %%
import copy
import math

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits
from torch import nn

# %% [markdown]
# One scale $s$ for the tensor and integers $q = \mathrm{round}(w/s)$. Rounding errors
# spread evenly over $\pm s/2$, so their rms is $s/\sqrt{12}$.


# %%
def quantize(weight, bits, per_row=False):
    """Integers within ±(2**(bits − 1) − 1); the scale of the tensor or of each row."""
    largest = 2 ** (bits - 1) - 1
    peak = weight.abs().amax(dim=1, keepdim=True) if per_row else weight.abs().max()
    scale = peak / largest
    return (weight / scale).round().to(torch.int8), scale


torch.manual_seed(0)
weight = torch.randn(2048, 2048)
integers, scale = quantize(weight, 8)
restored = integers * scale
oracle = torch.fake_quantize_per_tensor_affine(weight, scale.item(), 0, -127, 127)
apart = (restored - oracle).abs() > scale / 2  # both may round a tie
assert apart.double().mean() < 1e-5
rms = (restored - weight).square().mean().sqrt().item()
theory = scale.item() / math.sqrt(12)
assert abs(rms / theory - 1) < 0.01

# %% [markdown]
# Blue: the same 24 weights and, in orange, what 4 bits make of them. One weight of size
# 10 stretches the grid for all the others; a scale for each row confines the damage.

# %%
rows = torch.randn(64, 64)
rows[0, 0] = 10
error = {}
for name, per_row in (("tensor", False), ("row", True)):
    q, s = quantize(rows, 4, per_row)
    error[name] = (q * s - rows)[1:].square().mean().sqrt().item()
assert error["row"] < error["tensor"] / 2

fig, ax = plt.subplots(num="grid", figsize=(5, 2.2))
sample = rows[1, :24]
for y, (name, per_row) in enumerate((("one scale", False), ("scale per row", True))):
    q, s = quantize(rows, 4, per_row)
    step = (s[1] if per_row else s).item()
    levels = torch.arange(-7, 8) * step
    shown = levels[levels.abs() < 3.2]
    ax.vlines(shown, y - 0.3, y + 0.3, color="0.5", lw=0.8)
    ax.vlines(sample, y + 0.05, y + 0.3, color="C0")
    grid = ((sample / step).round() * step).unique()
    ax.plot(grid, [y - 0.12] * len(grid), "o", color="C1", ms=5)
    ax.text(-3.2, y + 0.38, name)
ax.set(ylim=(-0.5, 1.7), xlim=(-3.3, 3.3))
ax.set_yticks([])
ax.grid(False)
ax.set_xlabel("weight")

# %% [markdown]
# A small network on the digits, trained once and rounded afterwards, with one scale for
# each layer.

# %%
data = load_digits()
images, labels = torch.tensor(data.data / 16), torch.tensor(data.target)
net = nn.Sequential(nn.Linear(64, 100), nn.ReLU(), nn.Linear(100, 10)).double()
optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
for _ in range(150):
    loss = F.cross_entropy(net(images[:1200]), labels[:1200])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


def accuracy(net):
    return (net(images[1200:]).argmax(1) == labels[1200:]).double().mean().item()


by_bits = {}
for bits in (8, 7, 6, 5, 4, 3, 2):
    small = copy.deepcopy(net)
    for layer in (small[0], small[2]):
        q, s = quantize(layer.weight.data, bits)
        layer.weight.data = q * s
    by_bits[bits] = accuracy(small)
assert all(abs(by_bits[bits] - accuracy(net)) < 0.01 for bits in (8, 7, 6, 5, 4))

fig, ax = plt.subplots(num="bits")
ax.axhline(100 * accuracy(net), color="0.5", lw=0.8)
ax.plot(list(by_bits), [100 * a for a in by_bits.values()], "o-")
ax.text(2, 100 * accuracy(net) + 2, "not rounded", color="0.5")
ax.set(ylim=(0, 105))
ax.set_xlabel("bits per weight, one scale per layer")
ax.set_ylabel("accuracy (%)")

# %%
facts = {
    "saving": f"{weight.nbytes / integers.nbytes:.1f}×",
    "rms": f"{rms / weight.std().item():.1%}",
    "theory": f"{theory / weight.std().item():.1%}",
    "accuracy": f"{accuracy(net):.0%}",
    "outlier": f"{error['tensor'] / error['row']:.0f}×",
    **{f"bits-{bits}": f"{a:.0%}" for bits, a in by_bits.items()},
}

# %% [markdown]
# # Quantization
# What do fewer bits per weight save, how large is the rounding error, and what does one
# outlier do to it?

# %%
import math

import matplotlib.pyplot as plt
import numpy as np
import torch

# %% [markdown]
# One scale $s$ for the tensor and integers $q = \mathrm{round}(w/s)$. With many levels,
# rounding errors spread evenly over $\pm s/2$, so their rms is $s/\sqrt{12}$.


# %%
def quantize(weight, bits, per_row=False):
    """Integers within ±(2**(bits − 1) − 1), 2 to 8 bits; the scale of all or of each row.

    Weights that are all zero get the least scale, as from PyTorch's observers.
    """
    largest = 2 ** (bits - 1) - 1
    peak = weight.abs().amax(dim=1, keepdim=True) if per_row else weight.abs().max()
    scale = (peak / largest).clamp(min=torch.finfo(torch.float32).eps)
    return (weight / scale).round().to(torch.int8), scale


SEEDS = range(10)
SIDE = 1000
rms, theory = [], []
for seed in SEEDS:
    torch.manual_seed(seed)
    weight = torch.randn(SIDE, SIDE)
    integers, scale = quantize(weight, 8)
    restored = integers * scale
    oracle = torch.fake_quantize_per_tensor_affine(weight, scale.item(), 0, -127, 127)
    apart = (restored - oracle).abs() > scale / 2  # both may round a tie
    assert apart.double().mean() < 1e-5
    rms.append((restored - weight).square().mean().sqrt().item())
    theory.append(scale.item() / math.sqrt(12))
assert np.allclose(rms, theory, rtol=0.01)

# %% [markdown]
# Blue: the same 24 weights and, in orange, what 4 bits make of them. One weight of size
# 10 stretches the grid for all the others; a scale for each row confines the damage.

# %%
ROWS = 64


def with_outlier(seed):
    torch.manual_seed(seed)
    rows = torch.randn(ROWS, 64)
    rows[0, 0] = 10
    return rows


def error(rows, per_row):
    q, s = quantize(rows, 4, per_row)
    return (q * s - rows)[1:].square().mean().sqrt().item()


tries = [with_outlier(seed) for seed in SEEDS]
outlier = [error(rows, False) / error(rows, True) for rows in tries]
rows = tries[0]

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


def span(values, form):
    low, high = (format(value, form) for value in (min(values), max(values)))
    return low if low == high else f"{low} to {high}"


# %%
computed = {"saving": f"{weight.nbytes / integers.nbytes:.1f}×"}
measured = {
    "rms": (
        span(rms, ".1%"),
        "the rounding error is one percent of the standard deviation, within a factor of two",
        min(rms) > 0.005 and max(rms) < 0.02,
    ),
    "theory": (
        span(theory, ".1%"),
        "the scale over √12 says the same within a twentieth",
        max(abs(np.divide(theory, rms) - 1)) < 0.05,
    ),
    "outlier": (
        span(outlier, ".0f") + "×",
        "with an outlier a scale per row cuts the error three times or more",
        min(outlier) > 3,
    ),
}
setup = (
    f"{SIDE} × {SIDE} normal weights in 8 bits; {ROWS} rows of 64 in 4 bits with one "
    f"weight of ten standard deviations; {len(SEEDS)} seeds"
)
varied = {"SIDE": (500, 2000), "ROWS": (32, 128)}

# %% [markdown]
# # A detector's outputs in eight bits
# How far does rounding to integers move a box and a score, and may both share one scale?

# %%
from itertools import product

import matplotlib.pyplot as plt
import torch

# %% [markdown]
# Values from `low` to `high` get evenly spaced levels, one of them zero. Rounding moves a
# value by half a step at most, and what lies outside is cut off.


# %%
def quantize(values, low, high, bits=8):
    """The values after a trip through integers of so many bits, and the step."""
    step = (high - low) / (2**bits - 1)
    zero = round(-low / step)
    integers = (values / step).round() + zero
    return (integers.clamp(0, 2**bits - 1) - zero) * step, step


torch.manual_seed(0)
values = torch.rand(1000) * 9 - 3
restored, step = quantize(values, -3, 6)
oracle = torch.fake_quantize_per_tensor_affine(values, step, round(3 / step), 0, 255)
assert torch.allclose(restored, oracle, atol=1e-5)
assert (restored - values).abs().max() <= step  # zero is a level, so an end may be cut

# %% [markdown]
# Four edges, each moved by half a step in or out: the worst of the sixteen cases.


# %%
def worst_iou(side, step):
    """The least IoU of a square box with what rounding makes of it."""
    worst = 1.0
    for x1, y1, x2, y2 in product((-step / 2, step / 2), repeat=4):
        width, height = side + x2 - x1, side + y2 - y1
        shared = (side + min(x2, 0) - max(x1, 0)) * (side + min(y2, 0) - max(y1, 0))
        worst = min(worst, shared / (side**2 + width * height - shared))
    return worst


SIZE, SMALL, LARGE = 640, 16, 160  # px
pixels = quantize(torch.zeros(1), 0, SIZE)[1]  # corners in pixels of the image
assert abs(worst_iou(SMALL, pixels) - (1 - pixels / SMALL) ** 2) < 1e-9  # all move in

# %% [markdown]
# Distances to the sides, in strides, need a range of a few strides instead of the image:
# here that of a distribution over bins, one a stride, on the finest level.

# %%
BINS, STRIDE = 16, 8
strides = quantize(torch.zeros(1), 0, BINS - 1)[1] * STRIDE

# %% [markdown]
# Scores beside corners in one tensor share its scale: each becomes zero. On a grid of
# their own, only those below half a step do.

# %%
SCORE, LEAST = 0.9, 0.001
shared_score = quantize(torch.tensor(SCORE), 0, SIZE)[0]
own_score, score_step = quantize(torch.tensor(SCORE), 0, 1)
tail = quantize(torch.tensor(LEAST), 0, 1)[0]
assert float(shared_score) == 0
assert float(tail) == 0
assert abs(own_score - SCORE) < 0.002

# %%
sides = torch.logspace(3, 8, 60, base=2)
fig, ax = plt.subplots(num="sides", figsize=(4.5, 2.8))
for name, step, color in (
    ("pixels of the image", pixels, "C1"),
    ("strides", strides, "C0"),
):
    ax.plot(sides, [worst_iou(float(s), step) for s in sides], color=color, label=name)
ax.set_xscale("log", base=2)
ax.set_xticks([8, 16, 32, 64, 128, 256], ["8", "16", "32", "64", "128", "256"])
ax.set(xlabel="side of the box, px", ylabel="IoU at worst", ylim=(0, 1.02))
ax.legend(loc="lower right")

# %%
computed = {
    "pixels": f"{pixels:.1f} px",
    "small": f"{worst_iou(SMALL, pixels):.2f}",
    "large": f"{worst_iou(LARGE, pixels):.2f}",
    "strides": f"{strides:.1f} px",
    "small-strides": f"{worst_iou(SMALL, strides):.2f}",
    "shared": f"{float(shared_score):.0f}",
    "own": f"{float(own_score):.3f}",
    "score-step": f"{score_step:.4f}",
    "tail": f"{float(tail):.0f}",
}

# %% [markdown]
# # Where to clip
# Which range makes the squared error of a quantized activation least?

# %%
import math

import matplotlib.pyplot as plt
import torch

# %% [markdown]
# Numbers from a normal distribution of variance one, rounded to $2^b$ levels from $-c$ to
# $c$. Rounding costs $s^2/12$ with $s = 2c/(2^b - 1)$, clipping the squared distance to c
# beyond it. A wider range costs the first, a narrower one the second.


# %%
def squared_error(clip, bits):
    """Expected squared error of rounding inside and clipping outside."""
    density = math.exp(-(clip**2) / 2) / math.sqrt(2 * math.pi)
    beyond = math.erfc(clip / math.sqrt(2)) / 2
    clipping = 2 * ((1 + clip**2) * beyond - clip * density)
    inside = 1 - 2 * beyond
    return clipping + inside * (2 * clip / (2**bits - 1)) ** 2 / 12


clips = [k / 100 for k in range(50, 601)]
best = {b: min(clips, key=lambda c, b=b: squared_error(c, b)) for b in (4, 8)}
assert best[4] < best[8]  # finer steps afford a wider range

# %% [markdown]
# Against the error of really rounding many numbers, at equal steps of probability.

# %%
count = 1_000_001
x = torch.special.ndtri((torch.arange(count, dtype=torch.float64) + 0.5) / count)
for bits in best:
    clip, step = best[bits], 2 * best[bits] / (2**bits - 1)
    rounded = ((x.clamp(-clip, clip) + clip) / step).round() * step - clip
    found = (rounded - x).square().mean().item()
    assert abs(found / squared_error(best[bits], bits) - 1) < 0.02
widest = x.max().item()  # the range of minimum and maximum
worse = squared_error(widest, 4) / squared_error(best[4], 4)

# %%
fig, ax = plt.subplots(num="error", figsize=(5, 2.6))
for bits, color in ((4, "C0"), (8, "C1")):
    ax.semilogy(clips, [squared_error(c, bits) for c in clips], color=color)
    ax.text(5.2, 2 * squared_error(5.2, bits), f"{bits} bits", color=color, ha="center")
ax.set(xlabel="clip, in standard deviations", ylabel="squared error")
ax.set_yticks([1e-4, 1e-2, 1], ["0.0001", "0.01", "1"])
ax.minorticks_off()

# %%
computed = {
    "best-4": f"{best[4]:.1f}σ",
    "best-8": f"{best[8]:.1f}σ",
    "widest": f"{widest:.1f}σ",
    "worse": f"{worse:.1f}×",
}

# %% [markdown]
# # Compound scaling
# If depth, width and resolution grow together by EfficientNet's constants, how fast
# do the FLOPs grow, and which step does each published network take?

# %%
import math

import matplotlib.pyplot as plt
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

alpha, beta, gamma = 1.2, 1.1, 1.15  # depth, width, resolution: Tan & Le 2019
product = alpha * beta**2 * gamma**2
product

# %% [markdown]
# ## Counted on a stack of convolutions
# Convolution FLOPs grow with $d\,w^2 r^2$: once per layer, once per input channel
# and output channel, once per row and column.


# %%
def flops(depth, width, resolution):
    convs = (nn.Conv2d(width, width, 3, 1, 1, device="meta") for _ in range(depth))
    net = nn.Sequential(*convs)
    x = torch.empty(1, width, resolution, resolution, device="meta")
    with FlopCounterMode(display=False) as counter:
        net(x)
    return counter.get_total_flops()


base = (100, 100, 200)  # layers, channels, pixels: large, so that rounding is small
alone = {
    "depth": flops(200, 100, 200) / flops(*base),
    "width": flops(100, 200, 200) / flops(*base),
    "resolution": flops(100, 100, 400) / flops(*base),
}
assert alone == {"depth": 2, "width": 4, "resolution": 4}

steps = range(8)
grown = []
for phi in steps:
    factors = (alpha**phi, beta**phi, gamma**phi)
    scaled = [round(size * f) for size, f in zip(base, factors, strict=True)]
    grown.append(flops(*scaled) / flops(*base))
assert all(abs(m / product**phi - 1) < 0.1 for phi, m in enumerate(grown))
[f"{m:.2f}" for m in grown]

# %% [markdown]
# ## The published networks
# The resolution of B1 to B7 tells which $\varphi$ each stands for; width and depth
# follow the formula only roughly.

# %%
# Width, depth and resolution in Google's EfficientNet code.
published = {
    "B0": (1.0, 1.0, 224),
    "B1": (1.0, 1.1, 240),
    "B2": (1.1, 1.2, 260),
    "B3": (1.2, 1.4, 300),
    "B4": (1.4, 1.8, 380),
    "B5": (1.6, 2.2, 456),
    "B6": (1.8, 2.6, 528),
    "B7": (2.0, 3.1, 600),
}
phi_of = {n: math.log(r / 224, gamma) for n, (w, d, r) in published.items()}
assert published["B2"][:2] == (beta, alpha)  # one unit of phi
print(*(f"{name} {phi:.2f}" for name, phi in phi_of.items()), sep="\n")

# %%
fig, ax = plt.subplots(num="flops")
ends = [0, 7]
ax.plot(ends, [2**phi for phi in ends], color="0.5", ls="--")
ax.plot(ends, [product**phi for phi in ends], color="C0", ls="-")
ax.plot(steps, grown, "o", color="C0")
network = [w**2 * d * (r / 224) ** 2 for w, d, r in published.values()]
ax.plot(phi_of.values(), network, "s", color="C1", mfc="none", ms=6)
for name, flop in zip(published, network, strict=True):
    ax.text(phi_of[name] + 0.15, flop * 0.72, name, color="C1")
ax.text(5.2, 75, "×2 per unit of φ", color="0.5", ha="right")
ax.text(2.9, 12, "×1.92, dots counted", color="C0", ha="right")
ax.text(7.2, 3, "squares: published d·w²·r²", color="C1", ha="right")
ax.set(yscale="log", ylim=(0.6, 150))
ax.set_yticks([1, 10, 100], ["1×", "10×", "100×"])
ax.set_xlabel("compound coefficient φ")
ax.set_ylabel("FLOPs against the base")

# %%
computed = {
    "product": f"{product:.2f}",
    "depth-doubled": f"{alone['depth']:.0f}×",
    "width-doubled": f"{alone['width']:.0f}×",
    "resolution-doubled": f"{alone['resolution']:.0f}×",
    "counted-1": f"{grown[1]:.2f}×",
    "counted-2": f"{grown[2]:.2f}×",
    "formula-7": f"{product ** ends[1]:.0f}×",
    "doubling-7": f"{2 ** ends[1]}×",
    "b1-phi": f"{phi_of['B1']:.1f}",
    "b2-phi": f"{phi_of['B2']:.1f}",
    "b7-phi": f"{phi_of['B7']:.1f}",
    "b7-depth-formula": f"{alpha ** ends[1]:.2f}",
}
quoted = {
    "b7-depth-published": (
        f"{published['B7'][1]}",
        "Tan & Le 2019, their code, efficientnet_builder.py",
        "EfficientNet-B7",
    )
}

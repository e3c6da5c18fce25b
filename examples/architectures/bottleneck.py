# %% [markdown]
# # Bottleneck against basic block
# What does a ResNet bottleneck cost beside two plain 3×3 convolutions, and what
# does the reduction before the 3×3 buy?

# %%
import matplotlib.pyplot as plt
import torch
from matplotlib.patches import Rectangle
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

# %% [markdown]
# ## Multiply-adds of one block, per pixel
# `FlopCounterMode` counts two FLOPs for each multiply-add. Biases, norms and ReLUs
# cost next to nothing and are left out, and so is the skip, which is one addition.


# %%
def stack(widths, kernels):
    pairs = zip(widths[:-1], widths[1:], kernels, strict=True)
    convs = (nn.Conv2d(a, b, k, padding=k // 2, bias=False) for a, b, k in pairs)
    return nn.Sequential(*convs)


def basic(width):
    return stack([width] * 3, [3, 3])


def bottleneck(width, reduction=4):
    inner = width // reduction
    return stack([width, inner, inner, width], [1, 3, 1])


def macs(net, channels, side=1):
    x = torch.empty(1, channels, side, side, device="meta")
    with FlopCounterMode(display=False) as counter:
        net.to("meta")(x)
    return counter.get_total_flops() // 2 // side**2


x = torch.randn(1, 256, 8, 8)
shapes = [x.shape[1]]
for conv in bottleneck(256):
    x = conv(x)
    shapes.append(x.shape[1])
assert shapes == [256, 64, 64, 256]
stored = sum(shapes[1:]) / (64 + 64)  # what all convolutions put out, per pixel

cost = {
    "basic-64": macs(basic(64), 64, side=56),
    "bottleneck-256": macs(bottleneck(256), 256, side=56),
    "basic-256": macs(basic(256), 256, side=56),
}
assert cost["basic-64"] == 2 * 9 * 64**2  # closed form
assert cost["bottleneck-256"] == (2 * 256 + 9 * 64) * 64
ratio = cost["bottleneck-256"] / cost["basic-64"]
saving = cost["basic-256"] / cost["bottleneck-256"]
for inner in (64, 128, 256, 512):  # the four stages of ResNet-34 and ResNet-50
    a, b = macs(basic(inner), inner), macs(bottleneck(4 * inner), 4 * inner)
    assert b / a == 17 / 18
cost

# %%
fig, ax = plt.subplots(num="blocks", figsize=(5.0, 3.4))
drawn = [
    ("basic, 64 wide", "basic-64", [64] * 3, ["3×3", "3×3"]),
    ("bottleneck, 256 wide", "bottleneck-256", shapes, ["1×1", "3×3", "1×1"]),
    ("basic, 256 wide", "basic-256", [256] * 3, ["3×3", "3×3"]),
]
for column, (name, key, widths, kernels) in enumerate(drawn):
    middle, step = column * 300, 3 / len(kernels)
    for level, width in enumerate(widths):
        corner = (middle - width / 2, -level * step - 0.2)
        ax.add_patch(Rectangle(corner, width, 0.4, color=f"C{column}", alpha=0.8))
        ax.text(middle, corner[1] + 0.2, width, color="w", ha="center", va="center")
    for level, kernel in enumerate(kernels):
        ends = [(middle, -(level + 1) * step + 0.22), (middle, -level * step - 0.22)]
        ax.annotate("", *ends, arrowprops={"arrowstyle": "->", "color": "0.5"})
        y = -(level + 0.5) * step
        ax.text(middle + 12, y, kernel, color="0.5", va="center")
    ax.text(middle, 0.45, name, ha="center")
    ax.text(middle, -3.65, f"{cost[key]:,}", ha="center", weight=600)
ax.text(300, -4.1, "multiply-adds per pixel", ha="center", color="0.5")
ax.set(xlim=(-135, 735), ylim=(-4.25, 0.8))
ax.set_axis_off()

# %% [markdown]
# ## Which reduction would give 4×?
# At equal input and output width the saving over the basic block depends on how
# far the 1×1 reduces. ResNet reduces to a quarter.

# %%
reductions = [1, 2, 4, 8]
savings = [cost["basic-256"] / macs(bottleneck(256, r), 256) for r in reductions]
fig, ax = plt.subplots(num="reduction")
bars = ax.bar([str(r) for r in reductions], savings, color=["C5", "C5", "C1", "C5"])
ax.bar_label(bars, [f"{s:.1f}×" for s in savings])
ax.axhline(4, color="k", ls="--", lw=1)
ax.text(-0.4, 4.4, "claimed: 4×")
ax.set(yscale="log", ylim=(1, 100))
ax.set_yticks([1, 10, 100], ["1×", "10×", "100×"])
ax.set_xlabel("3×3 width divided by")
ax.set_ylabel("saving over the basic block")

# %%
computed = {
    "channels": " → ".join(map(str, shapes)),
    "basic-64": f"{cost['basic-64']:,}",
    "bottleneck-256": f"{cost['bottleneck-256']:,}",
    "basic-256": f"{cost['basic-256']:,}",
    "ratio": f"{ratio:.3f}×",
    "activations": f"{stored:.0f}×",
    "saving": f"{saving:.1f}×",
    "saving-half": f"{savings[1]:.1f}×",
}

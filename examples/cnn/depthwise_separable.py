# %% [markdown]
# # Cost of depthwise separable convolution
# How many times fewer multiply-adds does it need than a regular convolution, and at
# which width?

# %%
import matplotlib.pyplot as plt
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

# %% [markdown]
# ## One layer
# Depthwise: one $k \times k$ kernel a channel. Pointwise: 1×1 across channels. With $N$
# output channels the cost falls to $1/N + 1/k^2$ of the regular one. PyTorch's own
# counter is the check.


# %%
def regular(c, n, k=3):
    return nn.Conv2d(c, n, k, padding=k // 2, bias=False, device="meta")


def separable(c, n, k=3):
    options = {"bias": False, "device": "meta"}
    depthwise = nn.Conv2d(c, c, k, padding=k // 2, groups=c, **options)
    return nn.Sequential(depthwise, nn.Conv2d(c, n, 1, **options))


def flops(net, c, size):
    with FlopCounterMode(display=False) as counter:
        net(torch.empty(1, c, size, size, device="meta"))
    return counter.get_total_flops()


widths = [16, 32, 64, 128, 256, 512, 1024]
ratios = {
    k: [
        flops(regular(n, n, k), n, 14) / flops(separable(n, n, k), n, 14)
        for n in widths
    ]
    for k in (3, 5)
}
for k in ratios:
    for n, ratio in zip(widths, ratios[k], strict=True):
        assert abs(ratio - 1 / (1 / n + 1 / k**2)) < 1e-9
most = 3**2  # the limit of 3×3; from which width on is a layer within one of it?
needed = next(
    n
    for n in range(1, 1000)
    if flops(regular(n, n), n, 7) >= (most - 1) * flops(separable(n, n), n, 7)
)
assert needed == round(1 / (1 / 8 - 1 / 9))

# %%
fig, ax = plt.subplots(num="ratio")
n = torch.logspace(1, 3.3, 60)
for k, color, marker in ((5, "C1", "s"), (3, "C0", "o")):
    ax.plot(n, 1 / (1 / n + 1 / k**2), color=color, linestyle="-" if k == 3 else "--")
    ax.plot(widths, ratios[k], marker, color=color)
    ax.axhline(k**2, color=color, linewidth=0.8, linestyle=":")
    place = (11, 25.4) if k == 5 else (220, 10.3)
    ax.text(*place, f"limit k² = {k**2}", color=color)
ax.axhspan(most - 1, most, color="C0", alpha=0.15, linewidth=0)
ax.text(1150, 21, "5×5", color="C1", ha="center")
reached = f"3×3: {most - 1}–{most} only\nfrom N = {needed}"
ax.text(1150, 6.2, reached, color="C0", ha="right", va="top")
ax.set(xscale="log", xticks=widths, xticklabels=widths, xlabel="output channels N")
ax.set(ylim=(0, 28), ylabel="times fewer multiply-adds")
ax.minorticks_off()

# %% [markdown]
# ## Fewer operations, not fewer bytes
# FLOPs for each byte of FP32, four a number, if input, weights and output are moved once.
# A value below what a device can do for each byte means that memory, not arithmetic, sets
# the time. A regular layer reads its weights once for the whole batch, so a batch raises its
# value; the depthwise layer has next to no weights, and a batch hardly helps it. Counted,
# not measured on a device.


# %%
def intensity(layer, batch, c=512, size=14):
    x = torch.empty(batch, c, size, size, device="meta")
    with FlopCounterMode(display=False) as counter:
        y = layer(x)
    return (
        counter.get_total_flops() / 4 / (x.numel() + layer.weight.numel() + y.numel())
    )


def expected(batch, fan_in, pixels=14**2):
    return 2 * fan_in * batch * pixels / 4 / (2 * batch * pixels + fan_in)


at = {
    (name, batch): intensity(layer, batch)
    for name, layer in (("regular", regular(512, 512)), ("dw", separable(512, 512)[0]))
    for batch in (1, 32)
}
for (name, batch), value in at.items():
    assert abs(value - expected(batch, 9 if name == "dw" else 9 * 512)) < 1e-9

# %%
computed = {
    **{f"ratio-{n}": f"{r:.2f}×" for n, r in zip(widths, ratios[3], strict=True)},
    "ratio-5x5": f"{ratios[5][-1]:.1f}×",
    "width-for-8": f"{needed} channels",
    "intensity-depthwise": f"{at['dw', 1]:.1f} FLOP/byte",
    "intensity-depthwise-32": f"{at['dw', 32]:.1f} FLOP/byte",
    "intensity-regular": f"{at['regular', 1]:.0f} FLOP/byte",
    "intensity-regular-32": f"{at['regular', 32]:.0f} FLOP/byte",
}

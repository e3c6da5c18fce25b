# %% [markdown]
# # Cost of an encoder layer
# How does the cost of a vision transformer grow with image size and patch size, and
# when does attention itself become the larger part?

# %%
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

D = 768  # token width of ViT-Base


def tokens(side, patch=16):
    return (side // patch) ** 2 + 1  # and [CLS]


# %% [markdown]
# ## Two parts
# Projections and MLP treat every token alone: $24\,n D^2$ FLOPs for $n$ tokens.
# The products $QK^\top$ and $AV$ pair every token with every other: $4\,n^2 D$.


# %%
def layer_flops(n):
    layer = nn.TransformerEncoderLayer(
        D, 12, 4 * D, batch_first=True, norm_first=True, device="meta"
    )
    with FlopCounterMode(display=False) as counter:
        layer(torch.empty(1, n, D, device="meta"))
    return counter.get_total_flops()


def parts(n):
    return 24 * n * D**2, 4 * n**2 * D


for n in (50, 197, 785):
    assert layer_flops(n) == sum(parts(n)), n

linear, attention = parts(tokens(224))
share = attention / (linear + attention)
equal = 6 * D  # tokens at which both parts cost the same
equal_side = 16 * (equal - 1) ** 0.5
assert parts(equal)[0] == parts(equal)[1]
assert 1072 < equal_side < 1104  # 67 and 69 patches a side
assert parts(tokens(1072))[0] > parts(tokens(1072))[1]
assert parts(tokens(1104))[0] < parts(tokens(1104))[1]
for side, patch in ((224, 16), (448, 16), (224, 8), (230, 16)):  # a rest is cut off
    cut = F.unfold(torch.empty(1, 3, side, side), patch, stride=patch)  # (1, 3·P², N)
    assert tokens(side, patch) == cut.shape[-1] + 1
growth = {
    "side": tokens(448) ** 2 / tokens(224) ** 2,
    "patch": tokens(224, 8) ** 2 / tokens(224, 16) ** 2,
}
growth

# %%
fig, ax = plt.subplots(num="layer")
sides = [112, 224, 448, 896, 1792]
curves = list(zip(*(parts(tokens(side)) for side in sides), strict=True))
for color, marker, flops in zip(("C0", "C1"), "os", curves, strict=True):
    ax.plot(sides, [f / 1e9 for f in flops], color=color, marker=marker)
ax.text(112, 14, "projections and MLP (n)", color="C0")
ax.text(290, 0.15, "attention products (n²)", color="C1")
ax.axvline(equal_side, color="0.5", lw=0.8)
ax.text(equal_side * 1.05, 0.03, "equal", color="0.5")
ax.set(xscale="log", yscale="log", xticks=sides, xticklabels=sides)
ax.set_xlabel("image side in pixels, 16×16 patches")
ax.set_ylabel("GFLOPs per layer")

# %%
fig, ax = plt.subplots(num="matrix")
for color, patch in enumerate((8, 16, 32)):
    sizes = [tokens(side, patch) ** 2 for side in sides]
    ax.plot(sides, sizes, color=f"C{color}", marker="o")
    ax.text(sides[-1] * 1.07, sizes[-1], f"P = {patch}", color=f"C{color}", va="center")
ax.set(xscale="log", yscale="log", xticks=sides, xticklabels=sides, xlim=(100, 2600))
ax.set_xlabel("image side in pixels")
ax.set_ylabel("attention entries per head")

# %%
computed = {
    "entries": f"{tokens(224) ** 2:,}",
    "entries-patch-8": f"{tokens(224, 8) ** 2:,}",
    "patch-halved": f"{growth['patch']:.1f}×",
    "share": f"{share:.0%}",
    "equal-tokens": f"{equal:,} tokens",
    "equal-side": f"{equal_side:,.0f} px",
}

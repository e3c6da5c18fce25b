# %% [markdown]
# # Add or concatenate
# What does a network gain and pay when it concatenates maps instead of adding them?

# %%
import torch
from torch import nn

# %% [markdown]
# ## A concatenation is a sum with matrices of its own
# The 1×1 layer behind $[a; b]$ has a matrix $[W_a\;W_b]$, and $[W_a\;W_b][a; b] = W_a a +
# W_b b$. Adding first forces $W_a = W_b$, at half the weights.

# %%
torch.manual_seed(0)
a, b = torch.randn(2, 1, 64, 8, 8, dtype=torch.double)
joined = nn.Conv2d(128, 64, 1, bias=False).double()
first, second = joined.weight.split(64, dim=1)
apart = nn.functional.conv2d(a, first) + nn.functional.conv2d(b, second)
assert torch.allclose(joined(torch.cat([a, b], 1)), apart)
summed = nn.Conv2d(64, 64, 1, bias=False).double()
with torch.no_grad():
    joined.weight.copy_(torch.cat([summed.weight] * 2, 1))
assert torch.allclose(joined(torch.cat([a, b], 1)), summed(a + b))
weights = joined.weight.numel() / summed.weight.numel()

# %% [markdown]
# ## DenseNet
# Each layer reads all maps before it in its block and appends $k$ more, so layer $l$
# reads $c + lk$ channels. A 1×1 to four times $k$ channels keeps its 3×3 narrow; between
# the blocks a 1×1 halves the channels.


# %%
def dense_layer(channels, growth):
    """Parameters of norm, 1×1, norm, 3×3."""
    inner = 4 * growth
    return 2 * channels + channels * inner + 2 * inner + 9 * inner * growth


def densenet(layers, growth=32, channels=64, classes=1000):
    """Parameters of a DenseNet, and the channels at the end of each block."""
    total, ends = 3 * 49 * channels + 2 * channels, []
    for i, count in enumerate(layers):
        for _ in range(count):
            total += dense_layer(channels, growth)
            channels += growth
        ends.append(channels)
        if i < len(layers) - 1:  # transition: norm, 1×1
            total += 2 * channels + channels * channels // 2
            channels //= 2
    return total + 2 * channels + (channels + 1) * classes, ends


total, ends = densenet((6, 12, 24, 16))
assert total == 7_978_856  # torchvision's densenet121

layer = nn.Sequential(
    nn.BatchNorm2d(96),
    nn.Conv2d(96, 128, 1, bias=False),
    nn.BatchNorm2d(128),
    nn.Conv2d(128, 32, 3, padding=1, bias=False),
)
assert sum(p.numel() for p in layer.parameters()) == dense_layer(96, 32)

# %% [markdown]
# ## Memory
# Written out at each layer, the concatenations of a block hold every map again and again.
# Sharing one buffer, and concatenating anew in the backward pass, holds each map once.

# %%
start, count, growth = 256, 24, 32  # the third block
copies = sum(start + i * growth for i in range(count))
shared = start + count * growth

# %%
computed = {
    "weights": f"{weights:.0f}×",
    "densenet-121": f"{total:,}",
    "channels": ", ".join(map(str, ends)),
    "copies": f"{copies:,}",
    "shared": f"{shared:,}",
}

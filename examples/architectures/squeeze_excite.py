# %% [markdown]
# # Squeeze and excitation
# How does a network weigh its channels by the content of the image, and what does it
# cost?

# %%
import torch
from torch import nn

# %% [markdown]
# ## The block
# Squeeze: one mean for each channel. Excite: two layers, narrow in between, and a sigmoid.
# Each channel is multiplied by its own number between 0 and 1.


# %%
class SqueezeExcite(nn.Module):
    def __init__(self, channels, reduction=16):
        super().__init__()
        inner = max(1, channels // reduction)
        self.down, self.up = nn.Linear(channels, inner), nn.Linear(inner, channels)

    def forward(self, x):  # (N, C, H, W)
        pooled = x.mean((2, 3))  # (N, C)
        gate = self.up(self.down(pooled).relu()).sigmoid()
        return x * gate[:, :, None, None]


torch.manual_seed(0)
block, x = SqueezeExcite(64), torch.randn(2, 64, 5, 5)
out = block(x)
order = torch.randperm(25)
shuffled = x.flatten(2)[:, :, order].view_as(x)  # places do not matter to the gate
assert torch.allclose(
    block(shuffled), out.flatten(2)[:, :, order].view_as(x), atol=1e-6
)

# %% [markdown]
# ## Cost in ResNet-50
# A block behind each bottleneck, at its output. Weights $2C^2/r$ a block; as many
# multiply-adds an image, since the layers see one vector. Biases are left out.


# %%
def weights(channels, reduction=16):
    return 2 * channels * channels // reduction


stages = [(3, 256), (4, 512), (6, 1024), (3, 2048)]
by_stage = [count * weights(channels) for count, channels in stages]
added = sum(by_stage)
parts = [block.down.weight, block.up.weight]
assert sum(part.numel() for part in parts) == weights(64)

# %% [markdown]
# ## Relatives, on the same map
# CBAM adds a gate for each place: mean and maximum over the channels, one 7×7 layer from
# two maps to one. Global attention among $n$ places with queries, keys and values half as
# wide takes four layers $C \times C/2$ and $2 n^2 C/2$ multiply-adds.

# %%
channels, side = 1024, 14
spatial = nn.Conv2d(2, 1, 7, padding=3, bias=False).weight.numel()
places = side**2
non_local = 4 * channels * channels // 2
pairs = 2 * places**2 * channels // 2

# %%
computed = {
    "added": f"{added / 1e6:.1f} million",
    "last-stage": f"{by_stage[-1] / added:.0%}",
    "se": f"{weights(channels):,}",
    "spatial": f"{spatial}",
    "se-mult-adds": f"{weights(channels) / 1e6:.1f} M",
    "spatial-mult-adds": f"{spatial * places / 1e6:.2f} M",
    "non-local": f"{non_local / 1e6:.1f} million",
    "non-local-mult-adds": f"{(non_local * places + pairs) / 1e6:.0f} M",
    "pairs": f"{pairs / 1e6:.0f} M",
    "scaling": f"{places * channels / 1e6:.1f} M",
}

# %% [markdown]
# # ConvNeXt's block
# What is left of a transformer layer when a convolution replaces attention?

# %%
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

# %% [markdown]
# ## The block
# A 7×7 depthwise layer mixes places, as attention does; two 1×1 layers, four times as wide
# inside, mix channels, as the MLP does. One norm, one activation, one scale for each
# channel that starts near zero.


# %%
class ConvNeXtBlock(nn.Module):
    def __init__(self, channels, scale=1e-6):
        super().__init__()
        self.spatial = nn.Conv2d(channels, channels, 7, padding=3, groups=channels)
        self.norm = nn.LayerNorm(channels, eps=1e-6)
        self.expand = nn.Linear(channels, 4 * channels)
        self.project = nn.Linear(4 * channels, channels)
        self.scale = nn.Parameter(torch.full((channels,), scale))

    def forward(self, x):  # (N, C, H, W)
        y = self.spatial(x).permute(0, 2, 3, 1)  # (N, H, W, C)
        y = self.project(nn.functional.gelu(self.expand(self.norm(y))))
        return x + (self.scale * y).permute(0, 3, 1, 2)


torch.manual_seed(0)
x = torch.randn(1, 96, 14, 14)
start = (ConvNeXtBlock(96)(x) - x).abs().max().item()
assert start < 1e-4  # nearly the identity

# %% [markdown]
# ## ConvNeXt-T
# A 4×4 layer cuts the image into patches, as wide as its stride. Between the stages a norm
# and a 2×2 layer halve the map. Norms and activations count among the parameters, not among
# the multiply-adds.


# %%
def norm(channels):
    return nn.GroupNorm(1, channels)  # as many parameters as a norm of each place


def convnext(depths=(3, 3, 9, 3), widths=(96, 192, 384, 768)):
    layers = [nn.Conv2d(3, widths[0], 4, stride=4), norm(widths[0])]
    for i, (depth, width) in enumerate(zip(depths, widths, strict=True)):
        if i:
            layers += [norm(widths[i - 1]), nn.Conv2d(widths[i - 1], width, 2, 2)]
        layers += [ConvNeXtBlock(width) for _ in range(depth)]
    head = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.LayerNorm(widths[-1])]
    return nn.Sequential(*layers, *head, nn.Linear(widths[-1], 1000))


with torch.device("meta"):
    net = convnext()
parameters = sum(p.numel() for p in net.parameters())
assert parameters == 28_589_128  # torchvision's convnext_tiny
with FlopCounterMode(display=False) as counter:
    net(torch.empty(1, 3, 224, 224, device="meta"))
mult_adds = counter.get_total_flops() / 2

block = ConvNeXtBlock(96)
mixing = block.spatial.weight.numel()
channelwise = block.expand.weight.numel() + block.project.weight.numel()

# %%
computed = {
    "parameters": f"{parameters / 1e6:.1f} million",
    "mult-adds": f"{mult_adds / 1e9:.1f} G",
    "spatial": f"{mixing:,}",
    "channels": f"{channelwise:,}",
}

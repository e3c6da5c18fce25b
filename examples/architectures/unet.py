# %% [markdown]
# # U-Net
# How is an encoder with a decoder and skips written, and what do the skips cost?

# %%
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

# %% [markdown]
# ## Down, up, and across
# Each step down halves the map and doubles the channels. Each step up does the reverse
# and joins the map that the encoder had at this size. Padded, so that no map is cropped.


# %%
def twice(before, after):
    layers = []
    for channels in (before, after):
        layers += [nn.Conv2d(channels, after, 3, padding=1), nn.ReLU()]
    return nn.Sequential(*layers)


class UNet(nn.Module):
    """(N, C, H, W) to (N, classes, H, W); H and W are multiples of 16 for five widths."""

    def __init__(self, channels, classes, widths=(64, 128, 256, 512, 1024)):
        super().__init__()
        inputs = (channels, *widths[:-1])
        self.down = nn.ModuleList(map(twice, inputs, widths))
        fine, coarse = widths[-2::-1], widths[:0:-1]
        self.up = nn.ModuleList(
            nn.ConvTranspose2d(b, a, 2, stride=2)
            for a, b in zip(fine, coarse, strict=True)
        )
        self.joined = nn.ModuleList(twice(2 * a, a) for a in fine)
        self.head = nn.Conv2d(widths[0], classes, 1)

    def forward(self, x):
        kept = []
        for down in self.down:
            x = down(F.max_pool2d(x, 2) if kept else x)
            kept.append(x)
        kept.pop()  # the coarsest map is x itself
        for up, joined in zip(self.up, self.joined, strict=True):
            x = joined(torch.cat((kept.pop(), up(x)), dim=1))
        return self.head(x)


# %% [markdown]
# ## Counted
# One input channel, two classes and these widths are those of the paper, whose layers
# have no padding and no norms.

# %%
with torch.device("meta"):
    net = UNet(1, 2)
    image = torch.empty(1, 1, 512, 512)
parameters = sum(p.numel() for p in net.parameters())
kept = []
for down in list(net.down)[:-1]:
    down.register_forward_hook(lambda _module, _inputs, output: kept.append(output))
with FlopCounterMode(display=False) as counter:
    scores = net(image)
assert scores.shape[-2:] == image.shape[-2:]
mult_adds = counter.get_total_flops() / 2
skips = sum(y.numel() for y in kept)
finest = kept[0].numel()

# %% [markdown]
# ## Added instead
# Then the first convolution behind each join reads half of the channels.

# %%
saved = sum(joined[0].weight.numel() // 2 for joined in net.joined)

# %%
computed = {
    "parameters": f"{parameters / 1e6:.1f} million",
    "mult-adds": f"{mult_adds / 1e9:.0f} G",
    "kept": f"{skips / 1e6:.1f} million",
    "finest": f"{finest / skips:.0%}",
    "saved": f"{saved / 1e6:.1f} million",
}

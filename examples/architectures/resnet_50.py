# %% [markdown]
# # A network of bottlenecks
# How is the block of ResNet-50 written, and how do sixteen of them make the network?

# %%
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

# %% [markdown]
# ## The block
# Reduce the channels, look at places, expand. The stride stands in the 3×3, as in
# torchvision, and where the shape changes a 1×1 with the same stride stands on the skip.


# %%
class Bottleneck(nn.Module):
    def __init__(self, before, inner, stride=1):
        super().__init__()
        after = 4 * inner

        def layer(a, b, k, stride=1):
            conv = nn.Conv2d(a, b, k, stride, k // 2, bias=False)
            return [conv, nn.BatchNorm2d(b)]

        self.branch = nn.Sequential(
            *layer(before, inner, 1),
            nn.ReLU(),
            *layer(inner, inner, 3, stride),
            nn.ReLU(),
            *layer(inner, after, 1),
        )
        nn.init.zeros_(self.branch[-1].weight)  # starts as its skip
        same = stride == 1 and before == after
        self.skip = (
            nn.Identity() if same else nn.Sequential(*layer(before, after, 1, stride))
        )

    def forward(self, x):
        return (self.skip(x) + self.branch(x)).relu()


# %% [markdown]
# ## The network
# A stem, four stages, the mean over the map, one linear layer.


# %%
def resnet_50(classes=1000):
    stem = [nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU()]
    parts = [nn.Sequential(*stem), nn.MaxPool2d(3, 2, 1)]
    before = 64
    for inner, count, stride in ((64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2)):
        blocks = [Bottleneck(before, inner, stride)]
        before = 4 * inner
        blocks += [Bottleneck(before, inner) for _ in range(count - 1)]
        parts.append(nn.Sequential(*blocks))
    head = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(before, classes)]
    return nn.Sequential(*parts, nn.Sequential(*head))


with torch.device("meta"):
    net = resnet_50()
    image = x = torch.empty(1, 3, 224, 224)
assert sum(p.numel() for p in net.parameters()) == 25_557_032  # torchvision's count

# %% [markdown]
# ## Part by part
# The stem, the max pool, four stages and the head: the map behind each, its parameters
# and its multiply-adds.

# %%
maps, strides, parameters, work = [], [], [], []
for part in net:
    with FlopCounterMode(display=False) as counter:
        x = part(x)
    parameters.append(sum(p.numel() for p in part.parameters()))
    work.append(counter.get_total_flops() / 2)
    if x.dim() == 4:
        maps.append("×".join(str(size) for size in x.shape[1:]))
        strides.append(image.shape[-1] // x.shape[-1])
assert strides == sorted(strides)

# %%
computed = {
    "stem-map": maps[0],
    "pool-map": maps[1],
    "stage-1-map": maps[2],
    "stage-2-map": maps[3],
    "stage-3-map": maps[4],
    "stage-4-map": maps[5],
    "strides": ", ".join(str(stride) for stride in strides[2:]),
    "stem-weights": f"{parameters[0] / 1e6:.2f} M",
    "stage-1-weights": f"{parameters[2] / 1e6:.2f} M",
    "stage-2-weights": f"{parameters[3] / 1e6:.2f} M",
    "stage-3-weights": f"{parameters[4] / 1e6:.2f} M",
    "stage-4-weights": f"{parameters[5] / 1e6:.2f} M",
    "head-weights": f"{parameters[6] / 1e6:.2f} M",
    "stem-work": f"{work[0] / 1e9:.2f} G",
    "stage-1-work": f"{work[2] / 1e9:.2f} G",
    "stage-2-work": f"{work[3] / 1e9:.2f} G",
    "stage-3-work": f"{work[4] / 1e9:.2f} G",
    "stage-4-work": f"{work[5] / 1e9:.2f} G",
}

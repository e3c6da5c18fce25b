# %% [markdown]
# # Inverted residual
# Why does MobileNetV2 widen inside a block, and why has its narrow end no activation?

# %%
import math

import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

# %% [markdown]
# ## The block
# Expand by a 1×1, filter each channel by itself, project back by a 1×1 without an
# activation. The skip joins the narrow ends, where input and output agree.


# %%
class InvertedResidual(nn.Module):
    def __init__(self, channels, out, stride=1, expand=6):
        super().__init__()
        inner = channels * expand

        def layer(a, b, k, stride=1, groups=1, act=True):
            conv = nn.Conv2d(a, b, k, stride, k // 2, groups=groups, bias=False)
            return [conv, nn.BatchNorm2d(b), *([nn.ReLU6()] if act else [])]

        self.branch = nn.Sequential(
            *(layer(channels, inner, 1) if expand != 1 else []),
            *layer(inner, inner, 3, stride, groups=inner),
            *layer(inner, out, 1, act=False),  # linear bottleneck
        )
        self.skip = stride == 1 and channels == out

    def forward(self, x):
        return x + self.branch(x) if self.skip else self.branch(x)


# %% [markdown]
# ## The whole network, counted
# (Expansion, channels, blocks, stride of the first), as the paper of MobileNetV2 has them.

# %%
table = [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2)]
table += [(6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]


def mobilenet_v2():
    layers, before = [nn.Conv2d(3, 32, 3, 2, 1, bias=False), nn.BatchNorm2d(32)], 32
    for expand, channels, count, stride in table:
        for i in range(count):
            first = stride if i == 0 else 1
            layers.append(InvertedResidual(before, channels, first, expand))
            before = channels
    layers += [nn.Conv2d(before, 1280, 1, bias=False), nn.BatchNorm2d(1280)]
    head = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(1280, 1000)]
    return nn.Sequential(*layers, *head)


with torch.device("meta"):
    net = mobilenet_v2()
parameters = sum(p.numel() for p in net.parameters())
assert parameters == 3_504_872  # torchvision's mobilenet_v2
with FlopCounterMode(display=False) as counter:
    net(torch.empty(1, 3, 224, 224, device="meta"))
mult_adds = counter.get_total_flops() / 2

# %% [markdown]
# ## What ReLU loses
# Let $m$ random units look at a vector of $d$ numbers. Each is open with chance one half.
# The open ones tell the vector apart from its neighbours if they are $d$ at least; fewer
# lose some direction. So the chance to lose is that of fewer than $d$ heads in $m$ throws.


# %%
def lost(d, expand):
    m = d * expand
    return sum(math.comb(m, k) for k in range(d)) / 2**m


torch.manual_seed(0)
d, expand = 4, 2  # small enough to lose often
ranks = [
    torch.linalg.matrix_rank(w[w @ v > 0]).item() if (w @ v > 0).any() else 0
    for w, v in ((torch.randn(d * expand, d), torch.randn(d)) for _ in range(2000))
]
assert abs(sum(rank < d for rank in ranks) / len(ranks) - lost(d, expand)) < 0.06

# %% [markdown]
# ## Hard swish
# It replaces the sigmoid of swish by pieces of a line.


# %%
def hard_swish(x):
    return x * (x + 3).clamp(0, 6) / 6


grid = torch.linspace(-8, 8, 16_001, dtype=torch.double)
assert torch.allclose(hard_swish(grid), nn.functional.hardswish(grid))


def power(x):
    """The nearest power of ten."""
    exponent = str(round(math.log10(x)))
    return "10" + exponent.translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


gap = (hard_swish(grid) - grid * grid.sigmoid()).abs().max().item()

# %%
computed = {
    "parameters": f"{parameters / 1e6:.1f} million",
    "mult-adds": f"{mult_adds / 1e6:.0f} M",
    "lost-1": f"{lost(24, 1):.0%}",
    "lost-2": f"{lost(24, 2):.0%}",
    "lost-6": power(lost(24, 6)),
    "gap": f"{gap:.2f}",
}

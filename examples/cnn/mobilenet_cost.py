# %% [markdown]
# # Where MobileNet spends its multiply-adds
# What do separable convolutions save over the whole network, and which of their two
# halves costs more?

# %%
import matplotlib.pyplot as plt
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

# %% [markdown]
# ## Thirteen blocks
# (Input channels, output channels, stride) of each block of MobileNet v1. `groups`
# makes the 3×3 depthwise, the 1×1 then mixes the channels.

# %%
blocks = [(32, 64, 1), (64, 128, 2), (128, 128, 1), (128, 256, 2), (256, 256, 1)]
blocks += [(256, 512, 2), *[(512, 512, 1)] * 5, (512, 1024, 2), (1024, 1024, 1)]


def conv(c, n, k, stride=1, groups=1, bias=False):
    padding = k // 2
    return nn.Conv2d(c, n, k, stride, padding, 1, groups, bias, device="meta")


def separable(c, n, stride):
    return nn.Sequential(conv(c, c, 3, stride, groups=c), conv(c, n, 1))


def regular(c, n, stride):
    return conv(c, n, 3, stride)


# %% [markdown]
# ## Counted by PyTorch
# Every layer by itself, for a 224×224 image. One multiply-add is two FLOPs. The
# classifier is a linear layer, written as a 1×1 after the average pool.


# %%
def mult_adds(layer, x):
    with FlopCounterMode(display=False) as counter:
        y = layer(x)
    return counter.get_total_flops() / 2, y


def count(block):
    """Multiply-adds of stem, block parts and classifier, and the parameters of all."""
    parts = [conv(3, 32, 3, 2)]
    for shape in blocks:
        made = block(*shape)
        parts += made if isinstance(made, nn.Sequential) else [made]
    parts += [nn.AdaptiveAvgPool2d(1), conv(1024, 1000, 1, bias=True)]
    costs, x = [], torch.empty(1, 3, 224, 224, device="meta")
    for part in parts:
        cost, x = mult_adds(part, x)
        costs.append(cost)
    return costs, sum(p.numel() for part in parts for p in part.parameters())


costs, params = count(separable)
regular_costs, regular_params = count(regular)
# Howard et al. 2017, Table 4: 569 and 4866 million, 4.2 and 29.3 million parameters.
assert abs(sum(costs) / 1e6 - 569) < 1
assert abs(sum(regular_costs) / 1e6 - 4866) < 2
assert (round(params / 1e6, 1), round(regular_params / 1e6, 1)) == (4.2, 29.3)

# %%
depthwise, pointwise = costs[1:-2:2], costs[2:-2:2]
# Their Table 2: the 1×1 convolutions hold 94.86%, the depthwise ones 3.06%.
assert abs(sum(pointwise) / sum(costs) - 0.9486) < 0.001
assert abs(sum(depthwise) / sum(costs) - 0.0306) < 0.001
places = torch.arange(1, 14)
fig, ax = plt.subplots(num="layers")
wide = [cost / 1e6 for cost in pointwise]
ax.bar(places, wide, color="C0")
ax.bar(
    places, [cost / 1e6 for cost in depthwise], bottom=wide, color="C1", hatch="////"
)
ax.text(0.6, 66, "top, hatched: depthwise 3×3", color="C1")
ax.text(0.6, 60, "below: pointwise 1×1", color="C0")
ax.set(xticks=[1, 4, 7, 10, 13], ylim=(0, 72), xlabel="block")
ax.set_ylabel("multiply-adds (millions)")

# %%
computed = {
    "separable": f"{sum(costs) / 1e6:,.0f} M",
    "regular": f"{sum(regular_costs) / 1e6:,.0f} M",
    "ratio": f"{sum(regular_costs) / sum(costs):.2f}×",
    "separable-parameters": f"{params / 1e6:.1f} M",
    "regular-parameters": f"{regular_params / 1e6:.1f} M",
    "parameter-ratio": f"{regular_params / params:.1f}×",
    "pointwise-share": f"{sum(pointwise) / sum(costs):.0%}",
}

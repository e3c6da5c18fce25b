# %% [markdown]
# # What groups, bias and dilation cost
# How do parameters and multiply-adds of a convolution change with groups, bias and
# dilation?

# %%
from itertools import product

import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

# %% [markdown]
# ## Counted by hand
# An output channel sees only the input channels of its group. Each weight works once at
# every output position. The bias is an addition, which counters of multiply-adds leave
# out. Dilation moves the taps; their number stays.


# %%
def layer_cost(c_in, c_out, f, positions, groups=1, bias=True):
    """Parameters and multiply-adds of a convolution with kernel size f for one image."""
    weights = c_out * (c_in // groups) * f * f
    return weights + bias * c_out, weights * positions


def counted(layer, size):
    x = torch.empty(1, layer.in_channels, size, size, device="meta")
    with FlopCounterMode(display=False) as counter:
        y = layer(x)
    parameters = sum(p.numel() for p in layer.parameters())
    return y.shape[-1] ** 2, parameters, counter.get_total_flops() / 2


for c_in, c_out, f, groups, dilation, bias, stride in product(
    (8, 12), (8, 16), (1, 3, 5), (1, 2, 4), (1, 2), (False, True), (1, 2)
):
    layer = nn.Conv2d(c_in, c_out, f, stride, 2, dilation, groups, bias, device="meta")
    positions, *real = counted(layer, 19)
    assert real == [*layer_cost(c_in, c_out, f, positions, groups, bias)]

# %% [markdown]
# ## One layer, four ways
# A 3×3 layer, as many channels out as in, a 56×56 map that padding keeps.

# %%
C, SIZE = 256, 56
plain = layer_cost(C, C, 3, SIZE**2)
grouped = layer_cost(C, C, 3, SIZE**2, groups=32)
depthwise = layer_cost(C, C, 3, SIZE**2, groups=C)
dilated = nn.Conv2d(C, C, 3, padding=2, dilation=2, device="meta")
assert counted(dilated, SIZE) == (SIZE**2, *plain)
assert plain[1] == 32 * grouped[1] == C * depthwise[1]

# %% [markdown]
# ## A large depthwise kernel beside two 1×1 layers
# A ConvNeXt block has a 7×7 depthwise layer and two 1×1 layers, to four times the
# channels and back. A position costs the first $k^2 C$ multiply-adds for kernel size k
# and C channels, the other two $2 \cdot 4 C^2$.


# %%
def depthwise_share(c, k):
    """Share of a k×k depthwise layer in the multiply-adds of a ConvNeXt block of c channels."""
    depth = layer_cost(c, c, k, 1, groups=c)[1]
    wide = layer_cost(c, 4 * c, 1, 1)[1] + layer_cost(4 * c, c, 1, 1)[1]
    return depth / (depth + wide)


first, last = 96, 768  # channels of the first and the last stage of ConvNeXt-T
shares = [depthwise_share(c, 7) for c in (first, last)]
at_31 = depthwise_share(first, 31)
assert abs(shares[0] - 49 / (49 + 8 * first)) < 1e-12

# %%
computed = {
    "weights": f"{plain[0] - C:,}",
    "bias": f"{plain[0] - layer_cost(C, C, 3, 1, bias=False)[0]}",
    "mult-adds": f"{plain[1] / 1e9:.2f} G",
    "grouped": f"{grouped[1] / 1e6:.0f} M",
    "grouped-weights": f"{grouped[0] - C:,}",
    "depthwise": f"{depthwise[1] / 1e6:.1f} M",
    "depthwise-weights": f"{depthwise[0] - C:,}",
    "share-first": f"{shares[0]:.0%}",
    "share-last": f"{shares[1]:.1%}",
    "share-31": f"{at_31:.0%}",
}

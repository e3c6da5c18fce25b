# %% [markdown]
# # Size, weights and cost of a convolution layer
# How large is the output, how many weights does the layer have, and how many
# multiply-adds does it take?

# %%
from itertools import product

import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

# %% [markdown]
# ## Output size
# The kernel spans $d(f-1)+1$ of the $H + 2p$ padded pixels and moves by $s$. Each
# setting is compared with the layer itself, which refuses an input that the kernel does
# not fit into. The `meta` device gives shapes without values.


# %%
def out_size(h, f, s=1, p=0, d=1):
    span = d * (f - 1) + 1
    if h + 2 * p < span:
        raise ValueError(
            f"a kernel that spans {span} does not fit into {h + 2 * p} pixels"
        )
    return (h + 2 * p - span) // s + 1


for h, f, s, p, d in product((9, 15, 16), (1, 2, 3, 5), (1, 2, 3), (0, 1, 2), (1, 2)):
    real = nn.Conv2d(1, 1, f, s, p, d, device="meta")
    image = torch.empty(1, 1, h, h, device="meta")
    assert real(image).shape[-1] == out_size(h, f, s, p, d)

# %% [markdown]
# ## The first layer of ResNet-50
# Each weight works once at every output position. PyTorch counts two FLOPs for one
# multiply-add.

# %%
first = nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False, device="meta")
with FlopCounterMode(display=False) as counter:
    image = torch.empty(1, 3, 224, 224, device="meta")
    maps = first(image)
out = maps.shape[-1]
weights = 64 * 3 * 7**2
mult_adds = out**2 * weights
assert out == out_size(224, 7, 2, 3)
assert weights == first.weight.numel()
assert 2 * mult_adds == counter.get_total_flops()

# %% [markdown]
# ## The same two maps, fully connected
# Every output would have a weight of its own for every input value.

# %%
pixels_in, units_out = 3 * 224**2, 64 * out**2
dense = nn.Linear(pixels_in, units_out, bias=False, device="meta").weight.numel()
assert dense == image.numel() * maps.numel()

# %% [markdown]
# ## Three 3×3 layers or one 7×7
# Both see seven pixels a side. With C channels in and out each weight count is a multiple
# of C².

# %%
c = 64
small = 3 * nn.Conv2d(c, c, 3, bias=False, device="meta").weight.numel()
large = nn.Conv2d(c, c, 7, bias=False, device="meta").weight.numel()
assert out_size(out_size(out_size(7, 3), 3), 3) == out_size(7, 7) == 1
assert small * 49 == large * 27

# %%
computed = {
    "output-size": f"{out}×{out}",
    "weights": f"{weights:,}",
    "mult-adds": f"{mult_adds / 1e6:.0f} M",
    "dense-weights": f"{dense / 1e9:.0f} billion",
    "three-3x3": f"{small // c**2} C²",
    "one-7x7": f"{large // c**2} C²",
}

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
# setting is compared with the layer itself. The `meta` device gives shapes without
# values.


# %%
def out_size(h, f, s=1, p=0, d=1):
    return (h + 2 * p - d * (f - 1) - 1) // s + 1


for h, f, s, p, d in product((15, 16), (1, 2, 3, 5), (1, 2, 3), (0, 1, 2), (1, 2)):
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
    out = first(torch.empty(1, 3, 224, 224, device="meta")).shape[-1]
weights = 64 * 3 * 7**2
mult_adds = out**2 * weights
assert out == out_size(224, 7, 2, 3)
assert weights == first.weight.numel()
assert 2 * mult_adds == counter.get_total_flops()

# %% [markdown]
# ## The same two maps, fully connected
# Every output would have a weight of its own for every input pixel.

# %%
pixels_in, units_out = 3 * 224**2, 64 * out**2
dense = nn.Linear(pixels_in, units_out, bias=False, device="meta").weight.numel()

# %%
facts = {
    "output-size": f"{out}×{out}",
    "weights": f"{weights:,}",
    "mult-adds": f"{mult_adds / 1e6:.0f} M",
    "dense-weights": f"{dense / 1e9:.0f} billion",
}

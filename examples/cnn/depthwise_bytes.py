# %% [markdown]
# # What a depthwise layer moves
# How many times fewer operations and how many times fewer bytes has a depthwise layer than
# a regular one?

# %%
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

# %% [markdown]
# Both layers read and write the same maps; only the weights differ. So the depthwise layer
# moves far less where weights are most of what moves, in a late layer on one image, and
# about as much where maps are: at a large batch, or early in the network. Counted in FP32,
# each tensor moved once.


# %%
def moved(c, size, batch, groups, k=3):
    """Bytes of the weights and of both maps of a layer from c to c channels."""
    return 4 * c * (c // groups) * k**2, 4 * 2 * batch * c * size**2


def counted(c, size, batch, groups):
    """Bytes and FLOPs of a real layer."""
    x = torch.empty(batch, c, size, size, device="meta")
    layer = nn.Conv2d(c, c, 3, padding=1, groups=groups, bias=False, device="meta")
    with FlopCounterMode(display=False) as counter:
        y = layer(x)
    tensors = (layer.weight, x, y)
    return sum(t.numel() * t.element_size() for t in tensors), counter.get_total_flops()


def times_fewer(c, size, batch):
    """How many times fewer bytes the depthwise layer moves."""
    return sum(moved(c, size, batch, 1)) / sum(moved(c, size, batch, c))


late, early = (512, 14), (64, 112)  # channels and side
for c, size in (late, early):
    for batch in (1, 32):
        for groups in (1, c):
            assert (
                counted(c, size, batch, groups)[0] == moved(c, size, batch, groups)[0]
                + moved(c, size, batch, groups)[1]
            )  # fmt: skip
weights, maps = moved(*late, 1, 1)
operations = counted(*late, 1, 1)[1] / counted(*late, 1, late[0])[1]
assert operations == late[0]

# %%
computed = {
    "regular": f"{(weights + maps) / 1e6:.1f} MB",
    "depthwise": f"{sum(moved(*late, 1, late[0])) / 1e6:.2f} MB",
    "weights-share": f"{weights / (weights + maps):.0%}",
    "fewer-operations": f"{operations:.0f}×",
    "fewer-bytes": f"{times_fewer(*late, 1):.0f}×",
    "fewer-bytes-32": f"{times_fewer(*late, 32):.1f}×",
    "fewer-bytes-early": f"{times_fewer(*early, 1):.2f}×",
}

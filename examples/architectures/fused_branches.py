# %% [markdown]
# # Three branches that become one layer
# How does RepVGG train with a skip and run without it?

# %%
import torch
import torch.nn.functional as F
from torch import nn

# %% [markdown]
# ## The block in training
# A 3×3, a 1×1 and the identity, each with a batch norm, are added, and a ReLU follows.


# %%
class Branches(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.wide = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.point = nn.Conv2d(channels, channels, 1, bias=False)
        self.norms = nn.ModuleList(nn.BatchNorm2d(channels) for _ in range(3))

    def forward(self, x):
        parts = (self.wide(x), self.point(x), x)
        pairs = zip(self.norms, parts, strict=True)
        return sum(norm(part) for norm, part in pairs).relu()


# %% [markdown]
# ## Fused
# In evaluation all is linear up to the ReLU. Write each branch as a 3×3 layer: the 1×1 is
# its middle, the identity a one in the middle, from each channel to itself. Fold the norms
# and add the weights and the biases up.


# %%
@torch.no_grad()
def fuse(block):
    """Weight (C, C, 3, 3) and bias (C,) of the one layer that does the same."""
    point = F.pad(block.point.weight, (1, 1, 1, 1))  # (C, C, 1, 1) to (C, C, 3, 3)
    one = F.pad(
        torch.eye(len(point), dtype=point.dtype)[:, :, None, None], (1, 1, 1, 1)
    )
    weight, bias = 0, 0
    kernels = (block.wide.weight, point, one)
    for norm, kernel in zip(block.norms, kernels, strict=True):
        scale = norm.weight / (norm.running_var + norm.eps).sqrt()  # (C,)
        weight = weight + kernel * scale[:, None, None, None]
        bias = bias + norm.bias - norm.running_mean * scale
    return weight, bias


torch.manual_seed(0)
block = Branches(64).double()
for norm in block.norms:  # as after training
    for values in (norm.running_mean, norm.bias, norm.weight):
        nn.init.normal_(values)
    nn.init.uniform_(norm.running_var, 0.5, 2)
x = torch.randn(2, 64, 9, 8, dtype=torch.double)
weight, bias = fuse(block.eval())
difference = (F.conv2d(x, weight, bias, padding=1).relu() - block(x)).abs().max()
rounding = -12
assert difference < 10**rounding
superscript = str(rounding).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))

# %%
trained = sum(p.numel() for p in block.parameters())
fused = weight.numel() + bias.numel()
computed = {
    "difference": f"less than 10{superscript}",
    "trained": f"{trained:,}",
    "fused": f"{fused:,}",
}

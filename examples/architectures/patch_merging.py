# %% [markdown]
# # Between Swin's stages and inside its windows
# How does Swin halve its map, and which bias does a pair of patches take?

# %%
import torch
from torch import nn

# %% [markdown]
# ## Merge patches
# The channels of 2×2 neighbours stand side by side, are normalized and projected to twice
# the width.


# %%
def merge_patches(x, norm, reduction):
    """(H, W, C) to (H/2, W/2, 2·C): layer norm, then one matrix from 4·C."""
    corners = [x[row::2, column::2] for column in (0, 1) for row in (0, 1)]
    return reduction(norm(torch.cat(corners, -1)))


number = torch.arange(16).view(4, 4, 1)
merged = merge_patches(number, nn.Identity(), nn.Identity())
assert merged[0].tolist() == [[0, 4, 1, 5], [2, 6, 3, 7]]

# From the first stage of Swin-T to the second.
with torch.device("meta"):
    merge = nn.LayerNorm(4 * 96), nn.Linear(4 * 96, 2 * 96, bias=False)
    assert merge_patches(torch.empty(56, 56, 96), *merge).shape == (28, 28, 2 * 96)
weights = sum(p.numel() for module in merge for p in module.parameters())

# %% [markdown]
# ## Look up biases
# A table holds a number for each offset between two patches of a window. Each pair of
# patches finds the place of its offset in it.


# %%
def offset_index(size):
    """(size², size²): which of the (2·size - 1)² biases each pair takes."""
    place = torch.stack(
        torch.meshgrid(torch.arange(size), torch.arange(size), indexing="ij"), -1
    ).flatten(0, 1)  # (size², 2): row and column
    offset = place[:, None] - place + size - 1  # from 0 to 2·size - 2 in both axes
    return offset[..., 0] * (2 * size - 1) + offset[..., 1]


index = offset_index(7)
assert index.unique().numel() == (2 * 7 - 1) ** 2
bias = torch.randn(3, (2 * 7 - 1) ** 2)[:, index]  # three heads
assert bias.shape == (3, 7**2, 7**2)
assert torch.equal(bias[:, 0, 1], bias[:, 8, 9])  # one step to the right, a row below

# %%
computed = {"merged": f"{weights:,}"}

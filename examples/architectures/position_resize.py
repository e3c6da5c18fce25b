# %% [markdown]
# # Positions at another resolution
# How are learned positions carried over to a larger image?

# %%
import torch
import torch.nn.functional as F

# %% [markdown]
# ## In two dimensions
# [CLS] keeps its vector. The others go back to the grid from which they were read, are
# interpolated there, and are read row by row again.


# %%
def resize_positions(positions, side, mode="bicubic"):
    """(1, 1 + N, D) to (1, 1 + side², D); N is a square."""
    cls, grid = positions[:, :1], positions[:, 1:]
    old, width = round(grid.shape[1] ** 0.5), grid.shape[2]
    grid = grid.transpose(1, 2).reshape(1, width, old, old)
    grid = F.interpolate(grid, size=(side, side), mode=mode)
    return torch.cat([cls, grid.flatten(2).transpose(1, 2)], 1)


torch.manual_seed(0)
positions = torch.randn(1, 1 + 14**2, 768)
assert torch.equal(resize_positions(positions, 14)[:, 0], positions[:, 0])
assert torch.allclose(resize_positions(positions, 14), positions, atol=1e-5)
larger = resize_positions(positions, 24)
more = (larger.numel() - positions.numel()) // len(positions)

# %% [markdown]
# ## In one dimension it is wrong
# Let the positions be the coordinates themselves: row and column of each patch, in units
# of the image's side. Interpolated along the sequence, a new row of tokens spans fewer
# old tokens than an old row holds, so the columns run out of step.


# %%
def coordinates(side):
    place = (torch.arange(side, dtype=torch.double) + 0.5) / side
    return torch.stack(torch.meshgrid(place, place, indexing="ij"), -1).flatten(0, 1)


def far_off(found, side):
    """Shares of tokens whose row, and column, is off by more than an old patch."""
    error = (found - coordinates(side)).abs()
    return (error > 1 / 14).double().mean(0).tolist()  # of rows, of columns


start = coordinates(14)[None]  # (1, N, 2)
cls = torch.zeros(1, 1, 2, dtype=torch.double)
plane = resize_positions(torch.cat([cls, start], 1), 24, "bilinear")[0, 1:]
line = F.interpolate(start.transpose(1, 2), size=24**2, mode="linear")[0].T
wrong = {"plane": far_off(plane, 24), "line": far_off(line, 24)}
assert wrong["plane"] == [0, 0]
assert wrong["line"][0] == 0  # rows are right
spanned = 24 * 14**2 / 24**2

# %%
computed = {
    "tokens": f"{larger.shape[1]} tokens",
    "more": f"{more:,}",
    "plane": f"{wrong['plane'][1]:.0%}",
    "line": f"{wrong['line'][1]:.0%}",
    "spanned": f"{spanned:.1f}",
}

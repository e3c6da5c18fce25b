# %% [markdown]
# # A tiled matrix product
# How often does a matrix product read its inputs from slow memory, and how much does a
# tile on chip save?

# %%
import math

import matplotlib.pyplot as plt
import torch

# %% [markdown]
# A tile of the output stays on chip while tiles of both inputs pass by. Each number that
# is read serves a whole row or column of the tile.


# %%
def tiled_matmul(a, b, tile):
    """a (n, k) times b (k, m), and how many numbers slow memory reads and writes."""
    (n, k), m, moved = a.shape, b.shape[1], 0
    out = a.new_empty(n, m)
    for i in range(0, n, tile):
        for j in range(0, m, tile):
            rows, columns = slice(i, i + tile), slice(j, j + tile)
            on_chip = torch.zeros_like(out[rows, columns])
            for inner in range(0, k, tile):
                left, right = (
                    a[rows, inner : inner + tile],
                    b[inner : inner + tile, columns],
                )
                moved += left.numel() + right.numel()  # to the chip
                on_chip += left @ right  # there all is fast
            out[rows, columns] = on_chip
            moved += on_chip.numel()  # back, once
    return out, moved


N, TILE = 32, 8
torch.manual_seed(0)
a, b = torch.randn(N, N, dtype=torch.float64), torch.randn(N, N, dtype=torch.float64)
tiles, moved = [1, 2, 4, 8, 16, 32], {}
for tile in tiles:
    out, moved[tile] = tiled_matmul(a, b, tile)
    torch.testing.assert_close(out, a @ b)
    assert moved[tile] == 2 * N**3 // tile + N**2

# %% [markdown]
# $2n^3/T + n^2$ numbers for tiles of side T, so about $T$ FLOPs for each number moved:
# $T/2$ a byte in FP16. Three square tiles must fit on chip, say in one
# multiprocessor of an A100.


# %%
def intensity(tile, size=2):
    """FLOPs per byte for numbers of some bytes."""
    return 2 * N**3 / (size * moved[tile])


ON_CHIP = 192 * 1024  # bytes of one multiprocessor
largest = math.isqrt(ON_CHIP // (3 * torch.half.itemsize))

fig, ax = plt.subplots(num="traffic", figsize=(5, 2.6))
ax.plot(tiles, [moved[tile] / (3 * N**2) for tile in tiles], "o-", color="C0")
ax.set_xscale("log", base=2)
ax.set_yscale("log")
ax.set_xticks(tiles, [str(tile) for tile in tiles])
ax.set_yticks([1, 10], ["1", "10"])
ax.minorticks_off()
ax.set(xlabel="side of a tile", ylabel="traffic (1 = each\nnumber moved once)")

# %%
computed = {
    "saving": f"{moved[1] / moved[TILE]:.0f}×",
    "largest": f"{largest}",
    "traffic-1": f"{moved[1] / (3 * N**2):.0f}×",
}
given = {"size": f"{N}×{N}", "tile": f"{TILE}×{TILE}"}

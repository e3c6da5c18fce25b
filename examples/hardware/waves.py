# %% [markdown]
# # Waves of tiles
# Why may a slightly larger matrix product take twice as long?

# %%
import math

import matplotlib.pyplot as plt
from _cards import A100

# %% [markdown]
# A product is cut into tiles of the output, one for each multiprocessor at a time. All
# take equally long, so time goes by whole waves: the last one may be nearly empty.

# %%
SMS, TILE = 108, 128  # multiprocessors of an A100; side of a tile


def tiles(m, n, tile=TILE):
    """Tiles of an output of m × n, those at the border included."""
    return math.ceil(m / tile) * math.ceil(n / tile)


def waves(count, sms=SMS):
    """Rounds until all tiles are done."""
    return math.ceil(count / sms)


def busy(m, n):
    """Useful outputs over outputs that the waves could have made."""
    return m * n / (waves(tiles(m, n)) * SMS * TILE**2)


ROWS, FITS = 1536, 1152
assert ROWS % TILE == FITS % TILE == 0
full, over = tiles(ROWS, FITS), tiles(ROWS, FITS + 1)
assert waves(full) == 1 < waves(over)

# %%
widths = list(range(128, 4 * FITS, 8))
fig, ax = plt.subplots(num="in-use", figsize=(5, 2.4))
ax.plot(widths, [busy(ROWS, n) for n in widths], color="C0")
ax.set(xlabel="columns of the output", ylabel="share in use", ylim=(0, 1.05))

# %% [markdown]
# ## How many warps fit?
# A multiprocessor has 65,536 registers for at most 64 warps of 32 threads. Registers that
# a thread uses limit how many warps can take turns.

# %%
REGISTERS, MOST, THREAD = 65_536, 64, 128  # the last of one thread


def occupancy(per_thread):
    """Share of the possible warps that the registers leave room for."""
    return min(MOST, REGISTERS // (32 * per_thread)) / MOST


# %% [markdown]
# ## What the peak is made of
# By NVIDIA's white paper each of four tensor cores of a multiprocessor does 256
# multiply-adds in a clock, at a boost clock of 1,410 MHz.

# %%
CLOCK = 1410  # MHz
peak = SMS * 4 * 256 * 2 * CLOCK * 1e6
assert abs(peak / A100.peak - 1) < 0.001

# %%
computed = {
    "peak": f"{peak / 1e12:.0f} TFLOP/s",
    "full": f"{full}",
    "over": f"{over}",
    "waves": f"{waves(over)}",
    "busy": f"{busy(ROWS, FITS):.0%}",
    "busy-over": f"{busy(ROWS, FITS + 1):.0%}",
    "occupancy": f"{occupancy(THREAD):.0%}",
}
given = {
    "registers": f"{REGISTERS:,}",
    "most": f"{MOST}",
    "thread": f"{THREAD}",
    "rows": f"{ROWS:,}",
    "fits": f"{FITS:,}",
    "tile": f"{TILE}",
    "sms": f"{SMS}",
}

# %% [markdown]
# # Fragmentation
# How can memory run out while enough of it is free?

# %%
from itertools import pairwise

import matplotlib.pyplot as plt

# %% [markdown]
# A tensor needs its bytes in one piece. A toy pool hands out the first gap that is large
# enough. PyTorch's allocator is cleverer, it has pools by size and can give whole blocks
# back, but a block with one small tensor in it must stay.


# %%
class Pool:
    """Pieces of one range of memory, by their start."""

    def __init__(self, size):
        self.size, self.used = size, {}

    def gaps(self):
        """(start, length) of each free piece."""
        ends = sorted((start, start + n) for start, n in self.used.items())
        edges = [(0, 0), *ends, (self.size, self.size)]
        pairs = pairwise(edges)
        return [(end, start - end) for (_, end), (start, _) in pairs if start > end]

    def take(self, size):
        """Where a piece now starts; MemoryError if no gap is large enough."""
        for start, length in self.gaps():
            if length >= size:
                self.used[start] = size
                return start
        raise MemoryError(f"{size} of {self.free()} free, largest {self.largest()}")

    def give(self, start):
        del self.used[start]

    def free(self):
        return sum(length for _, length in self.gaps())

    def largest(self):
        return max((length for _, length in self.gaps()), default=0)


# %% [markdown]
# Maps of one image size come in pairs with something that stays: a loss that was kept
# as a tensor, a cached feature. When the maps go, what stays cuts the room to pieces.

# %%
SIZE, MAP, SMALL = 1000, 90, 10  # MB
pool = Pool(SIZE)
maps = []
while pool.free():
    maps.append(pool.take(MAP))
    pool.take(SMALL)
for start in maps:
    pool.give(start)
free, largest = pool.free(), pool.largest()
assert free == len(maps) * MAP
try:
    pool.take(2 * MAP)
    raise AssertionError("the pool should be too fragmented")
except MemoryError as error:
    print(error)

# What stays taken first, in one place, leaves the same bytes free in one piece.
tidy = Pool(SIZE)
for _ in maps:
    tidy.take(SMALL)
assert tidy.free() == free == tidy.largest()

# %%
fig, axes = plt.subplots(2, 1, sharex=True, num="pools", figsize=(5, 1.9))
for ax, (name, each) in zip(axes, {"mixed": pool, "apart": tidy}.items(), strict=True):
    ax.barh(0, each.free() + sum(each.used.values()), color="0.85")
    for start, length in each.used.items():
        ax.barh(0, length, left=start, color="C1")
    ax.set_yticks([0], [name])
    ax.grid(False)
axes[1].set(xlabel="memory (MB); taken pieces are dark", xlim=(0, SIZE))

# %%
computed = {
    "free": f"{free} MB",
    "largest": f"{largest} MB",
    "tidy": f"{tidy.largest()} MB",
}
given = {"size": f"{SIZE} MB", "map": f"{MAP} MB"}

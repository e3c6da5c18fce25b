# %% [markdown]
# # The order of a sum
# Why can the same numbers, added in another order, give another result?

# %%
import math

import numpy as np

# %% [markdown]
# `float32` keeps a fixed number of digits. What is below the last digit of the larger
# number is lost when the two are added, so the order matters.


# %%
def in_turn(values):
    """One after the other, in float32."""
    return values.cumsum(dtype=np.float32)[-1]


large, small = np.float32(1e8), np.float32(1)
left = in_turn(np.array([large, small, -large]))
right = in_turn(np.array([large, -large, small]))
assert left != right
assert np.spacing(large) > 2 * small  # the gap between neighbours

# %% [markdown]
# A sum of many terms, from the largest to the smallest, the other way round, and in
# pairs as a tree, as parallel hardware adds.

# %%
terms = (1 / np.arange(1, 100_001)).astype(np.float32)


def in_pairs(values):
    """As a tree: neighbours are added until one number is left."""
    while len(values) > 1:
        if len(values) % 2:
            values = np.append(values, np.float32(0))
        values = values[::2] + values[1::2]
    return values[0]


def kahan(values):
    """In turn; what rounding cut off of a term goes into the next one."""
    total = lost = values.dtype.type(0)
    for value in values:
        term = value - lost
        new = total + term
        lost = (new - total) - term  # what was added too much
        total = new
    return total


exact = math.fsum(terms.tolist())
down, up, tree = in_turn(terms), in_turn(terms[::-1]), in_pairs(terms)
assert abs(tree - exact) < abs(down - exact)
assert abs(up - exact) < abs(down - exact)
assert abs(kahan(terms) - exact) <= np.spacing(np.float32(exact))

# %% [markdown]
# In half precision a sum of ones stands still where one is half of the gap to the next
# number: the tie is rounded to the even neighbour.

# %%
ones = np.ones(5000, np.float16)
stuck = ones.cumsum(dtype=np.float16)[-1]
assert np.spacing(stuck) == 2
assert kahan(ones) == in_pairs(ones.astype(np.float32)) == len(ones)

# %%
computed = {
    "left": f"{left:.0f}",
    "right": f"{right:.0f}",
    "down": f"{down:.5f}",
    "up": f"{up:.5f}",
    "tree": f"{tree:.5f}",
    "exact": f"{exact:.5f}",
    "stuck": f"{stuck:,.0f}",
}

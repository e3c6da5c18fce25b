# %% [markdown]
# # Dilation rates that leave no hole
# Which dilation rates, one after another, read every pixel of the field that they span?

# %%
from itertools import product

import torch
import torch.nn.functional as F

# %% [markdown]
# ## What a unit reads
# With all-ones kernels the gradient of one unit is non-zero exactly on the pixels that it
# reads. One axis is enough: a square kernel reads the same places in rows and columns.


# %%
def places_read(rates):
    """Whether the unit of layers of kernel 3, stride 1 reads each place of its field."""
    x = torch.zeros(1, 1, 1 + 2 * sum(rates), dtype=torch.float64, requires_grad=True)
    y, ones = x, torch.ones(1, 1, 3, dtype=x.dtype)
    for rate in rates:
        y = F.conv1d(y, ones, dilation=rate)
    y.sum().backward()  # a single unit is left, so the input is its field
    return x.grad[0, 0] > 0


def share(rates):
    read = places_read(rates)
    return f"{read.sum()} of {len(read)}"


# %% [markdown]
# ## The rule
# Growing is not enough: 2, 4, 8 reads a grid, 1, 2, 9 leaves gaps. Sort the rates. No rate
# may be larger than the field of the smaller ones, so the smallest is one. The layers may
# stand in any order: a layer of rate one after 2, 2, 2 fills all. Tried on all rates up
# to seven, in one to four layers.


# %%
def leaves_no_hole(rates):
    """Whether layers of kernel 3, stride 1 and these rates read their whole field."""
    field = 1
    for rate in sorted(rates):
        if rate > field:
            return False
        field += 2 * rate
    return True


for layers in range(5):
    for rates in product(range(1, 8), repeat=layers):
        assert leaves_no_hole(rates) == places_read(rates).all()

# %%
computed = {
    "doubling-from-two": share([2, 4, 8]),
    "too-fast": share([1, 2, 9]),
    "largest": share([1, 3, 9]),
    "filled": share([2, 2, 2, 1]),
}

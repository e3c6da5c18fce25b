# %% [markdown]
# # The transposed convolution
# What does it compute, how large is its output, and does it undo a convolution?

# %%
from itertools import product

import torch
import torch.nn.functional as F

# %% [markdown]
# ## The transposed matrix
# A convolution is linear: its output is a matrix M times the input, both flattened. The
# backward pass multiplies by the transpose of M. The layer does just that, forward.


# %%
def matrix_of(layer, size):
    """The matrix of a linear layer on a map (1, 1, size, size)."""
    basis = torch.eye(size * size, dtype=torch.float64).view(-1, 1, size, size)
    return layer(basis).flatten(1).T  # (outputs, inputs)


torch.manual_seed(0)
weight = torch.randn(1, 1, 3, 3, dtype=torch.float64)
down = matrix_of(lambda x: F.conv2d(x, weight, stride=2, padding=1), 7)
up = matrix_of(lambda y: F.conv_transpose2d(y, weight, stride=2, padding=1), 4)
assert torch.allclose(up, down.T)
there_and_back = up @ down
assert not torch.allclose(there_and_back, torch.eye(49, dtype=torch.float64))
rank = int(torch.linalg.matrix_rank(there_and_back))

# %% [markdown]
# ## By hand: each input stamps the kernel
# Input (i, j) adds its value times the kernel to the output from (si, sj) on; p rows and
# columns are cut off all around. `output_padding` gives back some below and right.


# %%
def transposed_convolution(x, weight, s=1, p=0, output_padding=0):
    """Of (N, C, H, W) and weight (C, O, f, f)."""
    n, _, height, width = x.shape
    _, o, f, _ = weight.shape
    full = [(side - 1) * s + f + output_padding for side in (height, width)]
    y = x.new_zeros(n, o, *full)
    for i in range(height):
        for j in range(width):
            stamp = torch.einsum("nc,cohw->nohw", x[:, :, i, j], weight)
            y[:, :, i * s : i * s + f, j * s : j * s + f] += stamp
    return y[:, :, p : full[0] - p, p : full[1] - p]


x = torch.randn(2, 3, 5, 6, dtype=torch.float64)
kernel = torch.randn(3, 4, 4, 4, dtype=torch.float64)
for s, p, extra in ((1, 0, 0), (2, 1, 0), (2, 1, 1), (3, 0, 2)):
    ours = transposed_convolution(x, kernel, s, p, extra)
    assert torch.allclose(ours, F.conv_transpose2d(x, kernel, None, s, p, extra))

# %% [markdown]
# The same by zeros: put $s - 1$ zeros between the inputs, $f - 1 - p$ around them, and
# slide the flipped kernel with stride one.

# %%
s, p, f = 2, 1, 4
stuffed = torch.zeros(2, 3, (5 - 1) * s + 1, (6 - 1) * s + 1, dtype=x.dtype)
stuffed[..., ::s, ::s] = x
flipped = kernel.flip(2, 3).transpose(0, 1)
assert torch.allclose(
    F.conv2d(stuffed, flipped, padding=f - 1 - p),
    transposed_convolution(x, kernel, s, p),
)

# %% [markdown]
# ## The size
# It turns the size formula round. The floor sent s sizes to one, so `output_padding`
# chooses among them.


# %%
def out_size(h, f, s=1, p=0, d=1, output_padding=0):
    return (h - 1) * s - 2 * p + d * (f - 1) + output_padding + 1


for h, f, s, p, d in product((4, 7), (2, 3, 4), (1, 2, 3), (0, 1), (1, 2)):
    for extra in range(max(s, d)):
        map_ = torch.empty(1, 1, h, h, device="meta")
        ones = torch.empty(1, 1, f, f, device="meta")
        y = F.conv_transpose2d(map_, ones, None, s, p, extra, 1, d)
        assert y.shape[-1] == out_size(h, f, s, p, d, extra)
to_14 = [h for h in range(40) if (h + 2 - 3) // 2 + 1 == 14]
assert to_14 == [out_size(14, 3, 2, 1, 1, extra) for extra in (0, 1)]

# %% [markdown]
# ## Unpooling and pixel shuffle
# Max unpooling puts each value back where the maximum stood, the rest stays zero. A
# pixel shuffle is a transposed convolution whose kernel is as large as its stride.

# %%
pooled, where = F.max_pool2d(x[..., :4, :], 2, return_indices=True)
unpooled = F.max_unpool2d(pooled, where, 2)
filled = (unpooled != 0).double().mean().item()
block = torch.randn(3, 4, 2, 2, dtype=torch.float64)
point = block.permute(1, 2, 3, 0).reshape(16, 3, 1, 1)  # one 1×1 for each place
shuffled = F.pixel_shuffle(F.conv2d(x, point), 2)
assert torch.allclose(shuffled, F.conv_transpose2d(x, block, stride=2))

# %%
computed = {
    "matrix": "{}×{}".format(*down.shape),
    "rank": f"{rank} of {len(there_and_back)}",
    "sizes": " or ".join(map(str, to_14)),
    "doubled": f"{out_size(14, 4, 2, 1)}",
    "odd": f"{out_size(14, 3, 2, 1)}",
    "unpooled": f"{filled:.0%}",
}

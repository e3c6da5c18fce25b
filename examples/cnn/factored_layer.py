# %% [markdown]
# # Factoring a layer
# Which two smaller layers come closest to a convolution, and when are they cheaper?

# %%
import torch
import torch.nn.functional as F

torch.manual_seed(0)

# %% [markdown]
# ## One kernel
# A kernel is a column times a row if its matrix has rank one: as many singular values as
# terms.

# %%
binomial = torch.tensor([1.0, 2.0, 1.0], dtype=torch.float64)
slope = torch.tensor([-1.0, 0.0, 1.0], dtype=torch.float64)
blur, sobel = torch.outer(binomial, binomial), torch.outer(binomial, slope)
laplacian = torch.tensor([[0, 1, 0], [1, -4, 1], [0, 1, 0]], dtype=torch.float64)
ranks = [torch.linalg.matrix_rank(k).item() for k in (blur, sobel, laplacian)]

# %% [markdown]
# ## A whole layer
# Its weights are a matrix with a row for each output channel. The first R terms of its SVD are
# a layer to R channels with the old kernel size, and a 1×1 from there.


# %%
def factor(kernel, rank):
    """Kernels (R, C, f, f) and (O, R, 1, 1) that come closest to (O, C, f, f) in a row."""
    u, s, v = torch.linalg.svd(kernel.flatten(1), full_matrices=False)
    first = (s[:rank, None] * v[:rank]).reshape(-1, *kernel.shape[1:])
    return first, u[:, :rank, None, None]


O, C, f, R = 12, 8, 3, 5
kernel = torch.randn(O, C, f, f, dtype=torch.float64)
x = torch.randn(2, C, 9, 9, dtype=torch.float64)
first, second = factor(kernel, O)
torch.testing.assert_close(F.conv2d(F.conv2d(x, first), second), F.conv2d(x, kernel))
first, second = factor(kernel, R)
product = torch.einsum("or,rcij->ocij", second[:, :, 0, 0], first)
singular = torch.linalg.svdvals(kernel.flatten(1))
torch.testing.assert_close((kernel - product).norm(), singular[R:].norm())

# %% [markdown]
# ## What it costs
# Multiply-adds a position: $f^2 C O$ before, $R\,(f^2 C + O)$ after.


# %%
def cost(c, o, f, rank):
    """Multiply-adds a position of the two layers."""
    return rank * (f * f * c + o)


WIDTH, FEW = 256, 64
whole = 9 * WIDTH * WIDTH
even = max(rank for rank in range(1, 9 * WIDTH) if cost(WIDTH, WIDTH, 3, rank) < whole)
saved = whole / cost(WIDTH, WIDTH, 3, FEW)
assert whole / (9 * WIDTH + WIDTH) - 1 < even < whole / (9 * WIDTH + WIDTH)

# %%
computed = {
    "ranks": ", ".join(str(rank) for rank in ranks),
    "even": f"{even} of {WIDTH}",
    "saved": f"{saved:.1f}×",
}
given = {"few": f"{FEW} channels"}

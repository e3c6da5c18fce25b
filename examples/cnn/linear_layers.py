# %% [markdown]
# # Layers without an activation between them
# Which single convolution do two convolutions in a row make, if nothing stands between?

# %%
import torch
import torch.nn.functional as F

torch.manual_seed(0)

# %% [markdown]
# ## Two are one
# A tap of the first layer at $n$ and one of the second at $m$ read the pixel at $m + n$, and
# their weights multiply. So the kernels are convolved, and the channels in the middle are
# summed away: a kernel of $f_1 + f_2 - 1$ taps a side.


# %%
def compose(k1, b1, k2, b2):
    """The layer that first k1 (M, C, f1, f1), then k2 (O, M, f2, f2) make: (O, C, f, f)."""
    pad = k1.shape[-1] - 1
    flipped = k1.flip(2, 3).transpose(0, 1)  # (C, M, f1, f1)
    kernel = F.conv2d(k2, flipped, padding=pad)  # (O, C, f, f): sums over M
    return kernel, b2 + (k2.sum((2, 3)) @ b1)


options = {"dtype": torch.float64}
k1, b1 = torch.randn(8, 3, 3, 3, **options), torch.randn(8, **options)
k2, b2 = torch.randn(16, 8, 3, 3, **options), torch.randn(16, **options)
x = torch.randn(2, 3, 12, 12, **options)
kernel, bias = compose(k1, b1, k2, b2)
two = F.conv2d(F.conv2d(x, k1, b1), k2, b2)
torch.testing.assert_close(F.conv2d(x, kernel, bias), two)

# %% [markdown]
# ## The border, and ReLU
# With zero padding the first layer's output is padded, not computed, beyond the border. So
# the two are one only inside.

# %%
padded = F.conv2d(F.conv2d(x, k1, b1, padding=1), k2, b2, padding=1)
once = F.conv2d(x, kernel, bias, padding=2)
same = ((padded - once).abs() < 1e-9).all(1).all(0)  # (H, W)
side = len(same)
ring = next(r for r in range(side) if same[r : side - r, r : side - r].all())
between = F.conv2d(F.conv2d(x, k1, b1).relu(), k2, b2)
assert not torch.allclose(between, two)

# %% [markdown]
# ## Used on purpose
# Branches that are added are one layer, too: a 3×3, a 1×1 and the identity are one 3×3
# convolution, as RepVGG runs after training. And a 1×1 to few channels and back is a
# matrix of low rank: fewer weights, and less that it can do.


# %%
def add_branches(k3, k1):
    """One 3×3 kernel for a 3×3, a 1×1 and an identity branch of as many channels."""
    one = F.pad(k1, (1, 1, 1, 1))
    identity = torch.zeros_like(k3)
    identity[range(len(k3)), range(len(k3)), 1, 1] = 1
    return k3 + one + identity


k3, point = torch.randn(3, 3, 3, 3, **options), torch.randn(3, 3, 1, 1, **options)
branches = F.conv2d(x, k3, padding=1) + F.conv2d(x, point) + x
torch.testing.assert_close(F.conv2d(x, add_branches(k3, point), padding=1), branches)
C, R = 256, 32  # channels, and those in the middle
down, up = torch.randn(R, C, **options), torch.randn(C, R, **options)
rank = torch.linalg.matrix_rank(up @ down).item()
weights = down.numel() + up.numel()

# %%
computed = {
    "kernel": f"{kernel.shape[-2]}×{kernel.shape[-1]}",
    "ring": f"{ring} px",
    "rank": f"{rank} of {C}",
    "fewer": f"{C * C / weights:.0f}×",
}

# %% [markdown]
# # Blur before subsampling
# What happens to a fine pattern when every second value is kept, with and without a blur?

# %%
import torch
import torch.nn.functional as F

# %% [markdown]
# ## The layer
# A fixed kernel on each channel, its weights adding up to one, then the stride.


# %%
def blur_pool(x, stride=2, taps=(1, 2, 1)):
    """(N, C, H, W) -> (N, C, about H / stride, about W / stride)"""
    row = x.new_tensor(taps)
    kernel = torch.outer(row, row) / row.sum() ** 2
    kernel = kernel.expand(x.shape[1], 1, *kernel.shape)  # (C, 1, f, f)
    margin = len(taps) // 2
    x = F.pad(x, (margin,) * 4, mode="replicate")
    return F.conv2d(x, kernel, stride=stride, groups=x.shape[1])


flat = torch.full((1, 2, 8, 8), 3.0)
assert torch.equal(blur_pool(flat), flat[..., ::2, ::2])

# %% [markdown]
# ## The finest stripes
# Columns of plus and minus one, the finest pattern that a map can hold. Every second column is all plus or all
# minus one, by the offset. The blur takes it away first.

# %%
SIDE = 9
stripes = (-1.0) ** torch.arange(SIDE).expand(1, 1, SIDE, SIDE)  # (N, C, H, W)


def middle(pool, offset):
    """What a pool makes of the stripes, shifted, away from the border."""
    out = pool(stripes[..., offset:])[0, 0, 1:-1, 1:-1]
    assert (out == out[0, 0]).all()
    return f"{out[0, 0].item() + 0.0:+.0f}".replace("-", "−").replace("+0", "0")


def strided(x):
    return x[..., ::2, ::2]


def max_then_blur(x):
    """A max pool of stride two, as a dense maximum and a blurred subsampling."""
    return blur_pool(F.max_pool2d(x, 2, 1))


assert middle(max_then_blur, 0) == middle(max_then_blur, 1)

# %%
computed = {
    "strided": f"{middle(strided, 0)} and {middle(strided, 1)}",
    "blurred": f"{middle(blur_pool, 0)} and {middle(blur_pool, 1)}",
}

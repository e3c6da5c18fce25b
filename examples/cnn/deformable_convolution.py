# %% [markdown]
# # Deformable convolution
# How does a layer read between pixels, and how does it learn where to read?

# %%
import torch
import torch.nn.functional as F

# %% [markdown]
# ## Bilinear reading
# The value between pixels is a weighted mean of the four around it. The weights change
# with the place, so there is a gradient to the place. Outside the map is zero.


# %%
def read(x, row, column):
    """Values of (C, H, W) at places (…), each a number of pixels: (C, …)."""
    height, width = x.shape[1:]
    top, left = row.floor(), column.floor()
    value = 0
    for i, j in ((0, 0), (0, 1), (1, 0), (1, 1)):
        r, c = top + i, left + j
        share = (1 - (row - r).abs()) * (1 - (column - c).abs())
        inside = (r >= 0) & (r < height) & (c >= 0) & (c < width)
        pixel = x[:, r.clamp(0, height - 1).long(), c.clamp(0, width - 1).long()]
        value = value + share * inside * pixel
    return value


def deformable_convolution(x, weight, offset, mask=None):
    """3×3 or larger odd kernel (O, C, f, f) on (C, H, W), stride one, size kept.

    `offset` is (f², 2, H, W), rows then columns in pixels; `mask` (f², H, W) weighs taps.
    """
    height, width = x.shape[1:]
    f = weight.shape[-1]
    rows, columns = torch.meshgrid(
        torch.arange(height), torch.arange(width), indexing="ij"
    )
    y = torch.zeros(len(weight), height, width, dtype=x.dtype)
    for tap in range(f * f):
        row = rows + tap // f - f // 2 + offset[tap, 0]
        column = columns + tap % f - f // 2 + offset[tap, 1]
        value = read(x, row, column)  # (C, H, W)
        if mask is not None:
            value = value * mask[tap]
        y = y + torch.einsum("oc,chw->ohw", weight[:, :, tap // f, tap % f], value)
    return y


# %% [markdown]
# ## Zero offsets: a convolution; whole ones: a dilated one
# A new layer starts with zero offsets, so it begins as what it replaces. Offsets that
# point away from the middle by one pixel make rate two.

# %%
torch.manual_seed(0)
x = torch.randn(4, 9, 11, dtype=torch.float64)
weight = torch.randn(5, 4, 3, 3, dtype=torch.float64)
still = torch.zeros(9, 2, 9, 11, dtype=torch.float64)
plain = F.conv2d(x[None], weight, padding=1)[0]
assert torch.allclose(deformable_convolution(x, weight, still), plain)
away = torch.tensor([[i, j] for i in (-1, 0, 1) for j in (-1, 0, 1)])[..., None, None]
dilated = F.conv2d(x[None], weight, padding=2, dilation=2)[0]
assert torch.allclose(deformable_convolution(x, weight, still + away), dilated)

# %% [markdown]
# ## The gradient of an offset
# Between two pixels the value changes by their difference. So an offset learns from the
# slope of the features: where they are flat, it gets nothing.

# %%
offset = (torch.rand_like(still) - 0.5).requires_grad_()
mask = torch.rand(9, 9, 11, dtype=torch.float64, requires_grad=True)
assert torch.autograd.gradcheck(
    lambda o, m: deformable_convolution(x, weight, o, m), (offset, mask)
)
flat = torch.ones_like(x)
deformable_convolution(flat, weight, offset).sum().backward()
inner = offset.grad[..., 3:-3, 3:-3].abs().max()
assert inner < 1e-12

# %% [markdown]
# ## What it costs
# A convolution beside the layer gives the offsets: two for each tap, with a mask three.

# %%
C, TAPS = 256, weight[0, 0].numel()
channels = {"offsets": 2 * TAPS, "masked": 3 * TAPS}
layer = C * C * TAPS
extra = {name: count * C * TAPS / layer for name, count in channels.items()}

# %%
computed = {
    "offset-channels": f"{channels['offsets']}",
    "mask-channels": f"{channels['masked']}",
    "extra-offsets": f"{extra['offsets']:.0%}",
    "extra-masked": f"{extra['masked']:.0%}",
}

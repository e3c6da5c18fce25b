# %% [markdown]
# # Four ways to compute one convolution
# What do the matrix product, Winograd and the FFT save, and what do they cost?

# %%
import torch
import torch.nn.functional as F

# %% [markdown]
# ## One matrix product
# Each window becomes a column, the kernels are the rows of the other matrix. Each pixel is
# copied once for each window that holds it: memory grows, the multiply-adds stay.

# %%
layer = torch.empty(1, 64, 224, 224, device="meta")  # the second layer of VGG-16
growth = F.unfold(layer, 3, padding=1).numel() / layer.numel()
torch.manual_seed(0)
x = torch.randn(2, 8, 16, 16, dtype=torch.float64)
weight = torch.randn(4, 8, 3, 3, dtype=torch.float64)
product = weight.flatten(1) @ F.unfold(x, 3, padding=1)  # (O, C f²) @ (N, C f², H' W')
assert torch.allclose(product.view(2, 4, 16, 16), F.conv2d(x, weight, padding=1))

# %% [markdown]
# ## Winograd: fewer products
# F(m, r) gives m outputs of r taps with $m + r - 1$ products instead of $mr$, by sums
# before and after. The sums of the kernel are taken once. In two axes the savings
# multiply. Stride one only.


# %%
def winograd_tile(tile, kernel):
    """Two by two outputs of a 3×3 kernel from a 4×4 tile, and the products that it took."""
    before = [[1, 0, -1, 0], [0, 1, 1, 0], [0, -1, 1, 0], [0, 1, 0, -1.0]]
    taps = [[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1.0]]
    after = [[1, 1, 1, 0], [0, 1, -1, -1.0]]
    before, taps, after = (torch.tensor(rows) for rows in (before, taps, after))
    products = (before @ tile @ before.T) * (taps @ kernel @ taps.T)
    return after @ products @ after.T, products.numel()


tile, kernel = torch.randn(4, 4), torch.randn(3, 3)
outputs, used = winograd_tile(tile, kernel)
expected = F.conv2d(tile[None, None], kernel[None, None])[0, 0]
assert torch.allclose(outputs, expected, atol=1e-5)
direct = expected.numel() * kernel.numel()


def winograd_saving(m, r):
    return (m * r / (m + r - 1)) ** 2


assert winograd_saving(2, 3) == direct / used

# %% [markdown]
# ## FFT: a product for each frequency
# Pad both to one size, multiply the spectra, transform back. The products do not depend
# on the kernel's size, so it pays for large ones. The layer does not flip its kernel: the
# spectrum is conjugated.


# %%
def fft_convolution(image, kernel):
    """Cross-correlation where the kernel fits, (H - f + 1, W - f + 1)."""
    spectrum = torch.fft.rfft2(image) * torch.fft.rfft2(kernel, image.shape).conj()
    height, width = (a - b + 1 for a, b in zip(image.shape, kernel.shape, strict=True))
    return torch.fft.irfft2(spectrum, image.shape)[:height, :width]


image = torch.randn(48, 40, dtype=torch.float64)
for f in (3, 7, 31):
    kernel = torch.randn(f, f, dtype=torch.float64)
    slid = F.conv2d(image[None, None], kernel[None, None])[0, 0]
    assert torch.allclose(fft_convolution(image, kernel), slid)

# %%
computed = {
    "im2col-growth": f"{growth:g}×",
    "direct": f"{direct}",
    "winograd": f"{used}",
    "winograd-2": f"{winograd_saving(2, 3):g}×",
    "winograd-4": f"{winograd_saving(4, 3):g}×",
}

# %% [markdown]
# # Convolution
# Write the forward pass of a 2-D convolution layer, with stride, padding, dilation and
# groups, without a library call for it.

# %% [markdown]
# ## The task
# `convolve(x, weight, bias, stride, padding, dilation, groups)` for images `x`
# $(N, C, H, W)$, kernels `weight` $(M, C/G, K, L)$ and `bias` $(M,)$ or `None`. With
# stride $s$, padding $p$ and dilation $d$ it returns $(N, M, H', W')$ with
# $H' = \lfloor (H + 2p - d(K - 1) - 1) / s \rfloor + 1$, and $W'$ alike. As in PyTorch,
# the kernel is not flipped, padding is zeros on all four sides, and $C$ and $M$ are
# multiples of the number of groups $G$: output channels are split into $G$ runs, and
# each run sees its own run of input channels. No image gives no image. A kernel that is
# larger than the padded image raises `ValueError`.

# %% [markdown]
# ## Tests to pass

# %%
import numpy as np
import torch
from numpy.lib.stride_tricks import sliding_window_view
from torch.nn import functional as F


def check(convolve):
    rng = np.random.default_rng(0)
    for images, size, channels, kernels, kernel, *rest in [
        (2, (5, 6), 3, 4, (3, 2), 1, 0, 1, 1),
        (2, (7, 6), 2, 3, (3, 3), 2, 1, 1, 1),
        (1, (9, 8), 2, 2, (3, 2), 3, 2, 2, 1),  # the stride leaves pixels over
        (2, (5, 5), 4, 6, (3, 3), 1, 1, 1, 2),
        (2, (5, 5), 3, 6, (3, 3), 2, 1, 1, 3),  # depthwise, two kernels a channel
        (1, (3, 2), 1, 1, (3, 2), 1, 0, 1, 1),  # one window
        (0, (4, 4), 2, 3, (3, 3), 1, 1, 1, 1),  # no image
    ]:
        x = rng.normal(size=(images, channels, *size))
        weight = rng.normal(size=(kernels, channels // rest[-1], *kernel))
        for bias in (None, rng.normal(size=kernels)):
            b = None if bias is None else torch.tensor(bias)
            expected = F.conv2d(torch.tensor(x), torch.tensor(weight), b, *rest).numpy()
            out = convolve(x, weight, bias, *rest)
            np.testing.assert_allclose(out, expected, atol=1e-9)
    # Dilated, the kernel is larger than the image.
    large = (np.zeros((1, 1, 2, 4)), np.zeros((1, 1, 2, 2)), None, 1, 0, 2, 1)
    np.testing.assert_raises(ValueError, convolve, *large)


# %% [markdown]
# ## A first right solution
# An output pixel is the sum of products of the kernel with the window below it. The
# window of output $(i, j)$ begins at $(i s, j s)$ of the padded image, and its pixels
# are $d$ apart.


# %%
def convolve(
    x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None = None,
    stride: int = 1, padding: int = 0, dilation: int = 1, groups: int = 1,
) -> np.ndarray:  # fmt: skip
    """Cross-correlate images (N, C, H, W) with kernels (M, C / groups, K, L)."""
    (images, _, height, width), (kernels, run, k, l) = x.shape, weight.shape
    rows = (height + 2 * padding - dilation * (k - 1) - 1) // stride + 1
    columns = (width + 2 * padding - dilation * (l - 1) - 1) // stride + 1
    if rows < 1 or columns < 1:
        raise ValueError("the kernel is larger than the padded image")
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((images, kernels, rows, columns))
    for n, m, i, j in np.ndindex(out.shape):
        first = m // (kernels // groups) * run  # input channel of its group
        total = 0.0 if bias is None else bias[m]
        for c, a, b in np.ndindex(run, k, l):
            y, z = i * stride + a * dilation, j * stride + b * dilation
            total += padded[n, first + c, y, z] * weight[m, c, a, b]
        out[n, m, i, j] = total
    return out


check(convolve)

# %% [markdown]
# ## The vectorized one
# im2col: copy each window into a row of a matrix. One matrix product with the kernels,
# written as columns, does the rest; with groups it is one product a group.


# %%
def im2col(x, kernel, stride, padding, dilation):
    """The windows of images (N, C, H, W), as (N, H', W', C, K, L)."""
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    reach = [dilation * (size - 1) + 1 for size in kernel]
    windows = sliding_window_view(padded, reach, axis=(2, 3))  # (N, C, H'', W'', …)
    windows = windows[:, :, ::stride, ::stride, ::dilation, ::dilation]
    return windows.transpose(0, 2, 3, 1, 4, 5)


def convolve_im2col(
    x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None = None,
    stride: int = 1, padding: int = 0, dilation: int = 1, groups: int = 1,
) -> np.ndarray:  # fmt: skip
    """Cross-correlate images (N, C, H, W) with kernels (M, C / groups, K, L)."""
    kernels, run, k, l = weight.shape
    windows = im2col(x, (k, l), stride, padding, dilation)
    images, rows, columns = windows.shape[:3]
    # (N, H', W', C, K, L) -> (N H' W', G, C/G K L)
    matrix = windows.reshape(images * rows * columns, groups, run * k * l)
    filters = weight.reshape(groups, kernels // groups, run * k * l)
    # (G, N H' W', C/G K L) @ (G, C/G K L, M/G)
    out = matrix.swapaxes(0, 1) @ filters.swapaxes(1, 2)
    out = out.swapaxes(0, 1).reshape(images, rows, columns, kernels)
    return (out if bias is None else out + bias).transpose(0, 3, 1, 2)


check(convolve_im2col)

# %% [markdown]
# ## Complexity
# Both take $N M H' W' \cdot (C/G) K L$ multiplications. The loops need no memory beside
# the padded image; im2col holds a matrix of $N H' W' \cdot C K L$ values. With
# `stride=1` and a size that is kept, that is the input $K L$ times over.

# %% [markdown]
# ## What the interviewer looks for
# - The size of the output, dilation in it, before any loop.
# - That a layer cross-correlates: flipping the kernel is for the backward pass.
# - Groups: which input channels an output channel sees, and the shape of `weight`.
# - The price of im2col is memory; the gain is one large matrix product. Libraries also
#   form the windows block by block, or transform tiles (Winograd, FFT).

# %% [markdown]
# ## The usual slip
# A reshape where axes must change places. The windows come as $(N, C, H', W', K, L)$.
# Reshaped at once, the matrix has the right size, no line fails, and rows mix values of
# several windows.


# %%
def slip(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    windows = im2col(x, weight.shape[2:], stride, padding, dilation)
    images, rows, columns = windows.shape[:3]
    in_order = windows.transpose(0, 3, 1, 2, 4, 5)  # (N, C, H', W', K, L)
    matrix = in_order.reshape(images * rows * columns, groups, weight[0].size)
    filters = weight.reshape(groups, len(weight) // groups, weight[0].size)
    out = np.einsum("pgq,gmq->pgm", matrix, filters)
    out = out.reshape(images, rows, columns, len(weight))
    return (out if bias is None else out + bias).transpose(0, 3, 1, 2)


np.testing.assert_raises(AssertionError, check, slip)
x, weight = np.ones((1, 64, 56, 56)), np.ones((64, 64, 3, 3))
windows = im2col(x, (3, 3), 1, 1, 1)
products = windows.size * len(weight)

# %%
computed = {
    "multiplications": f"{products / 1e6:.0f} million",
    "im2col-copies": f"{windows.size / x.size:.0f}×",
}

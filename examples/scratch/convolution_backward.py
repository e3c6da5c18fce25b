# %% [markdown]
# # Convolution, backward pass
# Given the gradient at the output of a convolution layer, write the gradients at its
# input, kernels and bias.

# %% [markdown]
# ## The task
# `convolve_backward(upstream, x, weight, stride, padding, dilation)`, with `upstream`
# $(N, M, H', W')$ the gradient of a scalar loss at the output, `x` $(N, C, H, W)$ and
# `weight` $(M, C, K, L)$ as they went into the layer, which is PyTorch's: the kernel is
# not flipped, padding is zeros on all four sides. It returns the gradients at `x`, at
# `weight` and at the bias $(M,)$. Pixels that no window reaches have gradient zero. Of
# no image the gradients at weights and bias are zero.

# %% [markdown]
# ## Tests to pass

# %%
import numpy as np
import torch
from numpy.lib.stride_tricks import sliding_window_view
from torch.nn import functional as F


def check(convolve_backward):
    rng = np.random.default_rng(0)
    for images, size, channels, kernels, kernel, *rest in [
        (2, (5, 6), 3, 4, (3, 2), 1, 0, 1),
        (2, (7, 6), 2, 3, (3, 3), 2, 1, 1),
        (1, (9, 8), 2, 2, (3, 2), 3, 2, 2),  # the stride leaves pixels over
        (2, (4, 4), 2, 3, (2, 2), 2, 0, 1),  # no two windows overlap
        (1, (3, 2), 1, 1, (3, 2), 1, 0, 1),  # one window
        (0, (4, 4), 2, 3, (3, 3), 1, 1, 1),  # no image
    ]:
        x = torch.tensor(rng.normal(size=(images, channels, *size)))
        weight = torch.tensor(rng.normal(size=(kernels, channels, *kernel)))
        bias = torch.tensor(rng.normal(size=kernels))
        leaves = [each.requires_grad_() for each in (x, weight, bias)]
        out = F.conv2d(*leaves, *rest)
        upstream = torch.tensor(rng.normal(size=out.shape))
        expected = torch.autograd.grad(out, leaves, upstream)
        arrays = (each.detach().numpy() for each in (upstream, x, weight))
        gradients = convolve_backward(*arrays, *rest)
        for ours, theirs in zip(gradients, expected, strict=True):
            np.testing.assert_allclose(ours, theirs, atol=1e-9)


# %% [markdown]
# ## A first right solution
# The output adds up products of one pixel and one weight. In each of them the gradient
# at the pixel is the weight times the gradient at the output, and the other way round.
# So run the loops of the forward pass again, and add to both.


# %%
def convolve_backward(
    upstream: np.ndarray, x: np.ndarray, weight: np.ndarray,
    stride: int = 1, padding: int = 0, dilation: int = 1,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # fmt: skip
    """Gradients at images (N, C, H, W), kernels (M, C, K, L) and bias (M,)."""
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    at_padded, at_weight = np.zeros(padded.shape), np.zeros(weight.shape)
    at_bias = np.zeros(len(weight))
    for n, m, i, j in np.ndindex(upstream.shape):
        g = upstream[n, m, i, j]
        at_bias[m] += g
        for c, a, b in np.ndindex(weight.shape[1:]):
            y, z = i * stride + a * dilation, j * stride + b * dilation
            at_padded[n, c, y, z] += g * weight[m, c, a, b]
            at_weight[m, c, a, b] += g * padded[n, c, y, z]
    height, width = x.shape[2:]
    at_x = at_padded[:, :, padding : padding + height, padding : padding + width]
    return at_x, at_weight, at_bias


check(convolve_backward)

# %% [markdown]
# ## The vectorized one
# Two matrix products: the upstream gradient with the windows gives the gradient at the
# kernels, and with the kernels it gives the gradient at the windows. col2im adds that
# back to the pixels that the windows came from, one tap of the kernel at a time:
# windows overlap, but at one tap no pixel stands twice.


# %%
def convolve_backward_col2im(
    upstream: np.ndarray, x: np.ndarray, weight: np.ndarray,
    stride: int = 1, padding: int = 0, dilation: int = 1,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # fmt: skip
    """Gradients at images (N, C, H, W), kernels (M, C, K, L) and bias (M,)."""
    (rows, columns), (height, width) = upstream.shape[2:], x.shape[2:]
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    reach = [dilation * (size - 1) + 1 for size in weight.shape[2:]]
    windows = sliding_window_view(padded, reach, axis=(2, 3))
    # (N, C, H', W', K, L)
    windows = windows[:, :, ::stride, ::stride, ::dilation, ::dilation]
    # (N, M, H', W') and (N, C, H', W', K, L) -> (M, C, K, L)
    at_weight = np.tensordot(upstream, windows, ((0, 2, 3), (0, 2, 3)))
    # (M, C, K, L) and (N, M, H', W') -> (C, K, L, N, H', W')
    at_windows = np.tensordot(weight, upstream, (0, 1))
    at_padded = np.zeros(padded.shape)
    for a, b in np.ndindex(weight.shape[2:]):
        y = slice(a * dilation, a * dilation + rows * stride, stride)
        z = slice(b * dilation, b * dilation + columns * stride, stride)
        at_padded[:, :, y, z] += at_windows[:, a, b].swapaxes(0, 1)
    at_x = at_padded[:, :, padding : padding + height, padding : padding + width]
    return at_x, at_weight, upstream.sum((0, 2, 3))


check(convolve_backward_col2im)

# %% [markdown]
# ## Complexity
# Both take twice the $N M H' W' \cdot C K L$ multiplications of the forward pass. The
# loops need the padded gradient; the products also hold that at all windows,
# $N H' W' \cdot C K L$ values.

# %% [markdown]
# ## What the interviewer looks for
# - Gradients are added where windows overlap.
# - The bias takes the sum over images and positions.
# - That the gradient at the input is a transposed convolution: the upstream gradient,
#   spread by the stride, with the flipped kernel, channels exchanged.
# - What the forward pass must keep: `x`. Windows are made again rather than kept.

# %% [markdown]
# ## The usual slip
# `array[rows, columns] += values` with index arrays. NumPy adds once for an index that
# stands there several times, so that of all windows over a pixel only one counts. With
# windows that do not overlap nobody notices; `np.add.at` would be right, and slow.


# %%
def slip(upstream, x, weight, stride=1, padding=0, dilation=1):
    _, at_weight, at_bias = convolve_backward_col2im(
        upstream, x, weight, stride, padding, dilation
    )
    out, kernel = upstream.shape[2:], weight.shape[2:]
    y, z = (
        np.arange(out[axis])[:, None] * stride + np.arange(kernel[axis]) * dilation
        for axis in (0, 1)
    )  # (H', K) and (W', L)
    at_windows = np.tensordot(upstream, weight, (1, 0))  # (N, H', W', C, K, L)
    at_x = np.zeros((*x.shape[:2], *(size + 2 * padding for size in x.shape[2:])))
    values = at_windows.transpose(0, 3, 1, 4, 2, 5)  # (N, C, H', K, W', L)
    at_x[:, :, y[:, :, None, None], z] += values
    height, width = x.shape[2:]
    at_x = at_x[:, :, padding : padding + height, padding : padding + width]
    return at_x, at_weight, at_bias


np.testing.assert_raises(AssertionError, check, slip)
image, kernel = np.ones((1, 1, 5, 5)), np.ones((1, 1, 3, 3))
ways = (convolve_backward, slip)
middle, lost = (way(image, image, kernel, 1, 1)[0][0, 0, 2, 2] for way in ways)

# %%
computed = {"middle-pixel": f"{middle:.0f}", "middle-pixel-slip": f"{lost:.0f}"}

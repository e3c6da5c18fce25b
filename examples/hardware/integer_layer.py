# %% [markdown]
# # A layer in integers
# How does a linear layer run on eight-bit integers, and what do scale and zero point cost?

# %%
import math

import torch

# %% [markdown]
# A number x is stored as an integer q with $x \approx s\,(q - z)$. The scale s is the
# width of a step; the zero point z is the integer that means zero exactly, so that ReLU
# and padding bring no error. Weights are symmetric, $z = 0$, one scale a row.


# %%
def quantize(x, low, high):
    """uint8 for numbers in [low, high], which holds zero: integers, scale, zero point."""
    scale = (high - low) / 255 or 1.0  # if all is zero, any step will do
    zero = round(-low / scale)
    return (x / scale + zero).round().clamp(0, 255).to(torch.uint8), scale, zero


def quantize_rows(weight):
    """int8 without a zero point, one scale (out, 1) for each row of (out, in)."""
    scale = weight.abs().amax(1, keepdim=True) / 127
    scale = scale.where(scale > 0, 1.0)  # a row of zeros
    return (weight / scale).round().to(torch.int8), scale


def integer_linear(x, x_scale, x_zero, weight, w_scale, bias):
    """y = x w.T + b from integers x (n, in) and weight (out, in), summed in int32.

    The zero point leaves the sum: Σ (x − z) w = Σ x w − z Σ w, and Σ w is known before.
    """
    sums = x.int() @ weight.int().T  # all that runs for each input
    correction = x_zero * weight.int().sum(1)
    return (sums - correction) * (x_scale * w_scale[:, 0]) + bias


# %%
torch.manual_seed(0)
x = torch.randn(32, 64).relu()
weight, bias = torch.randn(16, 64) * torch.logspace(-2, 0, 16)[:, None], torch.randn(16)
qx, sx, zx = quantize(x, 0.0, x.max().item())
qw, sw = quantize_rows(weight)
y = integer_linear(qx, sx, zx, qw, sw, bias)
# The same in floating point, from what the integers mean.
meant = (qx.double() - zx) * sx @ (qw.double() * sw).T + bias
torch.testing.assert_close(y.double(), meant, rtol=1e-4, atol=1e-4)
# And with a zero point that is none: inputs below zero.
q2, s2, z2 = quantize(x - 1, -1.0, (x.max() - 1).item())
meant = (q2.double() - z2) * s2 @ (qw.double() * sw).T + bias
y2 = integer_linear(q2, s2, z2, qw, sw, bias)
torch.testing.assert_close(y2.double(), meant, rtol=1e-4, atol=1e-4)
assert z2 > 0
zero, _, middle = quantize(torch.zeros(1), -0.3, 1.0)
assert zero == middle  # zero stays zero
# A dead activation and a dead row are zeros, too.
assert quantize(torch.zeros(1), 0.0, 0.0) == (0, 1.0, 0)
assert not quantize_rows(torch.zeros(1, 3))[0].any()

# %% [markdown]
# ## Integers out, too
# The next layer wants uint8. Bias joins the sum in int32, in steps of both scales. The
# factor from sums to output steps is below one here: an integer of 31 bits and a shift.
# A far smaller factor gets fewer bits, lest the shift be longer than the integer.


# %%
def multiplier(factor):
    """m and shift with factor ≈ m / 2^shift and m ≤ 2^31, for factors below 2^30."""
    shift = min(31 - math.frexp(factor)[1], 62)  # factor in [1/2, 1) · 2^exponent
    return round(factor * 2**shift), shift


def integer_output(sums, multipliers, y_zero):
    """uint8 outputs from int32 sums (n, out), which hold bias and correction."""
    m, shift = torch.tensor(multipliers).T
    steps = (sums.long() * m + (1 << (shift - 1))) >> shift  # rounds to nearest
    return (steps + y_zero).clamp(0, 255).to(torch.uint8)


factors = sx * sw[:, 0].double()  # of sums, to what they mean
steps = (bias / factors).round().int()
sums = qx.int() @ qw.int().T - zx * qw.int().sum(1) + steps
_, sy, zy = quantize(y, y.min().item(), y.max().item())
qy = integer_output(sums, [multiplier(f / sy) for f in factors.tolist()], zy)
off = ((qy.double() - zy) * sy - y).abs()
assert off.max() < 0.51 * sy
tiny = integer_output(torch.tensor([[-(2**31)]]), [multiplier(1e-25)], 3)
assert tiny == 3

# %% [markdown]
# ## Why the sum is int32
# How many of the largest products of a uint8 and an int8 fit into int16, and how many
# into int32?

# %%
product = 255 * 128
fits_16 = (2**15 - 1) // product
fits_32 = (2**31 - 1) // product

# %% [markdown]
# ## One scale for all rows
# Rows of different size share the grid of the largest; small rows lose their bits. These
# rows differ by a factor of a hundred.

# %%
shared = weight.abs().max() / 127
by_row = (qw * sw - weight).norm(dim=1) / weight.norm(dim=1)
by_one = ((weight / shared).round() * shared - weight).norm(dim=1) / weight.norm(dim=1)
assert by_row.max() < 0.01 < 0.3 < by_one[0]  # the smallest row

# %%
computed = {
    "fits-16": f"{fits_16}",
    "fits-32": f"{fits_32:,}",
}

# %% [markdown]
# # Spectral norm
# How is the largest singular value of a weight found, and does it bound a convolution?

# %%
from itertools import count

import torch
from torch.nn import functional as F

# %% [markdown]
# Power iteration: a vector that is multiplied by W and its transpose in turn aligns with
# the first singular vectors. It is kept from step to step, since weights change slowly.


# %%
def power_iteration(matrix, u, steps=1):
    """Estimate of the largest singular value of matrix (M, N) from u (M,), and the new u."""
    with torch.no_grad():
        for _ in range(steps):
            v = F.normalize(matrix.mT @ u, dim=0)
            u = F.normalize(matrix @ v, dim=0)
    return u @ matrix @ v, u  # the gradient flows through matrix alone


torch.manual_seed(0)
weight = torch.randn(6, 9, dtype=torch.float64, requires_grad=True)
left, values, right = torch.linalg.svd(weight.detach())
sigma, u = power_iteration(weight, torch.randn(6).double(), 500)
torch.testing.assert_close(sigma.detach(), values[0])
(slope,) = torch.autograd.grad(sigma, weight, retain_graph=True)
torch.testing.assert_close(slope, torch.outer(left[:, 0], right[0]))

# %% [markdown]
# The gradient through the division. What would only scale W is taken out, not what lies
# along the first direction.

# %%
upstream = torch.randn_like(weight)
(gradient,) = torch.autograd.grad((upstream * weight / sigma).sum(), weight)
along = (upstream * weight.detach()).sum() / values[0]
torch.testing.assert_close(gradient, (upstream - along * slope) / values[0])
assert (gradient * weight).sum().abs() < 1e-9
assert (gradient * slope).sum().abs() > 1e-3

# %% [markdown]
# ## How many steps?
# The share of the second direction falls by $\sigma_2^2 / \sigma_1^2$ a step, so two
# singular values that are close need many.


# %%
def steps_needed(second, tolerance=0.001):
    """Steps to a relative error below tolerance, first value 1, from equal parts."""
    matrix, u = torch.diag(torch.tensor([1, second]).double()), torch.ones(2).double()
    for steps in count(1):
        estimate, u = power_iteration(matrix, u)
        if 1 - estimate < tolerance:
            return steps


# %% [markdown]
# ## A convolution
# Its weight is reshaped to (C_out, C_in·k·k). That matrix sees one patch. In the map the
# patches overlap, so a pixel counts up to k² times and the operator's norm may be up to k
# times as large. On a ring the operator is diagonal in frequencies.


# %%
def operator_norm(weight, size):
    """Largest factor by which a circular convolution (C_out, C_in, k, k) lengthens a map."""
    spectrum = torch.fft.fft2(weight, s=(size, size))  # (C_out, C_in, size, size)
    return torch.linalg.matrix_norm(spectrum.permute(2, 3, 0, 1), 2).max()


box = torch.ones(1, 1, 3, 3).double()
reshaped = torch.linalg.matrix_norm(box.flatten(1), 2)
operator = operator_norm(box, 8)
kernel = torch.randn(4, 3, 3, 3).double()
assert operator_norm(kernel, 8) <= 3 * torch.linalg.matrix_norm(kernel.flatten(1), 2)

# %%
computed = {
    "close": f"{steps_needed(0.95)}",
    "apart": f"{steps_needed(0.5)}",
    "reshaped": f"{reshaped:.0f}",
    "operator": f"{operator:.0f}",
}

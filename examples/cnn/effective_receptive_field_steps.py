# %% [markdown]
# # What widens the effective receptive field
# How far does a unit listen with stride, with dilation, or with a larger kernel?

# %%
import torch
import torch.nn.functional as F

# %% [markdown]
# ## Influence of each pixel
# Take layers whose weights are all equal: a layer is one uniform step between the taps of
# its kernel, and one tap is worth dilation times jump in input pixels.


# %%
def influence(layers):
    """Share of each pixel of the field in the gradient of one unit, along one axis.

    A layer is (kernel, stride, dilation); its weights are equal.
    """
    side, jump = 1, 1
    for kernel, stride, dilation in layers:
        side, jump = side + dilation * (kernel - 1) * jump, jump * stride
    x = torch.zeros(1, 1, side, dtype=torch.float64, requires_grad=True)
    y = x
    for kernel, stride, dilation in layers:
        equal = torch.full((1, 1, kernel), 1 / kernel, dtype=x.dtype)
        y = F.conv1d(y, equal, stride=stride, dilation=dilation)
    y.sum().backward()  # the input is as large as the field, so one unit is left
    return x.grad[0, 0]


def variance(layers):
    shares = influence(layers)
    place = torch.arange(len(shares)) - (len(shares) - 1) / 2
    return (shares * place**2).sum().item()


# %% [markdown]
# ## Variances add
# A uniform step between $f$ taps has variance $(f^2 - 1)/12$ in units of dilation times
# jump. So the same five 3×3 layers listen further with two strides, and further still
# with doubling dilation. The extent of one 7×7 is that of three 3×3, its variance is not.

# %%
stacks = {
    "plain": [(3, 1, 1)] * 5,
    "strided": [(3, 2, 1), (3, 1, 1), (3, 2, 1), (3, 1, 1), (3, 1, 1)],
    "dilated": [(3, 1, 2**i) for i in range(5)],
}
steps = {"plain": [1] * 5, "strided": [1, 2, 2, 4, 4], "dilated": [1, 2, 4, 8, 16]}
sigma = {name: variance(layers) ** 0.5 for name, layers in stacks.items()}
for name, pixels in steps.items():
    by_hand = sum((3**2 - 1) / 12 * step**2 for step in pixels)
    assert abs(sigma[name] ** 2 - by_hand) < 1e-9

large, small = [(7, 1, 1)], [(3, 1, 1)] * 3
assert len(influence(large)) == len(influence(small))
assert abs(variance(large) - (7**2 - 1) / 12) < 1e-9

# %%
computed = {
    "plain": f"{sigma['plain']:.1f} px",
    "strided": f"{sigma['strided']:.1f} px",
    "dilated": f"{sigma['dilated']:.1f} px",
    "variance-7x7": f"{variance(large):.0f} px²",
    "variance-three-3x3": f"{variance(small):.0f} px²",
}

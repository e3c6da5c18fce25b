# %% [markdown]
# # Folding batch norm into a convolution
# In evaluation batch norm is a scale and a shift. Which neighbour can take them over,
# and where does that go wrong?

# %%
import torch
from torch import nn

torch.manual_seed(0)
SIZE = 8


@torch.no_grad()
def fold(conv, norm):
    """The convolution that does the work of conv and the batch norm right after it."""
    scale = norm.weight / (norm.running_var + norm.eps).sqrt()  # (C_out,)
    bias = 0 if conv.bias is None else conv.bias
    folded = nn.Conv2d(
        conv.in_channels,
        conv.out_channels,
        conv.kernel_size,
        conv.stride,
        conv.padding,
        conv.dilation,
        conv.groups,
        dtype=conv.weight.dtype,
    )
    folded.weight.copy_(conv.weight * scale.view(-1, 1, 1, 1))
    folded.bias.copy_(norm.bias + (bias - norm.running_mean) * scale)
    return folded


def trained(channels):
    """A batch norm with statistics and parameters as after training, in evaluation."""
    norm = nn.BatchNorm2d(channels).double().eval()
    for values in (norm.running_mean, norm.bias, norm.weight):
        nn.init.normal_(values)
    nn.init.uniform_(norm.running_var, 0.5, 2)
    return norm


# %% [markdown]
# ## Convolution, then batch norm
# Exact, with stride, zero padding, dilation and groups, with or without a bias.

# %%
x = torch.randn(2, 4, SIZE, SIZE, dtype=torch.float64)
for options in (
    {"bias": False},
    {"stride": 2, "padding": 1},
    {"dilation": 2, "groups": 2},
):
    conv, norm = nn.Conv2d(4, 6, 3, **options).double(), trained(6)
    torch.testing.assert_close(fold(conv, norm)(x), norm(conv(x)))

# %% [markdown]
# In training mode the scale depends on the batch, so there is nothing fixed to fold.

# %%
conv, norm = nn.Conv2d(4, 6, 3).double(), trained(6)
assert not torch.allclose(fold(conv, norm)(x), norm.train()(conv(x)))

# %% [markdown]
# ## Batch norm, then convolution
# Scale the weights by input channel and pass the shift through them. Without padding
# that is exact. With zero padding the border is wrong: the padded zeros were put in
# behind the shift, the folded bias acts as if they had been shifted, too.


# %%
@torch.no_grad()
def fold_forward(norm, conv):
    """The convolution that does the work of norm and the convolution right after it."""
    scale = norm.weight / (norm.running_var + norm.eps).sqrt()  # (C_in,)
    shift = norm.bias - norm.running_mean * scale
    folded = nn.Conv2d(
        conv.in_channels,
        conv.out_channels,
        conv.kernel_size,
        padding=conv.padding,
        dtype=conv.weight.dtype,
    )
    folded.weight.copy_(conv.weight * scale.view(1, -1, 1, 1))
    folded.bias.copy_(conv.bias + conv.weight.sum((2, 3)) @ shift)
    return folded


def wrong(padding):
    """How many outputs of a 3×3 convolution change when the norm before it is folded."""
    norm, conv = trained(4), nn.Conv2d(4, 6, 3, padding=padding).double()
    off = (fold_forward(norm, conv)(x) - conv(norm(x))).abs().amax((0, 1))  # (H, W)
    return (off > 1e-9).sum().item(), off


valid, _ = wrong(padding=0)
border, off = wrong(padding=1)
assert off[1:-1, 1:-1].max() < 1e-9  # the inside is exact

# %%
computed = {
    "valid": f"{valid} outputs",
    "border": f"{border} of {off.numel()}",
}
given = {"size": f"{SIZE}×{SIZE}"}

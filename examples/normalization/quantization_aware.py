# %% [markdown]
# # Batch norm in quantization-aware training
# The phone runs folded, rounded weights. How does training see the same weights while
# batch norm still learns?

# %%
import torch
from torch import nn
from torch.nn import functional as F

# %% [markdown]
# Rounding in the forward pass, the identity in the backward pass.


# %%
def fake_quantize(weight, per_channel=True, largest=127):
    """Weights (C_out, …) on the grid of signed eight bits; the gradient passes straight."""
    rest = tuple(range(1, weight.ndim)) if per_channel else tuple(range(weight.ndim))
    step = weight.detach().abs().amax(rest, keepdim=True) / largest
    return weight + ((weight / step).round() * step - weight).detach()


# %% [markdown]
# Fold with the *running* deviation, round, convolve, and take the factor off again: batch
# norm then sees what it always saw, and the rounded weights are those of inference.


# %%
def folded_forward(x, conv, norm, quantize):
    """Convolution and batch norm, the weights rounded as they will be folded; no bias."""
    factor = norm.weight / (norm.running_var + norm.eps).sqrt()  # (C_out,)
    folded = quantize(conv.weight * factor[:, None, None, None])
    options = conv.stride, conv.padding, conv.dilation, conv.groups
    return norm(F.conv2d(x, folded, None, *options) / factor[:, None, None])


# %%
torch.manual_seed(0)
conv, norm = nn.Conv2d(3, 4, 3, bias=False).double(), nn.BatchNorm2d(4).double()
for parameter in norm.parameters():
    nn.init.normal_(parameter, 1, 0.3)
x = torch.randn(8, 3, 9, 9).double()
for _ in range(20):
    norm(conv(x))
unrounded = (
    (folded_forward(x, conv, norm, lambda weight: weight) - norm(conv(x))).abs().max()
)

# %% [markdown]
# In evaluation it is the layer of inference: rounded folded weights and a bias.

# %%
norm.eval()
factor = (norm.weight / (norm.running_var + norm.eps).sqrt()).detach()
shipped = fake_quantize(conv.weight * factor[:, None, None, None])
bias = norm.bias - factor * norm.running_mean
here = folded_forward(x, conv, norm, fake_quantize)
torch.testing.assert_close(here, F.conv2d(x, shipped, bias))

# %% [markdown]
# ## What folding does to a channel
# Folding multiplies each channel by its own factor. With one step for all channels, a
# channel with a hundredth of the largest factor has few values left.

# %%
FACTORS = torch.tensor([1.0, 0.01])
grid = torch.linspace(-1, 1, 1001)
folded = FACTORS[:, None] * grid  # (C_out, weights)
per_tensor = len(fake_quantize(folded, per_channel=False)[1].unique())
per_channel = len(fake_quantize(folded)[1].unique())

# %% [markdown]
# With a step for each channel the factor moves into the step: then folding and rounding
# may change places. With a common step they may not.

# %%
weight = torch.randn(2, 50, dtype=torch.float64)
scale = FACTORS[:, None].double()
torch.testing.assert_close(fake_quantize(weight * scale), fake_quantize(weight) * scale)
apart = fake_quantize(weight * scale, False) - fake_quantize(weight, False) * scale
assert (apart[1] != 0).any()

# %%
computed = {
    "unrounded": f"{unrounded:.1f}",
    "per-tensor": f"{per_tensor}",
    "per-channel": f"{per_channel}",
}

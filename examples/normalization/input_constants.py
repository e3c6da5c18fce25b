# %% [markdown]
# # The constants of the inputs
# What happens to a trained network that gets inputs of another range, and where can
# the normalization live?

# %%
import torch
from torch import nn

# %% [markdown]
# ## In the model
# The constants are buffers: saved with the weights, and no caller can forget them. Here
# they are those that torchvision's weights for ImageNet expect.


# %%
class Normalized(nn.Module):
    """A network for bytes (N, C, H, W): the constants are saved with its weights."""

    def __init__(self, network, mean, deviation):
        super().__init__()
        self.network = network
        self.register_buffer("mean", torch.as_tensor(mean)[:, None, None])
        self.register_buffer("deviation", torch.as_tensor(deviation)[:, None, None])

    def forward(self, image):
        return self.network((image / 255 - self.mean) / self.deviation)


torch.manual_seed(0)
MEAN = torch.tensor((0.485, 0.456, 0.406), dtype=torch.float64)
DEVIATION = torch.tensor((0.229, 0.224, 0.225), dtype=torch.float64)
image = torch.randint(256, (4, 3, 8, 8)).double()
expected = Normalized(nn.Identity(), MEAN, DEVIATION)(image)
wider = (image[:, 0].std() / expected[:, 0].std()).item()

# %% [markdown]
# ## Batch norm hides a wrong range while it trains
# A common factor cancels in the statistics of the batch, up to ε. A common offset does
# so without zero padding alone: the zeros do not shift along. Running statistics, or
# frozen ones, stay those of the range that made them.

# %%
norm = nn.BatchNorm2d(5, eps=1e-12, affine=False)
first = nn.Sequential(nn.Conv2d(3, 5, 3), norm).double()
scaled = image / 255
with torch.no_grad():
    hidden = (first(scaled) - first(image)).abs().max().item()
    offset = (first(scaled) - first(scaled - 0.5)).abs().max().item()
    padding = nn.Sequential(nn.Conv2d(3, 5, 3, padding=1), norm).double()
    assert (padding(scaled) - padding(scaled - 0.5)).abs().max() > 0.1  # not hidden
    for _ in range(200):  # running statistics of the right range
        first(scaled)
    first.eval()
    spreads = first(image).std((0, 2, 3)) / first(scaled).std((0, 2, 3))  # (C,)
torch.testing.assert_close(spreads, torch.full_like(spreads, 255))

# %% [markdown]
# ## In the first convolution
# A scale and a shift of each input channel move into the weights. Exact without
# padding: zeros are black to the new layer and the mean colour to the old one.


# %%
@torch.no_grad()
def fold_input(conv, mean, deviation):
    """The layer that does to x what conv, ungrouped, does to (x - mean) / deviation."""
    options = conv.kernel_size, conv.stride, conv.padding, conv.dilation
    folded = nn.Conv2d(conv.in_channels, conv.out_channels, *options).to(mean.dtype)
    folded.weight.copy_(conv.weight / deviation[:, None, None])
    bias = 0 if conv.bias is None else conv.bias
    folded.bias.copy_(bias - (folded.weight.sum((2, 3)) * mean).sum(1))
    return folded


plain, padded = nn.Conv2d(3, 5, 3).double(), nn.Conv2d(3, 5, 3, padding=1).double()
torch.testing.assert_close(fold_input(plain, MEAN, DEVIATION)(scaled), plain(expected))
apart = fold_input(padded, MEAN, DEVIATION)(scaled) - padded(expected)
wrong = (apart.abs() > 1e-9).any(1)[0]  # (N, C, H, W) -> (H, W)

# %% [markdown]
# Pad with the mean colour instead, then no position differs.

# %%
framed = MEAN[:, None, None].repeat(4, 1, 10, 10)
framed[..., 1:-1, 1:-1] = scaled
plain.load_state_dict(padded.state_dict())
mended = fold_input(plain, MEAN, DEVIATION)(framed) - padded(expected)

# %%
computed = {
    "wider": f"{wider:.0f}×",
    "hidden": f"{hidden:.1f}",
    "offset": f"{offset:.1f}",
    "spread": f"{spreads[0]:.0f}×",
    "border": f"{wrong.sum()} of {wrong.numel()}",
    "mended": f"{(mended.abs() > 1e-9).sum()}",
}

# %% [markdown]
# # Conditions that enter through a norm
# How do AdaIN, SPADE and adaLN-Zero let a style, a label map or a time step into a
# network, and what does instance norm alone do to a label map?

# %%
import torch
from torch import nn
from torch.nn import functional as F

# %% [markdown]
# ## A style
# The content's mean and deviation of each channel go, the style's come.


# %%
def adain(content, style, eps=1e-5):
    """Content maps (N, C, H, W) with mean and deviation of each channel of the style maps."""
    mean = style.mean((2, 3), keepdim=True)
    deviation = style.std((2, 3), correction=0, keepdim=True)
    return deviation * F.instance_norm(content, eps=eps) + mean


torch.manual_seed(0)
content = torch.randn(2, 3, 8, 8, dtype=torch.float64) * 5 + 2
style = torch.randn(2, 3, 6, 6, dtype=torch.float64) / 3 - 1
styled = adain(content, style, eps=0)
torch.testing.assert_close(styled.mean((2, 3)), style.mean((2, 3)))
deviation = styled.std((2, 3), correction=0)
torch.testing.assert_close(deviation, style.std((2, 3), correction=0))

# %% [markdown]
# Without statistics: the weights are scaled by the style, then each filter to length one.
# For independent inputs of variance one the outputs have variance one, too.


# %%
def demodulated(weight, style, eps=1e-8):
    """Weights (C_out, C_in, k, k) for each image of a batch, from its style (N, C_in)."""
    scaled = weight * style[:, None, :, None, None]  # (N, C_out, C_in, k, k)
    return scaled / (scaled.square().sum((2, 3, 4), keepdim=True) + eps).sqrt()


styles = torch.randn(2, 3, dtype=torch.float64).exp()
weight = torch.randn(4, 3, 3, 3, dtype=torch.float64)
noise = torch.randn(1, 3, 300, 300, dtype=torch.float64)
for own, factors in zip(demodulated(weight, styles), styles, strict=True):
    maps = F.conv2d(noise, own)
    assert ((maps.var((0, 2, 3)) - 1).abs() < 0.1).all()
    styled = F.conv2d(noise * factors[:, None, None], weight)
    alike = F.cosine_similarity(maps.flatten(2), styled.flatten(2), -1)
    torch.testing.assert_close(alike, torch.ones_like(alike))

# %% [markdown]
# ## A label map
# Scale and shift are maps themselves, computed from the labels at each position.


# %%
class Spade(nn.Module):
    """Maps (N, C, H, W), normalized, then scaled and shifted by the label map (N, L, H, W)."""

    def __init__(self, channels, labels, hidden=16):
        super().__init__()
        self.shared = nn.Conv2d(labels, hidden, 3, padding=1)
        self.scale = nn.Conv2d(hidden, channels, 3, padding=1)
        self.shift = nn.Conv2d(hidden, channels, 3, padding=1)

    def forward(self, x, labels):
        labels = F.interpolate(labels, x.shape[2:])  # nearest: labels are not mixed
        features = self.shared(labels).relu()
        return (1 + self.scale(features)) * F.instance_norm(x) + self.shift(features)


# %% [markdown]
# An image that is all sky or all grass: behind a convolution and instance norm both look
# the same, for a constant map leaves nothing but zero.

# %%
kinds = F.one_hot(torch.tensor([0, 1]), 4).double()[:, None, :, None, None]
sky, grass = kinds * torch.ones(8, 8)
first = nn.Conv2d(4, 3, 1).double()
washed = (F.instance_norm(first(sky)) - F.instance_norm(first(grass))).abs().max()
layer = Spade(3, 4).double()
with torch.no_grad():
    x = torch.randn(1, 3, 8, 8).double()
    kept = (layer(x, sky) - layer(x, grass)).abs().amin((0, 2, 3))  # (C,)
assert (kept > 0).all()  # no channel loses the label

# %% [markdown]
# ## A time step
# Scale, shift and gate come from the condition. All three start at zero, so the block
# starts as the identity.


# %%
class AdaptiveBlock(nn.Module):
    """A branch on tokens (N, T, D), steered by a condition (N, K): adaLN-Zero."""

    def __init__(self, branch, width, condition):
        super().__init__()
        self.branch = branch
        self.steer = nn.Linear(condition, 3 * width)
        nn.init.zeros_(self.steer.weight)
        nn.init.zeros_(self.steer.bias)

    def forward(self, x, condition):
        scale, shift, gate = self.steer(F.silu(condition))[:, None].chunk(3, -1)
        normed = F.layer_norm(x, x.shape[-1:])  # no γ and β of its own
        return x + gate * self.branch((1 + scale) * normed + shift)


tokens, time = torch.randn(2, 5, 8), torch.randn(2, 4)
block = AdaptiveBlock(nn.Linear(8, 8), 8, 4)
moved = (block(tokens, time) - tokens).abs().max()
block(tokens, time).square().sum().backward()
assert block.steer.weight.grad.chunk(3)[2].any()  # the gate can open, then the others

# %%
computed = {"washed": f"{washed:.1f}", "moved": f"{moved:.1f}"}

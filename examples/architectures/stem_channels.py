# %% [markdown]
# # A stem for other channels
# Weights were trained on three channels. What does the first layer start with for one
# channel, or for more than three?

# %%
import torch
import torch.nn.functional as F
from torch import nn

# %% [markdown]
# ## Spread what was learned
# Sum the kernels over the old channels and share the sum out among the new ones. Where all
# channels show the same, as for a grey image, the layer puts out what it did.


# %%
def spread(weight, channels):
    """(out, old, k, k) to (out, channels, k, k)."""
    return weight.sum(1, keepdim=True).expand(-1, channels, -1, -1) / channels


def append(weight, more):
    """Keep the kernels of the old channels, start those of the new ones at zero."""
    zeros = weight.new_zeros(len(weight), more, *weight.shape[2:])
    return torch.cat([weight, zeros], 1)


torch.manual_seed(0)
weight = nn.Conv2d(3, 64, 7).double().weight.detach()
grey = torch.randn(2, 1, 16, 16, dtype=torch.double)
expected = F.conv2d(grey.expand(-1, 3, -1, -1), weight)
for channels in (1, 4, 12):
    found = F.conv2d(grey.expand(-1, channels, -1, -1), spread(weight, channels))
    assert torch.allclose(found, expected)

image, infrared = torch.randn(2, 4, 16, 16, dtype=torch.double).split([3, 1], 1)
both = torch.cat([image, infrared], 1)
kept = F.conv2d(both, append(weight, 1)) - F.conv2d(image, weight)
assert torch.allclose(kept, torch.zeros_like(kept))

# %% [markdown]
# ## The zeros learn
# Unlike two zero factors in a row, a zero kernel gets a gradient at once: that of the
# output, times the input of its channel.

# %%
wider = append(weight, 1).requires_grad_()
F.conv2d(both, wider).relu().sum().backward()
assert (wider.grad[:, 3] != 0).all()

# The naive way: copy the kernels of three channels to twelve and leave the scale.
copied = weight.repeat(1, 4, 1, 1)
louder = F.conv2d(grey.expand(-1, 12, -1, -1), copied).std() / expected.std()

# %%
computed = {
    "louder": f"{louder:.0f}×",
    "parameters": f"{weight[:, :1].numel():,}",
}

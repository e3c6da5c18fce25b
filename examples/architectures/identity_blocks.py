# %% [markdown]
# # Residual blocks at the identity
# What does a stack of residual blocks hand back when its branches give zero, and does
# a ReLU after each addition change it?

# %%
import torch
from torch import nn

# %% [markdown]
# ## A residual block learns what to add
# The block computes $H(x) = x + \mathcal{F}(x)$, so its branch learns
# $\mathcal{F}(x) = H(x) - x$.


# %%
class Block(nn.Module):
    """Pre-activation block: nothing stands on the skip path."""

    def __init__(self, width, relu_after=False):
        super().__init__()
        self.norms = nn.ModuleList(nn.BatchNorm2d(width) for _ in range(2))
        self.convs = nn.ModuleList(
            nn.Conv2d(width, width, 3, padding=1, bias=False) for _ in range(2)
        )
        self.relu_after = relu_after  # the block of the 2015 paper ends in a ReLU

    def branch(self, x):
        for norm, conv in zip(self.norms, self.convs, strict=True):
            x = conv(norm(x).relu())
        return x

    def forward(self, x):
        total = x + self.branch(x)
        return total.relu() if self.relu_after else total


# %% [markdown]
# ## A hundred of them
# With the last convolution at zero the block is the identity, and the stack hands the
# gradient back bit for bit. With a ReLU after each addition only the entries that are
# positive at the input arrive: all later ReLUs leave them as they are.


# %%
def pass_through(relu_after):
    """Input and output, the gradient sent and the gradient received, of 100 blocks."""
    torch.manual_seed(0)
    net = nn.Sequential(*(Block(16, relu_after) for _ in range(100)))
    for block in net:
        nn.init.zeros_(block.convs[1].weight)
    x = torch.randn(64, 16, 8, 8, requires_grad=True)
    y = net(x)
    sent = torch.randn_like(y)
    y.backward(sent)
    return len(net), x, y, sent, x.grad


blocks, x, y, sent, received = pass_through(relu_after=False)
assert torch.equal(y, x)
assert torch.equal(received, sent)

_, x, y, sent, received = pass_through(relu_after=True)
assert torch.equal(y, x.relu())
assert torch.equal(received, sent * (x > 0))
passed = (received == sent).double().mean().item()
print(f"with a ReLU after each addition {passed:.0%} of the entries arrive")

# %%
facts = {
    "blocks": f"{blocks} blocks",
    "passed-after-relu": f"{passed:.0%}",
}

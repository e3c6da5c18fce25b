# %% [markdown]
# # Residual blocks at the identity
# What does a stack of residual blocks hand back when its branches give zero, and does
# a ReLU after each addition change it?

# %%
import torch
import torch.nn.functional as F
from _stacks import span
from torch import nn

SEEDS = range(10)
WIDTH = 16
IMAGES = 8
RESNET_50 = 16  # blocks of ResNet-50, 3 + 4 + 6 + 3

# %% [markdown]
# ## A residual block learns what to add
# The block computes $H(x) = x + \mathcal{F}(x)$, so its branch learns
# $\mathcal{F}(x) = H(x) - x$.


# %%
class Block(nn.Module):
    """Pre-activation block: nothing stands on the skip path."""

    def __init__(self, width):
        super().__init__()
        self.norms = nn.ModuleList(nn.BatchNorm2d(width) for _ in range(2))
        self.convs = nn.ModuleList(
            nn.Conv2d(width, width, 3, padding=1, bias=False) for _ in range(2)
        )

    def branch(self, x):
        for norm, conv in zip(self.norms, self.convs, strict=True):
            x = conv(norm(x).relu())
        return x

    def forward(self, x):
        return x + self.branch(x)


class PostActivation(Block):
    """The block of the first ResNet: norms after the convolutions, a ReLU at its end."""

    def branch(self, x):
        x = self.norms[0](self.convs[0](x)).relu()
        return self.norms[1](self.convs[1](x))

    def forward(self, x):
        return super().forward(x).relu()


# %% [markdown]
# ## A hundred of them
# With branches of zero a pre-activation block is the identity, and the stack hands the
# gradient back bit for bit. A ReLU after each addition blocks what is not above zero at
# the input. In the first ResNet that comes out of a ReLU and a max pool: then all that
# is above zero arrives, through a hundred ReLUs as through one.


# %%
def pass_through(kind, x):
    """Output, gradient sent, gradient received."""
    net = nn.Sequential(*(kind(WIDTH) for _ in range(100)))
    for block in net:
        last = block.convs[1] if kind is Block else block.norms[1]
        nn.init.zeros_(last.weight)
    y = net(x)
    sent = torch.randn_like(y)
    return len(net), y, sent, torch.autograd.grad(y, x, sent)[0]


torch.manual_seed(0)
x = torch.randn(IMAGES, WIDTH, 8, 8, requires_grad=True)
blocks, y, sent, received = pass_through(Block, x)
assert torch.equal(y, x)
assert torch.equal(received, sent)

_, y, sent, received = pass_through(PostActivation, x)
assert torch.equal(received, sent * (x > 0))
stem = F.max_pool2d(torch.randn(IMAGES, WIDTH, 16, 16).relu(), 3, stride=2, padding=1)
_, y, sent, received = pass_through(PostActivation, stem.requires_grad_())
assert torch.equal(y, stem)
through = received[stem > 0] == sent[stem > 0]

# %% [markdown]
# ## With branches that are not zero
# A branch can push a sum below zero, and there the ReLU closes the skip. Random
# branches, batch norms with $\gamma = 1$: which entries have every ReLU open?

# %%
open_share, one = [], []
for seed in SEEDS:
    torch.manual_seed(seed)
    x = F.max_pool2d(torch.randn(IMAGES, WIDTH, 32, 32).relu(), 3, stride=2, padding=1)
    above = x > 0
    start = above.sum()
    with torch.no_grad():
        for i in range(RESNET_50):
            x = PostActivation(WIDTH)(x)
            above &= x > 0
            if i == 0:
                one.append((above.sum() / start).item())
    open_share.append((above.sum() / start).item())

# %%
computed = {
    "blocks": f"{blocks} blocks",
    "passed-after-relu": f"{through.double().mean():.0%}",
}
measured = {
    "open-skips": (
        span(open_share, ".0%"),
        "with random branches fewer than half of the skips stay open in all blocks",
        max(open_share) < 0.5 < min(one),
    ),
}
setup = f"{RESNET_50} random blocks, batch norms with γ = 1, {len(SEEDS)} seeds"
varied = {"WIDTH": (8, 32), "IMAGES": (4, 16), "RESNET_50": (33,)}

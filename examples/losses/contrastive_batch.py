# %% [markdown]
# # A contrastive loss in pieces
# Is a batch in four pieces the same as the batch at once? And how does it become the
# same?

# %%
import math

import torch
from torch import nn
from torch.nn import functional as F

# %% [markdown]
# ## The loss joins all samples
# Each anchor is compared with the partner of every sample in the batch. Gradient
# accumulation over pieces sums losses that know their own piece only.


# %%
def info_nce(left, right, tau=0.1):
    """Mean loss of unit embeddings (N, D) of two views; row i of both is one sample."""
    return F.cross_entropy(left @ right.T / tau, torch.arange(len(left)))


# %% [markdown]
# ## The same gradient in pieces
# First embed everything without a graph, and take the gradient of the loss on the
# embeddings, which is small. Then embed each piece again with a graph and hand it its
# rows of that gradient.


# %%
def backward_in_pieces(encoder, left, right, piece, loss=info_nce):
    """Gradients of the whole batch's loss; activations of one piece at a time."""
    with torch.no_grad():
        embedded = [encoder(view) for view in (left, right)]
    embedded = [e.requires_grad_() for e in embedded]
    cached = torch.autograd.grad(loss(*embedded), embedded)  # two of (N, D)
    for view, gradient in zip((left, right), cached, strict=True):
        for part, rows in zip(view.split(piece), gradient.split(piece), strict=True):
            encoder(part).backward(rows)


# %%
class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(20, 32), nn.ReLU(), nn.Linear(32, 16))

    def forward(self, x):
        return F.normalize(self.layers(x), dim=1)


torch.manual_seed(0)
N, PIECE = 32, 8
encoder = Encoder().double()
sample = torch.randn(N, 20, dtype=torch.float64)
left, right = sample + 0.3 * torch.randn(2, N, 20, dtype=torch.float64)


def gradient(backward):
    encoder.zero_grad()
    backward()
    return torch.cat([p.grad.flatten() for p in encoder.parameters()])


def accumulated():
    for a, b in zip(left.split(PIECE), right.split(PIECE), strict=True):
        (info_nce(encoder(a), encoder(b)) * len(a) / N).backward()


whole = gradient(lambda: info_nce(encoder(left), encoder(right)).backward())
pieces = gradient(lambda: backward_in_pieces(encoder, left, right, PIECE))
naive = gradient(accumulated)
assert torch.allclose(whole, pieces, rtol=1e-9, atol=1e-12)
assert not torch.allclose(whole, naive, rtol=0.05)

# %% [markdown]
# ## What each anchor sees
# With equal similarities the loss is $\ln N$, the first loss to expect of an encoder
# that cannot tell the samples apart.


# %%
def start(n):
    same = F.normalize(torch.ones(n, 4, dtype=torch.float64), dim=1)
    return info_nce(same, same).item()


assert math.isclose(start(N), math.log(N))
negatives = {n: (~torch.eye(n, dtype=torch.bool)).sum(1)[0].item() for n in (N, PIECE)}

# %%
computed = {
    "negatives-whole": f"{negatives[N]}",
    "negatives-pieces": f"{negatives[PIECE]}",
    "start-whole": f"{start(N):.2f}",
    "start-pieces": f"{start(PIECE):.2f}",
}
given = {"batch": f"{N}", "piece": f"{PIECE}"}

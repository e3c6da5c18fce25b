# %% [markdown]
# # Training memory of any model
# What does a training step of a given module hold, counted without running it?

# %%
import copy
import math

import torch
from torch import nn
from torch.autograd.graph import saved_tensors_hooks

# %% [markdown]
# On the meta device tensors have shapes but no data. The module is copied there, since
# `net.to("meta")` would throw its weights away and part those that are tied. Autograd says
# what it keeps; each storage counts once, and the model's own does not count again.


# %%
def training_bytes(net, *inputs, moments=2):
    """Bytes by part: weights, gradients, optimizer state in FP32, activations kept."""
    empty = {
        id(t): t.detach().to("meta").requires_grad_(t.requires_grad)
        for t in (*net.parameters(), *net.buffers())
    }
    net = copy.deepcopy(net, empty)  # the caller's keeps its weights
    own = {t.untyped_storage() for t in (*net.parameters(), *net.buffers())}
    kept = set()

    def pack(t):
        kept.add(t.untyped_storage())
        return t

    with saved_tensors_hooks(pack, lambda t: t):
        net(*(x.to("meta") for x in inputs)).sum()
    trained = [p for p in net.parameters() if p.requires_grad]
    return {
        "parameters": sum(p.nbytes for p in net.parameters()),
        "gradients": sum(p.nbytes for p in trained),
        "optimizer": sum(4 * moments * p.numel() for p in trained),
        "activations": sum(storage.nbytes() for storage in kept - own),
    }


tied = nn.Sequential(nn.Linear(5, 5, bias=False), nn.Linear(5, 5, bias=False))
tied[1].weight = tied[0].weight
assert training_bytes(tied, torch.empty(1, 5))["parameters"] == 4 * 5 * 5
assert not tied[0].weight.is_meta

# %% [markdown]
# ## A transformer layer
# With plain attention and without dropout it keeps for each token of width D: the input
# and the output of both norms, query, key and value, the mixed values, and twice the
# hidden units of the MLP, sixteen numbers a channel; and the attention weights, one for each head and
# pair of tokens. A fused attention kernel keeps one number a query and head instead.


# %%
class Layer(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norm_1, self.norm_2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x):
        n, tokens, width = x.shape
        parts = self.qkv(self.norm_1(x)).view(n, tokens, 3, self.heads, -1)
        q, k, v = parts.permute(2, 0, 3, 1, 4)  # each (n, heads, tokens, d)
        q = q / math.sqrt(width // self.heads)
        mixed = (q @ k.mT).softmax(-1) @ v
        x = x + self.out(mixed.transpose(1, 2).reshape(n, tokens, width))
        return x + self.down(nn.functional.gelu(self.up(self.norm_2(x))))


BATCH, TOKENS, WIDTH, HEADS = 8, 197, 768, 12
counted = training_bytes(Layer(WIDTH, HEADS), torch.empty(BATCH, TOKENS, WIDTH))


def by_hand(batch, tokens, width, heads):
    """Bytes of activations of a layer in FP32, the norms' statistics left out."""
    return 4 * batch * (16 * tokens * width + heads * tokens**2)


statistics = 4 * 2 * 2 * BATCH * TOKENS  # two norms keep a mean and a scale a token
assert counted["activations"] == by_hand(BATCH, TOKENS, WIDTH, HEADS) + statistics
assert counted["parameters"] == 4 * (12 * WIDTH**2 + 13 * WIDTH)
attention = 4 * BATCH * HEADS * TOKENS**2
state = sum(size for part, size in counted.items() if part != "activations")

# %%
computed = {
    "parameters": f"{counted['parameters'] / 1e6:.1f} MB",
    "activations": f"{counted['activations'] / 1e6:.0f} MB",
    "attention": f"{attention / counted['activations']:.0%}",
    "state": f"{state / 1e6:.0f} MB",
    "even": f"{BATCH * state / counted['activations']:.1f} images",
}
given = {"batch": f"{BATCH}", "tokens": f"{TOKENS}", "width": f"{WIDTH}"}

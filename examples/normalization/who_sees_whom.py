# %% [markdown]
# # Who sees whom?
# Change one sample, or one token. Which other outputs move, and does the answer differ
# between training and evaluation?

# %%
import torch
from torch import nn

torch.manual_seed(0)
x = torch.randn(4, 8, 6, 6)
other = torch.cat([x[:1], 2 * torch.randn(3, 8, 6, 6)])  # same first sample
layers = {
    "batch": nn.BatchNorm2d(8),
    "layer": nn.LayerNorm([8, 6, 6]),
    "instance": nn.InstanceNorm2d(8),
    "group": nn.GroupNorm(4, 8),
}

# %% [markdown]
# ## Samples
# All samples but the first are replaced. The first output may move only if the layer
# mixes samples. That is batch norm alone, and in evaluation mode not even that.


# %%
def first_moves(layer):
    return (layer(other) - layer(x))[0].abs().max().item()


moves = {name: first_moves(layer) for name, layer in layers.items()}
assert [name for name, move in moves.items() if move > 0] == ["batch"]
assert first_moves(layers["batch"].eval()) == 0

# %% [markdown]
# ## Train and eval
# Layer, instance and group norm keep no running statistics, so both modes agree bit
# for bit.

# %%
modes = {n: bool(torch.equal(f.train()(x), f.eval()(x))) for n, f in layers.items()}
assert modes == {"batch": False, "layer": True, "instance": True, "group": True}
modes

# %% [markdown]
# ## Tokens
# One token of seven is scaled by 100. `LayerNorm(D)` normalizes each token over its own
# $D$ features: no other token notices. `LayerNorm([T, D])` mixes all tokens.

# %%
tokens = torch.randn(2, 7, 16)  # (B, T, D)
loud = tokens.clone()
loud[:, 3] *= 100
quiet = [0, 1, 2, 4, 5, 6]


def others_move(layer):
    return (layer(loud) - layer(tokens))[:, quiet].abs().max().item()


alone, mixed = others_move(nn.LayerNorm(16)), others_move(nn.LayerNorm([7, 16]))
assert alone == 0
assert mixed > 1

# %%
facts = {
    **{f"{name}-moves": f"{move:.1f}" for name, move in moves.items()},
    "token-alone": f"{alone:.1f}",
    "tokens-mixed": f"{mixed:.1f}",
}

# %% [markdown]
# # Who sees whom?
# Change one sample, or one token. Which other outputs move, and does the answer differ
# between training and evaluation? And what is left of a channel's strength?

# %%
import torch
from torch import nn

SEEDS = range(10)
SIZE = 6
TOKENS = 7
layers = {
    "batch": nn.BatchNorm2d(8),
    "layer": nn.LayerNorm([8, SIZE, SIZE]),
    "instance": nn.InstanceNorm2d(8),
    "group": nn.GroupNorm(4, 8),
}


def two_batches(seed):
    """Two batches with the same first sample."""
    torch.manual_seed(seed)
    x = torch.randn(4, 8, SIZE, SIZE)
    return x, torch.cat([x[:1], 2 * torch.randn(3, 8, SIZE, SIZE)])


# %% [markdown]
# ## Samples
# All samples but the first are replaced. The first output may move only if the layer
# mixes samples. That is batch norm alone, and in evaluation mode not even that.


# %%
def first_moves(layer, seed):
    x, other = two_batches(seed)
    return (layer(other) - layer(x))[0].abs().max().item()


moves = {n: [first_moves(layer, s) for s in SEEDS] for n, layer in layers.items()}
assert [name for name, move in moves.items() if max(move) > 0] == ["batch"]
assert first_moves(layers["batch"].eval(), 0) == 0

# %% [markdown]
# ## Train and eval
# Layer, instance and group norm keep no running statistics, so both modes agree bit
# for bit.

# %%
x, _ = two_batches(0)
modes = {n: bool(torch.equal(f.train()(x), f.eval()(x))) for n, f in layers.items()}
assert modes == {"batch": False, "layer": True, "instance": True, "group": True}
modes

# %% [markdown]
# ## Tokens
# One token is scaled by 100. `LayerNorm(D)` normalizes each token over its own $D$
# features: no other token notices. `LayerNorm([T, D])` mixes all tokens.


# %%
def others_move(layer, seed):
    torch.manual_seed(seed)
    tokens = torch.randn(2, TOKENS, 16)  # (B, T, D)
    loud = tokens.clone()
    loud[:, 3] *= 100
    quiet = [i for i in range(TOKENS) if i != 3]
    return (layer(loud) - layer(tokens))[:, quiet].abs().max().item()


alone = [others_move(nn.LayerNorm(16), seed) for seed in SEEDS]
mixed = [others_move(nn.LayerNorm([TOKENS, 16]), seed) for seed in SEEDS]
assert max(alone) == 0

# %% [markdown]
# ## Channel strength
# After instance norm the mean of each channel is 0 in each image, so a global average
# pool sees nothing. Group norm keeps the differences between the channels of a group.


# %%
def pooled(layer, seed):
    torch.manual_seed(seed)
    images = torch.randn(2, 8, SIZE, SIZE) + torch.randn(2, 8, 1, 1)
    return layer(images).mean((2, 3)).abs().max().item()


pooled_in = [pooled(layers["instance"], seed) for seed in SEEDS]
pooled_gn = [pooled(layers["group"], seed) for seed in SEEDS]
assert max(pooled_in) < 1e-6


def span(values):
    return f"{min(values):.1f} to {max(values):.1f}"


# %%
computed = {
    **{f"{n}-moves": f"{max(move):.1f}" for n, move in moves.items() if n != "batch"},
    "token-alone": f"{max(alone):.1f}",
    "pooled-in": f"{max(pooled_in):.1f}",
}
measured = {
    "batch-moves": (
        span(moves["batch"]),
        "under batch norm the first sample's output moves when the others are replaced",
        min(moves["batch"]) > 0.3,
    ),
    "tokens-mixed": (span(mixed), "a loud token moves the others", min(mixed) > 1),
    "pooled-gn": (
        span(pooled_gn),
        "after group norm a global average pool still tells channels apart",
        min(pooled_gn) > 0.2,
    ),
}
setup = f"normal values, 4 × 8 × {SIZE} × {SIZE}; {TOKENS} tokens; {len(SEEDS)} seeds"
varied = {"SIZE": (3, 12), "TOKENS": (5, 14)}

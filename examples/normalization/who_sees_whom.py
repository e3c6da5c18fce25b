# %% [markdown]
# # Who sees whom?
# Change one sample, or one token. Which other outputs move, and does the answer differ
# between training and evaluation? And what is left of a channel's strength?

# %%
from operator import lt

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


def two_batches(seed, spread=2):
    """Two batches with the same first sample; the others of the second vary more."""
    torch.manual_seed(seed)
    x = torch.randn(4, 8, SIZE, SIZE)
    return x, torch.cat([x[:1], spread * torch.randn(3, 8, SIZE, SIZE)])


# %% [markdown]
# ## Samples
# All samples but the first are replaced. The first output may move only if the layer
# mixes samples. That is batch norm alone, and in evaluation mode not even that.


# %%
def first_moves(layer, seed, spread=2):
    x, other = two_batches(seed, spread)
    return (layer(other) - layer(x))[0].abs().max().item()


moves = {n: [first_moves(layer, s) for s in SEEDS] for n, layer in layers.items()}
assert [name for name, move in moves.items() if max(move) > 0] == ["batch"]
alike = [first_moves(layers["batch"], seed, spread=1) for seed in SEEDS]
assert first_moves(layers["batch"].eval(), 0) == 0

# %% [markdown]
# ## Train and eval
# Layer, instance and group norm by default keep no running statistics, so both modes
# agree bit for bit.

# %%
x, _ = two_batches(0)
modes = {n: bool(torch.equal(f.train()(x), f.eval()(x))) for n, f in layers.items()}
assert modes == {"batch": False, "layer": True, "instance": True, "group": True}
modes

# %% [markdown]
# ## Tokens
# One token is scaled by 100. `LayerNorm(D)` normalizes each token over its own $D$
# features: no other token notices. `LayerNorm([T, D])` mixes all tokens, and divides the
# others by a standard deviation that is the loud token's. How much of their differences
# is left? (It also shifts them all by one number, which is no difference.)


# %%
def others(layer, seed, features=16):
    """Outputs of the other tokens, before and after."""
    torch.manual_seed(seed)
    tokens = torch.randn(2, TOKENS, features)  # (B, T, D)
    loud = tokens.clone()
    loud[:, 3] *= 100
    quiet = [i for i in range(TOKENS) if i != 3]
    return layer(tokens)[:, quiet], layer(loud)[:, quiet]


def left(features):
    """The share of the others' differences that a layer norm over all tokens leaves."""
    mixing = nn.LayerNorm([TOKENS, features])
    pairs = [others(mixing, seed, features) for seed in SEEDS]
    spread = [[y - y.mean((1, 2), keepdim=True) for y in pair] for pair in pairs]
    return [(after.norm() / before.norm()).item() for before, after in spread]


pairs = [others(nn.LayerNorm(16), seed) for seed in SEEDS]
alone = [(after - before).abs().max().item() for before, after in pairs]
assert max(alone) == 0
mixed, wide = left(16), left(768)

# %% [markdown]
# ## Channel strength
# After instance norm the mean of each channel is 0 in each image, so a global average
# pool sees nothing. Group norm keeps the differences between the channels of a group:
# here the largest pooled value of an image less the smallest.


# %%
def pooled(layer, seed):
    torch.manual_seed(seed)
    images = torch.randn(2, 8, SIZE, SIZE) + torch.randn(2, 8, 1, 1)
    means = layer(images).mean((2, 3))  # (B, C)
    return (means.amax(1) - means.amin(1)).max().item()


pooled_in = [pooled(layers["instance"], seed) for seed in SEEDS]
pooled_gn = [pooled(layers["group"], seed) for seed in SEEDS]
assert max(pooled_in) < 1e-6


def span(values, form=".1f"):
    ends = [format(end, form) for end in (min(values), max(values))]
    return " to ".join(dict.fromkeys(ends))


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
        min(moves["batch"]) > 0.8,
    ),
    "batch-moves-alike": (
        span(alike),
        "it moves when they are replaced by others of the same spread, but less",
        min(alike) > 0.05 and all(map(lt, alike, moves["batch"])),
    ),
    "tokens-mixed": (
        span(mixed, ".1%"),
        "a loud token leaves less than a tenth of the others' differences",
        max(mixed) < 0.1,
    ),
    "tokens-mixed-wide": (
        span(wide, ".1%"),
        "with 768 features it leaves less than a tenth, too",
        max(wide) < 0.1,
    ),
    "pooled-gn": (
        span(pooled_gn),
        "after group norm a global average pool still tells channels apart",
        min(pooled_gn) > 0.5,
    ),
}
setup = f"normal values, 4 × 8 × {SIZE} × {SIZE}; {TOKENS} tokens; {len(SEEDS)} seeds"
varied = {"SIZE": (3, 12), "TOKENS": (5, 14)}

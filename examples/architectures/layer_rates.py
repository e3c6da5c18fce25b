# %% [markdown]
# # Freezing and layer-wise rates
# What does it save to freeze layers, and how do rates fall towards the input?

# %%
import torch
from torch import nn

# %% [markdown]
# ## A rate for each depth
# The head is new and learns at the full rate; each layer below it at a fixed share of the
# rate above. Norms and biases go without decay, and so do positions and [CLS], which are
# vectors for tokens although their tensors have more axes.


# %%
def is_vector(p):
    """Biases, norms, and (1, n, D) of positions and [CLS]."""
    return p.ndim < 2 or (p.ndim == 3 and len(p) == 1)


def layer_groups(stages, rate, decay, weight_decay=0.05):
    """Groups for an optimizer; stages from the input to the head."""
    groups = []
    for depth, stage in enumerate(reversed(stages)):
        for vectors in (False, True):
            found = [p for p in stage.parameters() if p.requires_grad]
            params = [p for p in found if is_vector(p) == vectors]
            if params:
                kept = 0 if vectors else weight_decay
                lr = rate * decay**depth
                groups.append({"params": params, "lr": lr, "weight_decay": kept})
    return groups


def freeze(stages):
    """No gradient, and norms in evaluation; call it again behind `model.train()`."""
    for stage in stages:
        stage.requires_grad_(False).eval()


assert is_vector(torch.empty(1, 197, 768))  # positions
assert not is_vector(torch.empty(768, 3, 16, 16))  # the patch projection

# ViT-Base: patches with positions, twelve layers, head.
stages = [nn.Linear(2, 2) for _ in range(1 + 12 + 1)]
groups = layer_groups(stages, rate=1.0, decay=0.75)
optimizer = torch.optim.AdamW(groups)
assert len(optimizer.param_groups) == 2 * len(stages)
rates = [group["lr"] for group in optimizer.param_groups]
assert groups[0]["params"][0] is stages[-1].weight  # the head, at the full rate
assert rates == sorted(rates, reverse=True)
assert min(rates) == 0.75 ** (1 + 12)

# %% [markdown]
# ## What a frozen layer saves
# Autograd keeps a map only where a gradient needs it. Below the lowest trained layer it
# needs none. Above, a gradient must pass: a frozen linear layer hands it on with its
# weight alone, ReLU, GELU, norms and attention need their maps for it.


# %%
def kept_bytes(layers, x, frozen):
    """Bytes of the maps that autograd keeps when these layers are frozen."""
    freeze([layers[i] for i in frozen])
    weights = {p.untyped_storage().data_ptr() for p in layers.parameters()}
    kept = {}

    def pack(t):
        storage = t.untyped_storage()
        if storage.data_ptr() not in weights:
            kept[storage.data_ptr()] = storage.nbytes()
        return t

    outs = [x]  # keeps every map alive, so that no address is used twice
    with torch.autograd.graph.saved_tensors_hooks(pack, lambda t: t):
        for layer in layers:
            outs.append(layer(outs[-1]))
        outs[-1].mean()
    return sum(kept.values())


def linear():
    return nn.Linear(64, 64)


def convolution():
    return nn.Sequential(nn.Conv1d(17, 17, 3, padding=1), nn.ReLU(inplace=True))


def encoder():
    return nn.TransformerEncoderLayer(
        64, 4, 256, dropout=0, activation="gelu", batch_first=True, norm_first=True
    )


def shares(layer):
    """Of what twelve trained layers keep: with the lower half frozen, with the upper."""
    x = torch.randn(1, 17, 64)
    whole, *parts = (
        kept_bytes(nn.ModuleList(layer() for _ in range(12)), x, frozen)
        for frozen in ([], range(6), range(6, 12))
    )
    return [part / whole for part in parts]


lower, upper = zip(*map(shares, (linear, convolution, encoder)), strict=True)
assert lower[0] == lower[2] == upper[0] == 1 / 2
assert lower[1] == (1 + 6) / (1 + 12)  # an input, and the output of each
assert upper[1] == 1

# %%
computed = {
    "lowest": f"{min(rates) / max(rates):.1%}",
    "lower-linear": f"{lower[0]:.0%}",
    "lower-convolution": f"{lower[1]:.0%}",
    "lower-encoder": f"{lower[2]:.0%}",
    "upper-linear": f"{upper[0]:.0%}",
    "upper-convolution": f"{upper[1]:.0%}",
    "upper-encoder": f"{upper[2]:.0%}",
}

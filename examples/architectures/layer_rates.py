# %% [markdown]
# # Freezing and layer-wise rates
# What does it save to freeze layers, and how do rates fall towards the input?

# %%
import torch
from torch import nn

# %% [markdown]
# ## A rate for each depth
# The head is new and learns at the full rate; each layer below it at a fixed share of the
# rate above. Norms, biases and other vectors go without decay.


# %%
def layer_groups(stages, rate, decay, weight_decay=0.05):
    """Groups for an optimizer; stages from the input to the head."""
    groups = []
    for depth, stage in enumerate(reversed(stages)):
        for vectors in (False, True):
            found = [p for p in stage.parameters() if p.requires_grad]
            params = [p for p in found if (p.ndim < 2) == vectors]
            if params:
                kept = 0 if vectors else weight_decay
                lr = rate * decay**depth
                groups.append({"params": params, "lr": lr, "weight_decay": kept})
    return groups


def freeze(stages):
    """No gradient, and norms in evaluation; call it again behind `model.train()`."""
    for stage in stages:
        stage.requires_grad_(False).eval()


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
# Autograd keeps a map only where a gradient must pass. Twelve convolutions with ReLU in
# between: freeze the lower or the upper half and count the kept maps.


# %%
def kept_maps(frozen):
    """Maps that autograd keeps when these layers of twelve are frozen."""
    layers = [
        nn.Sequential(nn.Conv2d(8, 8, 3, padding=1), nn.ReLU(True)) for _ in range(12)
    ]
    freeze([layers[i] for i in frozen])
    x, kept = torch.randn(1, 8, 16, 16), set()

    def pack(t):
        if t.shape == x.shape:
            kept.add(t.untyped_storage().data_ptr())
        return t

    outs = [x]  # keeps every map alive, so that no address is used twice
    with torch.autograd.graph.saved_tensors_hooks(pack, lambda t: t):
        for layer in layers:
            outs.append(layer(outs[-1]))
        outs[-1].mean()
    return len(kept)


maps = {
    "none": kept_maps([]),
    "lower": kept_maps(range(6)),
    "upper": kept_maps(range(6, 12)),
}
# The input and the output of each trained layer; above a frozen half, of all.
assert maps == {"none": 1 + 12, "lower": 1 + 6, "upper": 1 + 12}

# %%
computed = {
    "lowest": f"{min(rates) / max(rates):.1%}",
    "kept-none": f"{maps['none']}",
    "kept-lower": f"{maps['lower']}",
    "kept-upper": f"{maps['upper']}",
}

# %% [markdown]
# # A vision transformer, counted
# How many parameters and multiply-adds has a ViT, from width, depth, patch and image?

# %%
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

# %% [markdown]
# ## Parameters
# A layer has four D×D matrices for queries, keys, values and the output, and two in the
# MLP of $4D^2$ each; then biases and two norms. The heads share out the same matrices, so
# their number does not count.


# %%
def parameters(width, layers, patch=16, side=224, classes=1000):
    tokens = (side // patch) ** 2 + 1
    embedding = 3 * patch**2 * width + width + width + tokens * width
    layer = 12 * width**2 + 13 * width
    return embedding + layers * layer + 2 * width + (width + 1) * classes


# %% [markdown]
# ## Multiply-adds
# Each weight of a matrix works once on each token; then there are $QK^\top$ and $AV$,
# $n^2 D$ each. Norms, softmax, GELU and biases are not counted.


# %%
def mult_adds(width, layers, patch=16, side=224, classes=1000):
    patches = (side // patch) ** 2
    n = patches + 1
    layer = 12 * n * width**2 + 2 * n**2 * width
    return patches * 3 * patch**2 * width + layers * layer + width * classes


sizes = {"s": (384, 12), "b": (768, 12), "l": (1024, 24)}
weights = {name: parameters(*size) for name, size in sizes.items()}
work = {name: mult_adds(*size) for name, size in sizes.items()}
# torchvision's vit_b_16 and vit_l_16
assert (weights["b"], weights["l"]) == (86_567_656, 304_326_632)

# %% [markdown]
# ## Against PyTorch's layers
# On the meta device, so nothing is computed.

# %%
for width, layers in sizes.values():
    kind = nn.TransformerEncoderLayer(
        width, width // 64, 4 * width, batch_first=True, norm_first=True, device="meta"
    )
    encoder = nn.TransformerEncoder(
        kind, layers, nn.LayerNorm(width, device="meta"), enable_nested_tensor=False
    )
    project = nn.Conv2d(3, width, 16, stride=16, device="meta")
    head = nn.Linear(width, 1000, device="meta")
    with FlopCounterMode(display=False) as counter:
        image = torch.empty(1, 3, 224, 224, device="meta")
        patches = project(image).flatten(2).transpose(1, 2)  # (1, N, D)
        cls = torch.empty(1, 1, width, device="meta")
        head(encoder(torch.cat([cls, patches], 1))[:, 0])
    assert counter.get_total_flops() == 2 * mult_adds(width, layers)
    modules = (encoder, project, head)
    held = sum(p.numel() for module in modules for p in module.parameters())
    assert held + width + 197 * width == parameters(width, layers)

layer = parameters(768, 13) - parameters(768, 12)
assert layer == 12 * 768**2 + 13 * 768
larger = mult_adds(768, 12, side=384) / work["b"]

# %%
computed = {
    "layer": f"{layer:,}",
    **{f"parameters-{k}": f"{v / 1e6:.1f} million" for k, v in weights.items()},
    **{f"mult-adds-{k}": f"{v / 1e9:.1f} G" for k, v in work.items()},
    "larger": f"{larger:.1f}×",
    "head-share": f"{(768 + 1) * 1000 / weights['b']:.1%}",
    "layers-share": f"{12 * layer / weights['b']:.0%}",
}

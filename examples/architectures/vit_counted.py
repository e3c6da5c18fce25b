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
# ## The whole model
# A patch projection is a convolution whose stride is its kernel. Attention and MLP stand in
# branches behind their norms. [CLS] is read at the end.


# %%
class Layer(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norms = nn.ModuleList(nn.LayerNorm(width, eps=1e-6) for _ in range(2))
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def attend(self, z):  # (B, n, D)
        parts = self.qkv(z).unflatten(-1, (3, self.heads, -1))
        q, k, v = parts.permute(2, 0, 3, 1, 4)  # (B, h, n, d) each
        weights = (q @ k.mT / q.shape[-1] ** 0.5).softmax(-1)
        return self.out((weights @ v).transpose(1, 2).flatten(2))

    def forward(self, z):
        z = z + self.attend(self.norms[0](z))
        return z + self.down(nn.functional.gelu(self.up(self.norms[1](z))))


class ViT(nn.Module):
    def __init__(self, width, layers, patch=16, side=224, classes=1000):
        super().__init__()
        self.project = nn.Conv2d(3, width, patch, stride=patch)
        self.cls = nn.Parameter(torch.zeros(1, 1, width))
        n = (side // patch) ** 2 + 1
        self.positions = nn.Parameter(torch.randn(1, n, width) * 0.02)
        blocks = [Layer(width, width // 64) for _ in range(layers)]
        self.layers = nn.Sequential(*blocks, nn.LayerNorm(width, eps=1e-6))
        self.head = nn.Linear(width, classes)

    def forward(self, x):  # (B, 3, side, side)
        z = self.project(x).flatten(2).transpose(1, 2)  # (B, N, D)
        z = torch.cat([self.cls.expand(len(x), -1, -1), z], 1) + self.positions
        return self.head(self.layers(z)[:, 0])


# %% [markdown]
# On the meta device, so nothing is computed.

# %%
for width, layers in sizes.values():
    with torch.device("meta"), FlopCounterMode(display=False) as counter:
        net = ViT(width, layers)
        assert net(torch.empty(1, 3, 224, 224)).shape == (1, 1000)
    assert counter.get_total_flops() == 2 * mult_adds(width, layers)
    assert sum(p.numel() for p in net.parameters()) == parameters(width, layers)

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

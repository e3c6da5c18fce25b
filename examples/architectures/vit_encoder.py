# %% [markdown]
# # Encoder and head of a vision transformer
# What does a pre-norm encoder layer compute, what does the head read, and how many
# parameters has ViT-Base?

# %%
import torch
import torch.nn.functional as F
from torch import nn

P, D, classes = 16, 768, 1000  # patch side, token width, ViT-Base on ImageNet-1k
number = (224 // P) ** 2

# %% [markdown]
# ## One layer by hand
# [CLS] is concatenated in front, positions are added. The encoder is pre-norm:
# $z' = z + \mathrm{MSA}(\mathrm{LN}(z))$, then $z' + \mathrm{MLP}(\mathrm{LN}(z'))$.

# %%
torch.manual_seed(0)
cls, positions = torch.zeros(1, 1, D), torch.randn(1, number + 1, D) * 0.02
z = torch.cat([cls, torch.randn(1, number, D)], 1) + positions  # (B, N + 1, D)

layer = nn.TransformerEncoderLayer(
    D, 12, 4 * D, dropout=0, activation="gelu", batch_first=True, norm_first=True
)
n = layer.norm1(z)
middle = z + layer.self_attn(n, n, n)[0]
by_hand = middle + layer.linear2(F.gelu(layer.linear1(layer.norm2(middle))))
assert torch.allclose(layer(z), by_hand, atol=1e-5)

# %% [markdown]
# ## The head
# It reads the [CLS] output, or the average of all other tokens. Each token has width
# $D$, so both are vectors of that width.

# %%
head = nn.Linear(D, classes)
last = layer(z)  # (B, N + 1, D)
for pooled in (last[:, 0], last[:, 1:].mean(1)):  # (B, D)
    assert head(pooled).shape == (1, classes)

# %% [markdown]
# ## The whole
# Projection, [CLS], positions, 12 layers, a last norm and the head.


# %%
def size(*modules):
    return sum(p.numel() for module in modules for p in module.parameters())


project = nn.Conv2d(3, D, P, stride=P)
whole = size(project, nn.LayerNorm(D), head) + 12 * size(layer)
whole += cls.numel() + positions.numel()
assert whole == 86_567_656  # torchvision's vit_b_16

# %%
facts = {
    "head": f"{size(head):,}",
    "layer": f"{size(layer) / 1e6:.1f} million",
    "whole": f"{whole:,}",
}

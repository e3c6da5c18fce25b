# %% [markdown]
# # Encoder and head of a vision transformer
# What does a pre-norm encoder layer compute, what does the head read, and how many
# parameters has ViT-Base?

# %%
import torch
import torch.nn.functional as F
from torch import nn

P, D, heads, classes = 16, 768, 12, 1000  # ViT-Base/16 on ImageNet-1k
number = (224 // P) ** 2

# %% [markdown]
# ## One layer by hand
# [CLS] is concatenated in front, positions are added. The encoder is pre-norm:
# $z' = z + \mathrm{MSA}(\mathrm{LN}(z))$, then $z' + \mathrm{MLP}(\mathrm{LN}(z'))$.
# Each head works on 64 components of its own: twelve side by side.


# %%
def standardize(z, norm):
    var, mean = torch.var_mean(z, -1, correction=0, keepdim=True)
    return (z - mean) / (var + norm.eps).sqrt() * norm.weight + norm.bias


def attention(z, module, width=64):
    """Self-attention with the weights of `nn.MultiheadAttention`, head by head."""
    qkv = z @ module.in_proj_weight.T + module.in_proj_bias  # (B, n, 3·D)
    parts = (part.split(width, dim=-1) for part in qkv.chunk(3, dim=-1))
    out = []
    for q, k, v in zip(*parts, strict=True):  # (B, n, width) each
        scores = q @ k.transpose(-2, -1) / width**0.5  # (B, n, n)
        out.append(scores.softmax(-1) @ v)
    return module.out_proj(torch.cat(out, -1))  # (B, n, D)


torch.manual_seed(0)
cls, positions = torch.zeros(1, 1, D), torch.randn(1, number + 1, D) * 0.02
z = torch.cat([cls, torch.randn(1, number, D)], 1) + positions  # (B, N + 1, D)

layer = nn.TransformerEncoderLayer(
    D, heads, 4 * D, dropout=0, activation="gelu", batch_first=True, norm_first=True
)
middle = z + attention(standardize(z, layer.norm1), layer.self_attn)
hidden = F.gelu(layer.linear1(standardize(middle, layer.norm2)))
assert torch.allclose(layer(z), middle + layer.linear2(hidden), atol=1e-5)

# %% [markdown]
# ## The head
# It reads the [CLS] output behind a last layer norm, or the average of all other tokens.
# A token has width $D$ either way, so the head stays the same. Which tokens it reads
# shows in the gradient.

# %%
last_norm, head = nn.LayerNorm(D), nn.Linear(D, classes)
last = layer(z).detach().requires_grad_()  # (B, N + 1, D)
scores = {
    "[CLS]": head(last_norm(last)[:, 0]),  # (B, D) → (B, classes)
    "average": head(last_norm(last)[:, 1:].mean(1)),
}
read = {
    name: torch.autograd.grad(score[0, 0], last, retain_graph=True)[0]
    .any(-1)
    .sum()
    .item()
    for name, score in scores.items()
}
assert read == {"[CLS]": 1, "average": 196}

# %% [markdown]
# ## The whole
# Projection, [CLS], positions, 12 layers, a last norm and the head.


# %%
def size(*modules):
    return sum(p.numel() for module in modules for p in module.parameters())


project = nn.Conv2d(3, D, P, stride=P)
whole = size(project, last_norm, head) + 12 * size(layer)
whole += cls.numel() + positions.numel()
assert whole == 86_567_656  # torchvision's vit_b_16

# %%
computed = {
    "head": f"{size(head):,}",
    "layer": f"{size(layer) / 1e6:.1f} million",
    "whole": f"{whole:,}",
}

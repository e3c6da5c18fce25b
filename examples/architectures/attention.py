# %% [markdown]
# # Scaled dot-product attention
# How does one token read from the others, and why are the scores divided by the root
# of the head's width?

# %%
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(0)
n, D, heads = 197, 768, 12  # ViT-Base: 196 patches and [CLS]
d = D // heads

# %% [markdown]
# ## By hand
# Each token asks with a query $q$, offers a key $k$ and gives a value $v$. Softmax
# turns its scores over all keys into weights that sum to one, and the output is the
# weighted mean of the values. A head does this on 64 of the 768 components.


# %%
def attention(q, k, v):
    scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5  # (…, n, n)
    return scores.softmax(-1) @ v  # (…, n, d)


def multi_head(z, module):
    """Self-attention with the weights of `nn.MultiheadAttention`, head by head."""
    qkv = z @ module.in_proj_weight.T + module.in_proj_bias  # (B, n, 3·D)
    parts = (
        part.split(d, dim=-1) for part in qkv.chunk(3, dim=-1)
    )  # heads × (B, n, d)
    out = [attention(q, k, v) for q, k, v in zip(*parts, strict=True)]
    return module.out_proj(torch.cat(out, -1))  # (B, n, D)


module = nn.MultiheadAttention(D, heads, batch_first=True).double()
z = torch.randn(1, n, D, dtype=torch.double)
assert torch.allclose(multi_head(z, module), module(z, z, z)[0], atol=1e-12)

q, k, v = torch.randn(3, n, d, dtype=torch.double)
assert torch.allclose(attention(q, k, v), F.scaled_dot_product_attention(q, k, v))

# %% [markdown]
# ## Why the root
# Let the components of $q$ and $k$ be independent with mean 0 and variance 1. Their
# product is a sum of $d$ terms of variance 1, so its standard deviation is $\sqrt{d}$.
# Softmax of such scores is nearly one-hot: one token is copied, and less gradient
# reaches the scores, since that of a weight $a$ to its own score is $a(1-a)$.

# %%
widths = [4, 16, 64, 256, 1024]
sd, largest, slope = {}, {}, {}
for width in widths:
    q, k = torch.randn(2, 20, n, width, dtype=torch.double)  # of 20 images
    raw = q @ k.transpose(-2, -1)  # (20, n, n)
    sd[width] = raw.std().item()
    assert abs(sd[width] / width**0.5 - 1) < 0.05
    for divided, scores in ((False, raw), (True, raw / width**0.5)):
        weights = scores.softmax(-1)
        largest[width, divided] = weights.amax(-1).mean().item()
        slope[width, divided] = (weights * (1 - weights)).sum(-1).mean().item()

fig, ax = plt.subplots(num="saturation")
ax.plot(widths, [largest[w, False] for w in widths], "C1-", marker="o")
ax.plot(widths, [largest[w, True] for w in widths], "C0--", marker="s")
ax.set(xscale="log", ylim=(0, 1.05), xticks=widths, xticklabels=widths)
ax.minorticks_off()
ax.set_xlabel("width d of a head")
ax.set_ylabel("largest of 197 weights, on average")
ax.text(24, 0.86, "scores as they are", color="C1", ha="right")
ax.text(24, 0.12, "divided by √d", color="C0")

# %%
facts = {
    "tokens": f"{n} tokens",
    "sd": f"{sd[d]:.1f}",
    "largest": f"{largest[d, False]:.1f}",
    "largest-divided": f"{largest[d, True]:.2f}",
    "gradient": f"{slope[d, False] / slope[d, True]:.1f}×",
}

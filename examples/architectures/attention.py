# %% [markdown]
# # Scaled dot-product attention
# How does one token read from the others, and why are the scores divided by the root
# of the head's width?

# %%
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from _stacks import span

SEEDS = range(10)
TOKENS = 197  # ViT-Base: 196 patches and [CLS]
IMAGES = 1
d = 768 // 12  # width of a head: 12 heads side by side

# %% [markdown]
# ## By hand
# Each token asks with a query $q$, offers a key $k$ and gives a value $v$. Softmax
# turns its scores over all keys into weights that sum to one; the output is the mean
# of the values with these weights.


# %%
def attention(q, k, v):
    scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5  # (…, n, n)
    return scores.softmax(-1) @ v  # (…, n, d)


q, k, v = torch.randn(3, TOKENS, d, dtype=torch.double)
assert torch.allclose(attention(q, k, v), F.scaled_dot_product_attention(q, k, v))

# %% [markdown]
# ## Why the root
# Let the components of $q$ and $k$ be independent with mean 0 and variance 1. Their
# product is a sum of $d$ terms of variance 1, so its standard deviation is $\sqrt{d}$.
# The wider the head, the closer softmax comes to one-hot, to copying one token. The
# gradient then reaches few scores, and hardly any where one weight is nearly 1: with
# $g$ at the weights $a$, softmax hands back $a_i\,(g_i - \sum_j a_j g_j)$.


# %%
def one_layer(scores, v, upstream):
    """Largest weight of each token, and the gradient at the scores."""
    weights = scores.requires_grad_().softmax(-1)
    (weights @ v).backward(upstream)
    g = upstream @ v.transpose(-2, -1)
    by_hand = weights * (g - (weights * g).sum(-1, keepdim=True))
    assert torch.allclose(scores.grad, by_hand)
    return weights.detach().amax(-1).mean().item(), scores.grad


def carriers(gradient):
    """How many scores of a token carry 90% of its squared gradient, in the median."""
    squares = gradient.square().sort(-1, descending=True).values.cumsum(-1)
    return (squares < 0.9 * squares[..., -1:]).sum(-1).median().item() + 1


widths = [4, 16, 64, 256, 1024]
raw, divided = {w: [] for w in widths}, {w: [] for w in widths}  # largest weights
few, many, cut_off = [], [], []
for seed in SEEDS:
    torch.manual_seed(seed)
    for width in widths:
        q, k, v, upstream = torch.randn(4, IMAGES, TOKENS, width, dtype=torch.double)
        scores = q @ k.transpose(-2, -1)  # (IMAGES, n, n)
        assert abs(scores.std() / width**0.5 - 1) < 0.2
        top, flat = one_layer(scores / width**0.5, v, upstream)
        divided[width].append(top)
        top, steep = one_layer(scores, v, upstream)
        raw[width].append(top)
        if width == d:
            few.append(carriers(steep))
            many.append(carriers(flat))
    # The widest head: tokens with less than a hundredth of the gradient.
    dead = steep.norm(dim=-1) < flat.norm(dim=-1) / 100
    cut_off.append(dead.double().mean().item())

# %%
fig, ax = plt.subplots(num="saturation")
for shares, style in ((raw, "C1o-"), (divided, "C0s--")):
    ax.plot(widths, [sum(shares[w]) / len(SEEDS) for w in widths], style)
ax.set(xscale="log", ylim=(0, 1.05), xticks=widths, xticklabels=widths)
ax.minorticks_off()
ax.set_xlabel("width of a head")
ax.set_ylabel(f"largest of {TOKENS} weights, on average")
ax.text(24, 0.86, "scores as they are", color="C1", ha="right")
ax.text(24, 0.12, "divided by √d", color="C0")

# %%
given = {"tokens": f"{TOKENS} tokens"}
computed = {"sd": f"{d**0.5:.1f}"}
measured = {
    "largest": (
        span(raw[d], ".0%"),
        "without the root one token gets most of the weight",
        min(raw[d]) > 0.5,
    ),
    "largest-divided": (
        span(divided[d], ".0%"),
        "divided by √d no token gets a fifth of the weight on average, at any width",
        max(max(tops) for tops in divided.values()) < 0.2,
    ),
    "gradient": (
        f"{span(few, '.0f')} instead of {span(many, '.0f')}",
        "without the root a fourth of the scores or fewer carry the gradient",
        4 * max(few) <= min(many),
    ),
    "cut-off": (
        span(cut_off, ".0%"),
        "at width 1024 a third of the tokens or more get hardly any gradient",
        min(cut_off) > 1 / 3,
    ),
}
setup = f"independent normal queries, keys, values; {len(SEEDS)} seeds; untrained"
varied = {"TOKENS": (50, 401), "IMAGES": (2,)}

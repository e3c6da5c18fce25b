# %% [markdown]
# # Pre-norm and post-norm at initialization
# How does the gradient of the last layer depend on the depth, and how much of the input
# is left on the skip?

# %%
import matplotlib.pyplot as plt
import torch
from torch import nn

SEEDS = range(10)
WIDTH = 32
HEADS = 2
TOKENS = 8
DEPTHS = [2, 4, 8, 16]


class Block(nn.Module):
    """Attention and an MLP, each with a skip and a layer norm."""

    def __init__(self, pre):
        super().__init__()
        self.pre = pre
        self.attention = nn.MultiheadAttention(WIDTH, HEADS, batch_first=True)
        self.mlp = nn.Sequential(
            nn.Linear(WIDTH, 4 * WIDTH), nn.ReLU(), nn.Linear(4 * WIDTH, WIDTH)
        )
        self.norms = nn.ModuleList([nn.LayerNorm(WIDTH) for _ in range(2)])
        for weight in self.parameters():
            if weight.ndim > 1:
                nn.init.xavier_normal_(weight)

    def branches(self):
        yield lambda x: self.attention(x, x, x, need_weights=False)[0]
        yield self.mlp

    def forward(self, x):
        for branch, norm in zip(self.branches(), self.norms, strict=True):
            x = x + branch(norm(x)) if self.pre else norm(x + branch(x))
        return x


# %% [markdown]
# Post-norm is PyTorch's default, `norm_first=False`. Ours is the same layer.

# %%
torch.manual_seed(0)
for pre in (True, False):
    theirs = nn.TransformerEncoderLayer(
        WIDTH, HEADS, 4 * WIDTH, dropout=0, norm_first=pre, batch_first=True
    )
    ours, x = Block(pre), torch.randn(2, TOKENS, WIDTH)
    theirs.self_attn, theirs.norm1, theirs.norm2 = ours.attention, *ours.norms
    theirs.linear1, theirs.linear2 = ours.mlp[0], ours.mlp[2]
    torch.testing.assert_close(ours(x), theirs(x))


# %% [markdown]
# The gradient of the last layer's last weights. Pre-norm ends with a norm of its own,
# since its sum grows with the depth.


# %%
def last_gradient(pre, depth, seed):
    """Norm of the gradient, and mean square of what the blocks hand on."""
    torch.manual_seed(seed)
    blocks = nn.Sequential(*[Block(pre) for _ in range(depth)])
    head = nn.Linear(WIDTH, WIDTH)
    nn.init.xavier_normal_(head.weight)
    final = nn.LayerNorm(WIDTH) if pre else nn.Identity()
    x, labels = torch.randn(16, TOKENS, WIDTH), torch.randint(WIDTH, (16, TOKENS))
    out = blocks(x)
    loss = nn.functional.cross_entropy(head(final(out)).flatten(0, 1), labels.flatten())
    (gradient,) = torch.autograd.grad(loss, blocks[-1].mlp[2].weight)
    return gradient.norm().item(), out.square().mean().item()


runs = {
    pre: torch.tensor(
        [[last_gradient(pre, depth, seed) for depth in DEPTHS] for seed in SEEDS]
    )
    for pre in (True, False)  # (seeds, depths, 2)
}
gradients = {pre: found[..., 0] for pre, found in runs.items()}
change = {
    pre: (norms[:, -1] / norms[:, 0]).median().item()
    for pre, norms in gradients.items()
}
sizes = runs[True][:, -1, 1].tolist()
assert (runs[False][..., 1] - 1).abs().max() < 1e-3  # post-norm: always one

# %% [markdown]
# Were each branch independent of its input and of variance one: post-norm divides the
# sum, of variance two, by the root of two. Pre-norm divides once, at the end, by the
# root of one and all that was added.

# %%
branches = 2 * 12  # of a transformer with twelve blocks
post_share, pre_share = 2 ** (-branches / 2), (1 + branches) ** -0.5

# %%
fig, ax = plt.subplots(num="last-gradient")
for color, (pre, norms) in zip(("C0", "C1"), gradients.items(), strict=True):
    ax.plot(DEPTHS, norms.median(0).values, color=color, marker="o")
    ax.fill_between(DEPTHS, norms.amin(0), norms.amax(0), color=color, alpha=0.2, lw=0)
ax.annotate("post-norm", (15, 0.98), color="C1", ha="right")
ax.annotate("pre-norm", (10, 0.13), color="C0", ha="right")
ax.set(xscale="log", yscale="log", xlabel="blocks", ylim=(0.1, 2))
ax.set_ylabel("gradient norm, last layer")
ax.set_xticks(DEPTHS, [str(depth) for depth in DEPTHS])
ax.set_yticks([0.1, 0.3, 1], ["0.1", "0.3", "1"])
ax.minorticks_off()


# %%
computed = {
    "branches": f"{branches}",
    "pre-share": f"1/{1 / pre_share:.0f}",
    "post-share": f"1/{1 / post_share:,.0f}",
}
measured = {
    "pre-change": (
        f"{change[True]:.1f} times",
        "in pre-norm the median of the last gradient falls with depth",
        change[True] < 0.8,
    ),
    "post-change": (
        f"{change[False]:.1f} times",
        "in post-norm it does not fall",
        change[False] > 1,
    ),
    "pre-size": (
        f"{min(sizes):.0f} to {max(sizes):.0f}",
        "the mean square on the pre-norm skip grows beyond 3",
        min(sizes) > 3,
    ),
}
setup = (
    f"gradient of the last layer at {DEPTHS[-1]} over that at {DEPTHS[0]} blocks, "
    f"Xavier initialization, width {WIDTH}, median of {len(SEEDS)} seeds"
)
varied = {"WIDTH": (64,), "TOKENS": (4, 16), "HEADS": (1, 4)}

# %% [markdown]
# # Residual networks without normalization
# Without norms each block doubles the variance. What does batch norm in the branch
# change, and how does a normalizer-free network get there without a batch?

# %%
import matplotlib.pyplot as plt
import torch
from torch import nn

SEEDS = range(10)
BLOCKS = 16
WIDTH = 512
ALPHA = 0.2
# 1 / sd of relu(z) for a standard normal z: E[relu²] = 1/2, E[relu] = 1 / sqrt(2π)
GAIN = (0.5 - 1 / (2 * torch.pi)) ** -0.5


def standardize(weight, gain=1.0, eps=1e-6):
    """Scaled weight standardization: each filter with mean 0 and norm gain."""
    rows = weight.flatten(1)  # (C_out, fan-in)
    var, mean = torch.var_mean(rows, 1, correction=0, keepdim=True)
    fan_in = rows.shape[1]
    return (gain * (rows - mean) / (fan_in * (var + eps)).sqrt()).view_as(weight)


def clip_adaptively(weight, gradient, limit=0.01, floor=1e-3):
    """Limit the gradient of each filter to a share of the norm of its weights."""
    size = weight.flatten(1).norm(dim=1).clamp_min(floor)  # (C_out,)
    length = gradient.flatten(1).norm(dim=1)
    factor = (limit * size / length.clamp_min(1e-6)).clamp_max(1)
    return gradient * factor.view(-1, *[1] * (gradient.ndim - 1))


# %% [markdown]
# Three branches of one layer each: He initialization alone, with batch norm at its end,
# and normalizer-free. There the input is divided by its predicted standard deviation β,
# the weights are standardized, and the output of the branch is multiplied by α, as in
# the paper.


# %%
def variances(kind, seed):
    """Mean over the channels of E[x²] after each block, at initialization."""
    torch.manual_seed(seed)
    x, predicted, found = torch.randn(WIDTH, WIDTH), 1.0, []  # (N, C)
    for _ in range(BLOCKS):
        weight = torch.randn(WIDTH, WIDTH)
        he = weight * (2 / WIDTH) ** 0.5
        if kind == "plain":
            x = x + x.relu() @ he.T
        elif kind == "batch norm":
            x = x + nn.BatchNorm1d(WIDTH)(x.relu() @ he.T)
        else:
            branch = (x / predicted**0.5).relu() @ standardize(weight, GAIN).T
            x, predicted = x + ALPHA * branch, predicted + ALPHA**2
        found.append(x.square().mean().item())
    return found


found = {
    kind: [variances(kind, seed) for seed in SEEDS]
    for kind in ("plain", "batch norm", "normalizer-free")
}

# %% [markdown]
# What is expected: the branch has the second moment of its input, one, or $\alpha^2$. So
# the sum doubles, or grows by one or by $\alpha^2$ a block.

# %%
depth = torch.arange(1, BLOCKS + 1, dtype=torch.float64)
expected = {
    "plain": 2**depth,
    "batch norm": 1 + depth,
    "normalizer-free": 1 + ALPHA**2 * depth,
}
for kind, runs in found.items():
    # Doubling sixteen times, the plain net is a product of many random factors.
    bound = 3 if kind == "plain" else 1.1
    ratio = torch.tensor(runs, dtype=torch.float64) / expected[kind]
    assert ratio.amin() > 1 / bound, kind
    assert ratio.amax() < bound, kind

# %% [markdown]
# ReLU gives every unit a positive mean. A filter whose weights do not sum to zero
# passes it on, the same for all samples. Standardized filters sum to zero.

# %%
torch.manual_seed(0)
raw = torch.randn(8, 3, 3, 3, dtype=torch.float64)
flat = torch.ones(1, 3, 3, 3, dtype=torch.float64)
response = nn.functional.conv2d(flat, standardize(raw, eps=0)).abs().max()
norms = standardize(raw, GAIN, eps=0).flatten(1).norm(dim=1)
torch.testing.assert_close(norms, torch.full_like(norms, GAIN))
assert response < 1e-12

# %% [markdown]
# Adaptive clipping leaves each filter a gradient of at most a hundredth of its norm.

# %%
pulls = torch.randn_like(raw)
share = clip_adaptively(raw, pulls).flatten(1).norm(dim=1) / raw.flatten(1).norm(dim=1)
torch.testing.assert_close(share, torch.full_like(share, 0.01))
assert torch.equal(clip_adaptively(raw, pulls / 1e4), pulls / 1e4)

# %%
fig, ax = plt.subplots(num="variance")
for color, (kind, runs) in zip(("C0", "C1", "C2"), found.items(), strict=True):
    ax.plot(depth, torch.tensor(runs).median(0).values, color=color, marker="o", ms=4)
ax.annotate("plain", (9, 3000), color="C0", ha="right")
ax.annotate("batch norm in the branch", (16, 25), color="C1", ha="right")
ax.annotate("normalizer-free", (16, 2.4), color="C2", ha="right")
ax.set(xlabel="block", ylabel="mean square of the skip", yscale="log")
ax.set_xticks([1, 4, 8, 12, 16])
ax.set_yticks([1, 100, 10_000], ["1", "100", "10,000"])
ax.minorticks_off()

# %%
ends = {kind: values[-1].item() for kind, values in expected.items()}
computed = {
    "gain": f"{GAIN:.2f}",
    "plain": f"{ends['plain']:,.0f}",
    "batch-norm": f"{ends['batch norm']:.0f}",
    "branch-share": f"1/{ends['batch norm']:.0f}",
    "free": f"{ends['normalizer-free']:.2f}",
    "flat-response": f"{response:.1f}",
}
given = {"blocks": f"{BLOCKS} blocks"}

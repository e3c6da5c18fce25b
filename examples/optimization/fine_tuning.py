# %% [markdown]
# # Rates of layers, and what freezing freezes
# How do early layers get lower rates, and what still moves in a layer that is frozen?

# %%
import torch
from torch import nn

torch.manual_seed(0)
BLOCKS = 12

# %% [markdown]
# ## A lower rate for each block further down
# The head gets the rate, each block below it the next power of a factor.


# %%
def layer_wise_groups(blocks, head, rate, factor):
    """Parameter groups for an optimizer: blocks from the input up, then the head."""
    depth = len(blocks)
    groups = [
        {"params": list(block.parameters()), "lr": rate * factor ** (depth - i)}
        for i, block in enumerate(blocks)
    ]
    return [*groups, {"params": list(head.parameters()), "lr": rate}]


blocks = nn.ModuleList(nn.Linear(8, 8) for _ in range(BLOCKS))
head = nn.Linear(8, 2)
groups = layer_wise_groups(blocks, head, 1e-3, 0.75)
opt = torch.optim.AdamW(groups)
rates = [group["lr"] for group in opt.param_groups]
assert rates == sorted(rates)
assert len(rates) == len(blocks) + 1
first = rates[0] / rates[-1]

# %% [markdown]
# ## Frozen weights, moving statistics
# `requires_grad=False` stops gradients. Batch norm's running statistics are no parameters: in
# training mode each forward pass moves them, by default by a tenth of the way.

# %%
norm = nn.BatchNorm1d(4).double()
for p in norm.parameters():
    p.requires_grad_(False)
x = torch.randn(256, 4, dtype=torch.float64) + 5
norm.train()
norm(x)
moved = (norm.running_mean / x.mean(0)).mean().item()
before = norm.running_mean.clone()
norm.eval()
norm(x)
still = (norm.running_mean - before).abs().max().item()

# %% [markdown]
# ## Decay of what is frozen
# AdamW skips a parameter without a gradient. With a gradient of zeros, as
# `zero_grad(set_to_none=False)` leaves it, the decay goes on.


# %%
def kept(gradient):
    """What one step of AdamW at rate 0.1, decay 0.1 leaves of a weight of 1."""
    w = torch.ones(1, dtype=torch.float64, requires_grad=True)
    w.grad = gradient
    torch.optim.AdamW([w], lr=0.1, weight_decay=0.1).step()
    return w.item()


# %%
computed = {
    "first-share": f"{first:.1%}",
    "statistics-train": f"{moved:.0%}",
    "statistics-eval": f"{still:.0%}",
    "without-gradient": f"{kept(None):.2f}",
    "zero-gradient": f"{kept(torch.zeros(1, dtype=torch.float64)):.2f}",
}
given = {"blocks": f"{BLOCKS} blocks"}

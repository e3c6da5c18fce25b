# %% [markdown]
# # Losses in half precision
# Which part of a loss leaves the range of FP16, and what does BF16 keep?

# %%
import torch
from torch.nn import functional as F

HALF, BRAIN = torch.float16, torch.bfloat16

# %% [markdown]
# ## Forward: exponentials, sigmoids, sums
# All positive numbers of FP16, from their bits: from which logit on is the exponential
# infinite, and from which is the sigmoid one?


# %%
def positive_numbers(dtype):
    """All finite positive numbers of a type of sixteen bits, ascending."""
    bits = torch.arange(1, 2**15, dtype=torch.int16)
    numbers = bits.view(dtype)
    return numbers[numbers.isfinite()].double()


logits = positive_numbers(HALF)
last_finite = logits[logits.exp().to(HALF).isfinite()].max()
sure = {
    dtype: numbers[numbers.sigmoid().to(dtype) == 1].min()
    for dtype in (HALF, BRAIN)
    for numbers in [positive_numbers(dtype)]
}

# %% [markdown]
# Soft Dice loss adds up the pixels of a mask.


# %%
def dice_loss(p, g):
    """Soft Dice loss of one mask, in the type of its inputs."""
    return 1 - 2 * (p * g).sum() / (p.sum() + g.sum())


full = torch.ones(256, 256)
small = torch.zeros(256, 256)
small[:16] = 1
assert dice_loss(full, full) == 0
assert dice_loss(full.to(BRAIN), full.to(BRAIN)) == 0
half_full = dice_loss(full.to(HALF), full.to(HALF))
half_small = dice_loss(full.to(HALF), small.to(HALF))
right_small = dice_loss(full, small)
assert half_full.isnan()
assert half_small == 1

# %% [markdown]
# ## Backward: the mean over many pixels
# A pixel's gradient is its error over the number of pixels. Where logits are FP16, so is
# their gradient.

# %%
BATCH, SIDE = 8, 512
pixels = BATCH * SIDE * SIDE
errors = torch.arange(1, 1001, dtype=torch.float64) / 1000
vanished = errors[(errors / pixels).to(HALF) == 0].max()
scaled = (errors / pixels * 2**16).to(HALF)
assert (scaled > 0).all()  # the usual first loss scale brings all of them back

# %% [markdown]
# ## BF16: range without digits
# Two logits near a hundred that differ by less than the spacing become equal.

# %%
pair = torch.tensor([[100.2, 100.0]], dtype=torch.float64)
truth = torch.tensor([0])
exact = F.cross_entropy(pair, truth)
rounded = F.cross_entropy(pair.to(BRAIN).double(), truth)

# %%
computed = {
    "exp-ends": f"{last_finite:.1f}",
    "sure-half": f"{sure[HALF]:.2f}",
    "sure-brain": f"{sure[BRAIN]:.2f}",
    "dice-full": f"{half_full:.0f}".replace("nan", "NaN"),
    "dice-small": f"{half_small:.2f}",
    "dice-right": f"{right_small:.2f}",
    "pixels": f"{pixels:,}",
    "vanished": f"{vanished:.0%}",
    "pair-exact": f"{exact:.2f}",
    "pair-brain": f"{rounded:.2f}",
}

# %% [markdown]
# # Dice loss for several classes
# How is Dice loss written for C classes and ignored pixels, and what do classes do that
# the image does not have?

# %%
import torch
from torch.nn import functional as F

# %% [markdown]
# One ratio for each class, then the mean over the classes that the batch has. Ignored
# pixels are taken out of the prediction *and* of the target.


# %%
def dice_loss(logits, target, ignore=255):
    """Mean soft Dice loss of the classes present: logits (N, C, H, W), target (N, H, W)."""
    kept = target != ignore  # (N, H, W)
    truth = F.one_hot(target.where(kept, 0), logits.shape[1])  # (N, H, W, C)
    truth = truth.movedim(-1, 1) * kept[:, None]
    p = logits.float().softmax(1) * kept[:, None]
    overlap, area = (p * truth).sum((0, 2, 3)), truth.sum((0, 2, 3))  # (C,)
    dice = 2 * overlap / (p.sum((0, 2, 3)) + area).clamp(min=1e-6)
    present = area > 0
    return ((1 - dice) * present).sum() / present.sum().clamp(min=1)


# %% [markdown]
# The image is half the first class, half the second, and the network knows more. The
# answer is the first class everywhere.

# %%
target = torch.zeros(1, 4, 4, dtype=torch.long)
target[:, 2:] = 1
answer = F.one_hot(torch.zeros_like(target), 4).movedim(-1, 1) * 100.0
present_only = dice_loss(answer, target)


def dice_of(c):
    """Dice of class c; two empty masks agree."""
    p, truth = answer.softmax(1)[:, c], target == c
    total = p.sum() + truth.sum()
    return 2 * (p * truth).sum() / total if total > 0.5 else torch.ones(())


with_absent = 1 - sum(dice_of(c) for c in range(4)) / 4
without_background = 1 - dice_of(1)

# %% [markdown]
# Ignored pixels get no gradient, whatever is answered there; a batch of them alone costs
# nothing and is no NaN.

# %%
torch.manual_seed(0)
logits = torch.randn(2, 3, 4, 4, requires_grad=True)
labels = torch.randint(3, (2, 4, 4))
labels[:, 0] = 255
(gradient,) = torch.autograd.grad(dice_loss(logits, labels), logits)
assert (gradient[:, :, 0] == 0).all()
assert (gradient[:, :, 1:] != 0).any()
nothing = dice_loss(logits, torch.full_like(labels, 255))

# %%
computed = {
    "present": f"{present_only:.2f}",
    "absent": f"{with_absent:.2f}",
    "foreground": f"{without_background:.2f}",
    "ignored": f"{nothing:.1f}",
}

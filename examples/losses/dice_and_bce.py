# %% [markdown]
# # Dice loss beside cross-entropy
# In their sum, which of the two pulls harder on an undecided pixel of the object?

# %%
import math

import torch
from torch.nn import functional as F

# %% [markdown]
# A square object of F pixels in an image of M. BCE is the mean over all pixels, so it
# pulls a pixel of probability one half with $\frac{1}{2M}$. Dice loss shares its pull
# out among the pixels of the object.

# %%
SIDE, OBJECT = 100, 10
target = torch.zeros(SIDE, SIDE, dtype=torch.float64)
target[:OBJECT, :OBJECT] = 1


def dice_over_bce(p, target):
    """Pull of Dice loss on the first pixel, as a multiple of that of mean BCE."""
    logits = p.logit(eps=1e-12).requires_grad_()
    p = logits.sigmoid()
    dice = 1 - 2 * (p * target).sum() / (p + target).sum()
    bce = F.binary_cross_entropy(p, target)
    (ours,) = torch.autograd.grad(dice, logits, retain_graph=True)
    (theirs,) = torch.autograd.grad(bce, logits)
    return (ours[0, 0] / theirs[0, 0]).item()


# %% [markdown]
# At the start all pixels are undecided, and the denominator holds half of the image.
# Later the background is silent: then $N = F$ and $D = \frac32 F$ in the slope at a
# pixel of the object, $N / D^2 - 2 / D$, and the sigmoid takes a quarter of it.

# %%
undecided = torch.full_like(target, 0.5)
start = dice_over_bce(undecided, target)
later = dice_over_bce(undecided * target, target)
object_pixels, pixels = OBJECT**2, SIDE**2
assert math.isclose(later, 2 / (9 * object_pixels) * 2 * pixels, rel_tol=1e-6)

# %%
computed = {
    "foreground": f"{target.mean():.0%}",
    "start": f"{start:.1f}×",
    "later": f"{later:.0f}×",
}

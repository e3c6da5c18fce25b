# %% [markdown]
# # Dice loss against BCE on rare foreground
# What does a model pay that never finds the object?

# %%
import matplotlib.pyplot as plt
import torch
from matplotlib.patches import Rectangle
from sklearn.metrics import f1_score, jaccard_score
from torch.nn import functional as F

# %% [markdown]
# ## The loss
# For sets $1 - 2\lvert A \cap B \rvert / (\lvert A \rvert + \lvert B \rvert)$. The
# soft form replaces the sets by probabilities $p$ and targets $g$; in the denominator
# stands $\sum p + \sum g$ or, as in V-Net, $\sum p^2 + \sum g^2$. ε decides 0/0.


# %%
def dice_loss(p, g, eps=0.0, squared=False):
    power = 2 if squared else 1
    total = (p**power).sum() + (g**power).sum()
    return 1 - (2 * (p * g).sum() + eps) / (total + eps)


def box(x, y, width, height, size=40):
    mask = torch.zeros(size, size, dtype=torch.float64)
    mask[y : y + height, x : x + width] = 1
    return mask


truth = box(18, 18, 4, 4)  # 16 of 1,600 pixels: 1% foreground
shifted = box(20, 18, 4, 4)
dice, jaccard = (
    score(truth.flatten(), shifted.flatten()) for score in (f1_score, jaccard_score)
)
assert torch.isclose(1 - dice_loss(shifted, truth), torch.tensor(dice).double())
assert abs(dice - 2 * jaccard / (1 + jaccard)) < 1e-12  # Dice is F1, and 2J / (1 + J)
assert dice_loss(shifted, truth) == dice_loss(shifted, truth, squared=True)  # 0/1 masks

# %% [markdown]
# ## Three answers to a 4×4 object in 40×40 pixels
# Each answer gives 0.999 inside its box (hatched) and 0.001 outside; the object is
# solid. BCE counts wrong pixels, of which the box that is too large has most.

# %%
answers = {
    "finds nothing": None,
    "finds half": (20, 18, 4, 4),
    "too large": (16, 16, 8, 8),
}
scores = {}
fig, axes = plt.subplots(1, 3, num="masks", figsize=(5, 2.5))
for ax, (name, found) in zip(axes, answers.items(), strict=True):
    p = 0.001 + 0.998 * (box(*found) if found else 0 * truth)
    scores[name] = float(F.binary_cross_entropy(p, truth)), float(dice_loss(p, truth))
    ax.add_patch(Rectangle((18, 18), 4, 4, fc="C0", ec="C0"))
    if found:
        x, y, *size = found
        ax.add_patch(Rectangle((x, y), *size, fc="none", ec="C1", lw=1.6, hatch="////"))
    bce, loss = scores[name]
    ax.set(xlim=(0, 40), ylim=(40, 0), aspect="equal", xticks=[], yticks=[], title=name)
    ax.set_xlabel(f"BCE {bce:.3f}\nDice loss {loss:.2f}", color="k")
    ax.spines[["top", "right"]].set_visible(True)
    ax.grid(False)

# %% [markdown]
# ## How rare is rare
# The constant with the lowest BCE is the foreground share π itself. Its BCE is the
# entropy of π and vanishes with the object; its Dice loss is $1 - \pi$.

# %%
assert scores["too large"][0] > scores["finds nothing"][0]  # BCE prefers nothing
assert scores["too large"][1] < scores["finds nothing"][1]  # Dice prefers the object
share = torch.logspace(-4, -0.302, 50, dtype=torch.float64)
bce = F.binary_cross_entropy(share, share, reduction="none")
constant = 1 - 2 * share * share / (share + share)
assert torch.allclose(constant, 1 - share)

fig, ax = plt.subplots(num="rare")
ax.plot(100 * share, bce)
ax.plot(100 * share, constant)
ax.set(xscale="log", xlabel="foreground pixels (%)", ylabel="loss", ylim=(0, 1.1))
ax.set_xticks([0.01, 0.1, 1, 10], ["0.01", "0.1", "1", "10"])
ax.text(0.6, 0.1, "BCE", color="C0", ha="right")
ax.text(0.6, 0.9, "Dice loss", color="C1", ha="right")

# %%
empty = torch.zeros(4, 4)
p = torch.full_like(truth, 0.01)
undecided = dice_loss(empty, empty)
assert undecided.isnan()

# %%
facts = {
    "foreground": f"{truth.mean():.0%}",
    "overlap-dice": f"{dice:.1f}",
    "overlap-loss": f"{dice_loss(shifted, truth):.1f}",
    "overlap-jaccard": f"{jaccard:.3f}",
    "empty": f"{undecided}".replace("nan", "NaN"),
    "empty-eps": f"{dice_loss(empty, empty, eps=1.0):.0f}",
    "constant-bce": f"{F.binary_cross_entropy(p, truth):.3f}",
    "constant-dice": f"{dice_loss(p, truth):.2f}",
    "constant-squared": f"{dice_loss(p, truth, squared=True):.2f}",
    "nothing-bce": f"{scores['finds nothing'][0]:.3f}",
    "nothing-dice": f"{scores['finds nothing'][1]:.2f}",
    "large-bce": f"{scores['too large'][0]:.3f}",
    "large-dice": f"{scores['too large'][1]:.2f}",
}

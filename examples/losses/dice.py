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
    """Dice loss of one mask; with eps 0 and nothing in p and g it is 0/0, NaN."""
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
    metric(truth.flatten(), shifted.flatten()) for metric in (f1_score, jaccard_score)
)
assert torch.isclose(1 - dice_loss(shifted, truth), torch.tensor(dice).double())
assert abs(dice - 2 * jaccard / (1 + jaccard)) < 1e-12  # Dice is F1, and 2J / (1 + J)
assert dice_loss(shifted, truth) == dice_loss(shifted, truth, squared=True)  # 0/1 masks

# %% [markdown]
# ## Three answers to a 4×4 object in 40×40 pixels
# Each answer gives 0.999 inside its box (hatched) and 0.001 outside; the object is
# solid. BCE counts wrong pixels: 16 where the object is missed, 48 around it in the box
# that is too large. It turns where the false area equals the object's.

# %%
boxes = {
    "finds nothing": (0, 0, 0, 0),
    "finds half": (20, 18, 4, 4),
    "too large": (16, 16, 8, 8),
}


def score(found):
    p = 0.001 + 0.998 * box(*found)
    return float(F.binary_cross_entropy(p, truth)), float(dice_loss(p, truth))


scores = {name: score(found) for name, found in boxes.items()}
for size in range(5, 20):  # boxes that hold the object
    bce, loss = score((18, 18, size, size))
    assert (bce < scores["finds nothing"][0]) == (size**2 - 16 < 16)
    assert loss < scores["finds nothing"][1]  # Dice loss prefers any of them to nothing

fig, axes = plt.subplots(1, 3, num="masks", figsize=(5, 2.5))
for ax, (name, (x, y, *size)) in zip(axes, boxes.items(), strict=True):
    ax.add_patch(Rectangle((18, 18), 4, 4, fc="C0", ec="C0"))
    if x:
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
share = torch.logspace(-4, -0.302, 50, dtype=torch.float64)
bce = F.binary_cross_entropy(share, share, reduction="none")
rare = torch.full_like(truth, 0.01)  # as rare as the object
assert torch.isclose(dice_loss(rare, truth), 1 - truth.mean())

fig, ax = plt.subplots(num="rare")
ax.plot(100 * share, bce)
ax.plot(100 * share, 1 - share)
ax.set(xscale="log", xlabel="foreground pixels (%)", ylabel="loss", ylim=(0, 1.1))
ax.set_xticks([0.01, 0.1, 1, 10], ["0.01", "0.1", "1", "10"])
ax.text(0.6, 0.1, "BCE", color="C0", ha="right")
ax.text(0.6, 0.9, "Dice loss", color="C1", ha="right")

# %%
empty = dice_loss(torch.zeros(4), torch.zeros(4))
assert empty.isnan()

# %%
computed = {
    "foreground": f"{truth.mean():.0%}",
    "overlap-dice": f"{dice:.1f}",
    "overlap-loss": f"{dice_loss(shifted, truth):.1f}",
    "overlap-jaccard": f"{jaccard:.3f}",
    "empty": f"{empty}".replace("nan", "NaN"),
    "empty-eps": f"{dice_loss(torch.zeros(4), torch.zeros(4), eps=1.0):.0f}",
    "constant-bce": f"{F.binary_cross_entropy(rare, truth):.3f}",
    "constant-dice": f"{dice_loss(rare, truth):.2f}",
    "constant-squared": f"{dice_loss(rare, truth, squared=True):.2f}",
    "nothing-bce": f"{scores['finds nothing'][0]:.3f}",
    "nothing-dice": f"{scores['finds nothing'][1]:.2f}",
    "large-bce": f"{scores['too large'][0]:.3f}",
    "large-dice": f"{scores['too large'][1]:.2f}",
}

# %% [markdown]
# # The gradient of the Dice loss
# Which pixels does it move, how does it depend on the object's size, and what happens on
# an image without the object?

# %%
import matplotlib.pyplot as plt
import torch
from torch.nn import functional as F


# %%
def dice_loss(p, g, eps=0.0):
    return 1 - (2 * (p * g).sum() + eps) / (p.sum() + g.sum() + eps)


# %% [markdown]
# ## Two slopes for all pixels
# With $N = 2 \sum p g + \varepsilon$ and $D = \sum p + \sum g + \varepsilon$ the quotient
# rule gives $N / D^2$ at each background pixel and $N / D^2 - 2 / D$ at each pixel of
# the object, whatever the pixel itself says.


# %%
def dice_slope(p, g, eps=0.0):
    """Slope of the Dice loss at each probability, in closed form."""
    n = 2 * (p * g).sum() + eps
    d = p.sum() + g.sum() + eps
    return n / d**2 - 2 * g / d


torch.manual_seed(0)
z = torch.randn(500, dtype=torch.float64).requires_grad_()
g = (torch.rand(500, dtype=torch.float64) < 0.1).double()
p = z.sigmoid()
for eps in (0.0, 1.0):
    loss = dice_loss(p, g, eps)
    (on_p,) = torch.autograd.grad(loss, p, retain_graph=True)
    (on_z,) = torch.autograd.grad(loss, z, retain_graph=True)
    assert torch.allclose(on_p, dice_slope(p, g, eps))
    assert torch.allclose(on_z, dice_slope(p, g, eps) * p * (1 - p))
assert (dice_slope(p, g)[g == 1] < 0).all()  # N < 2D: the object is pulled up

# %% [markdown]
# ## Through a sigmoid
# On the logit the slope is multiplied by $p(1 - p)$. A pixel of the object that the
# model is sure to deny gets next to nothing; cross-entropy pulls hardest there.

# %%
inside = torch.linspace(0.001, 0.999, 101, dtype=torch.float64)
dice_pull = inside * (1 - inside)  # times 2/D − N/D², the same for all pixels
bce_pull = 1 - inside
logits = inside.logit().requires_grad_()
bce = F.binary_cross_entropy_with_logits(
    logits, torch.ones_like(logits), reduction="sum"
)
assert torch.allclose(torch.autograd.grad(bce, logits)[0], -bce_pull)
fig, ax = plt.subplots(num="pull", figsize=(5, 2.8))
ax.plot(inside, dice_pull / dice_pull.max())
ax.plot(inside, bce_pull / bce_pull.max(), "C1--")
ax.set(xlabel="probability of a pixel of the object", ylabel="pull, of its largest")
ax.set(ylim=(0, 1.1), xlim=(0, 1))
ax.text(0.66, 0.95, "Dice loss", color="C0")
ax.text(0.1, 0.98, "BCE", color="C1")


# %% [markdown]
# ## One pixel too many
# The object is found, and one pixel beside it: what does it cost, for a square of 4×4
# and one of 64×64 pixels?


# %%
def one_too_many(side):
    g = torch.zeros(128**2, dtype=torch.float64)
    g[: side**2] = 1
    p = g.clone()
    p[side**2] = 1
    return dice_loss(p, g).item()


small, large = one_too_many(4), one_too_many(64)
assert abs(small - 1 / (2 * 4**2 + 1)) < 1e-12

# %% [markdown]
# ## No object
# Then the overlap is zero, and only ε is left above the line. With a faint answer of sum
# S the loss is $1 - \varepsilon / (S + \varepsilon)$ and each slope
# $\varepsilon / (S + \varepsilon)^2$: next to nothing for a tiny ε.

# %%
faint = torch.full((100**2,), 0.01, dtype=torch.float64)
nothing = torch.zeros_like(faint)
empty = dice_loss(faint, nothing, 1e-6)
slopes = {eps: dice_slope(faint, nothing, eps)[0].item() for eps in (1.0, 1e-6)}
for eps, slope in slopes.items():
    assert abs(slope / (eps / (faint.sum() + eps) ** 2) - 1) < 1e-9

# %%
computed = {
    "one-small": f"{small:.3f}",
    "one-large": f"{large:.5f}",
    "times": f"{small / large:.0f}×",
    "sure": f"{dice_pull.max() / dice_pull[0]:.0f}×",
    "empty": f"{empty:.2f}",
    "empty-slope-one": f"{slopes[1.0]:.0e}".replace("e-0", "e−"),
    "empty-slope-tiny": f"{slopes[1e-6]:.0e}".replace("-", "−"),
}

# %% [markdown]
# # Triplet loss
# What does the loss ask of anchor, positive and negative, and when is it zero?

# %%
import math

import matplotlib.pyplot as plt
import torch
from torch.nn import functional as F

# %% [markdown]
# ## By hand against PyTorch
# $\max(d(a, p) - d(a, n) + m, 0)$ with distance $d$ and margin $m$. PyTorch takes the
# plain L2 distance and adds `eps=1e-6` to the difference; FaceNet squares the
# distance.

# %%
a, p, n = (torch.tensor([v], dtype=torch.float64) for v in ([0, 0], [3, 4], [6, 8]))
far_enough = F.triplet_margin_loss(a, p, n, margin=1)  # 5 − 10 + 1 < 0
too_close = F.triplet_margin_loss(a, p, n, margin=6)  # 5 − 10 + 6
swapped = F.triplet_margin_loss(a, p, n, margin=6, swap=True)  # d(p, n) = 5 is nearer
squared = F.triplet_margin_with_distance_loss(
    a, p, n, margin=80, distance_function=lambda x, y: ((x - y) ** 2).sum(-1)
)
assert far_enough == 0
assert abs(too_close - 1) < 1e-5
assert abs(swapped - 6) < 1e-5
assert squared == 25 - 100 + 80

# %% [markdown]
# ## Easy, semi-hard, hard
# Where the negative lies decides what the triplet is worth.

# %%
fig, ax = plt.subplots(num="regions", figsize=(5, 3.2))
ax.add_patch(plt.Circle((0, 0), 1.5, fc="C2", alpha=0.25))
ax.add_patch(plt.Circle((0, 0), 1, fc="w", ec="none"))
ax.add_patch(plt.Circle((0, 0), 1, fc="C1", alpha=0.35))
x, y = 0.8, 0.6
assert math.hypot(x, y) == 1  # p lies on the inner circle
ax.plot([0, x], [0, y], "k-o", lw=1)
for x, y, text in (
    (0, -0.2, "a"),
    (0.97, 0.72, "p"),
    (0, -0.6, "hard\nd(a,n) < d(a,p)"),
    (0, -1.3, "semi-hard"),
    (2.2, -0.9, "easy: no loss"),
    (2.2, 0.9, "ring as wide\nas the margin"),
):
    ax.text(x, y, text, ha="center", va="center")
ax.annotate("", (1.25, 0.45), (1.7, 0.8), arrowprops={"arrowstyle": "->", "ec": "k"})
ax.set(
    title="Where the negative n lies",
    xlim=(-1.7, 3),
    ylim=(-1.6, 1.6),
    aspect="equal",
    xticks=[],
    yticks=[],
)
ax.spines[["left", "bottom"]].set_visible(False)
ax.grid(False)

# %% [markdown]
# ## FaceNet's form
# On unit vectors the squared distance is $2 - 2\cos$, so it lies between 0 and 4 and
# a margin of 0.2 has a fixed meaning.

# %%
torch.manual_seed(0)
x, y = F.normalize(torch.randn(2, 100, 16, dtype=torch.float64), dim=-1)
assert torch.allclose(((x - y) ** 2).sum(-1), 2 - 2 * F.cosine_similarity(x, y))
itself = F.pairwise_distance(a, a)  # eps keeps the gradient of the root finite
assert torch.isclose(itself, torch.tensor([2e-12], dtype=torch.float64).sqrt())

# %%
computed = {
    "margin-1": f"{far_enough:.0f}",
    "margin-6": f"{too_close:.0f}",
    "swap": f"{swapped:.0f}",
    "squared": f"{squared:.0f}",
}

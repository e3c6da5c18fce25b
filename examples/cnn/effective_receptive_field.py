# %% [markdown]
# # Effective receptive field
# Of all the pixels that a unit can see, how many really count?

# %%
import matplotlib.pyplot as plt
import numpy as np
import torch
import torch.nn.functional as F
from matplotlib.patches import Circle, Rectangle
from sklearn.datasets import load_sample_image

# %% [markdown]
# ## How much each pixel counts
# The gradient of one output unit with respect to the input says how much each pixel
# moves it. Take $n$ layers of 3×3 whose weights are all equal, the simplest case of
# [Luo et al. 2016](https://arxiv.org/abs/1701.04128). Far more paths lead from the
# middle pixel to the unit than from a corner.


# %%
def influence(depth):
    """Share of each input pixel in the gradient of one unit, shape (2n + 1, 2n + 1)."""
    side = 2 * depth + 1
    x = torch.zeros(1, 1, side, side, dtype=torch.float64, requires_grad=True)
    y = x
    for _ in range(depth):
        y = F.conv2d(y, torch.full((1, 1, 3, 3), 1 / 9, dtype=x.dtype))
    y.sum().backward()
    return x.grad[0, 0]


def spread(shares):
    """Standard deviation of the shares along one axis, in pixels."""
    place = torch.arange(len(shares)) - len(shares) // 2
    return (shares.sum(0) * place**2).sum().sqrt().item()


def width_95(shares):
    """Smallest centred width in pixels that holds 95% of the shares along one axis."""
    line, half = shares.sum(0), 0
    middle = len(line) // 2
    while line[middle - half : middle + half + 1].sum() < 0.95:
        half += 1
    return 2 * half + 1


# %% [markdown]
# ## It grows with the square root of depth
# One layer is a uniform step of −1, 0 or 1 px with variance $2/3$. Steps add up, so
# $\sigma = \sqrt{2n/3}$, and the sum of many steps is close to a Gaussian. The extent
# grows like $2n + 1$.

# %%
depths = [5, 10, 20, 40]
shares = {n: influence(n) for n in depths}
extents = {n: len(share) for n, share in shares.items()}
widths = {n: width_95(share) for n, share in shares.items()}
for n in depths:
    assert shares[n][0, 0] > 0  # seen to the corner
    assert abs(spread(shares[n]) - (2 * n / 3) ** 0.5) < 1e-9
    assert abs(widths[n] - 2 * 1.96 * spread(shares[n])) < 2  # 95% of a Gaussian

fig, ax = plt.subplots(num="growth")
n = torch.linspace(0, 42, 43)
ax.plot(n, 2 * n + 1, color="C0")
ax.plot(n, 1 + 4 * (2 * n / 3).sqrt(), color="C1", linestyle="--")
ax.plot(depths, extents.values(), "o", color="C0")
ax.plot(depths, widths.values(), "s", color="C1")
ax.text(31, 70, "can see: 2n + 1", ha="right", color="C0")
label = "95% of the gradient (squares)\n≈ 4σ + 1 (dashes)"
ax.text(30.5, 26, label, color="C1", ha="center")
ax.set(xlim=(0, 42), ylim=(0, 88), xlabel="layers of 3×3, n", ylabel="width (px)")

# %% [markdown]
# ## Drawn on a photo
# Left: what a unit 40 layers deep can see. Right: the same pixels, each as opaque as it
# counts. The circle has radius $2\sigma$. A Gaussian in two dimensions holds
# $1 - e^{-2}$ of its weight on the disc within it.

# %%
radius = 2 * (2 * 40 / 3) ** 0.5
place = torch.arange(extents[40]) - 40
in_disc = shares[40][place[:, None] ** 2 + place**2 <= radius**2].sum().item()
assert abs(in_disc - (1 - np.exp(-2))) < 0.01

photo = load_sample_image("flower.jpg")[56:380:4, 166:490:4].mean(2) // 16 * 16
opacity = (shares[40] / shares[40].max()).numpy()
grey = photo / 255 * (opacity > 0.004)  # one flat value where nothing can be seen
counted = np.dstack([grey, grey, grey, opacity])  # red, green, blue, opacity
fig, axes = plt.subplots(1, 2, num="on-image", figsize=(5.0, 2.7))
extent = (-40.5, 40.5, -40.5, 40.5)
axes[0].imshow(photo, cmap="gray", extent=extent)
axes[0].set_title(f"Can see: {extents[40]} × {extents[40]} px")
axes[1].imshow(counted, extent=extent)
axes[1].set_title("Really counts")
for ax in axes:
    ax.add_patch(Rectangle((-40.5, -40.5), 81, 81, fill=False, edgecolor="C0", lw=1.5))
    ax.set(xlim=(-42, 42), ylim=(-42, 42))
    ax.axis("off")
axes[1].add_patch(Circle((0, 0), radius, fill=False, edgecolor="C1", lw=1.5))
axes[1].text(0, -19, f"radius 2σ ≈ {radius:.0f} px", ha="center", va="top", color="C1")

# %%
computed = {
    "extent-10": f"{extents[10]} px",
    "width-10": f"{widths[10]} px",
    "share-10": f"{widths[10] / extents[10]:.0%}",
    "extent-40": f"{extents[40]} px",
    "width-40": f"{widths[40]} px",
    "share-40": f"{widths[40] / extents[40]:.0%}",
    "sigma-40": f"{spread(shares[40]):.1f} px",
    "ring-40": f"{in_disc:.0%}",
}

# %% [markdown]
# # Windows that shift
# How does Swin keep attention inside windows, and let neighbours meet all the same?

# %%
from itertools import pairwise, product

import matplotlib.pyplot as plt
import torch
from matplotlib.patches import Rectangle

# %% [markdown]
# ## Cut, attend, shift
# Every second layer rolls the map by half a window before it is cut, and back behind.
# Windows at the rim then hold patches from opposite sides; a mask keeps these apart.


# %%
def windows(x, size):
    """(H, W, C) to (windows, size², C)."""
    h, w, c = x.shape
    x = x.view(h // size, size, w // size, size, c).transpose(1, 2)
    return x.reshape(-1, size * size, c)


def shift_mask(side, size, shift):
    """(windows, size², size²): True where two patches lay together before the roll."""
    strip = torch.zeros(side, dtype=torch.long)
    strip[side - size : side - shift], strip[side - shift :] = 1, 2
    region = 3 * strip[:, None] + strip  # (H, W): nine regions
    region = windows(region[:, :, None], size)[:, :, 0]
    return region[:, :, None] == region[:, None]


def shifted_attention(x, size, shift):
    """Self-attention of (H, W, C) in shifted windows, one head, no projections."""
    side = len(x)
    cut = windows(x.roll((-shift, -shift), (0, 1)), size)
    scores = cut @ cut.transpose(1, 2) / x.shape[-1] ** 0.5
    scores = scores.masked_fill(~shift_mask(side, size, shift), -torch.inf)
    out = scores.softmax(-1) @ cut  # (windows, size², C)
    count = side // size
    out = out.view(count, count, size, size, -1).transpose(1, 2).reshape(x.shape)
    return out.roll((shift, shift), (0, 1))


# %% [markdown]
# ## Against windows of unequal size
# Without the trick: cut the map at `shift`, `shift + size`, … and attend in each piece.

# %%
torch.manual_seed(0)
side, size, shift = 21, 7, 3
x = torch.randn(side, side, 8, dtype=torch.double)
expected = torch.empty_like(x)


def pieces(side, size, shift):
    strips = list(pairwise([0, *range(shift, side, size), side]))
    return list(product(strips, strips))


for (top, bottom), (left, right) in pieces(side, size, shift):
    piece = x[top:bottom, left:right].flatten(0, 1)
    mixed = (piece @ piece.T / 8**0.5).softmax(-1) @ piece
    expected[top:bottom, left:right] = mixed.view(bottom - top, right - left, 8)
assert torch.allclose(shifted_attention(x, size, shift), expected)

# %%
fig, axes = plt.subplots(1, 2, num="shift", figsize=(4.0, 2.3))
cut = pieces(8, 4, 2)
for ax, rolled in zip(axes, (0, 2), strict=True):
    for name, ((top, bottom), (left, right)) in zip("abcdefghi", cut, strict=True):
        corner, high, wide = (left - rolled) % 8, bottom - top, right - left
        row = (top - rolled) % 8
        piece = Rectangle((corner, row), wide, high, facecolor="C0", edgecolor="w")
        ax.add_patch(piece)
        ax.text(
            corner + wide / 2, row + high / 2, name, color="w", ha="center", va="center"
        )
    for row, column in product((0, 4), repeat=2) if rolled else ():
        ax.add_patch(Rectangle((column, row), 4, 4, fill=False, edgecolor="C1", lw=3))
    ax.set(xlim=(-0.2, 8.2), ylim=(8.2, -0.2), aspect="equal")
    ax.set_title("after the roll" if rolled else "shifted cut")
    ax.set_axis_off()

# %% [markdown]
# ## Cost
# Projections are the same. Of scores, $n$ patches have $n^2$ where all see all, and
# $n M^2$ in windows of M×M.


# %%
def mult_adds(n, width, window=None):
    """Projections, then scores and weighted sum; one window of all patches, or many."""
    seen = n if window is None else window**2
    return 4 * n * width**2, 2 * n * seen * width


mask = shift_mask(56, 7, 3)  # the first stage of Swin-T, 96 wide
n = mask.shape[0] * mask.shape[1]
glob, local = mult_adds(n, 96), mult_adds(n, 96, 7)
places = list(product(range(7), repeat=2))
offsets = {(a - c, b - d) for (a, b), (c, d) in product(places, repeat=2)}
assert len(offsets) == (2 * 7 - 1) ** 2

# %%
computed = {
    "patches": f"{n:,}",
    "scores": f"{n * n:,}",
    "window-scores": f"{mask.numel():,}",
    "fewer": f"{glob[1] / local[1]:.0f}×",
    "global-share": f"{glob[1] / sum(glob):.0%}",
    "window-share": f"{local[1] / sum(local):.0%}",
    "windows": f"{len(mask)}",
    "pieces": f"{len(pieces(56, 7, 3))}",
    "masked": f"{1 - mask.double().mean():.0%}",
    "biases": f"{len(offsets)}",
}

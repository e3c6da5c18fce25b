# %% [markdown]
# # Canny edges
# Find edges that are one pixel wide and do not break where they are faint.

# %% [markdown]
# ## The task
# Three steps on an image that is smoothed already:
#
# - `sobel(image)`: the gradient `gx, gy` of a float array `(H, W)`; its border repeats.
# - `thin(gx, gy)`: the magnitude `(H, W)`, zero beyond the image and where it is no
#   maximum along the gradient, whose direction is rounded to a row, a column or a
#   diagonal. Of two equal neighbours on that line the later one stays.
# - `link(magnitude, low, high)`: bool `(H, W)`: pixels of at least `high`, and those of
#   at least `low` that a chain of such pixels connects to them, corner to corner too.

# %% [markdown]
# ## Tests to pass

# %%
from contextlib import suppress
from itertools import product

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch.nn import functional as F

KERNEL = torch.tensor([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]], dtype=torch.float64)


def check(sobel, thin, link):
    """Sobel against F.conv2d, thinning by angles, linking by all chains."""
    rng = np.random.default_rng(0)
    for H, W in ((1, 1), (1, 6), (9, 8), (12, 12)):
        image = rng.integers(0, 9, (H, W)).astype(float)
        framed = F.pad(torch.tensor(image)[None, None], (1, 1, 1, 1), mode="replicate")
        expected = F.conv2d(framed, torch.stack([KERNEL, KERNEL.T])[:, None])[0].numpy()
        gx, gy = sobel(image)
        assert np.array_equal([gx, gy], expected)
        size, kept = np.pad(np.hypot(gx, gy), 1), thin(gx, gy)
        angle = np.round(np.arctan2(gy, gx) / (np.pi / 4)).astype(int) % 4
        for i, j in product(range(H), range(W)):
            dy, dx = ((0, 1), (1, 1), (1, 0), (1, -1))[angle[i, j]]
            line = [size[i + 1 + n * dy, j + 1 + n * dx] for n in (-1, 0, 1)]
            assert kept[i, j] == line[1] * (line[0] <= line[1] > line[2])
        weak = np.argwhere(kept >= 9)  # (n, 2)
        joined = abs(weak[:, None] - weak).max(-1) <= 1  # (n, n)
        joined = np.linalg.matrix_power(joined, H * W)  # by chains
        linked = weak[(joined & (kept[tuple(weak.T)] >= 20)).any(1)]
        assert np.array_equal(np.argwhere(link(kept, 9, 20)), linked)


# %% [markdown]
# ## A first right solution
# Sobel is a difference along one axis, smoothed along the other. The tangent of half the
# angle between two lines tells which one a gradient follows. Linking is a flood fill.


# %%
TANGENT = np.tan(np.pi / 8)


def sobel(image: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The gradient of an image (H, W): gx and gy."""
    framed = np.pad(image, 1, mode="edge")
    across, down = framed[:, 2:] - framed[:, :-2], framed[2:] - framed[:-2]
    gx = across[:-2] + 2 * across[1:-1] + across[2:]
    return gx, down[:, :-2] + 2 * down[:, 1:-1] + down[:, 2:]


def thin(gx: np.ndarray, gy: np.ndarray) -> np.ndarray:
    """The magnitude (H, W) where it is largest along the gradient, else zero."""
    size, kept = np.pad(np.hypot(gx, gy), 1), np.zeros(gx.shape)
    for y, x in np.ndindex(gx.shape):
        across, down = abs(gx[y, x]), abs(gy[y, x])
        dy, dx = 1, 1 if gx[y, x] * gy[y, x] > 0 else -1
        if down <= TANGENT * across:
            dy, dx = 0, 1
        elif across < TANGENT * down:
            dy, dx = 1, 0
        before, here, after = (size[y + 1 + n * dy, x + 1 + n * dx] for n in (-1, 0, 1))
        if before <= here > after:  # one of two equal ones stays
            kept[y, x] = here
    return kept


def link(magnitude: np.ndarray, low: float, high: float) -> np.ndarray:
    """Bool (H, W): strong pixels, and weak ones that are connected to them."""
    weak, edges = (np.pad(magnitude >= threshold, 1) for threshold in (low, high))
    waiting = np.argwhere(edges).tolist()
    while waiting:
        y, x = waiting.pop()
        for i, j in product((y - 1, y, y + 1), (x - 1, x, x + 1)):
            if weak[i, j] and not edges[i, j]:
                edges[i, j] = True
                waiting.append((i, j))
    return edges[1:-1, 1:-1]


check(sobel, thin, link)

# %% [markdown]
# ## The vectorized one
# Sobel is made of shifted arrays already; thinning becomes two gathers. Linking
# stays: growing all edges takes a round for each pixel of the longest chain.


# %%
def thin_vectorized(gx: np.ndarray, gy: np.ndarray) -> np.ndarray:
    """The magnitude (H, W) where it is largest along the gradient, else zero."""
    size = np.pad(np.hypot(gx, gy), 1)
    flat, steep = abs(gy) <= TANGENT * abs(gx), abs(gx) < TANGENT * abs(gy)
    dy, dx = ~flat * 1, np.select([flat, steep, gx * gy > 0], [1, 0, 1], -1)
    y, x = np.indices(gx.shape) + 1
    here = size[y, x]
    return here * ((size[y - dy, x - dx] <= here) & (here > size[y + dy, x + dx]))


check(sobel, thin_vectorized, link)

# %%
y, x = np.mgrid[:64, :64]
disc = 1 / (1 + np.exp((np.hypot(x - 32, y - 32) - 22) / 1.5))
image = 255 * disc * (0.1 + 0.9 * x / 64)  # its left is faint
kept = thin(*sobel(image))
panels = {"image": image, "strong": kept >= 120, "linked": link(kept, 20, 120)}
fig, axes = plt.subplots(1, 3, num="steps", figsize=(5, 1.9))
for ax, (title, shown) in zip(axes, panels.items(), strict=True):
    ax.imshow(shown, cmap="gray")
    ax.set(title=title, xticks=[], yticks=[])

# %% [markdown]
# ## Complexity
# All steps take $O(N)$ time and memory for $N$ pixels.

# %% [markdown]
# ## What the interviewer looks for
# - Why two thresholds: one that keeps faint parts of an edge keeps noise, too.
# - Maxima are sought across the edge, along the gradient, not along the edge.
# - Two equal pixels, as a sharp step gives: strict on one side only, else none or both.

# %% [markdown]
# ## The usual slip
# Linking in one pass: a weak pixel stays if a strong one touches it. Faint edges break off.


# %%
def link_slip(magnitude: np.ndarray, low: float, high: float) -> np.ndarray:
    strong, (H, W) = np.pad(magnitude >= high, 1), magnitude.shape
    near = [strong[i : i + H, j : j + W] for i, j in product(range(3), repeat=2)]
    return np.any(near, axis=0) & (magnitude >= low)


with suppress(AssertionError):
    check(sobel, thin, link_slip)
    raise RuntimeError("the check lets the slip pass")

line, step = np.array([[9.0] + [3] * 11]), np.array([[0.0] * 4 + [1] * 4])

# %%
computed = {
    "linked": f"{link(line, 2, 5).sum()} pixels",
    "slip": f"{link_slip(line, 2, 5).sum()} pixels",
    "wide": f"{np.count_nonzero(np.hypot(*sobel(step)))} px",
    "thin": f"{np.count_nonzero(thin(*sobel(step)))} px",
}

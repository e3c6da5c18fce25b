# %% [markdown]
# # Homography warp
# Warp an image by a homography, and find it from four pairs of points.

# %% [markdown]
# ## The task
# - `warp(image, H, height, width)`: `image` is a float tensor `(C, h, w)`, `H` the
#   3×3 matrix that takes homogeneous input points $(x, y, 1)$ to output points.
#   Returned is `(C, height, width)`, sampled bilinearly, zero beyond the input.
# - `homography(source, target)`: `(N, 2)` tensors of points `(x, y)`, four pairs or
#   more, of four no three on a line; returned is `H`, its last entry one.
#
# Centres of pixels lie at whole coordinates, the first at the origin. `H` has an inverse.

# %% [markdown]
# ## Tests to pass

# %%
import math
from contextlib import suppress
from itertools import product

import torch
from torch import Tensor
from torch.nn import functional as F

turn = torch.tensor([[0, -1, 6], [1, 0, 0], [0, 0, 1]]).double()  # of seven rows
tilt = torch.tensor([[1.1, 0.2, -1], [-0.1, 0.9, 1], [0.02, -0.01, 1]]).double()
double = torch.diag(torch.tensor([2.0, 2, 1], dtype=torch.float64))


def check(warp):
    """Against F.grid_sample on the grid of the inverse, and a turn in closed form."""
    torch.manual_seed(0)
    image = torch.rand(2, 7, 5, dtype=torch.float64)
    assert torch.allclose(warp(image, turn, 5, 7), image.rot90(-1, (1, 2)))
    for H in (turn, tilt, -3 * tilt, double, double.inverse()):
        for height, width in ((7, 5), (1, 9), (12, 12)):
            y, x = torch.meshgrid(
                torch.arange(height), torch.arange(width), indexing="ij"
            )
            grid = torch.stack([x, y, torch.ones_like(x)], -1).double() @ H.inverse().T
            at = grid[..., :2] / grid[..., 2:]  # (height, width, 2)
            unit = (2 * at + 1) / torch.tensor([5, 7]) - 1  # edges of the image at ±1
            expected = F.grid_sample(image[None], unit[None], align_corners=False)[0]
            assert torch.allclose(warp(image, H, height, width), expected)


def check_homography(homography):
    points = torch.tensor([[0, 0], [4, 0], [4, 6], [0, 6], [1, 2], [3, 5]]).double()
    for H in (turn, tilt, double):
        mapped = F.pad(points, (0, 1), value=1) @ H.T  # (6, 3)
        for n in (4, 5, 6):
            found = homography(points[:n], mapped[:n, :2] / mapped[:n, 2:])
            assert torch.allclose(found, H / H[2, 2])


# %% [markdown]
# ## A first right solution
# Go over the *output* pixels and take each back by the inverse of `H`: each gets a value.
# For `H`, a pair of points gives two equations that are linear in its nine entries (DLT,
# direct linear transform); the last right singular vector solves them best.


# %%
def warp(image: Tensor, H: Tensor, height: int, width: int) -> Tensor:
    """The image (C, h, w) seen through H, as (C, height, width)."""
    channels, h, w = image.shape
    back = H.inverse().tolist()
    out = image.new_zeros(channels, height, width)
    for i, j in product(range(height), range(width)):
        x, y, depth = (a * j + b * i + c for a, b, c in back)
        if depth == 0:
            continue  # a point at infinity
        x, y = x / depth, y / depth
        left, top = math.floor(x), math.floor(y)
        for row, by in ((top, top + 1 - y), (top + 1, y - top)):
            for column, bx in ((left, left + 1 - x), (left + 1, x - left)):
                if 0 <= row < h and 0 <= column < w:
                    out[:, i, j] += by * bx * image[:, row, column]
    return out


def homography(source: Tensor, target: Tensor) -> Tensor:
    """H (3, 3) that takes source points (N, 2) to target points (N, 2)."""
    rows = []
    for (x, y), (u, v) in zip(source.tolist(), target.tolist(), strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, -u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, -v])
    *_, right = torch.linalg.svd(torch.tensor(rows, dtype=source.dtype))  # (9, 9)
    H = right[-1].reshape(3, 3)
    return H / H[2, 2]


check(warp)
check_homography(homography)

# %% [markdown]
# ## The vectorized one
# One matrix product takes all pixels back; four gathers with their weights follow.


# %%
def warp_vectorized(image: Tensor, H: Tensor, height: int, width: int) -> Tensor:
    """The image (C, h, w) seen through H, as (C, height, width)."""
    y, x = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    pixels = torch.stack([x, y, torch.ones_like(x)]).to(H)  # (3, height, width)
    x, y, depth = torch.einsum("ij,jhw->ihw", H.inverse(), pixels)
    x, y = x / depth, y / depth  # infinite or NaN where the depth is zero: not inside
    inside = (x > -1) & (x < image.shape[2]) & (y > -1) & (y < image.shape[1])
    x, y = x.where(inside, -1), y.where(inside, -1)
    left, top = x.floor(), y.floor()
    framed = F.pad(image, (1, 1, 1, 1))  # a frame of zeros: indices grow by one
    out = 0
    for row, by in ((top, top + 1 - y), (top + 1, y - top)):
        for column, bx in ((left, left + 1 - x), (left + 1, x - left)):
            out = out + by * bx * framed[:, (row + 1).long(), (column + 1).long()]
    return out


check(warp_vectorized)

# %% [markdown]
# ## Complexity
# With $N$ output pixels and $C$ channels both take $O(CN)$; the vectorized one also holds
# coordinates and weights of all. DLT is an SVD with two rows a pair, $O(n)$ for $n$.

# %% [markdown]
# ## What the interviewer looks for
# - Inverse warping, and why: a forward loop leaves holes and writes some pixels twice.
# - The division by the third coordinate, and what happens where it is zero.
# - The order: points are `(x, y)`, tensors are indexed by `[y, x]`.
# - `H` has eight degrees of freedom, and each pair of points fixes two.
# - With many noisy pairs: Hartley's normalization before DLT, RANSAC around it.

# %% [markdown]
# ## The usual slip
# Pushing each input pixel to where it lands: holes remain where the map enlarges.


# %%
def warp_slip(image: Tensor, H: Tensor, height: int, width: int) -> Tensor:
    out = image.new_zeros(len(image), height, width)
    for i, j in product(range(image.shape[1]), range(image.shape[2])):
        x, y, depth = (H @ torch.tensor([j, i, 1]).to(H)).tolist()
        column, row = round(x / depth), round(y / depth)
        if 0 <= column < width and 0 <= row < height:
            out[:, row, column] = image[:, i, j]
    return out


with suppress(AssertionError):
    check(warp_slip)
    raise RuntimeError("the check lets the slip pass")

white = torch.ones(1, 8, 8, dtype=torch.float64)
pushed, pulled = (f(white, double, 15, 15) for f in (warp_slip, warp))
assert (pulled == 1).all()

# %%
computed = {"holes": f"{(pushed == 0).sum()} of {pushed.numel()} pixels"}

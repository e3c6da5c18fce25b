# %% [markdown]
# # Bilinear resize
# Resize an image bilinearly, with both conventions for where the corners lie.

# %% [markdown]
# ## The task
# `resize(image, height, width, align_corners)`: `image` is a float tensor `(C, H, W)`;
# returned is `(C, height, width)` of the same type. All sizes are at least one.
#
# - `align_corners=False`: pixels are squares, and the outer edges of both images meet.
#   Beyond the outermost centres the border is repeated.
# - `align_corners=True`: the centres of the corner pixels meet. An axis that becomes a
#   single pixel takes the first one.
#
# No antialiasing: four input pixels make one output pixel, also when the image shrinks.
# This is `F.interpolate(mode="bilinear")` of PyTorch.

# %% [markdown]
# ## Tests to pass

# %%
from contextlib import suppress

import torch
from torch import Tensor
from torch.nn import functional as F

SIZES = [(1, 1), (1, 5), (4, 1), (2, 3), (3, 2), (4, 4), (5, 7), (8, 6)]


def check(resize):
    """Against F.interpolate, for growing, shrinking and keeping, on both axes."""
    torch.manual_seed(0)
    for old in SIZES:
        image = torch.randn(2, *old, dtype=torch.float64)
        for new in SIZES:
            for align in (False, True):
                ours = resize(image, *new, align)
                how = {"mode": "bilinear", "align_corners": align}
                expected = F.interpolate(image[None], new, **how)[0]
                assert ours.shape == expected.shape
                assert torch.allclose(ours, expected), (old, new, align)


# %% [markdown]
# ## A first right solution
# Go over the *output* pixels, ask where the centre of each lies on the input, and blend
# the neighbours there by how near they are: first along x, then along y.


# %%
def source(i: int, size: int, new_size: int, align_corners: bool) -> float:
    """Where output pixel i lies on an axis of the input, in pixels."""
    if align_corners:
        return i * (size - 1) / (new_size - 1) if new_size > 1 else 0.0
    return max((i + 0.5) * size / new_size - 0.5, 0.0)


def resize(image: Tensor, height: int, width: int, align_corners: bool) -> Tensor:
    """The image (C, H, W) as (C, height, width)."""
    channels, H, W = image.shape
    out = image.new_empty(channels, height, width)
    for i in range(height):
        y = source(i, H, height, align_corners)
        top, down = int(y), y - int(y)
        bottom = min(top + 1, H - 1)
        for j in range(width):
            x = source(j, W, width, align_corners)
            left, across = int(x), x - int(x)
            right = min(left + 1, W - 1)
            upper = (1 - across) * image[:, top, left] + across * image[:, top, right]
            lower = (1 - across) * image[:, bottom, left] + across * image[
                :, bottom, right
            ]
            out[:, i, j] = (1 - down) * upper + down * lower
    return out


check(resize)

# %% [markdown]
# ## The vectorized one
# Bilinear weights are a product of a weight along x and one along y. So resize the axes
# one after the other; each is two gathers and a blend.


# %%
def resize_axis(image: Tensor, new_size: int, align_corners: bool) -> Tensor:
    """The image with its last axis resized."""
    size = image.shape[-1]
    i = torch.arange(new_size, dtype=image.dtype, device=image.device)
    if align_corners:
        at = i * (size - 1) / max(new_size - 1, 1)
    else:
        at = ((i + 0.5) * size / new_size - 0.5).clamp(min=0)
    first = at.long()
    second = (first + 1).clamp(max=size - 1)
    return torch.lerp(image[..., first], image[..., second], at - first)


def resize_vectorized(
    image: Tensor, height: int, width: int, align_corners: bool
) -> Tensor:
    """The image (C, H, W) as (C, height, width)."""
    wide = resize_axis(image, width, align_corners)  # (C, H, width)
    return resize_axis(wide.mT, height, align_corners).mT


check(resize_vectorized)

# %% [markdown]
# ## Complexity
# With $h \times w$ output pixels and $C$ channels the loop takes $O(Chw)$ and no memory
# beside the output. The two passes take $O(CHw + Chw)$ and hold the $C \times H \times w$
# image between them; take the axis first that shrinks more.

# %% [markdown]
# ## What the interviewer looks for
# - The loop runs over the output. A loop over the input leaves holes.
# - Both conventions, said in words: edges meet, or centres of corners meet.
# - Neighbours are clamped at the border, and one output pixel is no division by zero.
# - Shrinking without a low-pass filter aliases: most input pixels are never read. Ask
#   for `antialias=True`, or blur first.

# %% [markdown]
# ## The usual slip
# Dividing the index by the scale, without the half pixel. Index zero then stays at index
# zero, and the content moves down and to the right as the image grows. Nothing fails: a
# network that was trained with another resize just sees shifted images.


# %%
def resize_slip(image: Tensor, height: int, width: int, align_corners: bool) -> Tensor:
    if align_corners:
        return resize(image, height, width, align_corners)
    for new_size in (width, height):
        size = image.shape[-1]
        at = torch.arange(new_size).to(image) * size / new_size
        first = at.long()
        second = (first + 1).clamp(max=size - 1)
        image = torch.lerp(image[..., first], image[..., second], at - first).mT
    return image


with suppress(AssertionError):
    check(resize_slip)
    raise RuntimeError("the check lets the slip pass")


# %%
ramp = torch.arange(8, dtype=torch.float64).expand(1, 8, 8)
right, slip = (f(ramp, 16, 16, False)[0, 8] for f in (resize_vectorized, resize_slip))
step = torch.tensor([[[0.0, 1.0]]])
edges, corners = (resize(step, 1, 4, align).flatten() for align in (False, True))

# %%
computed = {
    "shift": f"{slip[8] - right[8]:.2f} px",
    "edges-meet": ", ".join(f"{value:.2f}" for value in edges),
    "corners-meet": ", ".join(f"{value:.2f}" for value in corners),
}

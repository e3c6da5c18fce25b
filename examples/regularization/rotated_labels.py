# %% [markdown]
# # Rotated images and their labels
# An image is rotated. What becomes of its boxes, its key points and its mask?

# %%
import matplotlib.pyplot as plt
import numpy as np
import torch
from torch.nn.functional import affine_grid, grid_sample

# %% [markdown]
# ## Boxes: around the rotated corners
# A box of sides w and h gets the sides $w \lvert\cos\theta\rvert + h
# \lvert\sin\theta\rvert$ and $w \lvert\sin\theta\rvert + h \lvert\cos\theta\rvert$. It
# encloses the object, and mostly more than that: the corners of a box are seldom object.


# %%
def rotate_points(points, angle, center):
    """Points (n, 2) as x, y in pixels, turned by an angle in radians; y points down."""
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return (points - center) @ turn.T + center


def rotate_boxes(boxes, angle, center):
    """Boxes (n, 4) as x1, y1, x2, y2: the smallest around the turned corners."""
    x1, y1, x2, y2 = boxes.T
    corners = np.stack([x1, y1, x2, y1, x2, y2, x1, y2], 1).reshape(-1, 2)
    moved = rotate_points(corners, angle, center).reshape(-1, 4, 2)
    return np.concatenate([moved.min(1), moved.max(1)], axis=1)


def growth(degrees, box=(0, 0, 10, 10)):
    """Area of the new box over that of the old one."""
    old = np.array([box], dtype=float)
    new = rotate_boxes(old, np.radians(degrees), np.zeros(2))
    return np.divide(*((b[0, 2:] - b[0, :2]).prod() for b in (new, old)))


for degrees in (0, 10, 45, 90, 200):
    c, s = abs(np.cos(np.radians(degrees))), abs(np.sin(np.radians(degrees)))
    closed = (30 * c + 10 * s) * (30 * s + 10 * c) / 300
    assert np.isclose(growth(degrees, (4, 2, 34, 12)), closed)

# %% [markdown]
# A disc shows how loose that is: its true box does not change, the new one does.

# %%
outline = 10 * np.exp(1j * np.linspace(0, 2 * np.pi, 400))[:, None].view(float)
box = np.array([[-10.0, -10, 10, 10]])
fig, axes = plt.subplots(1, 2, num="boxes", figsize=(5, 2.6))
for ax, degrees in zip(axes, (0, 30), strict=True):
    angle = np.radians(degrees)
    ax.fill(*rotate_points(outline, angle, np.zeros(2)).T, color="C0", alpha=0.4)
    corners = np.array([[-10, -10], [10, -10], [10, 10], [-10, 10], [-10, -10]])
    ax.plot(*rotate_points(corners, angle, np.zeros(2)).T, "C0-")
    x1, y1, x2, y2 = rotate_boxes(box, angle, np.zeros(2))[0]
    ax.plot([x1, x2, x2, x1, x1], [y1, y1, y2, y2, y1], "C1--")
    ax.set(title=f"turned by {degrees}°", aspect="equal", xlim=(-16, 16))
    ax.set_ylim(16, -16)
    ax.axis("off")

# %% [markdown]
# ## Key points: a flip changes their names
# A turn moves points only. A mirrored left eye is a right eye.


# %%
def flip_points(points, width, pairs):
    """Mirror points (n, 2), x and y from the edge; pixel numbers need width - 1."""
    order = np.arange(len(points))
    for left, right in pairs:
        order[[left, right]] = right, left
    return np.stack([width - points[:, 0], points[:, 1]], 1)[order]


face = np.array([[20.0, 30], [44.0, 30], [32.0, 50]])  # left eye, right eye, mouth
flipped = flip_points(face, 64, [(0, 1)])
assert flipped[0, 0] < flipped[1, 0]  # the eye on the left is still called left
assert np.allclose(flip_points(flipped, 64, [(0, 1)]), face)
assert flip_points(np.array([[0.5, 7]]), 64, [])[0, 0] == 63.5  # middle of a pixel

# %% [markdown]
# ## Masks: no class between two
# Interpolated class numbers invent classes: between background 0 and a dog 2 lies a cat
# 1, which is nowhere in the image.

# %%


def rotate_image(image, angle, mode):
    """Square images (N, C, S, S) turned by an angle in radians, as rotate_points."""
    c, s = np.cos(angle), np.sin(angle)
    back = torch.tensor([[c, s, 0], [-s, c, 0]], dtype=torch.float)
    # for each place of the output the place to read from: the inverse turn
    grid = affine_grid(back[None], list(image.shape), align_corners=False)
    return grid_sample(image, grid, mode=mode, align_corners=False)


mask = torch.zeros(1, 1, 64, 64)
mask[..., 16:48, 16:48] = 2
turned = {m: rotate_image(mask, np.pi / 6, m).round() for m in ("bilinear", "nearest")}
invented = {mode: (out == 1).sum().item() for mode, out in turned.items()}
assert invented["nearest"] == 0

# %% [markdown]
# ## Image and labels turn the same way
# A box is painted away from the middle, then image and box are turned and compared.

# %%
painted = torch.zeros(1, 1, 64, 64)
painted[..., 26:34, 44:56] = 1
y, x = rotate_image(painted, np.pi / 6, "nearest")[0, 0].nonzero().T.numpy()
middle = rotate_points(np.array([[50.0, 30]]), np.pi / 6, np.array([32.0, 32]))[0]
assert np.abs([x.mean() + 0.5, y.mean() + 0.5] - middle).max() < 0.5
box = rotate_boxes(np.array([[44.0, 26, 56, 34]]), np.pi / 6, np.array([32.0, 32]))[0]
seen = np.array([x.min(), y.min(), x.max() + 1, y.max() + 1])
assert np.abs(seen - box).max() < 1.5

# %%
computed = {
    "growth-10": f"{growth(10):.2f}×",
    "growth-45": f"{growth(45):.0f}×",
    "disc-10": f"{1 / growth(10):.2f}",
    "invented": f"{invented['bilinear']}",
    "nearest": f"{invented['nearest']}",
}

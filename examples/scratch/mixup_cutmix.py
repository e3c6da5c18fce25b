# %% [markdown]
# # Mixup and CutMix, images and labels
# Write both augmentations for a batch, with labels that say what the images show.

# %% [markdown]
# ## The task
# Both take `images` $(N, C, H, W)$, whole `labels` $(N,)$ below `classes`, and `order`
# $(N,)$, the partner of each image. They return new images and labels
# $(N, \text{classes})$, each row of which sums to one. No input is changed.
#
# - `mixup(images, labels, classes, order, lam)`: $\lambda$ times image and label, and
#   $1 - \lambda$ times those of the partner.
# - `cutmix(images, labels, classes, order, lam, center)`: a box comes from the partner.
#   It reaches $\lfloor \frac{1}{2} H \sqrt{1 - \lambda} \rfloor$ rows up and down from
#   `center`, a row and a column, the last one excluded, and columns alike; at the
#   border it is clipped. The label's weight is the share of the image's own pixels.
#
# $\lambda$ lies between 0 and 1. The box is that of the paper's code.

# %% [markdown]
# ## Tests to pass

# %%
import numpy as np
import torch
from torch.nn.functional import one_hot


def check(mixup, cutmix):
    for n, height, width in ((4, 6, 5), (1, 3, 3), (3, 8, 8)):
        labels, order = np.arange(n) % 3, np.roll(np.arange(n), 1)
        hard = one_hot(torch.tensor(labels), 3).double()
        # One colour an image, so that each pixel tells whose it is.
        colour = torch.arange(n).double()
        images = colour.view(-1, 1, 1, 1).repeat(1, 2, height, width).numpy()
        for lam in (0.0, 0.3, 0.75, 1.0):
            out, soft = mixup(images, labels, 3, order, lam)
            np.testing.assert_allclose(soft, torch.lerp(hard[order], hard, lam))
            mixed = torch.lerp(colour[order], colour, lam).view(-1, 1, 1, 1)
            np.testing.assert_allclose(out, mixed.expand(images.shape), atol=1e-12)
            for row, column in ((0, 0), (height - 1, 2), (height // 2, width // 2)):
                out, soft = cutmix(images, labels, 3, order, lam, (row, column))
                h, w = (int(side * (1 - lam) ** 0.5 / 2) for side in (height, width))
                expected = images.copy()
                rows = slice(max(row - h, 0), row + h)
                box = np.s_[:, :, rows, max(column - w, 0) : column + w]
                expected[box] = images[order][box]
                np.testing.assert_array_equal(out, expected)
                own = torch.tensor(expected == images).double().mean() if n > 1 else 1.0
                np.testing.assert_allclose(soft, torch.lerp(hard[order], hard, own))
        np.testing.assert_array_equal(images[:, 0, 0, 0], colour)


# %% [markdown]
# ## A first right solution
# Image by image, for CutMix pixel by pixel. A counter of own pixels gives the label's
# weight, whatever was clipped.


# %%
def mixup(
    images: np.ndarray, labels: np.ndarray, classes: int, order: np.ndarray, lam: float
):
    """Mix each image (N, C, H, W), and its label, with its partner's."""
    out, soft = np.zeros(images.shape), np.zeros((len(images), classes))
    for i, partner in enumerate(order):
        out[i] = lam * images[i] + (1 - lam) * images[partner]
        soft[i, labels[i]] += lam
        soft[i, labels[partner]] += 1 - lam
    return out, soft


def cutmix(
    images: np.ndarray, labels: np.ndarray, classes: int, order: np.ndarray,
    lam: float, center: tuple[int, int],
):  # fmt: skip
    """Put a box around center of each partner into (N, C, H, W), and mix the labels."""
    _, _, height, width = images.shape
    half = [int(side * (1 - lam) ** 0.5 / 2) for side in (height, width)]
    out, soft = images.copy(), np.zeros((len(images), classes))
    for i, partner in enumerate(order):
        for y, x in np.ndindex(height, width):
            inside = -half[0] <= y - center[0] < half[0]
            if inside and -half[1] <= x - center[1] < half[1]:
                out[i, :, y, x] = images[partner, :, y, x]
                soft[i, labels[partner]] += 1 / (height * width)
            else:
                soft[i, labels[i]] += 1 / (height * width)
    return out, soft


check(mixup, cutmix)

# %% [markdown]
# ## The vectorized one
# The box is a slice, the same for the whole batch; its clipped sides give the weight.


# %%
def mix_labels(labels, classes, order, own):
    """The weight own for each label (N,), the rest for its partner's: (N, classes)."""
    hard = np.eye(classes)[labels]
    return own * hard + (1 - own) * hard[order]


def mixup_vectorized(
    images: np.ndarray, labels: np.ndarray, classes: int, order: np.ndarray, lam: float
):
    """Mix each image (N, C, H, W), and its label, with its partner's."""
    out = lam * images + (1 - lam) * images[order]
    return out, mix_labels(labels, classes, order, lam)


def cutmix_vectorized(
    images: np.ndarray, labels: np.ndarray, classes: int, order: np.ndarray,
    lam: float, center: tuple[int, int],
):  # fmt: skip
    """Put a box around center of each partner into (N, C, H, W), and mix the labels."""
    sides = images.shape[2:]
    y, x = (
        slice(max(at - half, 0), max(min(at + half, side), 0))
        for at, side in zip(center, sides, strict=True)
        for half in [int(side * (1 - lam) ** 0.5 / 2)]
    )
    out = images.copy()
    out[:, :, y, x] = images[order, :, y, x]
    area = (y.stop - y.start) * (x.stop - x.start)
    return out, mix_labels(labels, classes, order, 1 - area / (sides[0] * sides[1]))


check(mixup_vectorized, cutmix_vectorized)

# %% [markdown]
# ## Complexity
# Time and memory of one more batch, $O(N C H W)$, and $N$ rows of all classes.

# %% [markdown]
# ## What the interviewer looks for
# - Pixels and labels get the same weight.
# - The box has *area* $1 - \lambda$, so its sides take a root.
# - The partner comes from the images as they were, not from those already pasted over.

# %% [markdown]
# ## The usual slip
# The label gets the $\lambda$ that was drawn. A clipped box shows less of the partner.


# %%
def slip(images, labels, classes, order, lam, center):
    out, _ = cutmix(images, labels, classes, order, lam, center)
    return out, mix_labels(labels, classes, order, lam)


np.testing.assert_raises(AssertionError, check, mixup, slip)
images, labels, order = np.zeros((2, 1, 32, 32)), np.arange(2), np.array([1, 0])
corner = (images, labels, 2, order, 0.5, (0, 0))
right, wrong = (way(*corner)[1][0, 0] for way in (cutmix_vectorized, slip))

# %%
computed = {"own-share": f"{right:.2f}", "own-share-slip": f"{wrong:.2f}"}

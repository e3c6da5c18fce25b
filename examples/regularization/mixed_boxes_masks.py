# %% [markdown]
# # Mixed images with boxes and masks
# Mixup and CutMix were made for class labels. What must happen to boxes and to
# segmentation masks?

# %%
import matplotlib.pyplot as plt
import numpy as np
import torch
from matplotlib.patches import Rectangle
from sklearn.datasets import load_sample_image
from torch.nn.functional import cross_entropy, interpolate


def photo(name, left, size=64):
    """A square photo of 3 × size × size pixels with values from 0 to 1."""
    # (H, W, 3) -> (3, H, W), then smaller; interpolate wants a batch
    pixels = torch.from_numpy(load_sample_image(name).copy()).permute(2, 0, 1) / 255
    return interpolate(pixels[None, :, :, left : left + 427], size=size, mode="area")[0]


def show(ax, image, title):
    ax.imshow((image * 15).round().permute(1, 2, 0).numpy() / 15)
    ax.set_title(title)
    ax.axis("off")


pagoda, flower = photo("china.jpg", 0), photo("flower.jpg", 60)

# %% [markdown]
# ## Boxes: the union
# For detection, mixup keeps the boxes of both images and may weight the loss of each
# with the share of its image.


# %%
def mix_boxes(first, second, lam):
    """Boxes (n, 4) and classes (n,) of two images, either may have none: all, weighted."""
    boxes, classes = (torch.cat(pair) for pair in zip(first, second, strict=True))
    shares = [lam] * len(first[0]) + [1 - lam] * len(second[0])
    return boxes, classes, torch.tensor(shares)


def class_loss(logits, classes, weights):
    """Sum over the boxes; a detector weights the other losses of a box alike."""
    return (weights * cross_entropy(logits, classes, reduction="none")).sum()


lam = 0.6
mixup = lam * pagoda + (1 - lam) * flower
of_pagoda = torch.tensor([[11, 3, 52, 62]]), torch.tensor([0])
of_flower = torch.tensor([[17, 12, 59, 53]]), torch.tensor([1])
boxes, classes, weights = mix_boxes(of_pagoda, of_flower, lam)

# %% [markdown]
# Where both boxes meet the same prediction, the two weighted losses are the
# cross-entropy of the mixed label, as in classification. An image may have no box.

# %%
torch.manual_seed(0)
logits = torch.randn(1, 2).expand(2, 2)  # the same prediction for both boxes
mixed_label = torch.tensor([[lam, 1 - lam]])
as_label = cross_entropy(logits[:1], mixed_label)
assert torch.isclose(class_loss(logits, classes, weights), as_label)
nothing = of_flower[0][:0], of_flower[1][:0]
assert torch.equal(mix_boxes(nothing, of_flower, lam)[2], weights[1:])

fig, ax = plt.subplots(num="boxes")
show(ax, mixup, "mixup, λ = 0.6")
places = [("pagoda", -2, 20, "right", "C0"), ("flower", 66, 30, "left", "C1")]
for box, weight, (name, x, y, side, color) in zip(boxes, weights, places, strict=True):
    x1, y1, x2, y2 = box.tolist()
    ax.add_patch(Rectangle((x1, y1), x2 - x1, y2 - y1, fill=False, lw=2, ec=color))
    ax.text(x, y, f"{name}\nloss × {weight:.1f}", color=color, ha=side)

# %% [markdown]
# ## Masks: cut with the same box
# Classes of pixels: 0 background, 1 pagoda (a rough outline), 2 flower (by its color).


# %%
def paste(first, second, box):
    """The first image or mask (…, H, W) with the second inside the box x1, y1, x2, y2."""
    x1, y1, x2, y2 = box
    out = first.clone()
    out[..., y1:y2, x1:x2] = second[..., y1:y2, x1:x2]
    return out


def flower_mask(image):
    return 2 * (image[0] - image[2] > 0.25).long()


y, x = torch.meshgrid(torch.arange(64), torch.arange(64), indexing="ij")
# Half the outline's width in each row; (64,) -> (64, 1) against x (64, 64)
half = np.interp(range(64), [3, 9, 17, 30, 62], [1, 3, 13, 13, 20])
old = ((x - 31).abs() < torch.tensor(half)[:, None]).long() * (y > 2)

box = (28, 20, 64, 64)
image, mask = paste(pagoda, flower, box), paste(old, flower_mask(flower), box)
pasted = (image == flower).all(0) & (image != pagoda).any(0)
assert torch.equal(mask[pasted], flower_mask(image)[pasted])
assert torch.equal(mask[~pasted], old[~pasted])
wrong = old != mask  # what a training step would see with the old mask

fig, axes = plt.subplots(1, 3, num="masks", figsize=(5.0, 1.9))
show(axes[0], image, "CutMix")
for ax, title, classes in [(axes[1], "old mask", old), (axes[2], "cut too", mask)]:
    ax.imshow(classes.numpy(), vmin=0, vmax=2)
    ax.set_title(title)
    ax.axis("off")
axes[1].add_patch(Rectangle((27.5, 19.5), 36, 44, fill=False, ls="--", lw=2, ec="C1"))

# %%
computed = {
    "pasted": f"{pasted.double().mean():.0%}",
    "wrong": f"{wrong.double().mean():.0%}",
    "wrong-inside": f"{wrong[pasted].double().mean():.0%}",
    "wrong-outside": f"{wrong[~pasted].double().mean():.0%}",
}

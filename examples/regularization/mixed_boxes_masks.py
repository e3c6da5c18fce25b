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
from torch.nn.functional import interpolate


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
# For detection, mixup keeps the boxes of both images. Each box keeps its class; its
# loss is weighted with the share of the image that it comes from.

# %%
lam = 0.6
mixup = lam * pagoda + (1 - lam) * flower
boxes = [((11, 3, 52, 62), "pagoda", lam), ((17, 12, 59, 53), "flower", 1 - lam)]

fig, ax = plt.subplots(num="boxes")
show(ax, mixup, "mixup, λ = 0.6")
places = [(-2, 20, "right"), (66, 30, "left")]
for (box, name, weight), place, color in zip(boxes, places, ("C0", "C1"), strict=True):
    x1, y1, x2, y2 = box
    shape = Rectangle((x1, y1), x2 - x1, y2 - y1, fill=False, lw=2.2, ec=color)
    ax.add_patch(shape)
    x, y, side = place
    ax.text(x, y, f"{name}\nloss × {weight:.1f}", color=color, ha=side)

# %% [markdown]
# ## Masks: cut with the same box
# CutMix itself mixes one label per image and touches no mask. With a mask per pixel the
# classes are 0 background, 1 pagoda (a rough outline) and 2 flower (by its color).

# %%
y, x = torch.meshgrid(torch.arange(64), torch.arange(64), indexing="ij")
# Half the outline's width in each row; (64,) -> (64, 1) against x (64, 64)
half = np.interp(range(64), [3, 9, 17, 30, 62], [1, 3, 13, 13, 20])
mask_pagoda = ((x - 31).abs() < torch.tensor(half)[:, None]).long() * (y > 2)
mask_flower = 2 * (flower[0] - flower[2] > 0.25).long()

pasted = torch.zeros(64, 64, dtype=torch.bool)
pasted[20:64, 28:64] = True
image = torch.where(pasted, flower, pagoda)
mask = torch.where(pasted, mask_flower, mask_pagoda)  # cut with the same box
wrong = mask_pagoda != mask  # what a training step would see with the old mask
assert not (wrong & ~pasted).any()
assert torch.equal(wrong[pasted], (mask_pagoda != mask_flower)[pasted])
by_photo = torch.where(pasted, 1, 0)  # a class of its own for each photo
assert ((by_photo != 0) == pasted).all()  # then the whole pasted area is wrong

fig, axes = plt.subplots(1, 3, num="masks", figsize=(5.0, 1.9))
show(axes[0], image, "CutMix")
for ax, classes, title in [
    (axes[1], mask_pagoda, "old mask"),
    (axes[2], mask, "mask cut too"),
]:
    ax.imshow(classes.numpy(), vmin=0, vmax=2)
    ax.set_title(title)
    ax.axis("off")
axes[1].add_patch(Rectangle((27.5, 19.5), 36, 44, fill=False, ls="--", lw=2, ec="C1"))

# %%
facts = {
    "pasted": f"{pasted.double().mean():.0%}",
    "wrong": f"{wrong.double().mean():.0%}",
    "wrong-inside": f"{wrong[pasted].double().mean():.0%}",
    "wrong-outside": f"{wrong[~pasted].double().mean():.0%}",
}

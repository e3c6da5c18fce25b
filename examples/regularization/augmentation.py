# %% [markdown]
# # Augmentation and its labels
# Which transforms leave a label right, and which must change the label too?

# %%
import matplotlib.pyplot as plt
import torch
from matplotlib.patches import Rectangle
from sklearn.datasets import load_digits, load_sample_image
from torch.nn.functional import interpolate

# (H, W, 3) -> (3, H, W), then smaller; interpolate wants a batch
photo = torch.from_numpy(load_sample_image("china.jpg").copy()).permute(2, 0, 1) / 255
photo = interpolate(photo[None], size=(64, 96), mode="area")[0]
H, W = photo.shape[1:]
box = (11, 3, 53, 62)  # x1, y1, x2, y2 of the pagoda; x2 and y2 are just outside


def flip_box(box, width):
    """The box after a horizontal flip: the right edge becomes the left one."""
    x1, y1, x2, y2 = box
    return width - x2, y1, width - x1, y2


def iou(a, b):
    """Intersection over union of two boxes x1, y1, x2, y2."""
    w = max(min(a[2], b[2]) - max(a[0], b[0]), 0)
    h = max(min(a[3], b[3]) - max(a[1], b[1]), 0)
    areas = [(x2 - x1) * (y2 - y1) for x1, y1, x2, y2 in (a, b)]
    return w * h / (sum(areas) - w * h)


flipped, moved = photo.flip(2), flip_box(box, W)

mask = torch.zeros(H, W, dtype=torch.bool)  # the oracle: flip the box's pixels
mask[box[1] : box[3], box[0] : box[2]] = True
rows, columns = mask.flip(1).nonzero().T
assert moved == (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
stale = iou(box, moved)
assert abs(stale - (mask & mask.flip(1)).sum() / (mask | mask.flip(1)).sum()) < 1e-6

# %%
fig, axes = plt.subplots(1, 2, num="flip", figsize=(5.0, 1.9))
for ax, picture, title in zip(
    axes, (photo, flipped), ("original", "flipped, old box dotted"), strict=True
):
    ax.imshow((picture * 11).round().permute(1, 2, 0).numpy() / 11, extent=(0, W, H, 0))
    ax.set_title(title)
    ax.axis("off")
labels = [(axes[0], box, "-"), (axes[1], box, ":"), (axes[1], moved, "-")]
# Dotted: the box that nobody moved.
for ax, (x1, y1, x2, y2), style in labels:
    color = "C1" if style == ":" else "C0"
    shape = Rectangle(
        (x1, y1), x2 - x1, y2 - y1, fill=False, lw=2.2, ls=style, ec=color
    )
    ax.add_patch(shape)

# %% [markdown]
# ## A turned 6 is a 9
# Turn all sixes of a set of 8×8 digits by 180° and ask a 1-nearest-neighbour classifier
# that has seen the upright digits.

# %%
digits = load_digits()
images, names = torch.from_numpy(digits.images), torch.from_numpy(digits.target)
seen, new = slice(0, 1200), slice(1200, None)


def classify(queries):
    # (queries, 8, 8) and (seen, 8, 8) -> (queries, seen)
    distance = torch.cdist(queries.flatten(1), images[seen].flatten(1))
    return names[seen][distance.argmin(1)]


sixes = images[new][names[new] == 6]
turned = sixes.flip(1, 2)
upright_right = (classify(sixes) == 6).double().mean().item()
turned_right = (classify(turned) == 6).double().mean().item()
turned_nine = (classify(turned) == 9).double().mean().item()
assert turned_nine > 0.5 > turned_right

fig, axes = plt.subplots(1, 3, num="six", figsize=(5.0, 1.8))
nine = images[seen][names[seen] == 9][0]
for ax, image, title in zip(
    axes, (sixes[0], turned[0], nine), ("a 6", "turned by 180°", "a 9"), strict=True
):
    ax.imshow(image.numpy(), cmap="gray")
    ax.set_title(title)
    ax.axis("off")

# %%
facts = {
    "stale-iou": f"{stale:.2f}",
    "upright": f"{upright_right:.0%}",
    "turned-right": f"{turned_right:.0%}",
    "turned-nine": f"{turned_nine:.0%}",
}

# %% [markdown]
# # Augmentation and its labels
# Which transforms leave a label right, and which must change the label too?

# %%
import matplotlib.pyplot as plt
import numpy as np
import torch
from matplotlib.patches import Rectangle
from sklearn.datasets import load_digits, load_sample_image
from sklearn.neighbors import KNeighborsClassifier
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
    """Intersection over union of two boxes x1, y1, x2, y2; 0 without area."""
    w = max(min(a[2], b[2]) - max(a[0], b[0]), 0)
    h = max(min(a[3], b[3]) - max(a[1], b[1]), 0)
    union = sum((x2 - x1) * (y2 - y1) for x1, y1, x2, y2 in (a, b)) - w * h
    return w * h / union if union else 0.0


flipped, moved = photo.flip(2), flip_box(box, W)

mask = torch.zeros(H, W, dtype=torch.bool)  # the oracle: flip the box's pixels
mask[box[1] : box[3], box[0] : box[2]] = True
rows, columns = mask.flip(1).nonzero().T
assert moved == (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
stale = iou(box, moved)
assert abs(stale - (mask & mask.flip(1)).sum() / (mask | mask.flip(1)).sum()) < 1e-6

# %%
fig, axes = plt.subplots(1, 2, num="flip", figsize=(5.0, 1.9))
pictures = {"the photo": photo, "flipped, old box dotted": flipped}
for ax, (title, picture) in zip(axes, pictures.items(), strict=True):
    ax.imshow((picture * 11).round().permute(1, 2, 0).numpy() / 11, extent=(0, W, H, 0))
    ax.set_title(title)
    ax.axis("off")
labels = [(axes[0], box, "-"), (axes[1], box, ":"), (axes[1], moved, "-")]
for ax, (x1, y1, x2, y2), style in labels:
    color = "C1" if style == ":" else "C0"
    look = {"fill": False, "lw": 2.2, "ls": style, "ec": color}
    ax.add_patch(Rectangle((x1, y1), x2 - x1, y2 - y1, **look))

# %% [markdown]
# ## A turned 6 is a 9
# Turn all sixes of a set of 8×8 digits by 180° and ask a nearest-neighbour classifier
# that has seen upright digits. Ten times, each with another split into seen and new.

# %%
SEEDS = range(10)
SEEN = 1200
NEIGHBOURS = 1
digits = load_digits()
images, names = torch.from_numpy(digits.images), torch.from_numpy(digits.target)


def classify(queries, seen):
    # (queries, 8, 8) and (seen, 8, 8) -> (queries, seen)
    distance = torch.cdist(queries.flatten(1), images[seen].flatten(1))
    nearest = distance.topk(NEIGHBOURS, largest=False).indices
    return names[seen][nearest].mode(1).values


upright_right, turned_right, turned_nine = [], [], []
for seed in SEEDS:
    order = torch.randperm(len(names), generator=torch.Generator().manual_seed(seed))
    seen, new = order[:SEEN], order[SEEN:]
    sixes = images[new][names[new] == 6]
    turned = sixes.flip(1, 2)
    assert turned[0].numpy().tolist() == np.rot90(sixes[0].numpy(), 2).tolist()
    upright_right.append((classify(sixes, seen) == 6).double().mean().item())
    turned_right.append((classify(turned, seen) == 6).double().mean().item())
    turned_nine.append((classify(turned, seen) == 9).double().mean().item())
model = KNeighborsClassifier(NEIGHBOURS).fit(images[seen].flatten(1), names[seen])
nines = (model.predict(turned.flatten(1)) == 9).mean()
assert abs(nines - turned_nine[-1]) < 0.02  # but for ties

fig, axes = plt.subplots(1, 3, num="six", figsize=(5.0, 1.8))
titles = {"a 6": sixes[0], "turned by 180°": turned[0], "a 9": images[names == 9][0]}
for ax, (title, image) in zip(axes, titles.items(), strict=True):
    ax.imshow(image.numpy(), cmap="gray")
    ax.set_title(title)
    ax.axis("off")


def span(shares):
    low, high = f"{min(shares):.0%}", f"{max(shares):.0%}"
    return low if low == high else f"{low} to {high}"


# %%
computed = {"stale-iou": f"{stale:.2f}"}
measured = {
    "upright": (
        span(upright_right),
        "nearly all upright sixes are recognized",
        min(upright_right) > 0.95,
    ),
    "turned-right": (
        span(turned_right),
        "hardly a turned six is a six",
        max(turned_right) < 0.05,
    ),
    "turned-nine": (
        span(turned_nine),
        "most turned sixes are taken for nines",
        min(turned_nine) > 0.5,
    ),
}
setup = f"scikit-learn's digits, {SEEN:,} seen, nearest neighbour, {len(SEEDS)} splits"
varied = {"SEEN": (600, 1500), "NEIGHBOURS": (3, 5)}

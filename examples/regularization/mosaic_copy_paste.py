# %% [markdown]
# # Mosaic and copy-paste
# Four images in one, or objects moved from one image to another: what becomes of the
# boxes and masks?

# %%
import numpy as np

# %% [markdown]
# ## Mosaic
# Four images of side s meet at a seam. The canvas of side s shows what lies around it:
# each image is shifted and cut, none is shrunk. Boxes shift along and are clipped.


# %%
def mosaic(images, boxes, seam, least=0.3):
    """Four images (S, S) with boxes (n, 4) as x1, y1, x2, y2; the seam is (x, y)."""
    size, (x, y) = images[0].shape[0], seam
    canvas, kept = np.zeros_like(images[0]), []
    corners = ((x - size, y - size), (x, y - size), (x - size, y), (x, y))
    for image, own, (left, top) in zip(images, boxes, corners, strict=True):
        x1, y1, x2, y2 = np.clip([left, top, left + size, top + size], 0, size)
        canvas[y1:y2, x1:x2] = image[y1 - top : y2 - top, x1 - left : x2 - left]
        moved = own + np.array([left, top, left, top])
        seen = np.clip(moved, 0, size)
        area = [np.prod(b[:, 2:] - b[:, :2], axis=1) for b in (seen, moved)]
        kept.append(seen[area[0] >= least * area[1]])
    return canvas, np.concatenate(kept)


# %% [markdown]
# Checked by painting: each box is a number in its image, then looked for on the canvas.

# %%
SIZE = 32
rng = np.random.default_rng(0)
for _ in range(100):
    corner = rng.integers(0, SIZE - 8, (4, 1, 2))
    boxes = np.concatenate([corner, corner + rng.integers(2, 8, (4, 1, 2))], axis=2)
    images = np.zeros((4, SIZE, SIZE), int)
    for place, [[x1, y1, x2, y2]] in enumerate(boxes):
        images[place, y1:y2, x1:x2] = place + 1
    canvas, kept = mosaic(images, boxes, rng.integers(4, SIZE - 4, 2), least=1e-9)
    shown = [np.argwhere(canvas == name)[:, ::-1] for name in (1, 2, 3, 4)]
    around = [(*p.min(0), *(p.max(0) + 1)) for p in shown if len(p)]
    assert kept.tolist() == [list(map(int, box)) for box in around]

# %% [markdown]
# With the seam in the middle each image shows a quarter. A box that fills the middle
# of its image is cut to a quarter, too.

# %%
whole = np.array([[8, 8, 24, 24]])
images = np.ones((4, SIZE, SIZE), int)
_, cut = mosaic(images, [whole] * 4, (16, 16), least=0)
quarter = np.prod(cut[0, 2:] - cut[0, :2]) / np.prod(whole[0, 2:] - whole[0, :2])
assert len(mosaic(images, [whole] * 4, (16, 16))[1]) == 0  # below the limit: all go

# %% [markdown]
# ## Copy-paste
# Objects with masks are put in front. Masks below lose what is covered, and boxes are
# read from the masks that are left.


# %%
def boxes_of(masks):
    """Smallest boxes (n, 4) around masks (n, H, W), none of them empty."""
    found = [np.argwhere(mask) for mask in masks]
    boxes = [(*p.min(0)[::-1], *(p.max(0)[::-1] + 1)) for p in found]
    return np.array(boxes, int).reshape(-1, 4)


def copy_paste(image, masks, source, objects, least=0.3):
    """Put objects (m, H, W) of a source (H, W) onto an image with masks (n, H, W)."""
    front = objects.any(0)
    left = masks & ~front
    seen = left.sum((1, 2)) >= least * masks.sum((1, 2))
    kept = np.concatenate([left[seen], objects])
    kept = kept[kept.any((1, 2))]  # an empty mask has no box
    return np.where(front, source, image), kept, boxes_of(kept)


rows, columns = np.mgrid[:SIZE, :SIZE]
disc = ((rows - 15.5) ** 2 + (columns - 15.5) ** 2 < 64)[None]  # (1, H, W)
bar = np.zeros((1, SIZE, SIZE), bool)
bar[0, :, 16:20] = True
out, kept, boxes = copy_paste(np.zeros((SIZE, SIZE)), disc, np.ones((SIZE, SIZE)), bar)
assert (out == bar[0]).all()
assert not (kept[0] & kept[1]).any()  # no pixel belongs to two objects
assert boxes[0].tolist() == [8, 8, 24, 24]  # what is left shows on both sides
seen = kept[0].sum() / disc.sum()
assert len(copy_paste(out, disc, out, bar, least=0.8)[1]) == 1  # too little is left
assert len(copy_paste(out, disc & False, out, bar & False)[1]) == 0

# %%
computed = {
    "quarter": f"{quarter:.0%}",
    "disc": f"{seen:.0%}",
}

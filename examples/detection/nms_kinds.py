# %% [markdown]
# # Kinds of NMS and what they cost
# Which boxes stay in a crowd under each kind of suppression, how much work is it, and
# what breaks when all classes share one call?

# %%
import math

import numpy as np
import torch

# %% [markdown]
# ## Hard, soft, by distance
# The hard kind deletes what overlaps a better box. Soft-NMS lowers its score by
# $e^{-\mathrm{IoU}^2/\sigma}$. DIoU-NMS subtracts from the IoU how far apart the centres
# are, squared, in diagonals of the box around both: neighbours stay more easily.


# %%
def iou(box, others, distance=False):
    """IoU of one box (4,) with others (N, 4), or DIoU."""
    low, high = others[:, :2].maximum(box[:2]), others[:, 2:].minimum(box[2:])
    shared = (high - low).clamp(min=0).prod(1)
    areas = (others[:, 2:] - others[:, :2]).prod(1) + (box[2:] - box[:2]).prod()
    value = shared / (areas - shared)
    if distance:
        apart = (others[:, :2] + others[:, 2:] - box[:2] - box[2:]) / 2
        hull = others[:, 2:].maximum(box[2:]) - others[:, :2].minimum(box[:2])
        value = value - (apart**2).sum(1) / (hull**2).sum(1)
    return value


def suppress(boxes, scores, kind="hard", threshold=0.5, sigma=0.5, least=0.3):
    """Indices and scores that stay, best first; boxes (N, 4), scores (N,)."""
    scores, left, kept, pairs = scores.clone(), torch.arange(len(scores)), [], 0
    while len(left):
        best = left[scores[left].argmax()]
        kept.append((int(best), float(scores[best])))
        left = left[left != best]
        overlap = iou(boxes[best], boxes[left], kind == "distance")
        pairs += len(left)
        if kind == "soft":
            scores[left] *= torch.exp(-(overlap**2) / sigma)
            left = left[scores[left] >= least]
        else:
            left = left[overlap <= threshold]
    return kept, pairs


# %% [markdown]
# Two people side by side, each found twice: the neighbour must stay, the copies go.

# %%
boxes = torch.tensor(
    [[0.0, 0, 40, 100], [3, 2, 43, 100], [13, 0, 53, 100], [10, 3, 53, 102]]
)
scores = torch.tensor([0.95, 0.6, 0.9, 0.55])
stay = {k: suppress(boxes, scores, k)[0] for k in ("hard", "distance", "soft")}
names = {kind: sorted(i for i, _ in kept) for kind, kept in stay.items()}
neighbour = float(iou(boxes[0], boxes[2:3]))
copy = float(iou(boxes[0], boxes[1:2]))
assert names == {"hard": [0], "distance": [0, 2], "soft": [0, 2]}
diou = float(iou(boxes[0], boxes[2:3], distance=True))  # by a hair below the threshold
lowered = dict(stay["soft"])[2]
assert abs(lowered - 0.9 * math.exp(-2 * neighbour**2)) < 1e-6

# %% [markdown]
# ## The work
# Boxes in order of their scores, each against all that are left. At worst nothing is
# deleted: $n (n - 1) / 2$ overlaps.

# %%
n = 60
apart = torch.arange(n)[:, None] * 20 + torch.tensor([0, 0, 10, 10])  # far from another
pairs = suppress(apart.double(), torch.linspace(1, 0.5, n))[1]
assert pairs == n * (n - 1) // 2
same = suppress(boxes[:1].repeat(n, 1), torch.linspace(1, 0.5, n))[1]
assert same == n - 1  # at best one round

cells = sum((640 // s) ** 2 for s in (8, 16, 32))
matrix = cells**2 * 4  # bytes of all overlaps in FP32
bits = cells * math.ceil(cells / 64) * 8  # a bit a pair, in rows of whole 64-bit words
assert cells**2 / 8 <= bits <= cells * (cells / 8 + 8)
kept_first = 1000
share = kept_first**2 / cells**2

# %% [markdown]
# ## One call for all classes
# Each class is moved to a plane of its own: the label times a little more than the
# largest coordinate is added to its corners. In half precision that is too coarse.

# %%
last, image = 79, 640  # the last of 80 classes
offset = last * (image + 1)
half, single = (float(np.spacing(kind(offset))) for kind in (np.float16, np.float32))
pair = boxes[[0, 2]] + 100
moved = (pair.numpy().astype(np.float16) + np.float16(offset)).astype(np.float32)
moved = torch.from_numpy(moved)
true, coarse = (float(iou(p[0], p[1:])) for p in (pair, moved))
largest = float(np.finfo(np.float16).max)
first = math.floor(largest / (image + 1)) + 1  # the first class beyond the range
corner, shift = np.arange(image + 1), (first - 1) * (image + 1)
with np.errstate(over="ignore"):  # of the class before, all in FP16
    left = np.isfinite(corner.astype(np.float16) + np.float16(shift)).sum()
assert 0 < left < image  # only corners near the origin are left of it
assert math.isclose(true, neighbour, rel_tol=1e-6)

# %%
computed = {
    "neighbour": f"{neighbour:.2f}",
    "copy": f"{copy:.2f}",
    "lowered": f"{lowered:.2f}",
    "diou": f"{diou:.3f}",
    "matrix": f"{matrix / 1e6:.0f} MB",
    "bits": f"{bits / 1e6:.1f} MB",
    "share": f"{share:.1%}",
    "half": f"{half:.0f} px",
    "single": f"{single:.3f} px",
    "coarse": f"{coarse:.2f}",
    "overflow": f"{first}",
    "overflow-last": f"{left - 1} px",
}
given = {"first": f"{kept_first:,}"}

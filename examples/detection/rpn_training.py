# %% [markdown]
# # What a region proposal network learns from
# Which anchors does the RPN call object or background, which of them enter the loss, and
# what is the loss?

# %%
from itertools import product

import torch
import torch.nn.functional as F

# %% [markdown]
# ## Labels, sample, loss
# The two rules of the paper, then a sample that is half positive at most, then binary
# cross-entropy on the sample and smooth L1 on its positives.


# %%
def iou(a, b):
    low, high = a[:, None, :2].maximum(b[:, :2]), a[:, None, 2:].minimum(b[:, 2:])
    shared = (high - low).clamp(min=0).prod(2)  # (A, B)
    area = [(x[:, 2:] - x[:, :2]).prod(1) for x in (a, b)]
    return shared / (area[0][:, None] + area[1] - shared)


def label(anchors, objects, high=0.7, low=0.3):
    """1 object, 0 background, -1 ignored, for each anchor; and its object's index."""
    overlap = F.pad(iou(anchors, objects), (0, 1))  # (A, objects + 1): zero for none
    best, which = overlap.max(1)
    labels = torch.full((len(anchors),), -1)
    labels[best < low] = 0
    top = (overlap == overlap.amax(0)) & (overlap > 0)
    labels[top.any(1)] = 1  # the best anchor of each object
    labels[best >= high] = 1
    return labels, which


def sample(labels, size=256, share=0.5):
    """Indices of a random sample, at most `share` of it positive."""
    positive, negative = ((labels == kind).nonzero().flatten() for kind in (1, 0))
    wanted = min(len(positive), int(size * share))
    chosen = [
        kind[torch.randperm(len(kind))[:number]]
        for kind, number in ((positive, wanted), (negative, size - wanted))
    ]
    return torch.cat(chosen)


def encode(boxes, anchors):
    size, wanted = anchors[:, 2:] - anchors[:, :2], boxes[:, 2:] - boxes[:, :2]
    shift = (boxes[:, :2] + boxes[:, 2:] - anchors[:, :2] - anchors[:, 2:]) / 2
    return torch.cat([shift / size, (wanted / size).log()], 1)


def rpn_loss(logits, deltas, anchors, objects):
    """Loss of one image: logits (A,), deltas (A, 4), anchors (A, 4), objects (B, 4)."""
    labels, which = label(anchors, objects)
    chosen = sample(labels)
    score = F.binary_cross_entropy_with_logits(logits[chosen], labels[chosen].float())
    positive = chosen[labels[chosen] == 1]
    targets = encode(objects[which[positive]], anchors[positive])
    place = F.smooth_l1_loss(deltas[positive], targets, beta=1 / 9, reduction="sum")
    return score + place / len(chosen)


# %% [markdown]
# ## One image
# Three areas times three shapes at each cell, and some objects. Anchors that cross the
# border are left out of training, as in the paper.

# %%
shapes = [(a / q**0.5, a * q**0.5) for a, q in product((128, 256, 512), (0.5, 1, 2))]
sides = torch.tensor(shapes)
places = torch.cartesian_prod(torch.arange(40.0), torch.arange(60.0)).flip(1) * 16 + 8
anchors = torch.cat([places[:, None] - sides / 2, places[:, None] + sides / 2], 2)
anchors = anchors.flatten(
    0, 1
)  # (21,600, 4): the same order as the outputs of the head
inner = ((anchors >= 0) & (anchors <= torch.tensor([960, 640]).repeat(2))).all(1)
anchors = anchors[inner]
objects = torch.tensor([[100.0, 120, 330, 420], [600, 300, 640, 330]])
labels, which = label(anchors, objects)
overlap = iou(anchors, objects)
kinds = {kind: int((labels == kind).sum()) for kind in (1, 0, -1)}
assert overlap[:, 1].max() < 0.3  # small: background to all, but for its best anchors
assert (which[labels == 1] == 1).any()
for i in torch.randperm(len(anchors))[:300]:  # the two rules, one anchor at a time
    fits = overlap[i] >= 0.7
    top = overlap[i] == overlap.max(0).values
    expected = 1 if (fits | top).any() else 0 if (overlap[i] < 0.3).all() else -1
    assert labels[i] == expected
chosen = sample(labels)
assert len(chosen) == len(set(chosen.tolist())) == 256
share = (labels[chosen] == 1).double().mean()

# What was not sampled has no gradient.
logits = torch.zeros(len(anchors), requires_grad=True)
deltas = torch.zeros(len(anchors), 4, requires_grad=True)
rpn_loss(logits, deltas, anchors, objects).backward()
assert (logits.grad != 0).sum() == 256
assert (deltas.grad != 0).any(1).sum() == (labels[chosen] == 1).sum()

# %%
computed = {
    "inside": f"{len(anchors):,}",
    "positive": f"{kinds[1]}",
    "negative": f"{kinds[0]:,}",
    "ignored": f"{kinds[-1]:,}",
    "share": f"{share:.0%}",
    "imbalance": f"{kinds[0] / kinds[1]:.0f}×",
}

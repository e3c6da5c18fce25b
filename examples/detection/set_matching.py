# %% [markdown]
# # Matching a set of predictions
# Which query learns which object in DETR, why is none left over twice, and what does the
# class for no object weigh?

# %%
from itertools import permutations

import torch
import torch.nn.functional as F

# %% [markdown]
# ## The cost
# For query i and object j: minus the probability of the object's class, plus the L1
# distance of the boxes (centre and size as shares of the image), minus their
# generalized IoU. The weights are those of the paper.


# %%
def corners(box):
    return torch.cat(
        [box[..., :2] - box[..., 2:] / 2, box[..., :2] + box[..., 2:] / 2], -1
    )


def generalized_iou(a, b):
    """GIoU of boxes a (N, 4) and b (M, 4), corners; (N, M)."""
    a, b = a[:, None], b[None]
    area = [(x[..., 2:] - x[..., :2]).prod(-1) for x in (a, b)]
    shared = a[..., 2:].minimum(b[..., 2:]) - a[..., :2].maximum(b[..., :2])
    shared = shared.clamp(min=0).prod(-1)
    union = area[0] + area[1] - shared
    hull = (a[..., 2:].maximum(b[..., 2:]) - a[..., :2].minimum(b[..., :2])).prod(-1)
    return shared / union - (hull - union) / hull


def match_cost(logits, boxes, labels, objects, weights=(1, 5, 2)):
    """Cost (queries, objects): logits (Q, classes + 1), boxes (Q, 4), objects (M, 4)."""
    chance = logits.softmax(1)[:, labels]  # (Q, M)
    apart = torch.cdist(boxes, objects, p=1)
    overlap = generalized_iou(corners(boxes), corners(objects))
    return -weights[0] * chance + weights[1] * apart - weights[2] * overlap


# %% [markdown]
# ## The loss, and what becomes of a duplicate
# Matched queries learn class and box, all others the class "no object", at a tenth of
# the weight.


# %%
def class_loss(logits, labels, queries, least=0.1):
    """Cross-entropy over all queries; the last class is no object."""
    targets = torch.full((len(logits),), logits.shape[1] - 1)
    targets[queries] = labels
    weight = torch.ones(logits.shape[1], dtype=logits.dtype)
    weight[-1] = least
    return F.cross_entropy(logits, targets, weight)


objects, labels = torch.tensor([[0.3, 0.4, 0.2, 0.2]]), torch.tensor([0])
boxes = torch.tensor(
    [[0.3, 0.4, 0.21, 0.2], [0.3, 0.4, 0.2, 0.2], [0.8, 0.8, 0.1, 0.1]]
)
logits = torch.tensor([[2.0, 0, 0], [2, 0, 0], [0, 0, 2]], requires_grad=True)
cost = match_cost(logits.detach(), boxes, labels, objects)
ways = permutations(range(len(boxes)), len(objects))  # few: try them all
queries = list(min(ways, key=lambda way: sum(cost[q, o] for o, q in enumerate(way))))
assert queries == [1]  # the twin with the exact box
class_loss(logits, labels, queries).backward()
assert logits.grad[1, 0] < 0 < logits.grad[0, 0]  # one twin rises, the other falls
assert logits.grad[0, 2] < 0  # towards no object
by_hand = -(logits.log_softmax(1)[[1, 0, 2], [0, 2, 2]] * torch.tensor([1, 0.1, 0.1]))
assert torch.isclose(class_loss(logits, labels, queries), by_hand.sum() / 1.2)

slots, found = 100, 7
empty = (slots - found) / slots
weighted = 0.1 * (slots - found) / (0.1 * (slots - found) + found)

# %%
computed = {
    "empty": f"{empty:.0%}",
    "weighted": f"{weighted:.0%}",
}

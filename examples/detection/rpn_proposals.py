# %% [markdown]
# # From the head of an RPN to proposals
# What does a region proposal network put out, and how does that become a list of boxes?

# %%
import math
from itertools import product

import torch
from torch import nn

# %% [markdown]
# ## The head
# One 3×3 convolution, then two 1×1 convolutions: for each of A anchors at each cell one
# logit (object or not) and four deltas. The same weights slide over all cells.


# %%
class Head(nn.Module):
    def __init__(self, channels, anchors):
        super().__init__()
        self.shared = nn.Conv2d(channels, channels, 3, padding=1)
        self.logits = nn.Conv2d(channels, anchors, 1)
        self.deltas = nn.Conv2d(channels, 4 * anchors, 1)

    def forward(self, features):  # (N, C, H, W)
        hidden = self.shared(features).relu()
        logits = self.logits(hidden).permute(0, 2, 3, 1)  # (N, H, W, A)
        deltas = self.deltas(hidden).permute(0, 2, 3, 1)  # (N, H, W, 4A)
        return logits.flatten(1), deltas.reshape(len(features), -1, 4)


head = Head(512, 9)
weights = sum(p.numel() for p in head.parameters())
assert weights == 512 * 512 * 9 + 512 + (512 + 1) * 9 * 5
logits, deltas = head(torch.zeros(2, 512, 40, 60))
assert logits.shape == (2, 40 * 60 * 9)
assert deltas.shape == (2, 40 * 60 * 9, 4)

# %% [markdown]
# ## Proposals
# Keep the best, decode, clip, drop what is tiny, suppress, keep the best again. No
# gradient flows through the proposals: the second stage takes them as given.


# %%
def decode(deltas, anchors):
    size = anchors[:, 2:] - anchors[:, :2]
    centre = (anchors[:, :2] + anchors[:, 2:]) / 2 + deltas[:, :2] * size
    longest = math.log(1000 / 16)  # as Detectron2 has it: no overflow
    half = size * deltas[:, 2:].clamp(max=longest).exp() / 2
    return torch.cat([centre - half, centre + half], 1)


@torch.no_grad()
def propose(logits, deltas, anchors, image, before=2000, after=1000, threshold=0.7):
    best = logits.topk(min(before, len(logits))).indices  # best first
    boxes = decode(deltas[best], anchors[best]).clamp(min=0)
    boxes = boxes.minimum(torch.tensor(image).repeat(2))  # (width, height)
    boxes = boxes[((boxes[:, 2:] - boxes[:, :2]) >= 1).all(1)]
    alive = torch.ones(len(boxes), dtype=torch.bool)
    for i in range(len(boxes)):
        if alive[i]:
            alive[i + 1 :] &= iou(boxes[i, None], boxes[i + 1 :])[0] <= threshold
    return boxes[alive][:after]


# %%
def iou(a, b):
    low, high = a[:, None, :2].maximum(b[:, :2]), a[:, None, 2:].minimum(b[:, 2:])
    shared = (high - low).clamp(min=0).prod(2)  # (A, B)
    area = [(x[:, 2:] - x[:, :2]).prod(1) for x in (a, b)]
    return shared / (area[0][:, None] + area[1] - shared)


# %% [markdown]
# ## One image
# Perfect deltas and a high logit wherever an anchor overlaps an object by half: each
# object is proposed once. The copies went in the NMS.

# %%
shapes = [(a / q**0.5, a * q**0.5) for a, q in product((128, 256, 512), (0.5, 1, 2))]
sides = torch.tensor(shapes)
places = torch.cartesian_prod(torch.arange(40.0), torch.arange(60.0)).flip(1) * 16 + 8
anchors = torch.cat([places[:, None] - sides / 2, places[:, None] + sides / 2], 2)
anchors = anchors.flatten(0, 1)  # (21,600, 4), in the order of the outputs of the head
objects = torch.tensor([[100.0, 120, 330, 420], [500, 300, 960, 500]])
overlap, which = iou(anchors, objects).max(1)
size = anchors[:, 2:] - anchors[:, :2]
wanted = objects[which]
shift = (wanted[:, :2] + wanted[:, 2:] - anchors[:, :2] - anchors[:, 2:]) / 2
perfect = torch.cat([shift / size, ((wanted[:, 2:] - wanted[:, :2]) / size).log()], 1)
assert torch.allclose(decode(perfect, anchors), wanted, atol=1e-3)
sure = overlap > 0.5
logits = torch.where(sure, 4 + overlap, -4.0)
found = propose(logits, perfect, anchors, (960, 640))
order = [int(iou(found, box[None]).argmax()) for box in objects]
assert sorted(order) == [0, 1]
assert len(found) == 2
assert torch.allclose(found[order], objects, atol=1e-3)
wild = decode(torch.full((1, 4), 99.0), anchors[:1])
assert wild.isfinite().all()  # unclamped, e^99 would overflow

# %%
computed = {
    "weights": f"{weights / 1e6:.2f} million",
    "anchors": f"{len(anchors):,}",
    "sure": f"{int(sure.sum())}",
}

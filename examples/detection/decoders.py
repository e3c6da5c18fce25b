# %% [markdown]
# # From outputs to boxes
# Five families of detectors write a box as four numbers. How does each get back to
# corners in pixels?

# %%
import torch

# %% [markdown]
# Each family regresses relative to a place that it knows beforehand: an anchor, a cell,
# a point, a peak, or the whole image. `raw` is what leaves the network for one box.


# %%
def decode(family, raw, stride=8, cell=(0, 0), anchor=None, image=(640, 640)):
    """Corners (x1, y1, x2, y2) in pixels of one prediction: raw (4,).

    anchor: x1, y1, x2, y2 for "rcnn", width and height for "yolo".
    """
    cell, image = torch.tensor(cell), torch.tensor(image)  # (column, row), (w, h)
    first, last = raw[:2], raw[2:]
    if family == "rcnn":  # R-CNN, RPN, SSD, RetinaNet: offsets in sizes of the anchor
        anchor = torch.as_tensor(anchor)
        size = anchor[2:] - anchor[:2]
        centre = (anchor[:2] + anchor[2:]) / 2 + first * size
        size = size * last.exp()
    elif family == "yolo":  # v2, v3: the centre stays in its cell
        centre = (cell + first.sigmoid()) * stride
        size = torch.as_tensor(anchor) * last.exp()
    elif family == "fcos":  # distances from the point to left, top, right, bottom
        point = (cell + 0.5) * stride
        return torch.cat([point - raw[:2].exp() * stride, point + last.exp() * stride])
    elif family == "centernet":  # peak plus offset, then the size, in cells
        centre, size = (cell + first) * stride, last * stride
    else:  # "detr": centre and size as shares of the image
        centre, size = first.sigmoid() * image, last.sigmoid() * image
    return torch.cat([centre - size / 2, centre + size / 2])


# %% [markdown]
# ## One box, five codes
# Solve each form for the raw numbers of one box. All five then decode to that box.

# %%
box = torch.tensor([100.0, 60, 184, 220])
centre, size = (box[:2] + box[2:]) / 2, box[2:] - box[:2]
stride, image = 8, torch.tensor([640.0, 640.0])
anchor = torch.tensor([96.0, 96, 160, 224])  # one of 64×128 px
cell = (centre / stride).floor()  # of the map with this stride: (17, 17)
point = (cell + 0.5) * stride
anchor_size, middle = anchor[2:] - anchor[:2], (anchor[:2] + anchor[2:]) / 2
inside = centre / stride - cell
codes = {
    "rcnn": [(centre - middle) / anchor_size, (size / anchor_size).log()],
    "yolo": [inside.logit(), (size / anchor_size).log()],
    "fcos": [((point - box[:2]) / stride).log(), ((box[2:] - point) / stride).log()],
    "centernet": [inside, size / stride],
    "detr": [(centre / image).logit(), (size / image).logit()],
}
for family, parts in codes.items():
    shape = anchor if family == "rcnn" else anchor_size
    place = {"stride": stride, "cell": tuple(cell.int().tolist()), "anchor": shape}
    decoded = decode(family, torch.cat(parts), image=tuple(image.tolist()), **place)
    assert torch.allclose(decoded, box, atol=1e-3), family

# %% [markdown]
# ## From boxes to answers
# Score, sort, keep the best few hundred, suppress within each class, undo the resizing
# and clip. The image was scaled by one factor and padded to a square.


# %%
def finish(boxes, scores, labels, suppress, scale, pad, size, least=0.05, most=100):
    """Final boxes in the original image; boxes (N, 4), scores and labels (N,).

    suppress: NMS of boxes and scores, gives indices, best first. pad: left and top.
    size: width and height of the original image.
    """
    keep = (scores >= least).nonzero().flatten()
    keep = keep[scores[keep].argsort(descending=True)][: 10 * most]
    boxes, scores, labels = boxes[keep], scores[keep], labels[keep]
    if len(keep):  # each class on a plane of its own: boxes of two never overlap
        plane = boxes.max() - boxes.min() + 1
        keep = suppress(boxes + labels[:, None] * plane, scores)[:most]
    boxes = (boxes[keep] - torch.tensor(pad).repeat(2)) / scale
    boxes = boxes.clamp(min=0).minimum(torch.tensor(size).repeat(2))
    return boxes, scores[keep], labels[keep]


def greedy(boxes, scores, threshold=0.5):
    left, kept = scores.argsort(descending=True), []
    while len(left):
        best, left = left[0], left[1:]
        kept.append(int(best))
        low = boxes[best, :2].maximum(boxes[left, :2])
        high = boxes[best, 2:].minimum(boxes[left, 2:])
        shared = (high - low).clamp(min=0).prod(1)
        area = (boxes[:, 2:] - boxes[:, :2]).prod(1)
        left = left[shared / (area[best] + area[left] - shared) <= threshold]
    return kept


# 1280×960 became 640×480, with 80 px above and below: back to twice the size.
three, scores = box.repeat(3, 1), torch.tensor([0.9, 0.8, 0.7])
place = {"scale": 0.5, "pad": (0, 80), "size": (1280, 960)}
found = finish(three, scores, torch.tensor([0, 0, 1]), greedy, **place)
assert found[0].tolist() == 2 * [[200, 0, 368, 280]]  # the top edge was at -40
assert found[2].tolist() == [0, 1]  # one a class
nothing = finish(three, scores, torch.tensor([0, 0, 1]), greedy, **place, least=0.95)
assert len(nothing[0]) == 0


# %%
def told(family):
    values = torch.cat(codes[family]).tolist()
    return ", ".join(f"{v:.2f}".replace("-", "−") for v in values)


computed = {family: told(family) for family in codes}

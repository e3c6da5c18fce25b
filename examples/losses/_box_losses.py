"""IoU, GIoU, DIoU and CIoU loss in few lines, for the examples that descend on them."""

import math

import torch


def box_losses(a, b):
    """Four losses of boxes a against targets b, (..., 4): x1 < x2 and y1 < y2.

    `box_losses.py` has the same losses for boxes without area too.
    """
    shape_a, shape_b = a[..., 2:] - a[..., :2], b[..., 2:] - b[..., :2]
    inter = torch.minimum(a, b)[..., 2:] - torch.maximum(a, b)[..., :2]
    inter = inter.clamp(min=0).prod(-1)
    union = shape_a.prod(-1) + shape_b.prod(-1) - inter
    loss = 1 - inter / union
    outer = torch.maximum(a, b)[..., 2:] - torch.minimum(a, b)[..., :2]
    giou = loss + 1 - union / outer.prod(-1)
    between = (a - b).unflatten(-1, (2, 2)).mean(-2)  # two corners -> their centre
    diou = loss + (between**2).sum(-1) / (outer**2).sum(-1)
    angle_a, angle_b = (torch.atan2(*shape.unbind(-1)) for shape in (shape_a, shape_b))
    v = 4 / math.pi**2 * (angle_b - angle_a) ** 2
    alpha = torch.where(v > 0, v / (loss + v), 0).detach()
    return {"IoU": loss, "GIoU": giou, "DIoU": diou, "CIoU": diou + alpha * v}

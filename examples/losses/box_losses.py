# %% [markdown]
# # Box losses: IoU, GIoU, DIoU, CIoU
# What does each loss say as two boxes part, and which of them still pulls after they
# have?

# %%
import math

import matplotlib.pyplot as plt
import torch
from matplotlib.patches import Rectangle

# %% [markdown]
# ## Four losses, one addition each
# Boxes are $(x_1, y_1, x_2, y_2)$. GIoU adds the empty share of the enclosing box
# $C$, DIoU the squared centre distance ρ² over the squared diagonal $c^2$ of $C$,
# CIoU the aspect-ratio term αv. In the gradient α counts as a constant.


# %%
def share(part, whole):
    """part / whole, and 0 where the whole is 0: boxes without area."""
    return torch.where(whole > 0, part / torch.where(whole > 0, whole, 1), 0)


def centre(box):
    """Centres (..., 2) of boxes (..., 4): the mean of two corners."""
    return box.unflatten(-1, (2, 2)).mean(-2)


def box_losses(box, target):
    """IoU, GIoU, DIoU and CIoU loss of boxes (..., 4) with x1 <= x2 and y1 <= y2."""
    size, size_t = box[..., 2:] - box[..., :2], target[..., 2:] - target[..., :2]
    high, low = torch.maximum(box, target), torch.minimum(box, target)
    inter = (low[..., 2:] - high[..., :2]).clamp(min=0).prod(-1)
    union = size.prod(-1) + size_t.prod(-1) - inter
    iou = share(inter, union)

    enclosing = high[..., 2:] - low[..., :2]
    empty = share(enclosing.prod(-1) - union, enclosing.prod(-1))
    between = centre(box) - centre(target)
    distance = share((between**2).sum(-1), (enclosing**2).sum(-1))
    angle = torch.atan2(*size_t.unbind(-1)) - torch.atan2(*size.unbind(-1))
    v = 4 / math.pi**2 * angle**2
    alpha = share(v, 1 - iou + v).detach()
    return {
        "IoU": 1 - iou,
        "GIoU": 1 - iou + empty,
        "DIoU": 1 - iou + distance,
        "CIoU": 1 - iou + distance + alpha * v,
    }


target = torch.tensor([0, 0, 4, 4], dtype=torch.float64)


def at(*box):
    losses = box_losses(torch.tensor(box, dtype=torch.float64), target)
    return {name: loss.item() for name, loss in losses.items()}


half, apart = at(2, 0, 6, 4), at(10, 0, 14, 4)
assert math.isclose(half["IoU"], 1 - 8 / 24)
assert math.isclose(half["DIoU"], 1 - 8 / 24 + 2**2 / (6**2 + 4**2))
assert math.isclose(apart["GIoU"], 1 + (56 - 32) / 56)
assert math.isclose(apart["CIoU"], 1 + 10**2 / (14**2 + 4**2))
assert at(2, 2, 2, 2)["DIoU"] == 1  # a point in the centre: no overlap, no NaN

# %% [markdown]
# ## A box drives away to the right
# Same size, same height; autograd gives the slope on the shift.

# %%
sides = torch.linspace(0.1, 3.9999, 25), torch.linspace(4.0001, 10, 25)
shift = torch.cat(sides).double().requires_grad_()
right = torch.tensor([1, 0, 1, 0])
boxes = target + shift[:, None] * right  # (50, 1) -> (50, 4)
losses = box_losses(boxes, target)
slopes = {
    name: torch.autograd.grad(loss.sum(), shift, retain_graph=True)[0]
    for name, loss in losses.items()
}
assert (slopes["IoU"][shift > 4] == 0).all()
assert (slopes["GIoU"] > 0).all()
assert (slopes["CIoU"] > 0).all()
assert torch.equal(losses["CIoU"], losses["DIoU"])  # two squares: no aspect term
assert math.isclose(losses["CIoU"][-1].item(), apart["CIoU"])


# %%
def outline(box, **style):
    return Rectangle(box[:2], *(box[2:] - box[:2]), **style)


fig, (scene, top, low) = plt.subplots(
    3, 1, num="distance", figsize=(5, 5.4), sharex=True, height_ratios=[1.1, 2, 2]
)
near, far = target + torch.tensor([[2], [9]]) * right
scene.add_patch(outline(torch.cat([target[:2], far[2:]]), fc="none", ec="0.5", ls=":"))
scene.add_patch(outline(target, fc="C5", alpha=0.4))
scene.text(0.2, 0.4, "target")
for box, style in ((near, "--"), (far, "-")):
    scene.add_patch(outline(box, fc="none", ec="C4", ls=style, lw=1.6))
    scene.text(max(box[0], 4) + 0.2, 0.4, f"at {box[0]:.0f}")
scene.plot(*torch.stack([centre(target), centre(far)]).T, "k-", marker="o", lw=1)
scene.text(7.5, 2.3, "ρ", ha="center")
scene.text(7.5, 0.4, "enclosing\nbox C", ha="center", color="0.5")
scene.set(ylim=(-0.2, 4.2), yticks=[], title="The boxes, to scale")
scene.spines["left"].set_visible(False)
x, ends = shift.detach(), {"IoU": ("-", 1), "GIoU": ("--", 1.32), "DIoU": ("-.", 1.47)}
for color, (name, (style, height)) in enumerate(ends.items()):
    label = "DIoU, CIoU" if name == "DIoU" else name
    top.plot(x, losses[name].detach(), f"C{color}", ls=style)
    top.text(10.2, height, label, color=f"C{color}", va="center")
    low.plot(x, slopes[name], f"C{color}", ls=style)
top.set(ylabel="loss", title="Loss", ylim=(0, 1.6))
low.set(xlabel="left edge of the moving box", ylabel="slope", title="Its slope")
low.text(10.2, 0.01, "IoU: no pull", color="C0")

# %%
computed = {
    "half-iou": f"{half['IoU']:.3f}",
    "half-giou": f"{half['GIoU']:.3f}",
    "half-diou": f"{half['DIoU']:.3f}",
    "half-ciou": f"{half['CIoU']:.3f}",
    "half-distance": f"{half['DIoU'] - half['IoU']:.3f}",
    "apart-iou": f"{apart['IoU']:.0f}",
    "apart-giou": f"{apart['GIoU']:.3f}",
    "apart-ciou": f"{apart['CIoU']:.3f}",
    "apart-slope-iou": f"{abs(slopes['IoU'][-1]):.0f}",
    "apart-slope-ciou": f"{slopes['CIoU'][-1]:.3f}",
}

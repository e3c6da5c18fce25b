# %% [markdown]
# # Box losses: the way to the target
# Which loss brings a distant box home, and what does each fail to see?

# %%
import math

import matplotlib.pyplot as plt
import torch
from matplotlib.patches import Rectangle

# %% [markdown]
# ## The losses
# ρ² is the squared distance of the centres, c² the squared diagonal of the enclosing
# box, v compares the shapes. In the gradient α is a constant.


# %%
def box_losses(a, b):
    """IoU, GIoU, DIoU and CIoU loss of box a against target b, (x1, y1, x2, y2)."""
    shape_a, shape_b = a[2:] - a[:2], b[2:] - b[:2]
    overlap = torch.minimum(a[2:], b[2:]) - torch.maximum(a[:2], b[:2])
    inter = overlap.clamp(min=0).prod()
    union = shape_a.prod() + shape_b.prod() - inter
    loss = 1 - inter / union
    outer = torch.maximum(a[2:], b[2:]) - torch.minimum(a[:2], b[:2])
    giou = loss + 1 - union / outer.prod()
    between = (a - b).view(2, 2).mean(0)  # two corners (2, 2) -> their centre (2,)
    diou = loss + (between**2).sum() / (outer**2).sum()
    v = 4 / math.pi**2 * (torch.atan2(*shape_b) - torch.atan2(*shape_a)) ** 2
    alpha = (v / (loss + v)).detach() if v > 0 else 0
    return {"IoU": loss, "GIoU": giou, "DIoU": diou, "CIoU": diou + alpha * v}


# %% [markdown]
# ## Gradient descent from a distant box
# As in a detector: the descent is on the centre, in units of the anchor, and on the
# logarithms of width and height. The learning rate falls from 0.05 to 0.

# %%
target = torch.tensor([1, 9, 7, 13], dtype=torch.float64)
anchor = 4.0


def decode(code):
    centre, size = anchor * code[:2], anchor * code[2:].exp()
    return torch.cat([centre - size / 2, centre + size / 2])


def descend(kind, steps=400):
    code = torch.tensor([0.75, 0.75, 0, 0], dtype=torch.float64, requires_grad=True)
    path = [decode(code).detach()]
    for step in range(steps):
        loss = box_losses(decode(code), target)[kind]
        (gradient,) = torch.autograd.grad(loss, code)
        with torch.no_grad():
            code -= 0.05 * (1 - step / steps) * gradient
        path.append(decode(code).detach())
    return torch.stack(path)  # (steps + 1, 4)


paths = {kind: descend(kind) for kind in ("IoU", "GIoU", "CIoU")}
final = {k: 1 - float(box_losses(path[-1], target)["IoU"]) for k, path in paths.items()}
peak = {k: float((b[:, 2:] - b[:, :2]).prod(1).max() / 24) for k, b in paths.items()}
assert torch.equal(paths["IoU"][0], paths["IoU"][-1])  # never moved

# %%
fig, axes = plt.subplots(1, 3, num="paths", figsize=(5, 3.3))
axes[0].text(3, 3, "0 to 400", color="C1", ha="center", fontsize=8)
styles = {0: ":", 50: "--", 100: "-.", 400: "-"}
for ax, (kind, path) in zip(axes, paths.items(), strict=True):
    ax.add_patch(Rectangle((1, 9), 6, 4, fc="C5", alpha=0.4))
    for step, style in styles.items():
        x1, y1, x2, y2 = path[step].tolist()
        outline = {"fc": "none", "ec": "C1", "ls": style, "lw": 1.4}
        ax.add_patch(Rectangle((x1, y1), x2 - x1, y2 - y1, **outline))
        if kind != "IoU":
            ax.text(x2 - 0.55, y1 + 0.15, f"{step}", color="C1", ha="right", fontsize=8)
    ax.text(4, 11, "target", ha="center", va="center", fontsize=8)
    ax.set(xlim=(0, 8), ylim=(0.5, 13.5), aspect="equal", xticks=[], yticks=[])
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.set_title(kind)
    ax.set_xlabel(f"final IoU {final[kind]:.2f}", color="k")
    ax.grid(False)

# %% [markdown]
# ## What each fails to see
# A box inside the target, off centre: IoU and GIoU do not change as it moves. A box
# of another shape on the same centre: DIoU adds nothing, CIoU does.

# %%
square = torch.tensor([0, 0, 4, 4], dtype=torch.float64)
inside = torch.tensor([0.5, 1, 2.5, 3], dtype=torch.float64, requires_grad=True)
# Slope on a shift to the right: the sum over x1 and x2
pulls = {
    kind: float(torch.autograd.grad(loss, inside, retain_graph=True)[0][::2].sum())
    for kind, loss in box_losses(inside, square).items()
}
assert abs(pulls["IoU"]) < 1e-12
assert abs(pulls["GIoU"]) < 1e-12
assert math.isclose(pulls["DIoU"], 2 * -0.5 / 32)  # ρ = 0.5, c² = 4² + 4²
wide = box_losses(torch.tensor([1, 1, 5, 3.0], dtype=torch.float64), square)
flat = box_losses(torch.tensor([0, 1, 4, 3.0], dtype=torch.float64), square)
assert flat["DIoU"] == flat["IoU"] < flat["CIoU"]

# %%
facts = {
    "final-iou": f"{final['IoU']:.0f}",
    "final-giou": f"{final['GIoU']:.2f}",
    "final-ciou": f"{final['CIoU']:.2f}",
    "peak-giou": f"{peak['GIoU']:.1f}×",
    "peak-ciou": f"{peak['CIoU']:.1f}×",
    "inside-giou": f"{abs(pulls['GIoU']):.0f}",
    "inside-diou": f"{pulls['DIoU']:.3f}".replace("-", "−"),
    "wide-diou": f"{wide['DIoU']:.3f}",
    "wide-ciou": f"{wide['CIoU']:.3f}",
}

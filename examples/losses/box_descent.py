# %% [markdown]
# # Box losses: the way to the target
# Which loss brings a distant box home, and how large does the box get on the way?

# %%
import math

import matplotlib.pyplot as plt
import torch
from _box_losses import box_losses
from matplotlib.patches import Rectangle

# %% [markdown]
# ## Gradient descent
# As in an anchor-based head: on the centre, in units of the anchor, and on the logarithms of width
# and height, with a learning rate that falls to 0. The first scene is that of the figure.
# In ten others the target is larger, its centre two anchors away in a random direction;
# the same again at a constant rate, and with the centre five anchors away.

# %%
SEEDS = range(10)
STEPS = 400
RATE = 0.1
AWAY = 2.0
FAR = 5.0
GOOD, POOR = 0.95, 0.5  # IoU
anchor = 4.0


def decode(code):
    centre, size = anchor * code[..., :2], anchor * code[..., 2:].exp()
    return torch.cat([centre - size / 2, centre + size / 2], -1)


def descend(kind, code, target, constant):
    path = [decode(code)]
    for step in range(STEPS):
        code = code.detach().requires_grad_()
        loss = box_losses(decode(code), target)[kind].sum()
        (gradient,) = torch.autograd.grad(loss, code)
        code = code - RATE * torch.where(constant, 1, 1 - step / STEPS) * gradient
        path.append(decode(code).detach())
    return torch.stack(path)  # (STEPS + 1, scenes, 4)


def area(box):
    return (box[..., 2:] - box[..., :2]).prod(-1)


near, far = [], []
for seed in SEEDS:
    torch.manual_seed(seed)
    half = anchor / 2 * (1 + torch.rand(2, dtype=torch.float64))
    angle = 2 * math.pi * torch.rand((), dtype=torch.float64)
    centre = anchor * torch.stack([angle.cos(), angle.sin()])
    for boxes, away in ((near, AWAY), (far, FAR)):
        boxes.append(torch.cat([away * centre - half, away * centre + half]))
figure = torch.tensor([1, 9, 7, 13], dtype=torch.float64)
targets = torch.stack([figure, *near, *near, *far])
codes, constant = torch.zeros_like(targets), torch.zeros(len(targets), 1, dtype=bool)
codes[0, :2], constant[1 + len(near) : -len(far)] = 0.75, True
paths = {k: descend(k, codes, targets, constant) for k in ("IoU", "GIoU", "CIoU")}
final = {k: 1 - box_losses(path[-1], targets)["IoU"] for k, path in paths.items()}
best = {k: 1 - box_losses(path, targets)["IoU"].amin(0) for k, path in paths.items()}
peak = {k: area(path).amax(0) / area(targets) for k, path in paths.items()}
assert torch.equal(paths["IoU"][0], paths["IoU"][-1])  # never moved

# %%
fig, axes = plt.subplots(1, 3, num="paths", figsize=(5, 3.3))
axes[0].text(3, 3, f"0 to {STEPS}", color="C1", ha="center")
styles = {0: ":", 25: "--", 50: "-.", STEPS: "-"}
for ax, (kind, path) in zip(axes, paths.items(), strict=True):
    ax.add_patch(Rectangle((1, 9), 6, 4, fc="C5", alpha=0.4))
    for step, style in styles.items():
        x1, y1, x2, y2 = path[step, 0].tolist()
        outline = {"fc": "none", "ec": "C1", "ls": style, "lw": 1.4}
        ax.add_patch(Rectangle((x1, y1), x2 - x1, y2 - y1, **outline))
        if kind != "IoU":
            ax.text(x2 - 0.55, y1 + 0.15, f"{step}", color="C1", ha="right")
    ax.text(4, 11, "target", ha="center", va="center")
    ax.set(xlim=(0, 8), ylim=(0.5, 13.5), aspect="equal", xticks=[], yticks=[])
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.set(title=kind, xlabel=f"final IoU {final[kind][0]:.2f}")
    ax.xaxis.label.set_color("k")
    ax.grid(False)

# %%
parts = {kind: values[1:].view(3, -1) for kind, values in final.items()}
least = {kind: float(near.min()) for kind, (near, _, _) in parts.items()}
giou, ciou = (peak[kind][1 : 1 + len(near)] for kind in ("GIoU", "CIoU"))
moved = parts["GIoU"], parts["CIoU"]
touched = [best[kind][1 + len(near) : -len(far)] for kind in ("GIoU", "CIoU")]


def span(values):
    low, high = math.floor(10 * values.min()) / 10, math.ceil(10 * values.max()) / 10
    return f"{low} to {high}×"


# %%
computed = {"final-iou": f"{final['IoU'].max():.0f}"}
given = {"rate": f"{RATE}", "steps": f"{STEPS} steps"}
measured = {
    **{
        f"final-{kind.lower()}": (
            f"{math.floor(100 * least[kind]) / 100:.2f}",
            f"{kind} brings every box to an IoU above this",
            least[kind] > 0.98,
        )
        for kind in ("GIoU", "CIoU")
    },
    "constant-rate": (
        f"some end below {GOOD}",
        "at a constant rate, under either loss, every box comes above this IoU on its way, and some end below",
        all(bool(steady.min() < GOOD) for _, steady, _ in moved)
        and all(bool((on_way > GOOD).all()) for on_way in touched),
    ),
    "far": (
        f"all end below {POOR}",
        "from centres five sides away every box ends below this IoU, under either loss",
        all(bool(away.max() < POOR) for _, _, away in moved),
    ),
    "peak-giou": (
        span(giou),
        "on its way under GIoU the box grows larger than the target",
        bool((giou > 1).all()),
    ),
    "peak-ciou": (
        span(ciou),
        "on its way under CIoU the box grows larger than the target",
        bool((ciou > 1).all()),
    ),
}
setup = (
    f"{STEPS} steps of gradient descent on centre and logarithm of the size, learning "
    f"rate {RATE} falling to 0, {len(SEEDS)} random targets, larger than the box, the "
    f"centres {AWAY:g} of its sides apart; also at a constant rate, and {FAR:g} sides apart"
)
varied = {"STEPS": (800,), "RATE": (0.05, 0.2), "AWAY": (2.5,)}

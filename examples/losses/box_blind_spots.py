# %% [markdown]
# # Box losses: what each one does not see
# Where does a box loss have no slope, and does DIoU see the shape?

# %%
import math

import torch
from _box_losses import box_losses

# %% [markdown]
# ## Inside the target
# A box inside the target, off centre: IoU and GIoU do not change as it moves, for the
# enclosing box is the target. DIoU and CIoU pull it to the centre.

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
# ρ² = 0.5², c² = 4² + 4²: the slope is −2 · 0.5 / 32
assert math.isclose(pulls["DIoU"], -1 / 32)
assert math.isclose(pulls["CIoU"], -1 / 32)

# %% [markdown]
# ## Another shape
# DIoU has no term of its own for the shape: on the target's centre it is the IoU loss.
# CIoU adds αv, with $v = \frac{4}{\pi^2} (\arctan 1 - \arctan 2)^2$ for a box twice as
# wide as high against a square.


# %%
def against_square(*box):
    losses = box_losses(torch.tensor(box, dtype=torch.float64), square)
    return {name: loss.item() for name, loss in losses.items()}


wide, flat = against_square(1, 1, 5, 3), against_square(0, 1, 4, 3)
assert math.isclose(wide["DIoU"], 1 - 6 / 18 + (1**2 + 0**2) / (5**2 + 4**2))
assert math.isclose(flat["DIoU"], 1 - 8 / 16)
for losses in (wide, flat):
    v = 4 / math.pi**2 * (math.atan(1) - math.atan(2)) ** 2
    assert math.isclose(losses["CIoU"], losses["DIoU"] + v**2 / (losses["IoU"] + v))

# %% [markdown]
# But the IoU sees the shape. Let a box three times as wide as high lie on the centre of
# a random target, and descend on the logarithms of its width and height: all arrive.

# %%
SEEDS = range(10)
STEPS = 400
RATE = 0.1
SLIM = 3.0
sizes = []
for seed in SEEDS:
    torch.manual_seed(seed)
    sizes.append(1 + torch.rand(2, dtype=torch.float64))
sizes = torch.stack(sizes)  # (targets, 2), width and height between 1 and 2


def centred(size):
    return torch.cat([-size / 2, size / 2], -1)


def descend(kind):
    """IoU at the start and at the end, for each target."""
    log_size = torch.tensor([math.log(SLIM), 0.0]).double().repeat(len(SEEDS), 1)
    start = 1 - box_losses(centred(log_size.exp()), centred(sizes))["IoU"]
    for step in range(STEPS):
        log_size.requires_grad_()
        loss = box_losses(centred(log_size.exp()), centred(sizes))[kind].sum()
        (gradient,) = torch.autograd.grad(loss, log_size)
        log_size = log_size.detach() - RATE * (1 - step / STEPS) * gradient
    return start, 1 - box_losses(centred(log_size.exp()), centred(sizes))["IoU"]


starts, ends = zip(*map(descend, ("IoU", "DIoU", "CIoU")), strict=True)
start, end = float(max(map(max, starts))), float(min(map(min, ends)))

# %%
computed = {
    "inside-giou": f"{abs(pulls['GIoU']):.0f}",
    "inside-diou": f"{pulls['DIoU']:.3f}".replace("-", "−"),
    "wide-diou": f"{wide['DIoU']:.3f}",
    "wide-ciou": f"{wide['CIoU']:.3f}",
    "flat-diou": f"{flat['DIoU']:.3f}",
    "flat-ciou": f"{flat['CIoU']:.3f}",
}
measured = {
    "shape-start": (
        f"{math.ceil(100 * start) / 100:.2f}",
        "a box of another shape, on the target's centre, has an IoU of at most this",
        start < 0.95,
    ),
    "shape-end": (
        f"{math.floor(100 * end) / 100:.2f}",
        "IoU, DIoU and CIoU loss each bring it to an IoU above this",
        end > 0.98,
    ),
}
setup = (
    f"{STEPS} steps of gradient descent on the logarithms of width and height, learning "
    f"rate {RATE} falling to 0, a {SLIM:g}:1 box, {len(SEEDS)} random targets"
)
varied = {"STEPS": (800,), "RATE": (0.05, 0.2), "SLIM": (2.0, 6.0)}

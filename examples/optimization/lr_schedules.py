# %% [markdown]
# # Learning-rate schedules
# What does each common schedule do over one run? Six schedules from torch.optim are
# drawn on one step axis, each over its formula.

# %%
import matplotlib.pyplot as plt
import torch
from torch.optim import SGD
from torch.optim import lr_scheduler as lrs

T, W, D = 100, 10, 20  # steps of the run, of the warm-up, of the final decay

# %% [markdown]
# ## What PyTorch does
# The peak is 1, so each value is a share of the peak. A warm-up in `W` steps is
# `LinearLR` from `1/W` with `total_iters=W - 1`: the peak is reached in step `W - 1`.


# %%
def warmup(opt):
    return lrs.LinearLR(opt, start_factor=1 / W, total_iters=W - 1)


def warmup_cosine(opt):
    cosine = lrs.CosineAnnealingLR(opt, T_max=T - W)
    return lrs.SequentialLR(opt, [warmup(opt), cosine], milestones=[W])


def warmup_stable_decay(opt):
    parts = warmup(opt), lrs.ConstantLR(opt, factor=1), lrs.LinearLR(opt, 1, 0, D)
    return lrs.SequentialLR(opt, parts, milestones=[W, T - D])


schedulers = {
    "Warm-up + cosine": warmup_cosine,
    "OneCycle": lambda opt: lrs.OneCycleLR(opt, max_lr=1, total_steps=T),
    "Warm-up–stable–decay": warmup_stable_decay,
    "Inverse square root": lambda opt: lrs.LambdaLR(
        opt, lambda t: min((t + 1) / W, (W / (t + 1)) ** 0.5)
    ),
    "Step": lambda opt: lrs.StepLR(opt, step_size=30, gamma=0.1),
    "Linear": lambda opt: lrs.LinearLR(opt, 1, 0, total_iters=T),
}


def run(make, steps=T):
    """Learning rate and momentum that each step uses."""
    opt = SGD([torch.zeros(1, requires_grad=True)], lr=1.0, momentum=0.9)
    scheduler, used = make(opt), []
    for _ in range(steps):
        used.append((opt.param_groups[0]["lr"], opt.param_groups[0]["momentum"]))
        opt.step()
        scheduler.step()  # once per batch, after the optimizer
    return torch.tensor(used, dtype=torch.float64).T


measured = {name: run(make)[0] for name, make in schedulers.items()}
measured["OneCycle: momentum"] = run(schedulers["OneCycle"])[1]

# %% [markdown]
# ## The closed forms
# Steps are $t = 0, 1, \dots, T-1$; $p$ is the share of a phase that is done, and
# $c(p) = \tfrac12(1 + \cos \pi p)$ falls from 1 to 0. The inverse square root is as in
# the Transformer paper, with steps $s$ counted from 1 and $d$ the model's width:
# $d^{-1/2} \min(s^{-1/2}, s\,W^{-3/2})$.

# %%
t = torch.arange(T, dtype=torch.float64)
rise = ((t + 1) / W).clamp(max=1)


def c(p):
    return (1 + torch.cos(torch.pi * p)) / 2


def vaswani(s, d=512):
    return d**-0.5 * torch.minimum(s**-0.5, s * W**-1.5)


peak = 0.3 * T - 1  # OneCycle rises for 30% of the steps
up, down = c(1 - t / peak), c((t - peak) / (T - 1 - peak))
low, end = 1 / 25, 1 / 25 / 1e4
formula = {
    "Warm-up + cosine": torch.where(t < W, rise, c((t - W) / (T - W))),
    "OneCycle": torch.where(t <= peak, low + (1 - low) * up, end + (1 - end) * down),
    "Warm-up–stable–decay": torch.minimum(rise, (T - t) / D).clamp(max=1),
    "Inverse square root": vaswani(t + 1) / vaswani(t + 1).max(),
    "Step": 0.1 ** (t // 30),
    "Linear": 1 - t / T,
    "OneCycle: momentum": 0.95 - 0.10 * torch.where(t <= peak, up, down),
}
worst = max((measured[name] - formula[name]).abs().max() for name in formula)
assert measured.keys() == formula.keys()
assert worst < 1e-12

# %% [markdown]
# ## All on one step axis
# A line for the formula, markers for what PyTorch used. OneCycle also moves the
# momentum, against its rate.

# %%
looks = {  # colour, marker, where the name stands
    "Warm-up–stable–decay": ("C2", "^", (37, 1.05)),
    "OneCycle": ("C1", "s", (50, 0.84)),
    "Warm-up + cosine": ("C0", "o", (40, 0.745)),
    "Linear": ("C5", "v", (37.5, 0.625)),
    "Inverse square root": ("C3", "D", (32, 0.35)),
    "Step": ("C4", "P", (32, 0.16)),
}
fig, (top, low) = plt.subplots(
    2, 1, num="schedules", figsize=(5.0, 4.6), sharex=True, height_ratios=(3.6, 1)
)
clear = {"facecolor": "w", "edgecolor": "none", "pad": 1.5}
corners = {W - 1, 29, 59, T - D, 89, T - 1}
fine = sorted({*range(0, T, 2), *corners})
for order, (name, (color, marker, at)) in enumerate(looks.items()):
    marks = sorted({*range(2 * order, T, 12), T - 1})
    top.plot(fine, formula[name][fine], "-", color=color)
    top.plot(marks, measured[name][marks], marker, color=color, markersize=4.2)
    inline = name in ("Linear", "Warm-up + cosine")  # the name stands on its line
    label = name.removeprefix("Warm-up + ").lower().replace("onecycle", "OneCycle")
    where = {"ha": "center", "bbox": clear} if inline else {}
    top.text(*at, label, color=color, va="center", **where)
top.text(61, 0.69, "line: formula\nmarkers: PyTorch", color="0.5", va="center")
top.set(ylim=(-0.03, 1.12), yticks=[0, 0.25, 0.5, 0.75, 1])
top.set_ylabel("learning rate / peak")
marks = range(2, T, 12)
low.plot(fine, formula["OneCycle: momentum"][fine], "-", color="C1")
low.plot(marks, measured["OneCycle: momentum"][marks], "s", color="C1", markersize=4.2)
low.text(50, 0.93, "OneCycle", color="C1", ha="center", va="center")
low.set(ylim=(0.84, 0.96), yticks=[0.85, 0.95], ylabel="momentum", xlabel="step t")
low.set(xlim=(-2, 101), xticks=range(0, 101, 20))

# %% [markdown]
# ## Ends and joints
# `total_steps` counts batches: stepping `OneCycleLR` further is an error. Written with
# `total_iters=w`, a warm-up would reach the peak in step `w`, which is where
# `SequentialLR` hands over: the second schedule supplies that step.


# %%
def usual(opt, w=5, steps=20):
    rise = lrs.LinearLR(opt, start_factor=1 / w, total_iters=w)
    cosine = lrs.CosineAnnealingLR(opt, T_max=steps - w)
    return lrs.SequentialLR(opt, [rise, cosine], milestones=[w])


joint = run(usual, 20)[0]
onecycle, momentum = measured["OneCycle"], measured["OneCycle: momentum"]
try:
    run(schedulers["OneCycle"], T + 1)
    raised = "nothing"
except ValueError as error:
    raised = type(error).__name__
joint[:7]

# %%
facts = {
    "steps": f"{T} steps",
    "agreement": "less than 1e-12",
    "warmup": f"{W} steps",
    "warmup-first": f"{measured['Warm-up + cosine'][0]:.0%} of the peak",
    "cosine-middle": f"{measured['Warm-up + cosine'][(T + W) // 2]:.0%}",
    "onecycle-start": f"1/{1 / onecycle[0]:.0f} of the peak",
    "onecycle-peak": f"step {onecycle.argmax()}",
    "onecycle-end": f"1/{1 / onecycle[-1]:,.0f} of the peak",
    "onecycle-momentum": " → ".join(f"{momentum[i]:.2f}" for i in (0, 29, 99)),
    "onecycle-overrun": raised,
    "stable-share": f"{(measured['Warm-up–stable–decay'] == 1).float().mean():.0%}",
    "inverse-sqrt-end": f"{measured['Inverse square root'][-1]:.0%} of the peak",
    "step-end": f"1/{1 / measured['Step'][-1]:,.0f} of the peak",
    "joint": f"{joint[4]:.2f} → {joint[5]:.2f}",
}

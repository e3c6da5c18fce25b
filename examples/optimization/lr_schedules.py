# %% [markdown]
# # Learning-rate schedules
# What does each common schedule do over one run? Six schedules from torch.optim are
# drawn on one step axis, each over its formula.

# %%
import matplotlib.pyplot as plt
import torch
from torch.optim import lr_scheduler as lrs

T, W, D = 100, 10, 20  # steps of the run, of the warm-up, of the final decay

# %% [markdown]
# ## What PyTorch does
# The peak is 1, so each value is a share of the peak. A warm-up in `W` steps is
# `LinearLR` from `1/W` with `total_iters=W - 1`: the peak is reached in step `W - 1`.
# PyTorch has no inverse square root: `MultiplicativeLR` takes each rate from the last.


# %%
def warmed(opt, milestones, *parts):
    rise = lrs.LinearLR(opt, start_factor=1 / W, total_iters=W - 1)
    return lrs.SequentialLR(opt, [rise, *parts], milestones)


schedulers = {
    "cosine": lambda opt: warmed(opt, [W], lrs.CosineAnnealingLR(opt, T_max=T - W)),
    "OneCycle": lambda opt: lrs.OneCycleLR(opt, max_lr=1, total_steps=T),
    "warm-up–stable–decay": lambda opt: warmed(
        opt, [W, T - D], lrs.ConstantLR(opt, 1), lrs.LinearLR(opt, 1, 0, D)
    ),
    "inverse square root": lambda opt: lrs.MultiplicativeLR(
        opt, lambda t: (t + 1) / t if t < W else (t / (t + 1)) ** 0.5
    ),
    "step": lambda opt: lrs.StepLR(opt, step_size=30, gamma=0.1),
    "linear": lambda opt: lrs.LinearLR(opt, 1, 0, total_iters=T),
}


def run(make, first=1):
    """Learning rate and momentum that each step uses."""
    opt = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=first, momentum=0.9)
    scheduler, used = make(opt), []
    for _ in range(T):
        used.append([opt.param_groups[0][key] for key in ("lr", "momentum")])
        opt.step()
        scheduler.step()  # once per batch, after the optimizer
    return torch.tensor(used, dtype=torch.float64).T  # (T, 2) -> (2, T)


used = {name: run(make)[0] for name, make in schedulers.items()}
used["inverse square root"] = run(schedulers["inverse square root"], 1 / W)[0]
used["momentum"] = run(schedulers["OneCycle"])[1]

# %% [markdown]
# ## The closed forms
# Steps are $t = 0, 1, \dots, T-1$; $p$ is the share of a phase that is done, and
# $c(p) = \tfrac12(1 + \cos \pi p)$ falls from 1 to 0. The inverse square root is as in
# the Transformer paper, with steps $s$ counted from 1 and up to a factor:
# $\min(s^{-1/2}, s\,W^{-3/2})$. OneCycle moves the momentum against its rate.


# %%
def c(p):
    return (1 + torch.cos(torch.pi * p)) / 2


t = torch.arange(T, dtype=torch.float64)
rise = ((t + 1) / W).clamp(max=1)
vaswani = torch.minimum((t + 1) ** -0.5, (t + 1) * W**-1.5)
peak = 0.3 * T - 1  # OneCycle rises for 30% of the steps
up, down = c(1 - t / peak), c((t - peak) / (T - 1 - peak))
start, end = 1 / 25, 1 / 25 / 1e4
formula = {
    "cosine": torch.where(t < W, rise, c((t - W) / (T - W))),
    "OneCycle": torch.where(t > peak, end + (1 - end) * down, start + (1 - start) * up),
    "warm-up–stable–decay": torch.minimum(rise, (T - t) / D).clamp(max=1),
    "inverse square root": vaswani / vaswani.max(),
    "step": 0.1 ** (t // 30),
    "linear": 1 - t / T,
    "momentum": 0.95 - 0.10 * torch.where(t > peak, down, up),
}
assert used.keys() == formula.keys()
apart = max((used[k] - formula[k]).abs().max() for k in formula)
bound = next((b for b in (1e-12, 1e-6, 1e-3) if apart < b), 1)
assert bound < 1e-6

# %%
# Colour, marker, where the name stands.
looks = {
    "warm-up–stable–decay": ("C2", "^", (37, 1.05)),
    "OneCycle": ("C1", "s", (50, 0.84)),
    "cosine": ("C0", "o", (35, 0.745)),
    "linear": ("C5", "v", (33, 0.625)),
    "inverse square root": ("C3", "D", (32, 0.35)),
    "step": ("C4", "P", (32, 0.16)),
    "momentum": ("C1", "s", (50, 0.93)),
}
size = {"figsize": (5.0, 4.6), "height_ratios": (3.6, 1)}
fig, (top, low) = plt.subplots(2, 1, num="schedules", sharex=True, **size)
for order, (name, (color, marker, at)) in enumerate(looks.items()):
    ax, label = (low, "OneCycle") if name == "momentum" else (top, name)
    marks = [*range(2 * order % 12, T, 12), T - 1]
    ax.plot(t, formula[name], "-", color=color)
    ax.plot(marks, used[name][marks], marker, color=color, markersize=4.2)
    ax.text(*at, label, color=color, va="center", bbox={"fc": "w", "lw": 0, "pad": 1})
top.set_title("Lines: formulas, markers: PyTorch")
top.set(ylim=(-0.03, 1.12), yticks=[0, 0.5, 1], ylabel="learning rate / peak")
low.set(xlabel="step t", ylabel="momentum", yticks=[0.85, 0.95])

# %%
computed = {
    "agreement": f"less than {bound:.0e}",
    "warmup-first": f"{used['cosine'][0]:.0%} of the peak",
    "cosine-middle": f"{used['cosine'][(T + W) // 2]:.0%}",
    "stable-share": f"{(used['warm-up–stable–decay'] == 1).float().mean():.0%}",
    "inverse-sqrt-end": f"{used['inverse square root'][-1]:.0%} of the peak",
    "step-end": f"1/{1 / used['step'][-1]:,.0f} of the peak",
}
given = {"steps": f"{T} steps", "warmup": f"{W} steps"}

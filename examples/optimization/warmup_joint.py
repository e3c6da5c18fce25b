# %% [markdown]
# # Where warm-up and decay meet
# A warm-up of five steps is joined to a cosine with SequentialLR. Which step reaches the
# peak, and which scheduler sets it there?

# %%
import matplotlib.pyplot as plt
import torch
from torch.optim import lr_scheduler as lrs

T, W = 20, 5

# %% [markdown]
# Both start at $1/W$. With `total_iters=W` the warm-up would reach the peak in step `W`,
# where `SequentialLR` hands over: the cosine's first value is the last of `W` equal
# steps up. With `total_iters=W - 1` the warm-up itself reaches the peak, in step `W - 1`
# and `W - 1` equal steps up; the cosine then starts at the peak, which is held twice.


# %%
def rates(total_iters):
    opt = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1)
    rise = lrs.LinearLR(opt, start_factor=1 / W, total_iters=total_iters)
    fall = lrs.CosineAnnealingLR(opt, T_max=T - W)
    scheduler, used = lrs.SequentialLR(opt, [rise, fall], milestones=[W]), []
    for _ in range(T):
        used.append(opt.param_groups[0]["lr"])
        opt.step()
        scheduler.step()
    return torch.tensor(used, dtype=torch.float64)


joint, full = rates(W), rates(W - 1)
step = torch.arange(W)
torch.testing.assert_close(joint[:W], 1 / W + (1 - 1 / W) * step.double() / W)
torch.testing.assert_close(full[:W], (step.double() + 1) / W)
assert joint[W] == full[W] == 1  # both joints: the cosine starts at its peak
alike = torch.full((W,), (1 - 1 / W) / W, dtype=torch.float64)
torch.testing.assert_close(joint[: W + 1].diff(), alike)
assert [(rate == 1).sum() for rate in (joint, full)] == [1, 2]

# %%
fig, ax = plt.subplots(num="handover", figsize=(5.0, 2.7))
ax.axvline(W - 0.5, color="0.5", linewidth=1, linestyle=":")
ax.plot(full[:12], "s--", color="C1")
ax.plot(joint[:12], "o-", color="C0")
ax.text(W - 0.4, 0.25, "SequentialLR hands over", color="0.5")
ax.text(3, 0.95, "total_iters = 4", color="C1", ha="right")
ax.text(4.6, 0.62, "total_iters = 5", color="C0")
ax.set(xlabel="step", ylabel="rate / peak", ylim=(0, 1.08))

# %%
computed = {"joint": f"{joint[W - 1]:.2f} → {joint[W]:.2f}"}

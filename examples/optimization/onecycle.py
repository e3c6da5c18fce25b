# %% [markdown]
# # OneCycleLR from end to end
# Where does OneCycleLR start, peak and stop, and what does one step too many do?

# %%
import matplotlib.pyplot as plt
import torch
from torch.optim.lr_scheduler import OneCycleLR

T = 100

# %% [markdown]
# The peak is 1, so each rate is a share of the peak. The scheduler also sets the
# momentum of SGD, low where the rate is high. It is stepped once per batch:
# `total_steps` counts batches, not epochs.


# %%
def run(steps):
    """Learning rate and momentum that each step uses."""
    opt = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1, momentum=0.9)
    scheduler, used = OneCycleLR(opt, max_lr=1, total_steps=T), []
    for _ in range(steps):
        used.append([opt.param_groups[0][key] for key in ("lr", "momentum")])
        opt.step()
        scheduler.step()
    return torch.tensor(used, dtype=torch.float64).T  # (steps, 2) -> (2, steps)


rate, momentum = run(T)
peak = int(rate.argmax())
assert peak == 0.3 * T - 1  # it rises for 30% of the steps
assert momentum.argmin() == peak
# div_factor=25, final_div_factor=1e4 and momentum from 0.85 to 0.95, by default.
ends = torch.tensor([1 / 25, 1, 1 / 25 / 1e4], dtype=torch.float64)
torch.testing.assert_close(rate[[0, peak, -1]], ends)
turns = torch.tensor([0.95, 0.85, 0.95], dtype=torch.float64)
torch.testing.assert_close(momentum[[0, peak, -1]], turns)

# %% [markdown]
# ## One step too many
# A run that is longer than planned stops with an error, which comes when the optimizer
# has made the step too many.

# %%
try:
    run(T + 1)
except ValueError as error:
    raised = error
raised

# %%
fig, (top, low) = plt.subplots(2, 1, num="rate-momentum", sharex=True)
top.plot(rate, color="C0")
top.plot(peak, rate[peak], "o", color="C0")
top.text(peak, 1.07, f"peak in step {peak}", color="C0", ha="center")
top.set(ylabel="rate / peak", ylim=(-0.05, 1.25), yticks=[0, 0.5, 1])
low.plot(momentum, color="C1")
low.set(ylabel="momentum", yticks=[0.85, 0.95], xlabel="step")

# %%
computed = {
    "onecycle-start": f"1/{1 / rate[0]:.0f} of the peak",
    "onecycle-peak": f"step {peak}",
    "onecycle-end": f"1/{1 / rate[-1]:,.0f} of the peak",
    "onecycle-momentum": " → ".join(f"{momentum[t]:.2f}" for t in (0, peak, -1)),
    "onecycle-overrun": type(raised).__name__,
}

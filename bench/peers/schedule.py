# %% [markdown]
# # Warm-up and cosine
# What does the learning rate do over one short training?

# %%
import matplotlib.pyplot as plt
import torch
from torch.optim.lr_scheduler import CosineAnnealingLR, LinearLR, SequentialLR

steps, warmup = 200, 20
optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.1)
scheduler = SequentialLR(
    optimizer,
    [LinearLR(optimizer, 0.05, 1.0, warmup), CosineAnnealingLR(optimizer, steps - warmup)],
    [warmup],
)

# %% [markdown]
# ## One rise, one fall
# $\eta_t = \tfrac{1}{2} \eta (1 + \cos(\pi t / T))$ after the warm-up.

# %%
rates = []
for _ in range(steps):
    rates.append(scheduler.get_last_lr()[0])
    optimizer.step()
    scheduler.step()
assert max(rates) == rates[warmup]

fig, ax = plt.subplots(num="rates")
ax.plot(rates)
ax.set(xlabel="step", ylabel="learning rate")

# %% [markdown]
# # Dropout
# Why are the survivors scaled by 1/(1−p)? And what should be dropped in a conv layer,
# whose neighbouring pixels say nearly the same?

# %%
import matplotlib.pyplot as plt
import torch
from torch import nn

torch.manual_seed(0)
ones = torch.ones(1_000_000)
rates = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]
outputs = {p: nn.Dropout(p)(ones) for p in rates}
for p, out in outputs.items():
    assert abs((out == 0).float().mean() - p) < 0.002
    assert torch.allclose(out[out > 0], torch.tensor(1 / (1 - p)))
    assert abs(out.mean() - 1) < 0.012  # the scaling keeps the mean
    assert abs(out.var() / (p / (1 - p)) - 1) < 0.02  # and leaves this noise
assert torch.equal(nn.Dropout(0.5).eval()(ones), ones)  # evaluation: nothing happens

# %% [markdown]
# For an input of 1 the output is $1/(1-p)$ with probability $1-p$ and 0 otherwise: its
# mean is 1 and its variance $p/(1-p)$. For an input of mean μ and variance σ² the mean
# square grows to $(\mu^2+\sigma^2)/(1-p)$, and the mean stays.


# %%
def variance_after(p, mean, variance):
    return (mean**2 + variance) / (1 - p) - mean**2


for p, out in outputs.items():
    assert abs(variance_after(p, 1, 0) - p / (1 - p)) < 1e-12
    normal = nn.Dropout(p)(torch.randn(1_000_000))
    assert abs(normal.var() / variance_after(p, 0, 1) - 1) < 0.03

# %%
fig, ax = plt.subplots(num="noise")
curve = torch.linspace(0, 0.85, 50)
ax.plot(curve, curve / (1 - curve), "C1-")
ax.plot(rates, [out.var().item() for out in outputs.values()], "C1o")
ax.plot(curve, torch.ones(50), "C0--")
ax.plot(rates, [out.mean().item() for out in outputs.values()], "C0s")
ax.set(
    xlabel="drop probability p", ylabel="training output for an input of 1", ylim=(0, 5)
)
ax.text(0.02, 1.2, "mean: kept at 1", color="C0")
ax.text(0.74, 3.2, "variance: p/(1−p)", color="C1", ha="right")

# %% [markdown]
# ## Whole channels
# `Dropout` leaves holes that the neighbours fill. `Dropout2d` drops a channel or keeps
# it whole.

# %%
maps = torch.ones(1, 6, 12, 12)
# (1, 6, 12, 12) -> (6, 12, 12)
pixels, channels = nn.Dropout(0.5)(maps)[0], nn.Dropout2d(0.5)(maps)[0]
partly = (pixels == 0).any((1, 2)) & (pixels > 0).any((1, 2))
whole = (channels == 0).all((1, 2)) | (channels == 2).all((1, 2))
assert partly.all()
assert whole.all()

fig, axes = plt.subplots(2, 6, num="channels", figsize=(5.0, 2.1))
kinds = [("Dropout", pixels), ("Dropout2d", channels)]
for row, (name, kept) in zip(axes, kinds, strict=True):
    row[0].set_title(name)
    for ax, channel in zip(row, kept, strict=True):
        ax.imshow(channel.numpy(), vmin=0, vmax=2)
        ax.axis("off")

# %%
half, high = outputs[0.5], outputs[0.8]

# %%
computed = {
    "zeros": f"{(half == 0).float().mean():.0%}",
    "survivors": f"{half.max():.1f}",
    "mean": f"{half.mean():.2f}",
    "variance": f"{half.var():.2f}",
    "variance-normal": f"{variance_after(0.5, mean=0, variance=1):.0f}",
    "survivors-high": f"{high.max():.1f}",
    "variance-high": f"{high.var():.1f}",
}

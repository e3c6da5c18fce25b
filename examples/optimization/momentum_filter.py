# %% [markdown]
# # Momentum as a filter
# Which gradients does momentum let through, how many does it remember, and how late
# does it follow?

# %%
import math

import matplotlib.pyplot as plt
import torch

beta = 0.9
T = 400

# %% [markdown]
# Unrolled, the velocity is $v_t = \sum_k \beta^k g_{t-k}$: a filter that weighs the
# gradient of $k$ steps ago with $\beta^k$. Its weights add up to $1/(1-\beta)$. A wave
# $e^{i\omega t}$ comes out multiplied by $1/(1-\beta e^{-i\omega})$.


# %%
def velocities(gradients, beta):
    """What SGD with momentum adds to a weight at rate 1, with the sign turned."""
    p = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    opt, path = torch.optim.SGD([p], lr=1.0, momentum=beta), [0.0]
    for g in gradients:
        p.grad = g.reshape(1)
        opt.step()
        path.append(p.item())
    return -torch.tensor(path, dtype=torch.float64).diff()  # (T,)


impulse = torch.zeros(T, dtype=torch.float64)
impulse[0] = 1
weights = velocities(impulse, beta)  # (T,)
age = torch.arange(T, dtype=torch.float64)
torch.testing.assert_close(weights, beta**age)

# %% [markdown]
# ## Gain
# The amplitude that comes out, over the one that goes in, for gradients that repeat
# every so many steps. Two steps: the sign flips each time.

# %%
periods = [2, 3, 4, 6, 10, 20, 40, 100]


def measured_gain(period, beta):
    """Amplitude of the velocity, from its answers to a cosine and to a sine."""
    angle = 2 * math.pi / period * age
    answers = [velocities(wave(angle), beta)[-1] for wave in (torch.cos, torch.sin)]
    return math.hypot(*answers)


def gain(period, beta):
    angle = torch.as_tensor(2 * math.pi / period, dtype=torch.float64)
    return 1 / (1 - beta * torch.exp(-1j * angle)).abs()


found = [measured_gain(period, beta) for period in periods]
for period, value in zip(periods, found, strict=True):
    assert abs(value / gain(period, beta).item() - 1) < 1e-9

fig, ax = plt.subplots(num="gain", figsize=(5.0, 3.0))
fine = torch.logspace(math.log10(2), 3, 200, dtype=torch.float64)
ax.plot(fine, gain(fine, beta), color="C0")
ax.plot(periods, found, "o", color="C0")
ax.axhline(1, color="0.5", linewidth=1)
ax.set(xscale="log", yscale="log", ylim=(0.4, 16), xlim=(1.8, 1000))
ax.set(xticks=[2, 10, 100, 1000], xticklabels=["2", "10", "100", "1000"])
ax.set(
    xlabel="period of the gradient, in steps (log)", ylabel="velocity / gradient (log)"
)
ax.text(2.3, 0.46, "flips each step: halved", color="C0")
ax.text(900, 11, "steady: ten times", color="C0", ha="right")
ax.text(900, 1.08, "as without momentum", color="0.5", ha="right")

# %% [markdown]
# ## Memory and delay
# How much of the weight lies on the latest ten gradients, after how many steps a
# gradient counts half, how old the gradients are on average, and after how many steps
# of a steady gradient the velocity is at nine tenths of its end.

# %%
steady = velocities(torch.ones(T, dtype=torch.float64), beta)
latest = weights[:10].sum() / weights.sum()
mean_age = (weights * age).sum() / weights.sum()
assert abs(mean_age - beta / (1 - beta)) < 1e-9
filled = 1 + int((steady < 0.9 / (1 - beta)).sum())
noise = weights.square().sum().sqrt()  # sd of the velocity under noise of sd 1
torch.testing.assert_close(noise, torch.tensor((1 - beta**2) ** -0.5).double())

# %%
computed = {
    "steady": f"{steady[-1]:.0f}×",
    "flipping": f"{gain(2, beta):.2f}×",
    "noise": f"{noise:.1f}×",
    "latest": f"{latest:.0%}",
    "half-life": f"{math.log(0.5, beta):.1f} steps",
    "age": f"{mean_age:.0f} steps",
    "filled": f"{filled} steps",
}

# %% [markdown]
# # One spike in Adam
# The gradient is 1 in every step but one. How long does Adam remember a single gradient
# that is much larger and points the wrong way?

# %%
import math

import matplotlib.pyplot as plt
import torch

beta1, beta2, enough = 0.9, 0.999, 0.9  # below 0.9 times the rate a step is short
T = 4000  # steps from the spike on
large = 100.0
spikes = {"clipped": 1.0, "ten": 10.0, "hundred": large}  # clipped to the usual size

# %%
sizes = torch.tensor(list(spikes.values()), dtype=torch.float64)
p = torch.zeros(len(sizes), dtype=torch.float64, requires_grad=True)
opt = torch.optim.Adam([p], lr=1.0, betas=(beta1, beta2))
p.grad = torch.ones_like(p)
opt.step()
for average in ("exp_avg", "exp_avg_sq"):
    opt.state[p][average].fill_(1.0)  # as after very many such steps
opt.state[p]["step"].fill_(100_000.0)
path = [p.detach().clone()]
for t in range(T):
    p.grad = torch.ones_like(p) if t else -sizes
    opt.step()
    path.append(p.detach().clone())
taken = -torch.stack(path).diff(dim=0).T  # (spikes, T)
length = dict(zip(spikes, taken, strict=True))

# %% [markdown]
# The averages forget by a factor each step, so what is left of the spike after $n$
# steps is known: $m = 1 - (1 + s)(1-\beta_1)\beta_1^n$ and
# $v = 1 + (s^2 - 1)(1-\beta_2)\beta_2^n$. The step is $m / \sqrt v$.

# %%
n = torch.arange(T, dtype=torch.float64)
for name, s in spikes.items():
    m = 1 - (1 + s) * (1 - beta1) * beta1**n
    v = 1 + (s**2 - 1) * (1 - beta2) * beta2**n
    torch.testing.assert_close(length[name], m / v**0.5, rtol=1e-6, atol=1e-6)
backwards = {name: int((steps < 0).sum()) for name, steps in length.items()}
short = {name: int((steps < enough).sum()) for name, steps in length.items()}
# Solved by hand: when m is positive again, and when v is small enough.
assert backwards["hundred"] == math.ceil(math.log(1 / (101 * 0.1), beta1))
assert short["hundred"] == math.ceil(math.log((enough**-2 - 1) / (9999 * 1e-3), beta2))

# %%
fig, ax = plt.subplots(num="spike")
shown = [*range(30), *range(30, T, 30)]
for (name, steps), color, dash, text, at in zip(
    length.items(),
    ["C0", "C2", "C1"],
    ["-", (0, (5, 1.5, 1, 1.5)), (0, (5, 2))],
    ["spike clipped to 1", "spike of 10", "spike of 100"],
    [(2.2, 1.15), (17, 0.55), (60, -1)],
    strict=True,
):
    ax.plot([k + 1 for k in shown], steps[shown], color=color, linestyle=dash)
    ax.text(*at, text, color=color)
ax.axhline(0, color="0.5", linewidth=1)
ax.set(xscale="log", xlabel="steps from the spike on (log)", ylim=(-3.2, 1.5))
ax.set(ylabel="step length (multiples of the rate)")

# %%
computed = {
    "backwards-hundred": f"{backwards['hundred']} steps",
    "backwards-ten": f"{backwards['ten']} step",
    "backwards-clipped": f"{backwards['clipped']} steps",
    "short-hundred": f"{short['hundred']:,} steps",
    "short-ten": f"{short['ten']} steps",
    "short-clipped": f"{short['clipped']} steps",
}
given = {"spike-size": f"{large:.0f} times", "share": f"{enough:.0%}"}

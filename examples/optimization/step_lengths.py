# %% [markdown]
# # How long the steps are
# How does the length of a step develop under a constant gradient, and what does the
# size of the gradient do to Adam's first one?

# %%
import math

import matplotlib.pyplot as plt
import torch

T = 60

# %% [markdown]
# ## A constant gradient of 1
# Momentum builds up to $\alpha/(1-\beta)$. RMSprop starts with $1/\sqrt{1-\beta}$ times
# its rate, since $v$ starts at 0. Adam's bias correction removes that: every step is
# $\alpha$. All rates are 1, so each length counts in rates.

# %%
makers = {
    "SGD": lambda p: torch.optim.SGD(p, lr=1),
    "SGD + momentum": lambda p: torch.optim.SGD(p, lr=1, momentum=0.9),
    "RMSprop": lambda p: torch.optim.RMSprop(p, lr=1),
    "Adam": lambda p: torch.optim.Adam(p, lr=1),
}


def lengths(make):
    p = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    opt, path = make([p]), [0.0]
    for _ in range(T):
        p.grad = torch.ones_like(p)
        opt.step()
        path.append(p.item())
    return -torch.tensor(path, dtype=torch.float64).diff()  # (T + 1,) -> (T,)


length = {name: lengths(make) for name, make in makers.items()}
step = torch.arange(1, T + 1, dtype=torch.float64)
closed_form = {
    "SGD": torch.ones_like(step),
    "SGD + momentum": (1 - 0.9**step) / (1 - 0.9),
    "RMSprop": (1 - 0.99**step) ** -0.5,
    "Adam": torch.ones_like(step),
}
for name in makers:
    torch.testing.assert_close(length[name], closed_form[name])

# %% [markdown]
# PyTorch cannot switch the correction off. By hand: $m_t = 1 - \beta_1^t$ and
# $v_t = 1 - \beta_2^t$, and the step is $m_t / \sqrt{v_t}$. The second average fills
# more slowly than the first, so the steps grow before they shrink, over thousands of
# steps.

# %%
m, v, steps = 0.0, 0.0, []
for _ in range(3000):
    m = 0.9 * m + (1 - 0.9)
    v = 0.999 * v + (1 - 0.999)
    steps.append(m / v**0.5)
settled = 1 + next(t for t in range(60, 3000) if steps[t] < 1.1)
# Solved by hand, with m = 1: 1 / (1 - 0.999^t) is 1.1² at that step.
assert settled == math.ceil(math.log(1 - 1.1**-2, 0.999))
uncorrected = torch.tensor(steps[:T], dtype=torch.float64)
torch.testing.assert_close(uncorrected, (1 - 0.9**step) / (1 - 0.999**step) ** 0.5)

# %%
fig, ax = plt.subplots(num="constant-gradient", figsize=(5.0, 3.2))
ax.plot(step[4::10], length["SGD"][4::10], "s", color="C0")
ax.plot(step, length["SGD + momentum"], color="C1", linestyle=(0, (5, 2)))
ax.plot(step, length["RMSprop"], color="C2", linestyle=(0, (5, 1.5, 1, 1.5)))
ax.plot(step, uncorrected, color="C4", linestyle=(0, (1.2, 1.5)))
ax.plot(step, length["Adam"], color="C3", linestyle="-")
ax.text(25, 10.1, "SGD + momentum", color="C1")
ax.text(33, 2.15, "RMSprop", color="C2")
ax.text(27, 6.2, "Adam without correction", color="C4")
ax.text(2, 0.35, "SGD, Adam", color="C3")
ax.set(xlabel="step", ylabel="step length (multiples of the rate)", ylim=(0, 11))
ax.set_xlim(0, 61)
first = uncorrected[0].item()
ax.set_yticks([0, 1, first, 5, 10], ["0", "1", f"{first:.2f}", "5", "10"])

# %% [markdown]
# ## Adam's first step
# With bias correction the first step is $\alpha\,\mathrm{sign}(g)$, as long as $g$ is
# well above $\varepsilon$. For $n$ weights its length is $\alpha\sqrt n$: only the
# schedule limits it.

# %%
torch.manual_seed(0)
first_norms = []
for scale in (1e-3, 1.0, 1e3):
    p = torch.zeros(10_000, dtype=torch.float64, requires_grad=True)
    opt = torch.optim.Adam([p], lr=1.0)
    p.grad = scale * torch.randn(10_000, dtype=torch.float64).sign()
    opt.step()
    first_norms.append(p.norm().item())
assert all(abs(norm - 10_000**0.5) < 0.01 for norm in first_norms)

# %%
computed = {
    "momentum-limit": f"{length['SGD + momentum'][-1]:.1f}×",
    "rmsprop-first": f"{length['RMSprop'][0]:.1f}×",
    "adam-first": f"{length['Adam'][0]:.2f}×",
    "uncorrected-first": f"{uncorrected[0]:.2f}×",
    "uncorrected-peak": f"{uncorrected.max():.1f}×",
    "uncorrected-settled": f"{settled:,} steps",
    "first-norm": " / ".join(f"{norm:.1f}" for norm in first_norms),
}

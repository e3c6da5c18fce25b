# %% [markdown]
# # Momentum and local minima
# Does momentum carry the weights out of a local minimum? In a landscape with two
# valleys it depends on the start and on the settings. No noise: each gradient is exact.

# %%
from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
import torch


def f(x):
    return x**4 - 2 * x**2 + 0.5 * x


best, barrier, local = np.sort(np.roots([4, 0, -4, 0.5]).real)  # f'(x) = 0
assert f(best) < f(local) < f(barrier)


# %%
def settle(starts, lr, beta, steps=600):
    """Where gradient descent from each start comes to rest; `SGD` with exact gradients."""
    x = torch.tensor(starts, dtype=torch.float64, requires_grad=True)
    opt = torch.optim.SGD([x], lr=lr, momentum=beta)
    for _ in range(steps):
        opt.zero_grad()
        f(x).sum().backward()
        opt.step()
    return x.detach().numpy()


# %% [markdown]
# The check knows no velocity and no autograd. Polyak's form of momentum adds to each
# step the last move: $x_{t+1} = x_t - \alpha f'(x_t) + \beta (x_t - x_{t-1})$. And
# without momentum, small steps only go downhill: no start leaves its own valley.


# %%
def polyak(starts, lr, beta, steps=600):
    """Where the two-step form with the derivative by hand comes to rest."""
    last = x = np.asarray(starts)
    for _ in range(steps):
        last, x = x, x - lr * (4 * x**3 - 4 * x + 0.5) + beta * (x - last)
    return x


settings = [(0.01, 0.0), (0.001, 0.9), (0.01, 0.9), (0.01, 0.95)]
starts = np.linspace(-2.2, 2.2, 89)  # 0.05 apart
ends = [settle(starts, *setting) for setting in settings]
for setting, end in zip(settings, ends, strict=True):
    # Each start ends in one of the two minima, and in the same one by Polyak's form.
    assert np.minimum(abs(end - best), abs(end - local)).max() < 1e-3
    np.testing.assert_allclose(polyak(starts, *setting), end, atol=1e-6)
assert ((ends[0] > barrier) == (starts > barrier)).all()  # no momentum: own valley
at_two, at_one_half, thrown_out = settle([2.0, 1.5, -2.0], 0.01, 0.9)
slow = settle([2.0], 0.001, 0.9)[0]

# %%
fig, axes = plt.subplots(2, 1, num="two-valleys", figsize=(5.0, 4.2), sharex=True)
x = np.linspace(-1.75, 1.75, 60)
axes[0].plot(x, f(x), color="k", linestyle="-")
axes[0].plot([best, local], [f(best), f(local)], "o", color="C0")
axes[0].text(best, -2.05, "global", ha="center", color="C0")
axes[0].text(local, -1.05, "local", ha="center", color="C1")
axes[0].plot([local], [f(local)], "o", color="C1")
axes[0].set(ylabel="loss", ylim=(-2.3, 3.2), title="The landscape")

# A bar for each run of starts that end in the same minimum.
for row, end in enumerate(ends):
    to_best = end < barrier
    edges = [0, *np.flatnonzero(np.diff(to_best)) + 1, len(starts)]
    for a, b in pairwise(edges):
        color, hatch = ("C0", "") if to_best[a] else ("C1", "///")
        left, width = starts[a] - 0.025, 0.05 * (b - a)
        axes[1].barh(row, width, 0.62, left, color=color, hatch=hatch, edgecolor="w")
names = [f"α = {lr}, β = {beta:g}" for lr, beta in settings]
axes[1].set(yticks=range(4), yticklabels=names, xlabel="start x", xlim=(-2.25, 2.25))
axes[1].set(title="Where it ends; hatched: local")
axes[1].invert_yaxis()
axes[1].grid(False)

# %%
computed = {
    "global": f"{best:.2f}".replace("-", "−"),
    "local": f"+{local:.2f}",
    "from-2": f"{at_two:.2f}".replace("-", "−"),
    "from-1-5": f"+{at_one_half:.2f}",
    "from-minus-2": f"+{thrown_out:.2f}",
    "from-2-slow": f"+{slow:.2f}",
}

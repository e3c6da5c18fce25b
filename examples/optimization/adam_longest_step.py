# %% [markdown]
# # Adam's longest step
# How many times the learning rate can a single step of Adam be long? Usually at most
# about once. After a quiet time it can be longer, but not without bound.

# %%
import math

import matplotlib.pyplot as plt
import torch

beta1, beta2 = 0.9, 0.999
T = 200  # gradients after the quiet time

# %% [markdown]
# ## The bound
# Far from the start $m = \sum_k a_k g_k$ and $v = \sum_k b_k g_k^2$, where $k$ counts
# steps back, $a_k = (1-\beta_1)\beta_1^k$ and $b_k = (1-\beta_2)\beta_2^k$. Cauchy and
# Schwarz: $m^2 = (\sum_k \frac{a_k}{\sqrt{b_k}} \sqrt{b_k}\, g_k)^2 \le v \sum_k a_k^2 / b_k$.
# That sum is geometric. Equality needs gradients in proportion to $a_k / b_k$: they grow
# by $\beta_2 / \beta_1$ a step.


# %%
def longest_step(beta1, beta2):
    """Bound of |m| / sqrt(v), in multiples of the rate; needs beta1² < beta2."""
    return (1 - beta1) / math.sqrt((1 - beta2) * (1 - beta1**2 / beta2))


bound = longest_step(beta1, beta2)
k = torch.arange(20_000, dtype=torch.float64)
a, b = (1 - beta1) * beta1**k, (1 - beta2) * beta2**k
assert abs((a**2 / b).sum().sqrt().item() - bound) < 1e-9
equal = longest_step(beta1, beta1)  # equal decays: never above the rate
assert abs(equal - 1) < 1e-12


# %% [markdown]
# ## Three ways out of a quiet time, by PyTorch's Adam
# Both averages are zero, as after very many gradients of zero. Then a single one, a
# constant one, and the growing ones of the bound.


# %%
def lengths(gradients):
    """Length of each step of Adam, in multiples of the rate. (T,) -> (T,)"""
    p = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    opt = torch.optim.Adam([p], lr=1.0, betas=(beta1, beta2), eps=0.0)
    p.grad = torch.ones_like(p)
    opt.step()
    for average in ("exp_avg", "exp_avg_sq"):
        opt.state[p][average].zero_()
    opt.state[p]["step"].fill_(100_000.0)
    path = [p.detach().clone()]
    for g in gradients:
        p.grad = g.reshape(1)
        opt.step()
        path.append(p.detach().clone())
    return -torch.cat(path).diff()


n = torch.arange(T, dtype=torch.float64)
paths = {
    "single": lengths((n == 0).double()),
    "steady": lengths(torch.ones_like(n)),
    "growing": lengths((beta2 / beta1) ** n),
}
once = (1 - beta1) / math.sqrt(1 - beta2)
assert abs(paths["single"][0].item() - once) < 1e-9
peak = max(
    range(1, T), key=lambda t: (1 - beta1**t) / math.sqrt(1 - beta2**t)
)  # all gradients alike since the quiet time
assert int(paths["steady"].argmax()) + 1 == peak
longest = paths["steady"].max().item()
assert bound * (1 - 1e-6) < paths["growing"].max().item() < bound + 1e-9
assert all((path < bound + 1e-9).all() for path in paths.values())

# %%
fig, ax = plt.subplots(num="steps")
for (name, path), color, dash, at in zip(
    paths.items(),
    ["C2", "C0", "C1"],
    [(0, (5, 1.5, 1, 1.5)), "-", (0, (5, 2))],
    [(12, 1.6), (42, 5.2), (3, 6.3)],
    strict=True,
):
    ax.plot(n + 1, path, color=color, linestyle=dash)
    ax.text(*at, name, color=color)
ax.axhline(bound, color="0.5", linewidth=1)
ax.text(199, bound + 0.15, "bound", color="0.5", ha="right")
ax.axhline(1, color="0.5", linewidth=1)
ax.set(xlabel="steps after the quiet time", ylim=(0, 8.2))
ax.set(ylabel="step length\n(multiples of the rate)")

# %%
computed = {
    "once": f"{once:.1f}×",
    "longest": f"{longest:.1f}×",
    "longest-at": f"{peak} steps",
    "bound": f"{bound:.1f}×",
    "bound-095": f"{longest_step(beta1, 0.95):.1f}×",
}

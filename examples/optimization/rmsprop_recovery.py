# %% [markdown]
# # RMSprop forgets, Adagrad remembers
# What happens to an adaptive step when the gradients suddenly become a thousand times
# smaller? It is one kind of non-stationary loss.

# %%
import math

import matplotlib.pyplot as plt
import torch

change, T = 200, 2000  # the gradient is 1 for 200 steps, then 0.001
gradients = [1.0] * change + [1e-3] * (T - change)
lr, back = 0.01, 0.95  # under a constant gradient RMSprop's step tends to its rate

makers = {
    "RMSprop, β = 0.9": lambda p: torch.optim.RMSprop(p, lr=lr, alpha=0.9),
    "RMSprop, β = 0.99": lambda p: torch.optim.RMSprop(p, lr=lr, alpha=0.99),
    "Adagrad": lambda p: torch.optim.Adagrad(p, lr=lr),
}


def step_lengths(make):
    p = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    opt, taken = make([p]), []
    for g in gradients:
        before = p.item()
        p.grad = torch.full_like(p, g)
        opt.step()
        taken.append(before - p.item())
    return taken


lengths = {name: step_lengths(make) for name, make in makers.items()}


def recovery(name):
    """Steps after the change until one is long enough again."""
    steps = enumerate(lengths[name][change:], 1)
    return next(n for n, step in steps if step >= back * lr)


# %% [markdown]
# RMSprop's $v$ is a moving average: $n$ steps after the change it is
# $\beta^n v_0 + (1 - \beta^n)\,10^{-6}$, and the step is back when
# $v \le 10^{-6} / 0.95^2$. Solved for $n$ (ε left out, it is small beside $10^{-3}$)
# that has to be the count of the run. Adagrad adds up all squares: $v$ never falls,
# so under a constant gradient its step never grows again.

# %%
recovered = {beta: recovery(f"RMSprop, β = {beta}") for beta in (0.9, 0.99)}
for beta, n in recovered.items():
    v0 = 1 - beta**change
    assert n == math.ceil(math.log(1e-6 * (back**-2 - 1) / (v0 - 1e-6), beta))
ada = lengths["Adagrad"]
for start, end in ((0, change), (change, T)):
    assert all(
        b < a for a, b in zip(ada[start:end], ada[start + 1 : end], strict=False)
    )
assert math.isclose(ada[-1], lr * 1e-3 / (change + (T - change) * 1e-6) ** 0.5)

# %%
fig, ax = plt.subplots(num="recovery")
shown = [*range(0, 240, 8), *range(240, T, 24)]
for (name, values), color, dash in zip(
    lengths.items(),
    ["C0", "C2", "C1"],
    ["-", (0, (5, 1.5, 1, 1.5)), (0, (5, 2))],
    strict=True,
):
    ax.plot(shown, [values[t] for t in shown], color=color, linestyle=dash)
ax.axvline(change, color="0.5", linewidth=1, linestyle=(0, (1.2, 1.5)))
ax.set(yscale="log", xlabel="step", ylabel="step length (log)", ylim=(2e-7, 0.3))
ax.text(230, 0.1, "from here on 1/1000 of the gradient", color="0.5")
ax.text(420, 0.022, "RMSprop, β = 0.9", color="C0")
ax.text(1090, 1.2e-4, "RMSprop, β = 0.99", color="C2")
ax.text(1050, 1.4e-6, "Adagrad: never", color="C1")

# %%
rms = lengths["RMSprop, β = 0.9"]

# %%
computed = {
    "rmsprop-before": f"{rms[change - 1]:.4f}",
    "rmsprop-drop": f"{rms[change]:.0e}".replace("e-0", "e-"),
    "rmsprop-after": f"{rms[change + recovered[0.9] - 1]:.4f}",
    "recovery-09": f"{recovered[0.9]} steps",
    "recovery-099": f"{recovered[0.99]:,} steps",
    "adagrad-before": f"{ada[change - 1]:.1e}".replace("e-0", "e-"),
    "adagrad-after": f"{ada[-1]:.1e}".replace("e-0", "e-"),
    "adagrad-loss": f"{ada[change - 1] / ada[-1]:,.0f}×",
}
given = {"back": f"{back:.0%}"}

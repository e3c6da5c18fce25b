# %% [markdown]
# # RMSprop forgets, Adagrad remembers
# What happens to an adaptive step when the gradients suddenly become a thousand times
# smaller? This is what non-stationary means for an optimizer.

# %%
import math

import matplotlib.pyplot as plt
import torch

change, T = 200, 2000  # the gradient is 1 for 200 steps, then 0.001
gradients = [1.0] * change + [1e-3] * (T - change)

makers = {
    "RMSprop, β = 0.9": lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.9),
    "RMSprop, β = 0.99": lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.99),
    "Adagrad": lambda p: torch.optim.Adagrad(p, lr=0.01),
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

# %% [markdown]
# RMSprop's $v$ is a moving average: the old $v = 1$ fades as $\beta^n$ until it meets
# the new $g^2 = 10^{-6}$, after about $\ln 10^6 / (1-\beta)$ steps. Adagrad adds up all
# squares and never recovers.

# %%
square_sum = change * 1.0 + (T - change) * 1e-6
assert math.isclose(lengths["Adagrad"][-1], 0.01 * 1e-3 / square_sum**0.5, rel_tol=1e-6)
recovery = {0.9: 0, 0.99: 0}
for beta in recovery:
    n = round(math.log(1e6) / (1 - beta))
    v = beta**n * (1 - beta**change) + 1e-6 * (1 - beta**n)
    closed_form = 0.01 * 1e-3 / (v**0.5 + 1e-8)
    measured = lengths[f"RMSprop, β = {beta}"][change + n - 1]
    assert math.isclose(measured, closed_form, rel_tol=1e-6)
    recovery[beta] = n

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
ax.text(230, 0.1, "gradient falls to 1/1000", color="0.5")
ax.text(420, 0.022, "RMSprop, β = 0.9", color="C0")
ax.text(1090, 1.2e-4, "RMSprop, β = 0.99", color="C2")
ax.text(1050, 1.4e-6, "Adagrad: never", color="C1")

# %%
rms, ada = lengths["RMSprop, β = 0.9"], lengths["Adagrad"]

# %%
facts = {
    "rmsprop-before": f"{rms[change - 1]:.4f}",
    "rmsprop-drop": f"{rms[change]:.0e}".replace("e-0", "e-"),
    "rmsprop-after": f"{rms[change + recovery[0.9] - 1]:.4f}",
    "recovery-09": f"{recovery[0.9]} steps",
    "recovery-099": f"{recovery[0.99]:,} steps",
    "adagrad-before": f"{ada[change - 1]:.1e}".replace("e-0", "e-"),
    "adagrad-after": f"{ada[change + 199]:.1e}".replace("e-0", "e-"),
    "adagrad-loss": f"{ada[change - 1] / ada[change + 199]:,.0f}×",
}

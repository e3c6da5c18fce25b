# %% [markdown]
# # Learning rate inside or outside the velocity
# Some papers and frameworks multiply the gradient by the learning rate before it
# enters the velocity. When does the difference show?

# %%
import matplotlib.pyplot as plt
import torch

beta, T, cut = 0.9, 60, 30
rate = [0.1 if t < cut else 0.01 for t in range(T)]  # cut to a tenth at step 30

# %% [markdown]
# PyTorch: $v \leftarrow \beta v + g$, then $\theta \leftarrow \theta - \alpha v$.
# The other form: $v \leftarrow \beta v + \alpha g$, then
# $\theta \leftarrow \theta - v$. With a constant $\alpha$ the two are the same. A
# constant gradient of 1 shows the steps.


# %%
def steps(inside):
    v, taken = 0.0, []
    for alpha in rate:
        v = beta * v + (alpha if inside else 1.0)
        taken.append(v if inside else alpha * v)
    return torch.tensor(taken, dtype=torch.float64)


def torch_steps():
    p = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    opt, taken = torch.optim.SGD([p], lr=rate[0], momentum=beta), []
    for alpha in rate:
        opt.param_groups[0]["lr"] = alpha
        before = p.item()
        p.grad = torch.ones_like(p)
        opt.step()
        taken.append(before - p.item())
    return torch.tensor(taken, dtype=torch.float64)


outside, inside = steps(False), steps(True)
torch.testing.assert_close(torch_steps(), outside)
torch.testing.assert_close(inside[:cut], outside[:cut])
# The old velocity fades by beta a step, and the new one grows from nothing.
old = 0.1 * (1 - beta**cut) / (1 - beta)
fade = beta ** torch.arange(1, T - cut + 1, dtype=torch.float64)
torch.testing.assert_close(inside[cut:], old * fade + 0.01 * (1 - fade) / (1 - beta))
late = next(n for n in range(T - cut) if inside[cut + n] < 2 * outside[cut + n])

# %%
fig, ax = plt.subplots(num="rate-cut")
t = torch.arange(T)
ax.plot(t, inside, color="C1", linestyle=(0, (5, 2)), marker="s", markevery=(3, 6))
ax.plot(t, outside, color="C0", linestyle="-", marker="o", markevery=6)
ax.axvline(cut - 0.5, color="0.5", linewidth=1, linestyle=(0, (1.2, 1.5)))
ax.set(xlabel="step", ylabel="step length (gradient 1)", ylim=(0, 1.05), xlim=(0, T))
ax.text(cut - 1.5, 0.3, "rate cut\nto a tenth", color="0.5", ha="right", va="center")
ax.text(37, 0.58, "rate inside v:\ncoasts on", color="C1")
ax.text(31, 0.045, "rate outside (PyTorch): cut at once", color="C0", va="center")

# %%
computed = {
    "limit": f"{outside[cut - 1]:.2f}",
    "outside-after": f"{outside[cut]:.2f}",
    "inside-after": f"{inside[cut]:.2f}",
    "extra": f"{(inside - outside)[cut:].sum():.1f}",
    "coasting": f"{late} steps",
}

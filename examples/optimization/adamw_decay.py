# %% [markdown]
# # Decoupled weight decay
# What does weight decay do in Adam, and what in AdamW? Weights without a gradient of
# their own show it.

# %%
import matplotlib.pyplot as plt
import torch

lr, decay, T = 0.1, 0.1, 40
start = torch.tensor([1.0, 2.0, 3.0, 4.0], dtype=torch.float64)

# %% [markdown]
# Adam's `weight_decay` adds $\lambda\theta$ to the gradient, and the division by
# $\sqrt{\hat v}$ takes its size away again: each weight first moves by about
# $\alpha$. AdamW multiplies by $1 - \alpha\lambda$, beside the gradient.


# %%
def shrink(make, gradient=0.0):
    """The weights before and after each step, shape (T + 1, 4)."""
    p = start.clone().requires_grad_()
    opt, path = make([p], lr=lr, weight_decay=decay), [start.clone()]
    for _ in range(T):
        p.grad = torch.full_like(p, gradient)
        opt.step()
        path.append(p.detach().clone())
    return torch.stack(path)


def decoupled(p, **settings):
    return torch.optim.Adam(p, decoupled_weight_decay=True, **settings)


adam, adamw = shrink(torch.optim.Adam), shrink(torch.optim.AdamW)
n = torch.arange(T + 1, dtype=torch.float64)[:, None]
torch.testing.assert_close(adamw, start * (1 - lr * decay) ** n)
torch.testing.assert_close(adam[1], start - lr, atol=1e-6, rtol=0)
assert torch.equal(shrink(decoupled, 0.3), shrink(torch.optim.AdamW, 0.3))
p, m, v = start, 0, 0  # Adam by hand, with the penalty as its only gradient
for t in range(1, T + 1):
    m, v = 0.9 * m + 0.1 * decay * p, 0.999 * v + 0.001 * (decay * p) ** 2
    p = p - lr * m / (1 - 0.9**t) / ((v / (1 - 0.999**t)).sqrt() + 1e-8)
    torch.testing.assert_close(adam[t], p)

# %%
fig, axes = plt.subplots(1, 2, num="decay", figsize=(5.0, 2.8), sharey=True)
for ax, path, color, title in [
    (axes[0], adam, "C1", "Adam, L2 in the gradient"),
    (axes[1], adamw, "C0", "AdamW, decoupled"),
]:
    ax.plot(path, color=color, linestyle="-")
    ax.set(title=title, xlabel="step", ylim=(-0.3, 4.2), xlim=(0, T))
    ax.set(xticks=[0, 10, 20, 30], yticks=[0, 1, 2, 3, 4])
axes[0].set_ylabel("four weights, zero gradient")
axes[0].text(12, 3.6, "at first equal steps", color="C1")
axes[1].text(4, 0.15, "the same share each", color="C0")

# %% [markdown]
# What PyTorch decays by if nothing is said:

# %%
p = [torch.zeros(1, requires_grad=True)]
default_adamw = torch.optim.AdamW(p).defaults["weight_decay"]
default_adam = torch.optim.Adam(p).defaults["weight_decay"]
default_adamw, default_adam

# %%
computed = {
    "adamw-factor": f"{(adamw[1] / adamw[0]).mean():.2f}",
    "adam-first": f"{(adam[0] - adam[1]).mean():.2f}",
    "adamw-left": f"{adamw[-1, 0] / start[0]:.0%}",
    "adam-small": f"{adam[10, 0] / start[0]:.0%}",
    "adam-large": f"{adam[10, 3] / start[3]:.0%}",
    "adamw-ten": f"{adamw[10, 0] / start[0]:.0%}",
    "default-adamw": f"{default_adamw}",
    "default-adam": f"{default_adam}",
}

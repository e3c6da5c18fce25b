# %% [markdown]
# # The linear scaling rule
# A batch that is eight times as large takes eight times the learning rate. How long
# is that true?

# %%
import matplotlib.pyplot as plt
import numpy as np
import torch

# %% [markdown]
# ## Eight small steps against one big one
# On the bowl $f(x) = \frac12 x^2$ the gradient is $x$. Eight steps at $\alpha$ give
# $(1-\alpha)^8$; one step at $8\alpha$ gives $1 - 8\alpha$: the same to first order, as
# long as the gradient hardly changes on the way.


# %%
def descend(lr, steps):
    x = torch.ones(1, dtype=torch.float64, requires_grad=True)
    opt = torch.optim.SGD([x], lr=lr)
    for _ in range(steps):
        opt.zero_grad()
        (x**2 / 2).sum().backward()
        opt.step()
    return x.item()


k = 8
rates = [0.01, 0.05, 0.10, 0.15, 0.20, 0.25, 0.30]
small = np.array([descend(a, k) for a in rates])
big = np.array([descend(k * a, 1) for a in rates])
alpha = np.linspace(0, 0.31, 40)
np.testing.assert_allclose(small, (1 - np.array(rates)) ** k)
np.testing.assert_allclose(big, 1 - k * np.array(rates), atol=1e-12)

# %%
fig, ax = plt.subplots(num="k-steps")
ax.axhspan(-1.6, -1, color="0.85", alpha=0.6, linewidth=0)
ax.plot(alpha, (1 - alpha) ** k, color="C0", linestyle="-")
ax.plot(alpha, 1 - k * alpha, color="C1", linestyle=(0, (5, 2)))
ax.plot(rates, small, "o", color="C0")
ax.plot(rates, big, "s", color="C1")
ax.set(xlabel="small-batch learning rate α", ylabel="x after the step(s), from x = 1")
ax.set(ylim=(-1.6, 1.1), xlim=(0, 0.31))
ax.text(0.19, 0.28, "8 small steps at α", color="C0")
ax.text(0.125, -0.72, "1 big step at 8α", color="C1", ha="right")
ax.text(0.005, -1.3, "further out than it began: diverges", va="center")

# %%
computed = {
    "small-001": f"{small[0]:.4f}",
    "big-001": f"{big[0]:.4f}",
    "small-01": f"{small[2]:.3f}",
    "big-01": f"{big[2]:.3f}",
    "small-025": f"{small[5]:.3f}",
    "big-025": f"{big[5]:.3f}".replace("-", "−"),
}
given = {"k": f"{k} small steps"}

# %% [markdown]
# # L1 and L2 penalties
# Both shrink weights. Why does only L1 set some of them to exactly zero?

# %%
import matplotlib.pyplot as plt
import torch

torch.manual_seed(0)
n, features, useful = 100, 20, 5
x = torch.randn(n, features, dtype=torch.double)
truth = torch.zeros(features, dtype=torch.double)
truth[:useful] = torch.tensor([2.0, -1.5, 1.0, -0.8, 0.6])
y = x @ truth + 0.5 * torch.randn(n, dtype=torch.double)

# %% [markdown]
# ## One step of each
# A step on the penalty alone, with rate η: L2 multiplies the weight by $1-\eta\lambda$,
# which never gives zero. L1 subtracts the constant $\eta\lambda$ and stops at zero: the
# soft threshold. The gradient of $\lambda\lvert w\rvert$ is as large near zero as far
# away.


# %%
def shrink_l2(w, amount):
    return w * (1 - amount)


def shrink_l1(w, amount):
    return w.sign() * (w.abs() - amount).clamp(min=0)


def fit(shrink, lam, lr=0.1, steps=2000):
    """Least squares: a gradient step, then a step on the penalty."""
    w = torch.zeros(features, dtype=torch.double)
    for _ in range(steps):
        w = shrink(w - lr * x.T @ (x @ w - y) / n, lr * lam)
    return w


l1, l2 = fit(shrink_l1, 0.2), fit(shrink_l2, 0.2)

# %% [markdown]
# ## Checked
# At the L1 optimum the gradient of the data is $-\lambda\,\mathrm{sign}(w)$ where a
# weight is left and at most λ in size where it is zero. L2 has a closed form; here its
# step acts after the gradient's, so that λ counts as $\lambda/(1-\eta\lambda)$.

# %%
gradient = x.T @ (x @ l1 - y) / n
kept = l1 != 0
assert torch.allclose(gradient[kept], -0.2 * l1[kept].sign())
assert (gradient[~kept].abs() <= 0.2).all()
ridge = 0.2 / (1 - 0.1 * 0.2) * torch.eye(features, dtype=torch.double)
assert torch.allclose(l2, torch.linalg.solve(x.T @ x / n + ridge, x.T @ y / n))
assert kept[:useful].all()

fig, ax = plt.subplots(num="weights")
places = torch.arange(features)
ax.axhline(0, color="0.5", lw=0.8)
ax.vlines(places - 0.15, 0, l2, color="C1")
ax.plot(places - 0.15, l2, "C1s")
ax.vlines(places + 0.15, 0, l1, color="C0")
ax.plot(places + 0.15, l1, "C0o")
ax.set(
    xlabel="feature; only the first five matter", ylabel="weight", xticks=[0, 5, 10, 15]
)
ax.text(7, 1.2, "L2 (squares): all shrunk, none zero", color="C1")
ax.text(7, 0.8, f"L1 (dots): {int((~kept).sum())} of 20 are zero", color="C0")

# %%
facts = {
    "useless": f"{features - useful} of {features}",
    "zeros-l1": f"{int((l1 == 0).sum())} of {features}",
    "zeros-l2": f"{int((l2 == 0).sum())} of {features}",
}

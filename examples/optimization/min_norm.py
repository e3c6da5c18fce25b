# %% [markdown]
# # Which solution an optimizer picks
# Where many weights fit the data exactly, SGD and Adam stop at different ones. What
# sets the two solutions apart?

# %%
import matplotlib.pyplot as plt
import torch

torch.manual_seed(0)
X = torch.randn(20, 100, dtype=torch.float64)  # 20 examples, 100 weights
y = X[:, :5] @ torch.ones(5, dtype=torch.float64)  # five features matter

# %% [markdown]
# From zero, gradient descent never leaves the span of the examples, so it ends in the
# solution of smallest norm, which the pseudo-inverse gives. Adam rescales each
# coordinate, leaves that span and ends elsewhere.


# %%
def fit(make, steps=1500):
    w = torch.zeros(100, dtype=torch.float64, requires_grad=True)
    opt, norms = make([w]), []
    for _ in range(steps):
        opt.zero_grad()
        residual = X @ w - y
        (residual.square().mean() / 2).backward()
        opt.step()
        norms.append(w.detach().norm().item())
    return w.detach(), norms, residual.abs().max().item()


smallest = torch.linalg.pinv(X) @ y
makers = {
    "SGD": lambda p: torch.optim.SGD(p, lr=0.1),
    "Adam": lambda p: torch.optim.Adam(p, lr=0.01),
}
runs = {name: fit(make) for name, make in makers.items()}
for name, (_, _, residual) in runs.items():
    assert residual < 1e-3, (name, residual)  # both fit all examples
torch.testing.assert_close(runs["SGD"][0], smallest, atol=1e-6, rtol=0)
assert runs["Adam"][0].norm() > smallest.norm()

# %%
fig, ax = plt.subplots(num="norms")
for name, color, dash in [("SGD", "C0", "-"), ("Adam", "C1", (0, (5, 2)))]:
    values = runs[name][1][:400]
    ax.plot(range(0, 400, 8), values[::8], color=color, linestyle=dash)
    ax.text(404, values[-1], name, color=color, va="center")
ax.plot([0, 395], [smallest.norm()] * 2, color="0.5", linewidth=1, linestyle=":")
ax.set(xlabel="step", ylabel="norm of the weights", ylim=(0, 1.75), xlim=(0, 440))
ax.text(190, smallest.norm() - 0.14, "smallest norm (pseudo-inverse)", color="0.5")

# %%
facts = {
    "smallest": f"{smallest.norm():.2f}",
    "sgd-norm": f"{runs['SGD'][0].norm():.2f}",
    "adam-norm": f"{runs['Adam'][0].norm():.1f}",
}

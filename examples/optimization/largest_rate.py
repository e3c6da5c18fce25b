# %% [markdown]
# # The largest stable rate
# On a parabola, which rates converge, with and without momentum, and how fast?

# %%
import matplotlib.pyplot as plt
import torch

# %% [markdown]
# On $\frac{h}{2} x^2$ gradient descent multiplies $x$ by $1 - \alpha h$. With
# momentum the pair $(x_{t+1}, x_t)$ is multiplied by a matrix. The size of its largest
# eigenvalue, the spectral radius, is the factor per step in the long run. Only
# $\alpha h$ counts.


# %%
def factor(rate, beta):
    """Spectral radius of heavy-ball momentum, for products rate · curvature (N,)."""
    move = torch.zeros(len(rate), 2, 2, dtype=torch.float64)
    move[:, 0, 0], move[:, 0, 1], move[:, 1, 0] = 1 + beta - rate, -beta, 1
    return torch.linalg.eigvals(move).abs().amax(dim=1)  # (N,)


def limit(beta):
    """The largest product of rate and curvature that does not diverge, by bisection."""
    low, high = 0.1, 10.0
    for _ in range(60):
        middle = (low + high) / 2
        shrinks = factor(torch.tensor([middle]), beta).item() < 1
        low, high = (middle, high) if shrinks else (low, middle)
    return low


betas = [0.0, 0.5, 0.9]
limits = {beta: limit(beta) for beta in betas}
for beta, found in limits.items():
    assert abs(found - 2 * (1 + beta)) < 1e-6

# %% [markdown]
# The factor is what PyTorch's optimizer does: the distance after many steps.


# %%
def distance(rate, beta, steps):
    p = torch.ones(1, dtype=torch.float64, requires_grad=True)
    opt = torch.optim.SGD([p], lr=rate, momentum=beta)
    for _ in range(steps):
        p.grad = p.detach().clone()  # curvature 1
        opt.step()
    return p.abs().item()


assert distance(1.9, 0.0, 400) < 1e-15 < 1e15 < distance(2.1, 0.0, 400)
assert distance(3.7, 0.9, 2000) < 1e-15 < 1e15 < distance(3.9, 0.9, 2000)

# %%
rate = torch.linspace(0.001, 4.2, 800, dtype=torch.float64)
fig, ax = plt.subplots(num="factor", figsize=(5.0, 3.0))
for beta, color, dash in zip(betas, ["C0", "C2", "C1"], ["-", "-.", "--"], strict=True):
    ax.plot(rate, factor(rate, beta), color=color, linestyle=dash)
ax.set(xlabel="rate times curvature, αh", ylabel="factor per step", ylim=(0, 1.2))
ax.axhspan(1, ax.get_ylim()[1], color="0.85", alpha=0.6, linewidth=0)
ax.set(xlim=(0, 4.2), xticks=[0, 1, 2, 3, 4], yticks=[0, 0.5, 1])
ax.text(0.1, 1.09, "diverges", va="center")
ax.text(1.62, 0.36, "no momentum", color="C0")
ax.text(2.6, 0.62, f"momentum {betas[1]}", color="C2")
ax.text(0.3, 0.86, f"momentum {betas[2]}", color="C1")

# %% [markdown]
# Between $(1-\sqrt\beta)^2$ and $(1+\sqrt\beta)^2$ the eigenvalues are complex, of size
# $\sqrt\beta$ whatever the curvature: all directions shrink alike.

# %%
beta = betas[-1]
flat = torch.linspace((1 - beta**0.5) ** 2 + 1e-6, (1 + beta**0.5) ** 2 - 1e-6, 50)
inside = factor(flat.double(), beta)
torch.testing.assert_close(
    inside, torch.full_like(inside, beta**0.5), rtol=1e-4, atol=0
)

# %%
computed = {
    "plain": f"{limits[0.0]:.2f}",
    "momentum": f"{limits[beta]:.2f}",
    "flat": f"{inside.mean():.2f}",
    "flat-from": f"{(1 - beta**0.5) ** 2:.4f}",
}

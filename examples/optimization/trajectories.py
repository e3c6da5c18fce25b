# %% [markdown]
# # Momentum in an ill-conditioned bowl
# How many steps does momentum save where one direction is a hundred times as steep as
# the other?

# %%
import matplotlib.pyplot as plt
import numpy as np
import torch

curvature = torch.tensor([1.0, 100.0], dtype=torch.float64)  # L / μ = κ = 100
mu, L = curvature.tolist()
start = torch.tensor([1.0, 0.1], dtype=torch.float64)  # equal loss in both directions
kappa = L / mu

# %% [markdown]
# Both methods get the settings that are optimal for a quadratic (Polyak 1964). The
# distance then shrinks per step by about $(\kappa-1)/(\kappa+1)$ for gradient descent
# and by $(\sqrt\kappa-1)/(\sqrt\kappa+1)$ for heavy-ball momentum.

# %%
rate = {
    "gradient descent": (kappa - 1) / (kappa + 1),
    "momentum": (kappa**0.5 - 1) / (kappa**0.5 + 1),
}
settings = {
    "gradient descent": (2 / (L + mu), 0.0),
    "momentum": (4 / (L**0.5 + mu**0.5) ** 2, rate["momentum"] ** 2),
}


def descend(lr, beta, tolerance=1e-6):
    """Positions until the distance to the minimum is below the tolerance."""
    x = start.clone().requires_grad_()
    opt, path = torch.optim.SGD([x], lr=lr, momentum=beta), [x.detach().clone()]
    while path[-1].norm() >= tolerance:
        opt.zero_grad()
        (curvature * x**2 / 2).sum().backward()
        opt.step()
        path.append(x.detach().clone())
    return torch.stack(path)  # (steps + 1, 2)


paths = {name: descend(*setting) for name, setting in settings.items()}
steps = {name: len(path) - 1 for name, path in paths.items()}
distances = {name: path.norm(dim=1) for name, path in paths.items()}
for name, tolerance in (("gradient descent", 1e-4), ("momentum", 0.05)):
    late = distances[name][40:]
    shrinks = (late[-1] / late[0]) ** (1 / (len(late) - 1))
    assert abs(shrinks - rate[name]) < tolerance
steps

# %%
fig, axes = plt.subplot_mosaic(
    [["gradient descent", "momentum"], ["distance", "distance"]],
    num="bowl",
    figsize=(5.0, 4.2),
)
x, y = np.meshgrid(np.linspace(-0.2, 1.1, 24), np.linspace(-0.42, 0.42, 24))
bowl = mu * x**2 / 2 + L * y**2 / 2
below = axes["distance"]
for name, color, dash in [
    ("gradient descent", "C1", (0, (5, 2))),
    ("momentum", "C0", "-"),
]:
    ax, first = axes[name], paths[name][:31]
    ax.contour(x, y, bowl, [0.1, 0.5, 2], colors="0.5", linewidths=0.5)
    ax.plot(*first.T, color=color, linestyle="-", linewidth=1.2)
    ax.plot(*first[::30].T, "o", color=color)
    ax.plot(0, 0, "*", color="k", markersize=8)
    ax.set(title=f"30 steps: {name}", xlabel="flat direction", yticks=[-0.4, 0, 0.4])
    ax.grid(False)
    shown = np.unique(np.linspace(0, steps[name], 50).astype(int))
    below.plot(shown, distances[name][shown], color=color, linestyle=dash)
axes["gradient descent"].set_ylabel("steep direction")
below.set(yscale="log", ylim=(3e-7, 5), yticks=[1, 1e-3, 1e-6])
below.set(xlabel="step", ylabel="distance to minimum (log)")
below.text(360, 4e-3, "gradient descent", color="C1")
below.text(95, 3e-6, "momentum", color="C0")

# %%
computed = {
    "condition": f"{kappa:.0f}",
    "gd-steps": f"{steps['gradient descent']} steps",
    "momentum-steps": f"{steps['momentum']} steps",
    "speedup": f"{steps['gradient descent'] / steps['momentum']:.1f}×",
    "gd-rate": f"{rate['gradient descent']:.3f}",
    "momentum-rate": f"{rate['momentum']:.3f}",
    "beta": f"{settings['momentum'][1]:.2f}",
}

# %% [markdown]
# # Which solution an optimizer picks
# Where many weights fit the data exactly, gradient descent and Adam stop at different
# ones. What sets the two solutions apart?

# %%
import matplotlib.pyplot as plt
import torch

SEEDS = range(10)
EXAMPLES = 20
WEIGHTS = 100
STEPS = 1500


def draw(seed):
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(EXAMPLES, WEIGHTS, generator=generator, dtype=torch.float64)


X = torch.stack([draw(seed) for seed in SEEDS])  # one regression for each seed
y = X[..., :5].sum(dim=2)  # (seeds, examples): five features matter

# %% [markdown]
# From zero, gradient descent never leaves the span of the examples, so it ends in the
# solution of smallest norm, which the pseudo-inverse gives. Adam rescales each
# coordinate, leaves that span and ends elsewhere. Each step sees all examples: no noise.


# %%
def fit(make):
    """Weights, their norms step by step, and the worst residual at the best step."""
    w = torch.zeros(len(X), WEIGHTS, dtype=torch.float64, requires_grad=True)
    opt, norms, worst = make([w]), [], []
    for _ in range(STEPS):
        opt.zero_grad()
        residual = torch.einsum("sew,sw->se", X, w) - y
        (residual.square().mean(dim=1) / 2).sum().backward()
        opt.step()
        norms.append(w.detach().norm(dim=1))
        worst.append(residual.detach().abs().amax(dim=1))
    return w.detach(), torch.stack(norms), torch.stack(worst).amin(dim=0)


smallest = (torch.linalg.pinv(X) @ y[..., None])[..., 0]  # (seeds, weights)
makers = {
    "gradient descent": lambda p: torch.optim.SGD(p, lr=0.05),
    "Adam": lambda p: torch.optim.Adam(p, lr=0.01),
}
runs = {name: fit(make) for name, make in makers.items()}
for _, _, residual in runs.values():
    assert residual.max() < 1e-6  # both fit all examples
torch.testing.assert_close(runs["gradient descent"][0], smallest, atol=1e-6, rtol=0)
# What Adam adds to the smallest solution is invisible to the examples.
hidden = runs["Adam"][0] - smallest
assert torch.einsum("sew,sw->se", X, hidden).norm() < 0.1 * hidden.norm()

# %%
fig, ax = plt.subplots(num="norms")
for name, color, dash in [("gradient descent", "C0", "-"), ("Adam", "C1", (0, (5, 2)))]:
    values = runs[name][1][:400, 0]
    ax.plot(range(0, 400, 8), values[::8], color=color, linestyle=dash)
    ax.text(250, values[-1] + 0.05, name, color=color)
ax.axhline(smallest[0].norm(), color="0.5", linewidth=1, linestyle=":")
ax.set(xlabel="step", ylabel="norm of the weights", ylim=(0, 1.75), xlim=(0, 410))
ax.text(170, smallest[0].norm() - 0.14, "smallest norm (pseudo-inverse)", color="0.5")

# %%
norm = smallest.norm(dim=1)
descent, adam = (runs[name][0].norm(dim=1) / norm for name in makers)
more = adam - 1  # (seeds,)

# %%
measured = {
    "smallest": (
        f"{norm.min():.1f} to {norm.max():.1f}",
        "the smallest norm that fits the data differs from data set to data set",
        bool(norm.max() > 1.1 * norm.min()),
    ),
    "sgd-norm": (
        "smallest norm",
        "gradient descent from zero ends at the smallest norm that fits the data",
        bool((abs(descent - 1) < 1e-6).all()),
    ),
    "adam-norm": (
        f"{more.min():.0%} to {more.max():.0%}",
        "Adam ends at a larger norm",
        bool((more > 0.05).all()),
    ),
}
setup = (
    f"linear regression, {EXAMPLES} random examples, {WEIGHTS} weights, "
    f"{STEPS:,} full-batch steps from zero, {len(SEEDS)} seeds"
)
varied = {"STEPS": (750, 3000), "EXAMPLES": (10, 40), "WEIGHTS": (50, 200)}

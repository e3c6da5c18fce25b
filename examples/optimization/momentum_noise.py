# %% [markdown]
# # Momentum and gradient noise
# Does momentum average the noise of mini-batches out of the weights? Near a minimum the
# weights fluctuate: how far, with and without momentum?

# %%
import matplotlib.pyplot as plt
import torch

SEEDS = range(10)
COPIES = 4000  # weights that start alike and see noise of their own, for each seed
STEPS = 600
beta, lr = 0.9, 0.01
settings = {
    "SGD": (lr, 0.0),
    "momentum": (lr, beta),
    "SGD, ten times the rate": (lr / (1 - beta), 0.0),
}

# %% [markdown]
# On $\frac12 x^2$ the gradient is $x$, here plus noise of variance 1. All copies start at
# the minimum. Momentum averages the noise in its velocity, but one noise then moves the
# weight in many steps, and the errors add up.


# %%
def variances(rate, momentum):
    """Variance of x over the copies after each step, for each seed."""
    generators = [torch.Generator().manual_seed(seed) for seed in SEEDS]
    x = torch.zeros(len(SEEDS), COPIES, requires_grad=True)
    opt, found = torch.optim.SGD([x], lr=rate, momentum=momentum), []
    for _ in range(STEPS):
        noise = torch.stack([torch.randn(COPIES, generator=g) for g in generators])
        x.grad = x.detach() + noise
        opt.step()
        found.append(x.detach().var(dim=1))
    return torch.stack(found)  # (steps, seeds)


def stationary(rate, momentum):
    """The variance that one step leaves as it is: a linear system, solved."""
    move = torch.tensor([[1 - rate, -rate * momentum], [1, momentum]]).double()
    kick = torch.tensor([-rate, 1.0]).double()  # of the noise on (x, v)
    system = torch.eye(4).double() - torch.kron(move, move)
    return torch.linalg.solve(system, torch.kron(kick, kick))[0].item()


runs = {name: variances(*setting) for name, setting in settings.items()}
late = {name: run[-100:].mean(dim=0) for name, run in runs.items()}
for name, setting in settings.items():
    expected = torch.full((len(SEEDS),), stationary(*setting))
    torch.testing.assert_close(late[name], expected, rtol=0.1, atol=0)

# %%
fig, ax = plt.subplots(num="noise")
for (name, run), color, dash, y in zip(
    runs.items(),
    ["C0", "C1", "C2"],
    ["-", (0, (5, 2)), (0, (1.2, 1.5))],
    [0.007, 0.043, 0.058],
    strict=True,
):
    ax.plot(range(0, STEPS, 12), run[::12, 0], color=color, linestyle=dash)
    ax.text(STEPS * 0.98, y, name, color=color, ha="right")
ax.set(xlabel="step", ylabel="variance of the weight", ylim=(0, 0.065))

# %%
above = late["momentum"] / late["SGD"]  # (seeds,)
apart = late["momentum"] / late["SGD, ten times the rate"]

# %%
measured = {
    "above-sgd": (
        f"{above.median():.0f}×",
        "with momentum 0.9 the variance is ten times that of SGD at the same rate",
        bool((abs(above / 10 - 1) < 0.15).all()),
    ),
    "as-scaled": (
        "about the same",
        "SGD at ten times the rate has about the same variance as momentum",
        bool((abs(apart - 1) < 0.15).all()),
    ),
}
setup = (
    f"parabola of curvature one, gradient noise of variance one, rate {lr}, "
    f"{STEPS} steps, {COPIES:,} copies, {len(SEEDS)} seeds"
)
varied = {"STEPS": (1200,), "COPIES": (2000, 8000)}

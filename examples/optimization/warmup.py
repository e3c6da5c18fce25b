# %% [markdown]
# # Why Adam is warmed up
# How long are Adam's first steps when the gradient is nothing but noise? The schedule
# is what holds them back.

# %%
import matplotlib.pyplot as plt
import torch

SEEDS = range(10)
WEIGHTS = 4000  # for each seed
STEPS = 60
beta1 = 0.9


def draw(seed):
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(STEPS, WEIGHTS, generator=generator, dtype=torch.float64)


noise = torch.stack([draw(seed) for seed in SEEDS], dim=1)  # (steps, seeds, weights)


def step_lengths(schedule, scale=1.0):
    """Root-mean-square step per weight when each gradient is fresh noise."""
    p = torch.zeros(noise.shape[1:], dtype=torch.float64, requires_grad=True)
    opt, taken = torch.optim.Adam([p], lr=1.0), []
    for t, g in enumerate(noise):
        opt.param_groups[0]["lr"] = schedule(t)
        before = p.detach().clone()
        p.grad = scale * g
        opt.step()
        taken.append((p.detach() - before).square().mean(dim=1).sqrt())
    return torch.stack(taken)  # (steps, seeds)


W = 20
constant = step_lengths(lambda t: 1.0)
warmed = step_lengths(lambda t: min((t + 1) / W, 1.0))

# %% [markdown]
# In the first step $\hat m / \sqrt{\hat v} = \mathrm{sign}(g)$: every weight moves by
# the full rate. Later the average cancels most noise and the RMS falls to
# $\sqrt{(1-\beta_1)/(1+\beta_1)}$. The size of the gradient plays no part. All this is
# over after some twenty steps: it is one reason for a short warm-up, none for a warm-up
# of thousands of steps, and none for SGD.

# %%
limit = ((1 - beta1) / (1 + beta1)) ** 0.5
later = constant[-10:].mean(dim=0)  # (seeds,)
ratio = constant / later
# Not to the last digit: epsilon shortens the step of a weight whose noise is tiny.
torch.testing.assert_close(constant[0], torch.ones_like(later), atol=1e-3, rtol=0)
torch.testing.assert_close(later, torch.full_like(later, limit), atol=0.01, rtol=0)
louder = step_lengths(lambda t: 1.0, 1e3)
torch.testing.assert_close(louder, constant, atol=0, rtol=1e-3)

# %%
fig, ax = plt.subplots(num="noise-steps")
steps = torch.arange(1, STEPS + 1)
ax.axhline(limit, color="0.5", linewidth=1, linestyle=(0, (1.2, 1.5)))
ax.plot(steps, constant[:, 0], color="C1", linestyle=(0, (5, 2)))
ax.plot(steps, warmed[:, 0], color="C0", linestyle="-")
ax.plot(steps[::10], warmed[::10, 0], "o", color="C0")
ax.set(xlabel="step", ylabel="RMS step per weight (share of the rate)", ylim=(0, 1.05))
ax.set(xlim=(0, STEPS + 1), yticks=[0, 0.25, 0.5, 0.75, 1])
ax.text(8, 0.6, "constant rate", color="C1")
ax.text(9, 0.06, f"warm-up over {W} steps", color="C0")

# %%
computed = {
    "first": f"{constant[0].mean():.0%} of the rate",
    "warmed-first": f"{warmed[0].mean():.0%} of the rate",
}
measured = {
    "later": (
        f"{later.mean():.0%}",
        "later steps settle at 23% of the rate",
        bool((abs(later - 0.23) < 0.01).all()),
    ),
    "ratio": (
        "over four times",
        "the first step is over four times as long as later ones",
        bool((ratio[0] > 4).all()),
    ),
    "fifth": (
        f"{ratio[4].median():.1f}×",
        "the fifth step is about twice as long as later ones",
        bool((abs(ratio[4] - 2) < 0.2).all()),
    ),
    "twentieth": (
        f"{ratio[19].median():.1f}×",
        "the twentieth step is hardly longer than later ones",
        bool((abs(ratio[19] - 1.15) < 0.1).all()),
    ),
}
given = {"warmup": f"{W} steps"}
setup = f"Adam on {WEIGHTS:,} weights, gradients of pure noise, {len(SEEDS)} seeds"
varied = {"WEIGHTS": (2000, 8000), "STEPS": (120,)}

# %% [markdown]
# # Why Adam is warmed up
# How long are Adam's first steps when the gradient is nothing but noise? The schedule
# is what holds them back.

# %%
import matplotlib.pyplot as plt
import torch

T, n, beta1 = 60, 20_000, 0.9
generator = torch.Generator().manual_seed(0)
noise = torch.randn(T, n, generator=generator, dtype=torch.float64)


def step_lengths(schedule, scale=1.0):
    """Root-mean-square step per weight when each gradient is fresh noise."""
    p = torch.zeros(n, dtype=torch.float64, requires_grad=True)
    opt, taken = torch.optim.Adam([p], lr=1.0), []
    for t in range(T):
        opt.param_groups[0]["lr"] = schedule(t)
        before = p.detach().clone()
        p.grad = scale * noise[t]
        opt.step()
        taken.append((p.detach() - before).square().mean().sqrt())
    return torch.stack(taken)


W = 20
constant = step_lengths(lambda t: 1.0)
warmed = step_lengths(lambda t: min((t + 1) / W, 1.0))

# %% [markdown]
# In the first step $\hat m / \sqrt{\hat v} = \mathrm{sign}(g)$: every weight moves by
# the full rate. Later the average cancels the noise and the length falls to
# $\sqrt{(1-\beta_1)/(1+\beta_1)}$. The size of the gradient plays no part.

# %%
limit = ((1 - beta1) / (1 + beta1)) ** 0.5
assert abs(constant[0] - 1) < 1e-6
assert abs(constant[-10:].mean() - limit) < 0.01
torch.testing.assert_close(step_lengths(lambda t: 1.0, 1e3), constant)

# %%
fig, ax = plt.subplots(num="noise-steps")
steps = torch.arange(1, T + 1)
ax.axhline(limit, color="0.5", linewidth=1, linestyle=(0, (1.2, 1.5)))
ax.plot(steps, constant, color="C1", linestyle=(0, (5, 2)))
ax.plot(steps, warmed, color="C0", linestyle="-")
ax.plot(steps[::10], warmed[::10], "o", color="C0")
ax.set(xlabel="step", ylabel="step per weight (share of the rate)", ylim=(0, 1.05))
ax.set(xlim=(0, T + 1), yticks=[0, 0.25, 0.5, 0.75, 1])
ax.text(8, 0.6, "constant rate", color="C1")
ax.text(9, 0.06, "warm-up over 20 steps", color="C0")

# %%
facts = {
    "first": f"{constant[0]:.0%} of the rate",
    "later": f"{limit:.0%}",
    "ratio": f"{constant[0] / limit:.1f}×",
    "warmed-first": f"{warmed[0]:.0%} of the rate",
    "warmup": f"{W} steps",
}

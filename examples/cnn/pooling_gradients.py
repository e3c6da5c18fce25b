# %% [markdown]
# # Where the gradient of a pool goes
# Which inputs learn through maximum, mean, generalized mean and log-sum-exp?

# %%
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

# %% [markdown]
# ## Four ways to make one number of a window
# The generalized mean of power p is the mean at one and nears the maximum as p grows;
# it wants positive inputs. Log-sum-exp of sharpness r nears mean and maximum likewise,
# for any inputs; its gradient is a softmax.


# %%
def generalized_mean(window, p):
    return window.pow(p).mean(-1).pow(1 / p)


def log_mean_exp(window, r):
    return ((r * window).logsumexp(-1) - torch.tensor(window.shape[-1]).log()) / r


def gradient(pool, values):
    window = torch.tensor(values, dtype=torch.float64, requires_grad=True)
    return torch.autograd.grad(pool(window), window)[0]


values = [1.0, 2.0, 3.0, 4.0]
pools = {
    "mean": lambda w: F.avg_pool1d(w[None], 4)[0, 0],
    "GeM, p = 3": lambda w: generalized_mean(w, 3),
    "softmax, r = 1": lambda w: log_mean_exp(w, 1),
    "max": lambda w: F.max_pool1d(w[None], 4)[0, 0],
}
received = {name: gradient(pool, values) for name, pool in pools.items()}
x = torch.tensor(values, dtype=torch.float64)
# By hand: 1/n; (x / y)^(p-1) / n; softmax(rx); one at the largest.
mean_power = generalized_mean(x, 3)
by_hand = {
    "mean": torch.full((4,), 1 / 4),
    "GeM, p = 3": (x / mean_power) ** 2 / 4,
    "softmax, r = 1": x.softmax(-1),
    "max": (x == x.max()).double(),
}
for name, expected in by_hand.items():
    assert torch.allclose(received[name], expected.double())
assert abs(generalized_mean(x, 1) - x.mean()) < 1e-12
assert abs(generalized_mean(x, 200) - x.max()) < 0.05

fig, axes = plt.subplots(1, 4, num="gradients", figsize=(5.0, 2.0), sharey=True)
for i, (ax, (name, shares)) in enumerate(zip(axes, received.items(), strict=True)):
    ax.bar([f"{value:.0f}" for value in values], shares, color=f"C{i}")
    ax.set(title=name.replace(", ", "\n"), ylim=(0, 1.05))
    ax.title.set_size(10)
axes[0].set_ylabel("gradient")
fig.supxlabel("value in the window", size=10)

# %% [markdown]
# ## Overlap and ties
# Windows that overlap add what they send to one input. Where several inputs are the
# largest, for instance zero after ReLU, the max pool of the CPU sends all to the first of
# the window, `amax` an equal part to each.

# %%
ramp = torch.arange(36.0).view(1, 1, 6, 6).requires_grad_()
F.max_pool2d(ramp, 3, stride=1).sum().backward()
sent = (6 - 3 + 1) ** 2  # one from each window
assert ramp.grad.sum() == sent
reached = int((ramp.grad > 0).sum())
flat = torch.zeros(1, 1, 2, 2, requires_grad=True)
(first,) = torch.autograd.grad(F.max_pool2d(flat, 2).sum(), flat)
(even,) = torch.autograd.grad(flat.amax((2, 3)).sum(), flat)
apart = torch.rand(1, 1, 8, 8, dtype=torch.float64, requires_grad=True)
(disjoint,) = torch.autograd.grad(F.max_pool2d(apart, 2).sum(), apart)
assert set(disjoint.unique().tolist()) == {0.0, 1.0}

# %%
computed = {
    "max-share": f"{(disjoint > 0).double().mean():.0%}",
    "mean-gradient": f"{received['mean'][0]:.2f}",
    "gem-largest": f"{received['GeM, p = 3'][-1]:.2f}",
    "softmax-largest": f"{received['softmax, r = 1'][-1]:.2f}",
    "tie-max-pool": ", ".join(f"{v:g}" for v in first.flatten().tolist()),
    "tie-amax": ", ".join(f"{v:g}" for v in even.flatten().tolist()),
    "overlap": f"{reached} of {ramp.numel()}",
}

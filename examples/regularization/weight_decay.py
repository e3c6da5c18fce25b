# %% [markdown]
# # L2 penalty and weight decay
# When is weight decay the same as an L2 penalty on the loss, and what is the difference
# where it is not?

# %%
import matplotlib.pyplot as plt
import torch
from torch.optim import SGD, Adam, AdamW

SEEDS = range(10)
REGRESSIONS = range(100)
SAMPLES = 64
STEPS = 1000
WEIGHTS = 200


def train(optimizer, seed, penalty=0.0, kept=1.0, **options):
    """Ten steps on a least squares loss + penalty · ‖w‖², each after keeping a share."""
    torch.manual_seed(seed)
    sizes = [(SAMPLES, 5), SAMPLES, 5]
    x, y, w = (torch.randn(size, dtype=torch.double) for size in sizes)
    opt = optimizer([w.requires_grad_()], lr=0.1, **options)
    for _ in range(10):
        opt.zero_grad()
        loss = (x @ w - y).square().mean() + penalty * w.square().sum()
        loss.backward()
        w.data *= kept
        opt.step()
    return w.detach()


def apart(a, b):
    return (a - b).abs().max().item()


decoupled = []
for seed in REGRESSIONS:
    sgd, adam, adamw = (
        train(way, seed, weight_decay=0.2) for way in (SGD, Adam, AdamW)
    )
    assert apart(sgd, train(SGD, seed, penalty=0.1)) < 1e-12  # the penalty is λ/2
    assert apart(adam, train(Adam, seed, penalty=0.1)) < 1e-9
    twice = train(SGD, seed, weight_decay=0.4)
    assert apart(twice, train(SGD, seed, penalty=0.2)) < 1e-12  # λ: twice as hard
    assert apart(adamw, train(Adam, seed, kept=1 - 0.1 * 0.2)) < 1e-9  # decoupled
    decoupled.append(apart(adam, adamw))

# %% [markdown]
# ## Decay without a gradient
# AdamW multiplies by $1 - \eta\lambda$ a step, only in the groups that ask for it.

# %%
weight, bias = torch.ones(1, requires_grad=True), torch.ones(1, requires_grad=True)
no_decay = {"params": [bias], "weight_decay": 0.0}
opt = AdamW([{"params": [weight]}, no_decay], lr=0.1, weight_decay=0.5)
weight.grad, bias.grad = torch.zeros(1), torch.zeros(1)
for _ in range(20):
    opt.step()
assert abs(weight.item() - (1 - 0.1 * 0.5) ** 20) < 1e-6
assert bias.item() == 1

# %% [markdown]
# ## The penalty inside Adam
# Adam divides the penalty's gradient by the size of the whole gradient. A weight with
# large gradients is hardly decayed, one with small gradients is decayed fast. Here the
# gradients are pure noise, so that all shrinking is the decay's.

# %%
fig, ax = plt.subplots(num="adam-decay")
left = {}  # mean weight at the end, of each run
for optimizer, sd, style in [
    *((Adam, 10, "C1-"), (AdamW, 10, "C0--")),
    *((AdamW, 0.1, "C0:"), (Adam, 0.1, "C1-.")),
]:
    torch.manual_seed(0)
    w, path = torch.ones(len(SEEDS), WEIGHTS, requires_grad=True), []
    opt = optimizer([w], lr=0.01, weight_decay=0.1)
    for _ in range(STEPS):
        path.append(w.mean().item())
        w.grad = sd * torch.randn(w.shape)
        opt.step()
    ax.plot(range(0, STEPS, 20), path[::20], style)
    left[optimizer, sd] = w.detach().mean(1)
shrunk = (1 - 0.01 * 0.1) ** STEPS
assert max(apart(left[AdamW, sd], shrunk) for sd in (10, 0.1)) < 0.05
ax.set(xlabel="step", ylabel="mean weight (starts at 1)", ylim=(-0.05, 1.05))
ax.text(380, 0.85, "Adam + L2, large gradients", color="C1")
ax.text(400, 0.7, "AdamW, large and small", color="C0")
ax.text(380, 0.06, "Adam + L2, small gradients", color="C1")


def span(values, digits=1):
    ends = [f"{abs(value):.{digits}f}" for value in (min(values), max(values))]
    return " to ".join(dict.fromkeys(ends))


# %%
computed = {"shrunk": f"{weight.item():.3f}", "kept": f"{bias.item():.0f}"}
measured = {
    "adamw": (
        f"up to {max(decoupled):.1f}",
        "Adam and AdamW end at different weights, in some regressions far apart",
        min(decoupled) > 0.001 and max(decoupled) > 0.3,
    ),
    "large": (
        span(left[Adam, 10]),
        "the penalty inside Adam spares weights with large gradients",
        left[Adam, 10].min().item() > shrunk + 0.2,
    ),
    "small": (
        span(left[Adam, 0.1]),
        "the penalty inside Adam erases weights with small gradients",
        left[Adam, 0.1].abs().max().item() < 0.05,
    ),
    "decoupled": (
        span(left[AdamW, 10]),
        "AdamW decays weights with large and small gradients alike",
        apart(left[AdamW, 10], left[AdamW, 0.1]) < 0.05,
    ),
}
setup = f"{SAMPLES} samples, ten steps, {len(REGRESSIONS)} seeds; noise, {STEPS:,} steps, {len(SEEDS)} runs"
varied = {"SAMPLES": (32, 128), "STEPS": (500, 2000), "WEIGHTS": (100, 400)}

# %% [markdown]
# # Update rules by hand
# Are the five rules what PyTorch runs? Each is written out in a few lines and compared
# with torch.optim, then fed a constant gradient to see how long its steps are.

# %%
import matplotlib.pyplot as plt
import torch

lr, eps = 0.1, 1e-8


# %% [markdown]
# Each rule is a generator: gradient in, step out. `beta` of RMSprop is called `alpha`
# in PyTorch, with default 0.99.


# %%
def sgd(theta):
    while True:
        g = yield theta
        theta = theta - lr * g


def momentum(theta, beta=0.9):
    v = 0
    while True:
        g = yield theta
        v = beta * v + g
        theta = theta - lr * v


def rmsprop(theta, beta=0.99):
    v = 0
    while True:
        g = yield theta
        v = beta * v + (1 - beta) * g**2
        theta = theta - lr * g / (v**0.5 + eps)


def adam(theta, beta1=0.9, beta2=0.999, decay=0.0, correct=True):
    m, v, t = 0, 0, 0
    while True:
        g = yield theta
        t += 1
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        c1, c2 = (1 - beta1**t, 1 - beta2**t) if correct else (1, 1)
        theta = theta - lr * decay * theta  # AdamW: beside the gradient
        theta = theta - lr * (m / c1) / ((v / c2) ** 0.5 + eps)


def adamw(theta):
    return adam(theta, decay=0.01)


rules = {
    "SGD": (sgd, lambda p: torch.optim.SGD(p, lr=lr)),
    "SGD + momentum": (momentum, lambda p: torch.optim.SGD(p, lr=lr, momentum=0.9)),
    "RMSprop": (rmsprop, lambda p: torch.optim.RMSprop(p, lr=lr)),
    "Adam": (adam, lambda p: torch.optim.Adam(p, lr=lr)),
    "AdamW": (adamw, lambda p: torch.optim.AdamW(p, lr=lr)),
}


# %%
def by_hand(rule, start, gradients):
    updates = rule(start)
    return [next(updates)] + [updates.send(g) for g in gradients]


def by_torch(make, start, gradients):
    p = start.clone().requires_grad_()
    opt, path = make([p]), [start]
    for g in gradients:
        p.grad = g.clone()
        opt.step()
        path.append(p.detach().clone())
    return path


torch.manual_seed(0)
start = torch.randn(5, dtype=torch.float64)
gradients = torch.randn(20, 5, dtype=torch.float64)
worst = 0.0
for rule, make in rules.values():
    hand = torch.stack(by_hand(rule, start, gradients))
    worst = max(
        worst, (hand - torch.stack(by_torch(make, start, gradients))).abs().max()
    )
assert worst < 1e-13  # 20 random steps, five rules

# %% [markdown]
# ## A constant gradient of 1
# Momentum builds up to $\alpha/(1-\beta)$. RMSprop starts with $1/\sqrt{1-\beta}$ times
# its rate, since $v$ starts at 0. Adam's bias correction removes that: every step is
# $\alpha$.

# %%
ones = torch.ones(60, 1, dtype=torch.float64)
zero = torch.zeros(1, dtype=torch.float64)
length = {
    name: -torch.stack(by_hand(rule, zero, ones)).diff(dim=0)[:, 0] / lr
    for name, (rule, _) in rules.items()
}
uncorrected = by_hand(lambda p: adam(p, correct=False), zero, ones)
length["no correction"] = -torch.stack(uncorrected).diff(dim=0)[:, 0] / lr

fig, ax = plt.subplots(num="constant-gradient", figsize=(5.0, 3.2))
step = torch.arange(1, 61)
ax.plot(step[4::10], length["SGD"][4::10], "s", color="C0")
ax.set(xlabel="step", ylabel="step length (multiples of the rate)", ylim=(0, 11))
ax.set_xlim(0, 61)
ax.set_yticks([0, 1, 3.16, 5, 10], ["0", "1", "3.16", "5", "10"])
for name, color, dash, at in [
    ("SGD + momentum", "C1", (0, (5, 2)), (25, 10.1)),
    ("RMSprop", "C2", (0, (5, 1.5, 1, 1.5)), (33, 2.15)),
    ("no correction", "C4", (0, (1.2, 1.5)), (27, 6.2)),
    ("Adam", "C3", "-", (2, 0.35)),
]:
    ax.plot(step, length[name], color=color, linestyle=dash)
    label = {"no correction": "Adam without correction", "Adam": "SGD, Adam"}
    ax.text(*at, label.get(name, name), color=color)

# %% [markdown]
# ## Adam's first step
# With bias correction the first step is $\alpha\,\mathrm{sign}(g)$, whatever the size
# of $g$. For $n$ weights its length is $\alpha\sqrt n$: only the schedule limits it.

# %%
lengths = {}
for scale in [1e-3, 1.0, 1e3]:
    p = torch.zeros(10_000, dtype=torch.float64, requires_grad=True)
    opt = torch.optim.Adam([p], lr=1.0)
    p.grad = scale * torch.randn(10_000, dtype=torch.float64).sign()
    opt.step()
    lengths[scale] = p.norm().item()
p = torch.zeros(1, requires_grad=True)
opt = torch.optim.RMSprop([p], lr=lr)
p.grad = torch.ones(1)
opt.step()

# %%
facts = {
    "rules": f"{len(rules)} rules",
    "agreement": "less than 1e-13",
    "momentum-limit": f"{length['SGD + momentum'][-1]:.1f}×",
    "rmsprop-first": f"{length['RMSprop'][0]:.1f}×",
    "square-avg": f"{opt.state[p]['square_avg'].item():.2f}",
    "adam-first": f"{length['Adam'][0]:.2f}×",
    "uncorrected-first": f"{length['no correction'][0]:.2f}×",
    "uncorrected-peak": f"{length['no correction'].max():.1f}×",
    "first-norm": " / ".join(f"{n:.1f}" for n in lengths.values()),
}

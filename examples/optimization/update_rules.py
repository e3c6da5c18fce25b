# %% [markdown]
# # Update rules by hand
# Are the five rules what PyTorch runs? Each is written out in a few lines and compared
# with torch.optim.

# %%
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


def adam(theta, beta1=0.9, beta2=0.999, decay=0.0):
    m, v, t = 0, 0, 0
    while True:
        g = yield theta
        t += 1
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
        theta = theta - lr * decay * theta  # AdamW: beside the gradient
        theta = theta - lr * m_hat / (v_hat**0.5 + eps)


def adamw(theta):
    return adam(theta, decay=0.01)


rules = {
    "SGD": (sgd, lambda p: torch.optim.SGD(p, lr=lr)),
    "SGD + momentum": (momentum, lambda p: torch.optim.SGD(p, lr=lr, momentum=0.9)),
    "RMSprop": (rmsprop, lambda p: torch.optim.RMSprop(p, lr=lr)),
    "Adam": (adam, lambda p: torch.optim.Adam(p, lr=lr)),
    "AdamW": (adamw, lambda p: torch.optim.AdamW(p, lr=lr)),
}

# %% [markdown]
# ## The same path
# Twenty random gradients for five weights: both go through the same points.


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
    hand = torch.stack(by_hand(rule, start, gradients))  # 21 × (5,) -> (21, 5)
    ours = torch.stack(by_torch(make, start, gradients))
    worst = max(worst, (hand - ours).abs().max().item())
bound = next((b for b in (1e-13, 1e-7, 1e-3) if worst < b), 1)
assert bound < 1e-7

# %% [markdown]
# RMSprop's $v$ starts at 0: after a first gradient of 1 it is $1 - \beta$.

# %%
p = torch.zeros(1, requires_grad=True)
opt = torch.optim.RMSprop([p], lr=lr)
p.grad = torch.ones(1)
opt.step()
square_avg = opt.state[p]["square_avg"].item()
assert abs(square_avg - (1 - 0.99)) < 1e-6

# %%
computed = {
    "rules": f"{len(rules)} rules",
    "agreement": f"less than {bound:.0e}",
    "square-avg": f"{square_avg:.2f}",
}

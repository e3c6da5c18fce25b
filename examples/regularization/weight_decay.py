# %% [markdown]
# # L2 penalty and weight decay
# When is weight decay the same as an L2 penalty on the loss, and what is the difference
# where it is not?

# %%
import matplotlib.pyplot as plt
import torch
from torch.optim import SGD, Adam, AdamW

torch.manual_seed(0)
data, target, start = (torch.randn(s, dtype=torch.double) for s in [(64, 5), 64, 5])


def train(optimizer, penalty=0.0, **options):
    """Weights after ten steps on a least squares loss + penalty · ‖w‖²."""
    w = start.clone().requires_grad_()
    opt = optimizer([w], lr=0.1, **options)
    for _ in range(10):
        opt.zero_grad()
        loss = (data @ w - target).square().mean() + penalty * w.square().sum()
        loss.backward()
        opt.step()
    return w.detach()


def apart(a, b):
    return (a - b).abs().max().item()


sgd, adam = train(SGD, weight_decay=0.2), train(Adam, weight_decay=0.2)
assert apart(sgd, train(SGD, penalty=0.1)) < 1e-12  # the penalty is λ/2, not λ
assert apart(adam, train(Adam, penalty=0.1)) < 1e-12
full = apart(sgd, train(SGD, penalty=0.2))
decoupled = apart(adam, train(AdamW, weight_decay=0.2))
print(f"penalty λ instead of λ/2: {full:.2f}, AdamW instead of Adam: {decoupled:.2f}")

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
left = {}
for optimizer, sd, style in [
    (Adam, 10, "C1-"),
    (AdamW, 10, "C0--"),
    (AdamW, 0.1, "C0:"),
    (Adam, 0.1, "C1-."),
]:
    w, path = torch.ones(500, requires_grad=True), []
    opt = optimizer([w], lr=0.01, weight_decay=0.1)
    for _ in range(1000):
        path.append(w.mean().item())
        w.grad = sd * torch.randn(500)
        opt.step()
    ax.plot(range(0, 1000, 20), path[::20], style)
    left[optimizer, sd] = path[-1]
assert max(abs(left[AdamW, sd] - 0.999**1000) for sd in (10, 0.1)) < 0.05
ax.set(xlabel="step", ylabel="mean weight (starts at 1)", ylim=(-0.05, 1.05))
ax.text(380, 0.85, "Adam + L2, large gradients", color="C1")
ax.text(400, 0.7, "AdamW, large and small", color="C0")
ax.text(380, 0.06, "Adam + L2, small gradients", color="C1")

# %%
facts = {
    "lambda-full": f"{full:.2f}",
    "adamw": f"{decoupled:.2f}",
    "shrunk": f"{weight.item():.3f}",
    "kept": f"{bias.item():.0f}",
    "large": f"{left[Adam, 10]:.1f}",
    "small": f"{abs(left[Adam, 0.1]):.1f}",
    "decoupled": f"{left[AdamW, 10]:.1f}",
}

# %% [markdown]
# # Label smoothing
# Which targets does label smoothing give, in the two conventions? And what do they ask
# of the logits?

# %%
import math

import matplotlib.pyplot as plt
import torch
from torch.nn.functional import cross_entropy, log_softmax


def uniform_mix(classes, eps):
    """(true class, any other): mixed with the uniform distribution, as PyTorch does."""
    return 1 - eps + eps / classes, eps / classes


def among_others(classes, eps):
    """(true class, any other): ε goes to the wrong classes only; two or more classes."""
    return 1 - eps, eps / (classes - 1)


def loss(logits, label, targets):
    true, other = targets
    soft = torch.full_like(logits, other)
    soft[label] = true
    return -(soft * log_softmax(logits, 0)).sum()


torch.manual_seed(0)
C, eps = 10, 0.1
logits, label = torch.randn(C, dtype=torch.double), torch.tensor(3)
for targets, value in [
    (uniform_mix(C, eps), eps),
    (among_others(C, eps), eps * C / (C - 1)),  # the same family, another ε
]:
    assert abs(targets[0] + (C - 1) * targets[1] - 1) < 1e-12
    torch_loss = cross_entropy(logits, label, label_smoothing=value)
    assert torch.isclose(loss(logits, label, targets), torch_loss, rtol=1e-12)

# %% [markdown]
# ## A finite gap
# Let the true class lead all others by a gap $z$ in the logits. A hard label is never
# satisfied: its loss falls for ever. A smoothed one is best where softmax equals the
# targets, $z = \ln(t_\text{true} / t_\text{other})$, and punishes more confidence.

# %%
conventions = {
    "hard": (1.0, 0.0),
    "uniform": uniform_mix(C, eps),
    "others": among_others(C, eps),
}
gaps = torch.linspace(0, 10, 60, dtype=torch.double)


def lead(gap):
    return torch.cat([gap[None], torch.zeros(C - 1, dtype=torch.double)])


best, floor = {}, {}
for name in ("uniform", "others"):
    true, other = conventions[name]
    best[name] = math.log(true / other)
    z = torch.tensor(best[name], dtype=torch.double, requires_grad=True)
    lowest = loss(lead(z), 0, conventions[name])
    lowest.backward()
    assert abs(z.grad) < 1e-12  # the closed form is the minimum
    floor[name] = lowest.item()
    entropy = -true * math.log(true) - (C - 1) * other * math.log(other)
    assert abs(floor[name] - entropy) < 1e-12

fig, ax = plt.subplots(num="gap")
styles = {"hard": "C2-", "uniform": "C0--", "others": "C1-."}
for name, targets in conventions.items():
    ax.plot(gaps, [loss(lead(gap), 0, targets) for gap in gaps], styles[name])
    if name in best:
        ax.plot(best[name], floor[name], styles[name][:2] + "o")
ax.set(xlabel="lead of the true class's logit", ylim=(0, 2.4))
ax.set_ylabel("loss, C = 10, ε = 0.1")
ax.text(7.2, 0.88, "ε/(C−1)", color="C1", ha="right")
ax.text(10, 0.55, "PyTorch: ε/C", color="C0", ha="right")
ax.text(8, 0.07, "hard label", color="C2")

# %%
pytorch, other = conventions["uniform"], conventions["others"]

# %%
computed = {
    "pytorch-true": f"{pytorch[0]:.2f}",
    "pytorch-other": f"{pytorch[1]:.2f}",
    "others-true": f"{other[0]:.2f}",
    "others-other": f"{other[1]:.4f}",
    "two-pytorch": "{:.2f} and {:.2f}".format(*uniform_mix(2, eps)),
    "two-others": "{:.2f} and {:.2f}".format(*among_others(2, eps)),
    "lead": f"{best['uniform']:.2f}",
    "lead-others": f"{best['others']:.2f}",
    "floor": f"{floor['uniform']:.3f}",
}

# %% [markdown]
# # Activations and their slopes
# How steep can an activation be, how steep is it at zero, and how low does it go?

# %%
import math

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

# %% [markdown]
# ## By hand
# Φ is the distribution function of the standard normal. Each agrees with PyTorch.


# %%
def activations(slope=0.01):
    """Seven activations of a tensor, by name."""
    return {
        "sigmoid": lambda x: 1 / (1 + torch.exp(-x)),
        "tanh": lambda x: (
            (torch.exp(x) - torch.exp(-x)) / (torch.exp(x) + torch.exp(-x))
        ),
        "ReLU": lambda x: torch.where(x > 0, x, 0 * x),
        "leaky ReLU": lambda x: torch.where(x > 0, x, slope * x),
        "GELU": lambda x: x * (1 + torch.erf(x / math.sqrt(2))) / 2,
        "SiLU": lambda x: x / (1 + torch.exp(-x)),
        "hard-swish": lambda x: x * (x + 3).clamp(0, 6) / 6,
    }


torchs = [torch.sigmoid, torch.tanh, F.relu, F.leaky_relu, F.gelu, F.silu, F.hardswish]
x = torch.linspace(-8, 8, 160_001, dtype=torch.float64, requires_grad=True)
values, slopes = {}, {}
for (name, function), theirs in zip(activations().items(), torchs, strict=True):
    y = function(x)
    torch.testing.assert_close(y, theirs(x), rtol=0, atol=1e-12)
    (slopes[name],) = torch.autograd.grad(y.sum(), x)
    values[name] = y.detach()

# %% [markdown]
# ## The steepest slope, the lowest value, the slope at zero
# A sigmoid has the slope $\sigma\,(1 - \sigma)$: at most a quarter, at zero. So each sigmoid layer
# takes at least three quarters of what comes back through it, weights aside.

# %%
steepest = {name: slope.max().item() for name, slope in slopes.items()}
lowest = {name: value.min().item() for name, value in values.items()}
assert abs(steepest["sigmoid"] - 0.25) < 1e-9
assert abs(steepest["tanh"] - 1) < 1e-9
assert steepest["ReLU"] == steepest["leaky ReLU"] == 1
ten = steepest["sigmoid"] ** 10
zero = torch.zeros(1, dtype=torch.float64, requires_grad=True)
at_zero = {}
for name, theirs in zip(slopes, torchs, strict=True):
    (at,) = torch.autograd.grad(theirs(zero), zero)
    at_zero[name] = at.item()

# %% [markdown]
# ## Two versions of one name
# GELU's older form replaces Φ by a tanh. Weights trained with one are run with the other.

# %%
with torch.no_grad():
    tanh_off = (F.gelu(x) - F.gelu(x, approximate="tanh")).abs().max().item()
    hard_off = (F.silu(x) - F.hardswish(x)).abs().max().item()

# %%
fig, (left, right) = plt.subplots(1, 2, num="curves", figsize=(6.0, 3.0))
shown = slice(40_000, 120_001, 400)  # from minus four to four
u = x.detach()[shown]
for name, color, dash in (
    ("sigmoid", "C2", (0, (5, 2))),
    ("ReLU", "C0", "-"),
    ("GELU", "C1", (0, (5, 1.5, 1, 1.5))),
    ("hard-swish", "C3", (0, (1, 1))),
):
    left.plot(u, values[name][shown], color=color, linestyle=dash, label=name)
    right.plot(u, slopes[name][shown], color=color, linestyle=dash)
left.legend(frameon=False, loc="upper left")
left.set(xlabel="input", ylabel="value", xticks=[-4, 0, 4])
right.set(xlabel="input", ylabel="slope", xticks=[-4, 0, 4])
fig.tight_layout()

# %%
computed = {
    **{
        f"steepest-{name.lower().replace(' ', '-')}": f"{slope:.2f}"
        for name, slope in steepest.items()
    },
    **{
        f"lowest-{name.lower()}": f"{lowest[name]:.2f}".replace("-", "−")
        for name in ("GELU", "SiLU", "hard-swish")
    },
    **{
        f"at-zero-{name.lower().replace(' ', '-')}": f"{slope:.2f}"
        for name, slope in at_zero.items()
    },
    "ten-sigmoids": f"{ten:.0e}".replace("e-0", "e−"),
    "tanh-off": f"{tanh_off:.4f}",
    "hard-off": f"{hard_off:.2f}",
}

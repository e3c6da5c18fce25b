# %% [markdown]
# # Gradient norms by layer
# What does the gradient norm of each layer tell before the first step? Four ways to
# build the same 56-layer network.

# %%
import math

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn

DEPTH, C = 56, 16


def build(kind):
    torch.manual_seed(0)
    convs = [nn.Conv2d(C, C, 3, padding=1).double() for _ in range(DEPTH)]
    norms = [nn.BatchNorm2d(C).double() for _ in range(DEPTH)]
    if kind == "He init":
        for conv in convs:
            nn.init.kaiming_normal_(conv.weight)
            nn.init.zeros_(conv.bias)
    return convs, norms, nn.Linear(C, 10).double()


def forward(kind, net, x):
    convs, norms, head = net
    for conv, norm in zip(convs, norms, strict=True):
        if kind in ("default init", "He init"):
            x = F.relu(conv(x))
        elif kind == "batch norm":
            x = F.relu(norm(conv(x)))
        else:
            x = x + F.relu(norm(conv(x)))
    return head(x.mean((2, 3)))  # (B, C, H, W) -> (B, C) -> (B, 10)


x = torch.randn(8, C, 8, 8, dtype=torch.float64, generator=torch.manual_seed(1))
labels = torch.arange(8)

# %% [markdown]
# One backward pass, then the norm of each weight gradient. float64 keeps the tiny ones;
# in float32 deeper networks underflow to exactly 0.

# %%
gradient, products = {}, {}
for kind in ("batch norm", "residual + batch norm", "He init", "default init"):
    net = build(kind)
    F.cross_entropy(forward(kind, net, x), labels).backward()
    gradient[kind] = [conv.weight.grad.norm().item() for conv in net[0]]
    products[kind] = [(conv.weight.grad * conv.weight).sum().item() for conv in net[0]]
ratio = {kind: norms[0] / norms[-1] for kind, norms in gradient.items()}
assert ratio["default init"] < 1e-15
assert ratio["batch norm"] > 1e3
assert 0.1 < ratio["residual + batch norm"] < 100

# %% [markdown]
# Two closed forms. PyTorch's default weights have a sixth of He's variance, so each
# layer passes back about $1/\sqrt6$ of its gradient; the biases keep the activations
# alive. Without biases a ReLU stack scales with each weight tensor alike: weight times
# gradient, summed, is the same in every layer. So the He curve is level by necessity,
# and its height counts too.

# %%
fan_in = 9 * C
# (DEPTH, C, C, 3, 3)
default = torch.stack([conv.weight for conv in build("default init")[0]])
assert abs(default.var() * fan_in / 2 - 1 / 6) < 0.005
assert abs(math.log10(ratio["default init"]) + (DEPTH - 1) / 2 * math.log10(6)) < 1
assert max(products["He init"]) / min(products["He init"]) < 1 + 1e-9

# %%
fig, ax = plt.subplots(num="layers", figsize=(5.0, 3.4))
for norms in gradient.values():
    ax.plot(range(1, DEPTH + 1), norms)
ax.text(10, 8e3, "batch norm", color="C0")
ax.text(56, 3e1, "residual + batch norm", color="C1", ha="right")
ax.text(3, 1e-6, "He init", color="C2")
ax.text(24, 1e-18, "default init", color="C3")
ax.set(yscale="log", xlabel="layer (1 = nearest to the input)")
ax.set_ylabel("norm of the weight gradient")

# %% [markdown]
# The companion number: the size of one SGD update over the size of the weights, here
# of layer 1.


# %%
def power(value):
    """The order of magnitude, 10⁻²² for 1.3e-22."""
    exponent = str(round(math.log10(value))).replace("-", "−")
    return "10" + exponent.translate(str.maketrans("0123456789−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"))


lr = 0.01
weight = default[0].norm().item()
kinds = ("batch norm", "residual + batch norm")
update = {kind: lr * gradient[kind][0] / weight for kind in kinds}

# %%
facts = {
    "depth": f"{DEPTH}",
    "default": power(ratio["default init"]),
    "he": f"{ratio['He init']:.0f}",
    "batch-norm": power(ratio["batch norm"]),
    "residual": f"{ratio['residual + batch norm']:.0f}",
    "update-batch-norm": f"{update['batch norm']:.0f}",
    "update-residual": f"{update['residual + batch norm']:.2f}",
}

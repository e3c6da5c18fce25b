# %% [markdown]
# # Gradient norms by layer
# What does the gradient norm of each layer tell before the first step? Four ways to
# build the same 56-layer network, ten seeds each.

# %%
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from _ranges import powers, span
from torch import nn

SEEDS = range(10)
DEPTH = 56
WIDTH = 16
BATCH = 4
RATE = 0.01


def build(kind):
    convs = [nn.Conv2d(WIDTH, WIDTH, 3, padding=1).double() for _ in range(DEPTH)]
    norms = [nn.BatchNorm2d(WIDTH).double() for _ in range(DEPTH)]
    if kind == "He init":
        for conv in convs:
            nn.init.kaiming_normal_(conv.weight)
            nn.init.zeros_(conv.bias)
    return convs, norms, nn.Linear(WIDTH, 10).double()


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


# %% [markdown]
# One backward pass, then the norm of each weight gradient. float64 keeps the tiny ones;
# in float32 deeper networks underflow to exactly 0. Three checks in closed form:
#
# - PyTorch's default weights have a sixth of He's variance, so each layer passes back
#   about $1/\sqrt6$ of its gradient; the biases keep the activations alive.
# - Without biases a ReLU stack scales with each weight tensor alike: weight times
#   gradient, summed, is the same in every layer. So the He curve stays about level.
# - In front of batch norm the scale of a weight changes nothing: that sum is 0.

# %%
kinds = ("batch norm", "residual + batch norm", "He init", "default init")
drawn, ratio, update = {}, {kind: [] for kind in kinds}, {kind: [] for kind in kinds}
labels = torch.arange(BATCH) % 10
for seed in SEEDS:
    for kind in kinds:
        torch.manual_seed(seed)
        net = build(kind)
        x = torch.randn(BATCH, WIDTH, 8, 8, dtype=torch.float64)
        F.cross_entropy(forward(kind, net, x), labels).backward()
        weights = [conv.weight for conv in net[0]]
        gradient = [weight.grad.norm().item() for weight in weights]
        drawn.setdefault(kind, gradient)
        ratio[kind].append(gradient[0] / gradient[-1])
        update[kind].append(RATE * gradient[0] / weights[0].norm().item())
        products = [(weight.grad * weight).sum().item() for weight in weights]
        if kind == "He init":
            assert max(products) / min(products) < 1 + 1e-9
        elif kind == "default init":
            variance = torch.stack(weights).var().item()
            assert abs(variance * 9 * WIDTH / 2 - 1 / 6) < 0.01
        else:
            pairs = zip(products, gradient, strict=True)
            assert all(abs(product) < 0.01 * norm for product, norm in pairs)
norm, residual, he, default = ratio.values()
large, small = update["batch norm"], update["residual + batch norm"]
per_layer = [times ** (1 / (DEPTH - 1)) for times in default]

# %%
fig, ax = plt.subplots(num="layers", figsize=(5.0, 3.4))
for norms in drawn.values():
    ax.plot(range(1, DEPTH + 1), norms)
ax.text(10, 2e4, "batch norm", color="C0")
ax.text(47, 5e-3, "residual + batch norm", color="C1", ha="right")
ax.text(3, 1e-6, "He init", color="C2")
ax.text(24, 1e-18, "default init", color="C3")
ax.set(yscale="log", xlabel="layer (1 = nearest to the input)")
ax.set_ylabel("norm of the weight gradient")

# %% [markdown]
# The companion number: the first SGD update of layer 1 over its weights, in norm.

# %%
given = {"depth": f"{DEPTH}"}
measured = {
    "default": (
        powers(default),
        "from default weights the gradient more than halves at each layer",
        max(per_layer) < 0.5,
    ),
    "he": (
        span(he, ".0f"),
        "from He's weights the gradients of first and last layer differ by less than a hundredfold",
        min(he) > 0.1 and max(he) < 100,
    ),
    "batch-norm": (
        powers(norm),
        "with batch norm and no skips the first layer's gradient is over fifty times the last one's",
        min(norm) > 50,
    ),
    "residual": (
        span(residual, ".0f"),
        "with skips too it grows, but less than a third as far",
        1 < max(residual) < min(norm) / 3,
    ),
    "update-batch-norm": (
        powers(large),
        "the first update of layer 1 is larger than the weights themselves",
        min(large) > 1,
    ),
    "update-residual": (
        span(small, ".2f"),
        "with skips the first update of layer 1 is under a tenth of the weights",
        max(small) < 0.1,
    ),
}
setup = f"{DEPTH} layers of {WIDTH} channels, batch of {BATCH}, {len(SEEDS)} seeds"
varied = {"DEPTH": (40, 80), "WIDTH": (12, 32), "BATCH": (8,)}

# %% [markdown]
# # Gradients through depth
# By which factor does the gradient change a layer, and what mends it?

# %%
import matplotlib.pyplot as plt
import torch
from torch import nn

SEEDS = range(10)
DEPTH = 30
WIDTH = 128
SAMPLES = 64

# %% [markdown]
# The gradient at a layer is that at the next one times a Jacobian: the diagonal of slopes
# times the weights. Its mean square changes by the mean squared slope times $n$ times the
# variance of a weight. Noise is sent in from above, so that the loss plays no part.


# %%
def stack(kind, seed):
    """RMS of the gradient at the input of each of DEPTH layers, from the first on."""
    torch.manual_seed(seed)
    double = {"dtype": torch.float64}
    h, kept = torch.randn(SAMPLES, WIDTH, requires_grad=True, **double), []
    scale = {"ReLU": 2.0, "ReLU, large": 4.0, "skips": 2.0}.get(kind, 1.0)
    for _ in range(DEPTH):
        h.retain_grad()
        kept.append(h)
        w = torch.randn(WIDTH, WIDTH, **double) * (scale / WIDTH) ** 0.5
        if kind == "sigmoid":
            h = torch.sigmoid(h @ w)
        elif kind == "tanh":
            h = torch.tanh(h @ w)
        elif kind == "skips":
            norm = nn.functional.layer_norm(h, (WIDTH,))
            h = h + torch.relu(norm @ w)
        else:
            h = torch.relu(h @ w)
    h.backward(torch.randn(h.shape, **double))
    return torch.stack([x.grad.square().mean().sqrt() for x in kept])


kinds = ("skips", "ReLU", "ReLU, large", "tanh", "sigmoid")
drawn = {k: torch.stack([stack(k, seed) for seed in SEEDS]) for k in kinds}
# Per layer, down from the last input to the first: one number a seed.
factor = {k: (g[:, 0] / g[:, -1]) ** (1 / (DEPTH - 1)) for k, g in drawn.items()}
# He's weights: twice the variance for half of the slopes. Twice He's: the root of two.
assert abs(factor["ReLU"].log().mean().exp().item() - 1) < 0.05
assert abs(factor["ReLU, large"].log().mean().exp().item() - 2**0.5) < 0.07
# A sigmoid's slope is a quarter at most, and these weights keep a sum's mean square.
assert (factor["sigmoid"] < 0.27).all()

# %%
fig, ax = plt.subplots(num="depth", figsize=(5.0, 3.2))
layers = torch.arange(1, DEPTH + 1)
for (kind, runs), color, dash, at in zip(
    drawn.items(),
    ["C0", "C2", "C3", "C4", "C1"],
    ["-", (0, (5, 2)), (0, (1, 1)), (0, (5, 1.5, 1, 1.5)), "-"],
    [(2, 30), (22, 1e-2), (8, 4e4), (2, 1e-3), (12, 1e-9)],
    strict=True,
):
    ax.plot(layers, runs.median(0).values, color=color, linestyle=dash)
    ax.text(*at, kind, color=color)
ax.set(yscale="log", xlabel="layer", ylabel="gradient, RMS (log)", ylim=(1e-20, 1e7))


# %%
def span(values):
    return f"{values.min():.2f} to {values.max():.2f}"


total = drawn["skips"][:, 0] / drawn["skips"][:, -1]
# %%
measured = {
    "sigmoid": (
        span(factor["sigmoid"]),
        "a sigmoid layer keeps less than 0.27 of the gradient",
        bool((factor["sigmoid"] < 0.27).all()),
    ),
    "tanh": (
        span(factor["tanh"]),
        "a tanh layer with Xavier's weights loses gradient, but less than half",
        bool(((factor["tanh"] > 0.5) & (factor["tanh"] < 1)).all()),
    ),
    "relu": (
        span(factor["ReLU"]),
        "with He's weights a layer keeps the gradient within 0.1",
        bool(((factor["ReLU"] - 1).abs() < 0.1).all()),
    ),
    "large": (
        span(factor["ReLU, large"]),
        "with twice He's variance the gradient grows by more than 1.2 a layer",
        bool((factor["ReLU, large"] > 1.2).all()),
    ),
    "skips": (
        f"{total.min():.0f}× to {total.max():.0f}×",
        "with skips and norms all layers together grow it less than 20 times",
        bool((total < 20).all()),
    ),
}
given = {"layers": f"{DEPTH} layers", "width": f"{WIDTH}"}
setup = (
    f"{DEPTH} layers of {WIDTH}, no biases, {SAMPLES} random inputs, {len(SEEDS)} seeds"
)
varied = {"SAMPLES": (32, 128), "WIDTH": (96, 192)}

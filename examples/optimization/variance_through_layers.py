# %% [markdown]
# # Variance through the layers
# How large must initial weights be so that neither activations nor gradients fade in a
# deep ReLU network?

# %%
import matplotlib.pyplot as plt
import torch
from torch import nn

SEEDS = range(10)
DEPTH = 30
WIDTH = 256
SAMPLES = 128

# %% [markdown]
# A linear layer multiplies the mean square by $n\,\mathrm{Var}(w)$, ReLU halves it, for
# sums that are symmetric around zero. So the factor per layer, in expectation, is
# $\frac12 n\,\mathrm{Var}(w)$. PyTorch's default for `nn.Linear` is uniform between
# $\pm 1/\sqrt n$, of variance $1/(3n)$; Xavier has $1/n$ where a layer is as wide as the
# next, He $2/n$. Biases are zero here.


# %%
def initialize(layer, kind):
    if kind == "Xavier":
        nn.init.xavier_normal_(layer.weight)
    if kind == "He":
        nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
    nn.init.zeros_(layer.bias)


def mean_squares(kind, seed):
    """Mean square of the activations behind each layer, and of the gradient at them."""
    torch.manual_seed(seed)
    h, kept = torch.randn(SAMPLES, WIDTH), []
    for _ in range(DEPTH):
        layer = nn.Linear(WIDTH, WIDTH)
        initialize(layer, kind)
        h = torch.relu(layer(h))
        h.retain_grad()
        kept.append(h)
    h.backward(torch.randn(h.shape))  # noise of mean square 1 from above
    pairs = [torch.stack([h.detach(), h.grad]) for h in kept]
    return torch.stack(
        [pair.square().mean(dim=(1, 2)) for pair in pairs]
    )  # (layers, 2)


kinds = {"default": 1 / 3, "Xavier": 1, "He": 2}  # n times the variance of a weight
drawn = {
    kind: torch.stack([mean_squares(kind, seed) for seed in SEEDS]) for kind in kinds
}  # (seeds, layers, 2)
factors = {}
for kind, product in kinds.items():
    layer = nn.Linear(WIDTH, WIDTH)
    initialize(layer, kind)
    assert abs(layer.weight.var().item() * WIDTH / product - 1) < 0.05
    # Per layer, from the first to the last, as the geometric mean over seeds.
    per_layer = (drawn[kind][:, -1, 0] / drawn[kind][:, 0, 0]).log().mean() / (
        DEPTH - 1
    )
    factors[kind] = per_layer.exp().item()
    assert abs(factors[kind] / (product / 2) - 1) < 0.05

# %%
fig, ax = plt.subplots(num="layers", figsize=(5.0, 3.2))
for (kind, runs), color, marker, at in zip(
    drawn.items(), ["C1", "C2", "C0"], "so^", [(13, 1e-9), (20, 4e-6), (15, 2)],
    strict=True,
):  # fmt: skip
    layers = torch.arange(1, DEPTH + 1)
    ax.plot(layers, runs[..., 0].median(0).values.sqrt(), color=color)
    ax.plot(layers[::3], runs[..., 1].median(0).values.sqrt()[::3], marker, color=color)
    ax.text(*at, kind, color=color)
ax.set(yscale="log", xlabel="layer", ylabel="root mean square (log)", ylim=(1e-13, 30))
ax.text(1, 2e-13, "lines: activations, markers: gradients", color="0.5")

# %%
last, first = drawn["He"][:, -1, 0].sqrt(), drawn["He"][:, 0, 1].sqrt()
computed = {
    "default-factor": f"1/{2 / kinds['default']:.0f}",
    "xavier-factor": f"1/{2 / kinds['Xavier']:.0f}",
    "xavier-depth": f"{(kinds['Xavier'] / 2) ** (DEPTH / 2):.0e}".replace("-", "−"),
}
measured = {
    "he-last": (
        f"{last.min():.1f} to {last.max():.1f}",
        "with He's weights the activations keep their size within a factor of three",
        bool(((last > 0.7 / 3) & (last < 0.7 * 3)).all()),
    ),
    "he-first": (
        f"{first.min():.1f} to {first.max():.1f}",
        "with He's weights the gradients keep their size within a factor of three",
        bool(((first > 1 / 3) & (first < 3)).all()),
    ),
}
given = {"depth": f"{DEPTH} layers", "width": f"{WIDTH}"}
setup = f"{DEPTH} ReLU layers of {WIDTH}, no biases, {SAMPLES} random inputs, {len(SEEDS)} seeds"
varied = {"SAMPLES": (64, 256), "WIDTH": (256, 512)}

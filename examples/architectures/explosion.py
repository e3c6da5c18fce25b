# %% [markdown]
# # The explosion by depth, and after one step
# From which depth do gradients explode in a plain net with batch norm, and does a step
# of training change it?

# %%
import matplotlib.pyplot as plt
import torch
from _stacks import build, gradient_norms, powers, span

SEEDS = range(10)
WIDTH = 16
BATCH = 4
RATE = 0.01
depths = [18, 34, 56, 110]  # the plain nets of He et al., on ImageNet and on CIFAR

# %% [markdown]
# The gradient of the first layer over that of the last, at initialization and after one
# step of SGD on the same batch. The first of 110 layers takes a step far longer than its
# weight. Batch norm forgives that, but the gradient shrinks as the weight grows, so the
# second step hardly moves it: the explosion is hidden, and the layer stands still.

# %%
before, after = {depth: [] for depth in depths}, {depth: [] for depth in depths}
leap, second = [], []  # the first of 110 layers: growth by a step, length of the next
for seed in SEEDS:
    for depth in depths:
        torch.manual_seed(seed)
        convs, x = build(depth, WIDTH, BATCH)
        norms = gradient_norms(convs, x, skip=False, norm=True)
        before[depth].append(norms[0] / norms[-1])
        grown = []
        with torch.no_grad():
            for conv in convs:
                start = conv.weight.norm()
                conv.weight -= RATE * conv.weight.grad
                grown.append(conv.weight.norm() / start)
                # The gradient stands at right angles to such a weight: Pythagoras.
                step = RATE * conv.weight.grad.norm() / start
                if conv is not convs[-1]:
                    assert abs(grown[-1] / (1 + step**2) ** 0.5 - 1) < 1e-3
        norms = gradient_norms(convs, x, skip=False, norm=True)
        after[depth].append(norms[0] / norms[-1])
    leap.append(grown[0].item())
    second.append(RATE * norms[0] / convs[0].weight.norm().item())

# %%
fig, ax = plt.subplots(num="depth", figsize=(5.0, 3.0))
for runs, style in ((before, "C0o"), (after, "C1s")):
    for depth in depths:
        ax.plot([depth] * len(SEEDS), runs[depth], style, ms=4, alpha=0.7)
ax.axhline(1, color="0.5", lw=0.8)
ax.text(106, 4e6, "at initialization", color="C0", ha="right")
ax.text(106, 3e-3, "after one step", color="C1", ha="right", va="top")
ax.set(yscale="log", xticks=depths, xlabel="layers, plain with batch norm")
ax.set_ylabel("gradient of the first layer\nover the last, ten seeds")

# %%
measured = {
    "at-18": (
        span(before[18], ".0f") + "×",
        "at 18 layers the gradient grows, tenfold at most",
        min(before[18]) > 1 and max(before[18]) < 10,
    ),
    "at-34": (
        span(before[34], ".0f") + "×",
        "at 34 layers it grows 10 to 300 times",
        min(before[34]) > 10 and max(before[34]) < 300,
    ),
    "at-110": (
        powers(before[110]) + " times",
        "at 110 layers it grows by six powers of ten or more, nine at most",
        min(before[110]) > 10**5.5 and max(before[110]) < 1e9,
    ),
    "after": (
        powers(leap) + " times",
        "a step grows the first layer a thousand times or more, the next moves it by less "
        "than a thousandth",
        min(leap) > 1e5 * RATE and max(second) < 1e-3,
    ),
}
setup = f"{WIDTH} channels, batch of {BATCH}, rate {RATE}, {len(SEEDS)} seeds"
varied = {"WIDTH": (12, 32), "BATCH": (8,), "RATE": (0.001, 0.1)}

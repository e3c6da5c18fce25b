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
# step of SGD on the same batch. A weight in front of a batch norm feels a step that is
# far longer than itself only once: it grows, and the gradient shrinks as it grows.

# %%
before, after = {depth: [] for depth in depths}, {depth: [] for depth in depths}
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
        "at 18 layers the gradient grows tenfold at most",
        max(before[18]) < 10,
    ),
    "at-34": (
        span(before[34], ".0f") + "×",
        "at 34 layers it grows 10 to 1,000 times",
        min(before[34]) > 10 and max(before[34]) < 1000,
    ),
    "at-110": (
        powers(before[110]) + " times",
        "at 110 layers it grows a hundred thousand times or more",
        min(before[110]) > 1e5,
    ),
    "after": (
        "a thousandfold or more",
        "one step of SGD shrinks the explosion at 110 layers a thousandfold or more",
        max(after[110]) < min(before[110]) / 1000,
    ),
}
setup = f"{WIDTH} channels, batch of {BATCH}, rate {RATE}, {len(SEEDS)} seeds"
varied = {"WIDTH": (12, 32), "BATCH": (8,), "RATE": (0.001, 0.1)}

# %% [markdown]
# # Gradients with and without skips
# Does a very deep network lose its gradient, and what does a skip connection
# change? Gradient norms of 110 layers at initialization, four ways, ten seeds each.

# %%
import math

import matplotlib.pyplot as plt
import torch
from _stacks import build, gradient_norms, powers

SEEDS = range(10)
DEPTH = 110
WIDTH = 16
BATCH = 4

# %% [markdown]
# ## Four stacks of convolutions
# He initialization except where the line says default, which is `nn.Conv2d`'s own.
#
# Two checks of the gradients. A weight in front of a batch norm may be scaled freely,
# so weight times gradient, summed, is 0. Without norm and bias each weight scales the
# output alike, so that sum is the same in each layer.

# %%
kinds = {  # skip, norm, He initialization
    "plain + BN": (False, True, True),
    "residual + BN": (True, True, True),
    "plain, He init": (False, False, True),
    "plain, default init": (False, False, False),
}
lines, ratio = {}, {kind: [] for kind in kinds}
for seed in SEEDS:
    for kind, (skip, norm, he) in kinds.items():
        torch.manual_seed(seed)
        convs, x = build(DEPTH, WIDTH, BATCH, he)
        norms = gradient_norms(convs, x, skip, norm)
        lines.setdefault(kind, norms)  # the first seed is drawn
        ratio[kind].append(norms[0] / norms[-1])
        flow = [(conv.weight.grad * conv.weight).sum().item() for conv in convs]
        if norm:
            each = range(0, DEPTH - 1, 2 if skip else 1)  # with skips: first of a block
            size = [
                n * conv.weight.norm() for n, conv in zip(norms, convs, strict=True)
            ]
            assert all(abs(flow[i]) < 1e-3 * size[i] for i in each)
        elif he:
            assert all(math.isclose(part, flow[0], rel_tol=1e-6) for part in flow)
torch.manual_seed(0)
single = gradient_norms(*build(DEPTH, he=False, dtype=torch.float32), False, False)
assert single[0] == 0
plain, residual, he, default = ratio.values()

# %%
fig, ax = plt.subplots(num="norms")
labels = [
    (14, 3e8, "plain + BN: explodes"),
    (14, 1e2, "residual + BN: moderate"),
    (14, 3e-7, "plain, no BN, He init: moderate"),
    (14, 1e-11, "plain, no BN, default init: vanishes"),
]
for color, (norms, (px, py, text)) in enumerate(
    zip(lines.values(), labels, strict=True)
):
    ax.plot(range(1, DEPTH + 1, 2), norms[::2], color=f"C{color}")
    ax.text(px, py, text, color=f"C{color}", va="center")
ax.set(yscale="log", ylim=(1e-15, 1e10), xlim=(0, DEPTH + 1))
ax.set_xlabel("layer, from the input")
ax.set_ylabel("norm of the weight gradient")

# %%
given = {"depth": f"{DEPTH} layers"}
computed = {"plain-default-float32": f"{single[0]:.0f}"}
measured = {
    "plain-bn": (
        powers(plain) + " times",
        "plain with batch norm, it grows by six powers of ten or more, nine at most",
        min(plain) > 10**5.5 and max(plain) < 1e9,
    ),
    "residual-bn": (
        "within tenfold",
        "with skips and batch norm the first and the last differ tenfold at most",
        min(residual) > 0.1 and max(residual) < 10,
    ),
    "plain-he": (
        "within a thousandfold",
        "with He's weights it neither explodes nor vanishes like the other two",
        min(he) > 1 / 1000 and max(he) < 1000,
    ),
    "plain-default": (
        powers(default),
        "with the default weights nothing arrives",
        max(default) < 1e-38,
    ),
}
setup = f"{DEPTH} layers of {WIDTH} channels at initialization, {len(SEEDS)} seeds"
varied = {"WIDTH": (12, 32), "BATCH": (8,)}

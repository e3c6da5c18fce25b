# %% [markdown]
# # Gradients with and without skips
# Does a very deep network lose its gradient, and what does a skip connection
# change? Gradient norms of 110 layers at initialization, four ways, ten seeds each.

# %%
import math

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn

SEEDS = range(10)
DEPTH, SHALLOW = 110, 34  # ResNet-110; where plain nets of He et al. got worse
WIDTH = 16
BATCH = 8

# %% [markdown]
# ## Four stacks of convolutions
# Float64 keeps tiny norms from turning into zeros. He initialization except where
# the line says default, which is `nn.Conv2d`'s own.


# %%
def build(seed, depth, he=True, dtype=torch.float64):
    torch.manual_seed(seed)
    convs = [nn.Conv2d(WIDTH, WIDTH, 3, 1, 1, dtype=dtype) for _ in range(depth)]
    for conv in convs if he else ():
        nn.init.kaiming_normal_(conv.weight, nonlinearity="relu")
        nn.init.zeros_(conv.bias)
    return convs, torch.randn(BATCH, WIDTH, 8, 8, dtype=dtype)


def backward(convs, x, skip, norm):
    """Leave its gradient on each weight; return the norms, from input to output."""
    for i, conv in enumerate(convs):
        conv.zero_grad()
        if skip and i % 2 == 0:
            start = x
        x = conv((F.batch_norm(x, None, None, training=True) if norm else x).relu())
        if skip and i % 2 == 1:
            x = start + x
    labels = torch.arange(len(x)) % WIDTH  # the channels serve as classes
    F.cross_entropy(x.mean((2, 3)), labels).backward()  # (B, C, H, W) → (B, C)
    return [conv.weight.grad.norm().item() for conv in convs]


def growth(norms):
    return norms[0] / norms[-1]


kinds = {  # skip, norm, He initialization
    "plain + BN": (False, True, True),
    "residual + BN": (True, True, True),
    "plain, He init": (False, False, True),
    "plain, default init": (False, False, False),
}
lines, ratio, shallow, after = {}, {kind: [] for kind in kinds}, [], []
for seed in SEEDS:
    for kind, (skip, norm, he) in kinds.items():
        convs, x = build(seed, DEPTH, he)
        lines[kind] = backward(convs, x, skip, norm)
        ratio[kind].append(growth(lines[kind]))
        # Independent of autograd: scaling a weight in front of a batch norm changes
        # nothing, so weight · gradient sums to zero. Without norm and bias scaling any
        # weight scales the output alike, so the sum is the same in each layer.
        flow = [(conv.weight.grad * conv.weight).sum().item() for conv in convs]
        size = [conv.weight.grad.norm() * conv.weight.norm() for conv in convs]
        if norm:
            each = range(0, DEPTH - 1, 1 + skip)  # with skips: first of each block
            assert all(abs(flow[i]) < 1e-3 * size[i] for i in each)
        elif he:
            assert all(math.isclose(part, flow[0], rel_tol=1e-6) for part in flow)
        if kind == "plain + BN":
            with torch.no_grad():
                for conv in convs:
                    conv.weight -= 0.01 * conv.weight.grad  # one step of SGD
            after.append(growth(backward(convs, x, skip, norm)))
    shallow.append(growth(backward(*build(seed, SHALLOW), skip=False, norm=True)))
single = backward(*build(0, DEPTH, False, torch.float32), skip=False, norm=False)
plain, residual, he, default = ratio.values()
for kind, times in ratio.items():
    print(f"{kind:20}", *(f"{times:8.0e}" for times in sorted(times)))


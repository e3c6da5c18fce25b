# %% [markdown]
# # Branches of a receptive field
# A block adds or concatenates branches. What does its output see, and do the branches
# look at the same place?

# %%
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

# %% [markdown]
# ## The union
# Unit $u$ of a branch sees the pixels from $uS - P$ to $uS - P + r - 1$: $r$ is the
# size of its field, $S$ its effective stride, $P$ its effective padding. All branches
# need one $S$, or their maps do not fit on each other. The block sees from the first
# pixel of any branch to the last of any. The branches are aligned if their middles are
# one.


# %%
def field(net, size=1, stride=1, padding=0):
    """r, S and P of a list of (kernel, stride, padding); in it, a list holds branches."""
    for part in net:
        if isinstance(part, list):
            seen = [field(branch, size, stride, padding) for branch in part]
            (stride,) = {s for _, s, _ in seen}
            padding = max(p for _, _, p in seen)
            size = padding + max(r - p for r, _, p in seen)
        else:
            kernel, step, pad = part
            size += (kernel - 1) * stride
            padding += pad * stride
            stride *= step
    return size, stride, padding


def middles(block, before=()):
    """The middle of each branch's field, for unit 0 of the block."""
    fields = [field([*before, *branch]) for branch in block]
    return [(size - 1) / 2 - padding for size, _, padding in fields]


# %% [markdown]
# ## Four blocks
# Inception's, without its stride: kernels of other sizes, padded to match. ResNet's
# with stride two in the 3×3, and a 1×1 of stride two beside it. ResNet-D's, which puts a
# 2×2 average pool in front of the 1×1. And two 3×3 that differ in their padding.

# %%
main = [(1, 1, 0), (3, 2, 1), (1, 1, 0)]
blocks = {
    "Inception": [[(1, 1, 0)], [(1, 1, 0), (3, 1, 1)], [(1, 1, 0), (5, 1, 2)]],
    "ResNet": [main, [(1, 2, 0)]],
    "ResNet-D": [main, [(2, 2, 0), (1, 1, 0)]],
    "padding": [[(3, 2, 1)], [(3, 2, 0)]],
}
apart = {name: max(at := middles(block)) - min(at) for name, block in blocks.items()}

# %% [markdown]
# ## The gradient agrees, on the blocks and on all of ResNet-50
# All-ones kernels let no path cancel another. Where a branch without padding comes out
# a unit short, the map is cut to it.


# %%
def run(net, x):
    for part in net:
        if isinstance(part, list):
            maps = [run(branch, x) for branch in part]
            shortest = min(y.shape[-1] for y in maps)
            x = sum(y[..., :shortest] for y in maps)
        else:
            kernel, step, pad = part
            ones = torch.full((1, 1, kernel), 1 / kernel, dtype=x.dtype)
            x = F.conv1d(x, ones, stride=step, padding=pad)
    return x


def bottleneck(stride):
    return [[(1, 1, 0), (3, stride, 1), (1, 1, 0)], [(1, stride, 0)]]


stem = [(7, 2, 3), (3, 2, 1)]
strides = [1, 1, 1, 2, 1, 1, 1, 2, 1, 1, 1, 1, 1, 2, 1, 1]
resnet = [*stem, *map(bottleneck, strides)]
for net, pixels in ((resnet, 1024), *(([block], 33) for block in blocks.values())):
    x = torch.zeros(1, 1, pixels, dtype=torch.float64, requires_grad=True)
    size, stride, padding = field(net)
    for unit, value in enumerate(run(net, x)[0, 0]):
        (grad,) = torch.autograd.grad(value, x, retain_graph=True)
        seen, first = grad[0, 0].nonzero(), unit * stride - padding
        assert seen[0] == max(first, 0)
        assert seen[-1] == min(first + size, pixels) - 1

assert apart["Inception"] == apart["ResNet"] == 0
union, each = field([blocks["padding"]])[0], field(blocks["padding"][0])[0]
# ResNet-D shrinks the map for the last time where one step is 16 pixels.
here = middles(blocks["ResNet-D"], [*stem, *map(bottleneck, strides[:13])])
last = max(here) - min(here)
assert last == 16 * apart["ResNet-D"]

# %%
fig, ax = plt.subplots(num="branches", figsize=(4.0, 2.6))
rows = [(name, branch) for name, block in blocks.items() for branch in block]
for y, (name, branch) in enumerate(rows):
    size, _, padding = field(branch)
    color = f"C{list(blocks).index(name)}"
    ax.barh(y, size, left=-padding - 0.5, height=0.6, color=color, alpha=0.3)
    ax.plot((size - 1) / 2 - padding, y, "o", color=color)
ticks = [1, 3.5, 5.5, 7.5]
ax.set(yticks=ticks, yticklabels=blocks, ylim=(8.6, -0.6), xticks=range(-2, 3))
ax.set(xlabel="pixel, seen from unit 0")
ax.grid(False)

# %%
computed = {
    "resnet": f"{apart['ResNet']:g} px",
    "resnet-d": f"{apart['ResNet-D']} steps",
    "resnet-d-last": f"{last:g} px",
    "union": f"{union} px",
    "each": f"{each} px",
}

# %% [markdown]
# # When in a training step the memory peaks
# How much memory does ResNet-50 need at each moment of a step at batch 64, with and
# without checkpoints?

# %%
from weakref import WeakSet

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_map_only
from torch.utils.checkpoint import checkpoint
from torch.utils.flop_counter import flop_registry

BLOCKS = [  # channels in, width, stride
    (64, 64, 1), *2 * [(256, 64, 1)],
    (256, 128, 2), *3 * [(512, 128, 1)],
    (512, 256, 2), *5 * [(1024, 256, 1)],
    (1024, 512, 2), *2 * [(2048, 512, 1)],
]  # fmt: skip


def conv(i, o, k=1, s=1):
    layer = nn.Conv2d(i, o, k, s, k // 2, bias=False)
    return nn.Sequential(layer, nn.BatchNorm2d(o))


class Block(nn.Module):
    def __init__(self, i, w, s):
        super().__init__()
        self.a, self.b, self.c = conv(i, w), conv(w, w, 3, s), conv(w, 4 * w)
        self.skip = conv(i, 4 * w, 1, s) if i != 4 * w else nn.Identity()

    def forward(self, x):
        y = self.c(self.b(self.a(x).relu_()).relu_())
        return (y + self.skip(x)).relu_()


def resnet50():
    """Stem, 16 blocks, head."""
    stem = conv(3, 64, 7, 2), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, 1)
    head = nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(2048, 1000)
    blocks = [Block(*shape) for shape in BLOCKS]
    return nn.Sequential(nn.Sequential(*stem), *blocks, nn.Sequential(*head))


# %% [markdown]
# ## One training step without memory
# Fake tensors have shapes but no data. The mode `Live` sees every operation, and knows
# each storage until the last reference to it dies.


# %%
class Live(TorchDispatchMode):
    """The most bytes alive at each count of FLOPs."""

    def __init__(self, tensors):
        super().__init__()
        self.alive = WeakSet(t.untyped_storage() for t in tensors)
        self.flops, self.most = 0, {}

    def __torch_dispatch__(self, op, types, args=(), kwargs=None):
        out = op(*args, **(kwargs or {}))
        tree_map_only(torch.Tensor, lambda t: self.alive.add(t.untyped_storage()), out)
        if count := flop_registry.get(op.overloadpacket):
            self.flops += count(*args, **(kwargs or {}), out_val=out)
        now = sum(s.nbytes() for s in self.alive)
        self.most[self.flops] = max(now, self.most.get(self.flops, 0))
        return out


def step(segments=None):
    """FLOPs done, and the most bytes alive at that moment."""
    net = resnet50()
    stem, *blocks, head = net
    stages = net[1:4], net[4:8], net[8:14], net[14:17]
    again = {None: [], "stage": stages, "block": blocks}[segments]
    weights = list(net.parameters())
    adam = 2 * sum(w.nbytes for w in weights)  # its state, from an earlier step
    with Live([*weights, *net.buffers()]) as live:
        x = torch.empty(64, 3, 224, 224)
        for part in [stem, *(again or blocks), head]:
            inside = part in again
            x = checkpoint(part, x, use_reentrant=False) if inside else part(x)
        loss = nn.functional.cross_entropy(x, torch.zeros(64).long())
        del x
        loss.backward()
    return np.array(list(live.most)), adam + np.array(list(live.most.values()))


with FakeTensorMode():
    runs = {key: step(key) for key in (None, "stage", "block")}
    net = resnet50().eval()
    with torch.no_grad(), Live([*net.parameters(), *net.buffers()]) as inference:
        net(torch.empty(64, 3, 224, 224))

# %% [markdown]
# ## The compute from a formula
# Width times side is $64 \cdot 56$ in every stage; with $m$ its square, the three
# convolutions of a block cost $4m + 9m + 4m$ multiply-adds an image. With stride 2 the
# first costs $8m$ and the projection $8m$ more; in the very first block $m$ and $4m$.
# Backward costs twice as much as forward, but the image needs no gradient.

# %%
m = (64 * 56) ** 2
plain, strided, first = 4 + 9 + 4, 8 + 9 + 4 + 8, 1 + 9 + 4 + 4  # blocks, in m
blocks = 2 * 64 * (12 * plain + 3 * strided + first) * m  # batch 64, in FLOPs
stem, head = 2 * 64 * 3 * 64 * 7**2 * 112**2, 2 * 64 * 2048 * 1000
forward = stem + blocks + head
total = {key: int(flops[-1]) for key, (flops, _) in runs.items()}
assert f"{forward / 2 / 64 / 1e9:.3f}" == "4.089"  # torchvision's number
assert total[None] == 3 * forward - stem
assert total["stage"] == total["block"] == total[None] + blocks

# %% [markdown]
# ## When the peak comes
# The forward pass climbs, the backward pass gives the memory back. With a checkpoint
# per block each block is computed again just before its gradient. With one per stage
# less is kept, but a whole stage comes back at once.

# %%
fig, axes = plt.subplots(2, 1, sharex=True, num="timeline", figsize=(5, 3.9))
lines = {key: (flops / forward, most / 1e9) for key, (flops, most) in runs.items()}
for ax, key, c in zip(axes, ("stage", "block"), ("C1", "C2"), strict=True):
    ax.plot(*lines[None], color="0.5", ls=(0, (1.2, 1.5)), lw=1.3)
    ax.text(1.95, 5.4, "no checkpoint", color="0.5")
    x, y = lines[key]
    ax.fill_between(x, y, color=c, alpha=0.2, lw=0)
    ax.plot(x, y, color=c, ls="-", lw=1.4)
    at, top = x[y.argmax()], y.max()
    ax.plot(at, top, "o", color=c)
    ax.text(at, top + 0.35, f"peak {top:.2f} GB", color=c, ha="center", weight=600)
    ax.axvline(1, color="0.5", lw=0.8)
    ax.set(title=f"checkpoint per {key}", ylabel="memory (GB)", ylim=(0, 6.3))
axes[0].text(0.97, 0.35, "forward", ha="right", color="0.5")
axes[0].text(1.03, 0.35, "backward", color="0.5")
axes[1].set(xlabel="compute done (1 = one forward pass)", xlim=(0, 4.05))
# %%
facts = {
    "inference": f"{max(inference.most.values()) / 1e9:.2f} GB",
    "compute-plain": f"{total[None] / forward:.2f}",
    "compute-block": f"{total['block'] / forward:.2f}",
    "extra-compute": f"{total['block'] / total[None] - 1:.0%}",
}

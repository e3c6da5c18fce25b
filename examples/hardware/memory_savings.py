# %% [markdown]
# # What each memory saver saves
# How much memory does ResNet-50 need at batch 64 with mixed precision, checkpointing,
# sharding or a smaller batch? And when in a step is the peak?

# %%
import weakref
from itertools import chain

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves
from torch.utils.checkpoint import checkpoint
from torch.utils.flop_counter import flop_registry


def conv_bn(i, o, k, s=1):
    return [nn.Conv2d(i, o, k, s, k // 2, bias=False), nn.BatchNorm2d(o)]


class Block(nn.Module):
    def __init__(self, i, w, s):
        super().__init__()
        three = conv_bn(w, w, 3, s)
        relu = nn.ReLU(inplace=True)
        self.body = nn.Sequential(
            *conv_bn(i, w, 1), relu, *three, relu, *conv_bn(w, 4 * w, 1)
        )
        self.skip = nn.Sequential(*conv_bn(i, 4 * w, 1, s) if i != 4 * w else [])

    def forward(self, x):
        return torch.relu_(self.body(x) + self.skip(x))


def resnet50():
    """Stem, four stages, head."""
    stem = [*conv_bn(3, 64, 7, 2), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, 1)]
    parts, i = [nn.Sequential(*stem)], 64
    for w, n, s in [(64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2)]:
        blocks = [
            Block(i if k == 0 else 4 * w, w, s if k == 0 else 1) for k in range(n)
        ]
        parts, i = [*parts, nn.Sequential(*blocks)], 4 * w
    head = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(i, 1000))
    return nn.Sequential(*parts, head)


# %% [markdown]
# ## An allocator without memory
# Fake tensors have shapes but no data. This mode sees every operation, adds each new
# storage to the bill and takes it off when the last reference to it dies.


# %%
class Live(TorchDispatchMode):
    """FLOPs so far and bytes alive, after each operation."""

    def __init__(self, tensors):
        super().__init__()
        self.seen, self.now, self.flops, self.history = {}, 0, 0, []
        for t in tensors:
            self.add(t.untyped_storage())

    def add(self, storage):
        key, size = storage._cdata, storage.nbytes()
        if key not in self.seen:
            self.seen[key] = size
            self.now += size
            weakref.finalize(storage, self.free, key)

    def free(self, key):
        self.now -= self.seen.pop(key)

    def __torch_dispatch__(self, op, types, args=(), kwargs=None):
        out = op(*args, **(kwargs or {}))
        for t in tree_leaves(out):
            if isinstance(t, torch.Tensor):
                self.add(t.untyped_storage())
        if count := flop_registry.get(op.overloadpacket):
            self.flops += count(*args, **(kwargs or {}), out_val=out)
        self.history.append((self.flops, self.now))
        return out


def step(batch=64, segments=None, bf16=False):
    """Bytes kept after forward; compute in forward passes against bytes alive."""
    net = resnet50()
    parts = {"block": [net[0], *chain(*net[1:5]), net[5]]}.get(segments, net)
    wrapped = {*parts} - {net[0], net[5]} if segments else {}
    with Live([*net.parameters(), *net.buffers()]) as live:
        before, x = live.now, torch.empty(batch, 3, 224, 224)
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            for f in parts:
                x = checkpoint(f, x, use_reentrant=False) if f in wrapped else f(x)
            loss = F.cross_entropy(x, torch.zeros(batch, dtype=torch.long))
        del x
        kept, forward = live.now - before, live.flops
        loss.backward()
    return kept, [(flops / forward, alive) for flops, alive in live.history]


settings = {
    "fp32": ("FP32", {}),
    "stage": ("checkpoint per stage", {"segments": "stage"}),
    "bf16": ("BF16 autocast", {"bf16": True}),
    "block": ("checkpoint per block", {"segments": "block"}),
    "batch-16": ("batch 16", {"batch": 16}),
    "both": ("BF16 and per block", {"bf16": True, "segments": "block"}),
}
with FakeTensorMode():
    runs = {key: step(**options) for key, (_, options) in settings.items()}
P = 4 * 25_557_032  # bytes of the parameters, and of the gradients; Adam holds 2 P
kept = {key: run[0] for key, run in runs.items()}
peak = {key: max(alive for _, alive in run[1]) + 2 * P for key, run in runs.items()}
price = {key: run[1][-1][0] for key, run in runs.items()}
assert (
    abs(kept["fp32"] - (64 * 85_913_512 + 212_484)) < 100
)  # memory_breakdown's formula

# %% [markdown]
# ## What is left of each
# Sharding cannot be seen on one device: that bar is ZeRO-3's rule, one eighth of
# parameters, gradients and optimizer state on each of eight GPUs, and the whole
# activations of its own 64 images. The striped part is what checkpointing computes
# again: it lives only during the backward pass, but the memory must hold it.

# %%
bars = {name: (P, P, 2 * P, kept[key]) for key, (name, _) in settings.items()}
bars["FSDP, 8 GPUs"] = (P / 8, P / 8, 2 * P / 8, kept["fp32"])
need = {name: sum(bar) for name, bar in bars.items()}
for key, (name, _) in settings.items():
    need[name] = max(need[name], peak[key])
rows = sorted(bars, key=need.get, reverse=True)
kinds = {
    "parameters": ("C1", None),
    "gradients": ("C2", "//"),
    "Adam state": ("C3", None),
    "activations kept": ("C0", None),
    "recomputed at the peak": ("0.85", "\\\\"),
}
fig, ax = plt.subplots(num="savings", figsize=(5, 3.7))
left = dict.fromkeys(rows, 0)
for k, (kind, (colour, hatch)) in enumerate(kinds.items()):
    sizes = [(*bars[name], need[name] - sum(bars[name]))[k] / 1e9 for name in rows]
    look = {"color": colour, "hatch": hatch, "ec": "w" if k < 4 else "0.5", "lw": 0.5}
    ax.barh(rows, sizes, left=list(left.values()), label=kind, **look)
    for name, size in zip(rows, sizes, strict=True):
        left[name] += size
        if k == 3:
            at = left[name] - size / 2
            ax.text(at, name, f"{size:.2f}", va="center", ha="center", color="w")
for name in rows:
    ax.text(left[name] + 0.06, name, f"{left[name]:.2f} GB", va="center", weight=600)
ax.set(xlabel="memory (GB)", xlim=(0, 7.1))
ax.invert_yaxis()
ax.grid(False)
ax.legend(loc="lower right")

# %% [markdown]
# ## When the peak comes
# The forward pass climbs, the backward pass gives the memory back. With a checkpoint
# per block each block is computed again just before its gradient. With one per stage
# less is kept, but a whole stage comes back at once.


# %%
def envelope(key, width=0.04):
    """The most memory in each small interval of compute, in GB."""
    top = {}
    for flops, alive in runs[key][1]:
        k = int(flops / width)
        top[k] = max(top.get(k, 0), (alive + 2 * P) / 1e9)
    return [k * width for k in top], list(top.values())


fig, axes = plt.subplots(2, 1, sharex=True, num="timeline", figsize=(5, 3.9))
for ax, key, c in zip(axes, ("stage", "block"), ("C1", "C2"), strict=True):
    ax.plot(*envelope("fp32"), color="0.5", ls=(0, (1.2, 1.5)), lw=1.3)
    ax.text(1.95, 5.4, "no checkpoint", color="0.5")
    x, y = envelope(key)
    ax.fill_between(x, y, color=c, alpha=0.2, lw=0)
    ax.plot(x, y, color=c, ls="-", lw=1.4)
    at, top = x[y.index(max(y))], max(y)
    ax.plot(at, top, "o", color=c)
    ax.text(at, top + 0.35, f"peak {top:.2f} GB", color=c, ha="center", weight=600)
    ax.axvline(1, color="0.5", lw=0.8)
    ax.set(title=settings[key][0], ylabel="memory (GB)", ylim=(0, 6.3), xlim=(0, 4.05))
axes[0].text(0.97, 0.35, "forward", ha="right", color="0.5")
axes[0].text(1.03, 0.35, "backward", color="0.5")
axes[1].set(xlabel="compute done (1 = one forward pass)")
# %%
facts = {
    **{key: f"{size / 1e9:.2f} GB" for key, size in kept.items()},
    **{f"peak-{key}": f"{size / 1e9:.2f} GB" for key, size in peak.items()},
    "total-fp32": f"{need['FP32'] / 1e9:.2f} GB",
    "sharded": f"{need['FSDP, 8 GPUs'] / 1e9:.2f} GB",
    "bf16-share": f"{kept['bf16'] / kept['fp32']:.3f}×",
    "compute-plain": f"{price['fp32']:.2f}",
    "compute-block": f"{price['block']:.2f}",
    "extra-compute": f"{price['block'] / price['fp32'] - 1:.0%}",
}

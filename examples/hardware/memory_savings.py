# %% [markdown]
# # What each memory saver saves
# How much memory does ResNet-50 need at batch 64 with mixed precision, checkpointing,
# sharding or a smaller batch?

# %%
from weakref import WeakSet

import matplotlib.pyplot as plt
import numpy as np
import torch
import torch.distributed as dist
from torch import nn
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.distributed.fsdp import fully_shard
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_map_only
from torch.utils.checkpoint import checkpoint

BLOCKS = [  # channels in, width, stride, side of the input
    (64, 64, 1, 56), *2 * [(256, 64, 1, 56)],
    (256, 128, 2, 56), *3 * [(512, 128, 1, 28)],
    (512, 256, 2, 28), *5 * [(1024, 256, 1, 14)],
    (1024, 512, 2, 14), *2 * [(2048, 512, 1, 7)],
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
    blocks = [Block(i, w, s) for i, w, s, _ in BLOCKS]
    return nn.Sequential(nn.Sequential(*stem), *blocks, nn.Sequential(*head))


# %% [markdown]
# ## One training step without memory
# Fake tensors have shapes but no data. The mode `Live` sees every operation, and knows
# each storage until the last reference to it dies. The process group is fake too: this
# is the first of eight GPUs, and nothing is sent.


# %%
class Live(TorchDispatchMode):
    """Bytes that are alive now, and the most so far."""

    def __init__(self, tensors):
        super().__init__()
        self.alive, self.peak = WeakSet(t.untyped_storage() for t in tensors), 0

    def now(self):
        return sum(s.nbytes() for s in self.alive)

    def __torch_dispatch__(self, op, types, args=(), kwargs=None):
        out = op(*args, **(kwargs or {}))
        tree_map_only(torch.Tensor, lambda t: self.alive.add(t.untyped_storage()), out)
        self.peak = max(self.peak, self.now())
        return out


dist.init_process_group("fake", rank=0, world_size=8)
gpus = dist.init_device_mesh("cpu", (8,))


def here(tensors):
    """What this GPU holds of each tensor."""
    return [t.to_local() if hasattr(t, "to_local") else t for t in tensors]


def step(batch=64, segments=None, bf16=False, sharded=False):
    """Bytes of parameters, gradients, Adam state and kept activations; the peak."""
    net = resnet50()
    stem, *blocks, head = net
    stages = net[1:4], net[4:8], net[8:14], net[14:17]
    again = {None: [], "stage": stages, "block": blocks}[segments]
    for part in [*net, net] if sharded else []:
        fully_shard(part, mesh=gpus)
    weights = list(net.parameters())
    with Live([*here(weights), *net.buffers()]) as live:
        before, x = live.now(), torch.empty(batch, 3, 224, 224)
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            for part in [net] if sharded else [stem, *(again or blocks), head]:
                inside = part in again
                x = checkpoint(part, x, use_reentrant=False) if inside else part(x)
            loss = nn.functional.cross_entropy(x, torch.zeros(batch).long())
        del x
        kept = live.now() - before - loss.nbytes
        loss.backward()
    adam = torch.optim.Adam(weights)
    adam.step()
    state = [s[key] for s in adam.state.values() for key in ("exp_avg", "exp_avg_sq")]
    kinds = weights, [w.grad for w in weights], state
    sizes = [sum(t.nbytes for t in here(kind)) for kind in kinds]
    return [*sizes, kept], live.peak + sizes[2]  # Adam's state is there from step 2 on


settings = {
    "fp32": ("FP32", {}),
    "fsdp": ("FSDP, 8 GPUs", {"sharded": True}),
    "stage": ("checkpoint per stage", {"segments": "stage"}),
    "bf16": ("BF16 autocast", {"bf16": True}),
    "block": ("checkpoint per block", {"segments": "block"}),
    "batch-16": ("batch 16", {"batch": 16}),
    "both": ("BF16 and per block", {"bf16": True, "segments": "block"}),
}
with FakeTensorMode():
    runs = {key: step(**options) for key, (_, options) in settings.items()}
dist.destroy_process_group()

# %% [markdown]
# ## The same from formulas
# $P$ bytes of parameters, as many of gradients, $2P$ of Adam's state; FSDP leaves an
# eighth of each. Every block keeps its input. Without checkpoints it also keeps the
# output of each convolution, for batch norm, and of each inner ReLU. BF16 halves each
# number, but autocast keeps a BF16 copy of each weight used outside of a checkpoint.

# %%
P = 4 * 25_557_032


def keeps(batch=64, segments=None, bf16=False, sharded=False):
    """Bytes kept for the backward pass; sharding does not change them."""
    convs = [(3, 64, 7, 112)]  # channels in and out, kernel, side of the output
    maps = [(3, 224), (64, 112), (2048, 1)]  # image, first ReLU, features
    for i, w, s, side in BLOCKS:
        if segments != "stage" or i != 4 * w:
            maps += [(i, side)]
        if not segments:
            out = side // s
            maps += [(w, side), (w, out)]
            convs += [(i, w, 1, side), (w, w, 3, out), (w, 4 * w, 1, out)]
            convs += [(i, 4 * w, 1, out)] if i != 4 * w else []  # the projection
    maps += [] if segments else [(2048, 7)]  # the last ReLU keeps its output
    maps += [(o, side) for _, o, _, side in convs]
    numbers = batch * sum(c * side**2 for c, side in maps)
    other = batch * (8 * 64 * 56**2 + 4 * 1000 + 8)  # pooling's indices, scores, label
    other += 8 * sum(o for _, o, _, _ in convs)  # mean and scale of batch norm
    other += 4  # total weight of the labels
    copies = sum(i * o * k**2 for i, o, k, _ in convs) + 2048 * 1000
    return other + (2 * (numbers + copies) if bf16 else 4 * numbers)


for key, (name, options) in settings.items():
    (*state, kept), formula = runs[key][0], keeps(**options)
    print(f"{name:21} measured {kept:13,}  formula {formula:13,}")
    assert [(8 if key == "fsdp" else 1) * size for size in state] == [P, P, 2 * P]
    # a fake batch norm counts its statistics in BF16, a real one in FP32
    assert kept == formula or ("bf16" in options and abs(kept / formula - 1) < 1e-4)

# %% [markdown]
# ## What is left of each
# The striped part is alive only for a moment, but the memory must hold it: what
# checkpointing computes again, or the weights that FSDP has gathered.

# %%
names, options = zip(*settings.values(), strict=True)
sizes, peaks = (np.array(column) / 1e9 for column in zip(*runs.values(), strict=True))
formulas = sizes[:, :3].sum(1) + [keeps(**o) / 1e9 for o in options]
parts = {  # colour, hatch, bytes
    "parameters": ("C1", None, sizes[:, 0]),
    "gradients": ("C2", "//", sizes[:, 1]),
    "Adam state": ("C3", None, sizes[:, 2]),
    "activations kept": ("C0", None, sizes[:, 3]),
    "more at the peak": ("0.85", "\\\\", np.maximum(0, peaks - sizes.sum(1))),
}
fig, ax = plt.subplots(num="savings", figsize=(5, 3.9))
left, rows = np.zeros(len(names)), np.arange(len(names))
for kind, (c, hatch, part) in parts.items():
    ax.barh(names, part, left=left, label=kind, color=c, hatch=hatch, ec="0.5", lw=0)
    left += part
ax.bar_label(ax.containers[3], fmt="%.2f", label_type="center", color="w")
ax.bar_label(ax.containers[4], [f"{x:.2f} GB" for x in left], padding=5, weight=600)
ax.vlines(formulas, rows - 0.5, rows + 0.5, color="k", lw=1.6, label="formula")
ax.set(xlabel="memory (GB)", xlim=(0, 7.1))
ax.invert_yaxis()
ax.grid(False)
ax.legend(loc="lower right")
# %%
facts = {
    **{key: f"{size:.2f} GB" for key, size in zip(runs, sizes[:, 3], strict=True)},
    **{f"peak-{key}": f"{peak:.2f} GB" for key, peak in zip(runs, peaks, strict=True)},
    "sharded-state": f"{sum(runs['fsdp'][0][:3]) / 1e6:.1f} MB",
    "bf16-share": f"{runs['bf16'][0][3] / runs['fp32'][0][3]:.3f}×",
}

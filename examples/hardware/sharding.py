# %% [markdown]
# # Fully sharded data parallel
# What does each process hold when two train one model with FSDP, and does the result
# stay the same?

# %%
import os
import sys
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
import torch
import torch.distributed as dist
from torch import multiprocessing, nn
from torch.distributed.fsdp import fully_shard

torch.set_num_threads(1)  # a forked child must not inherit a pool of threads
WORLD = 2


def make_net():
    torch.manual_seed(0)
    layers = [nn.Linear(64, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU()]
    return nn.Sequential(*layers, nn.Linear(128, 8))


def train_step(net, x):
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
    net(x).square().mean().backward()
    optimizer.step()
    states = optimizer.state.values()
    return [t for state in states for t in state.values() if t.dim()]


torch.manual_seed(1)
batch = torch.randn(32, 64)

# %% [markdown]
# ## Two processes
# Each process takes half of the batch. `fully_shard` cuts every parameter along its
# first dimension, gathers a layer's pieces when that layer runs, and hands each process
# only its piece of the averaged gradient.


# %%
def process(rank, folder):
    if sys.platform == "linux":
        os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")
    init = f"file://{folder}/meeting-place"
    dist.init_process_group("gloo", init_method=init, rank=rank, world_size=WORLD)
    mesh = dist.init_device_mesh("cpu", (WORLD,))
    net = make_net()
    for layer in [*net[::2], net]:
        fully_shard(layer, mesh=mesh)
    state = train_step(net, batch.chunk(WORLD)[rank])
    parameters = list(net.parameters())
    local = {
        "parameters": sum(p.to_local().nbytes for p in parameters),
        "gradients": sum(p.grad.to_local().nbytes for p in parameters),
        "Adam state": sum(t.to_local().nbytes for t in state),
    }
    whole = [p.full_tensor().detach() for p in parameters]
    torch.save((local, whole), f"{folder}/{rank}.pt")
    dist.barrier()
    dist.destroy_process_group()


with tempfile.TemporaryDirectory() as folder:
    multiprocessing.start_processes(
        process, (folder,), nprocs=WORLD, start_method="fork"
    )
    results = [torch.load(Path(folder, f"{rank}.pt")) for rank in range(WORLD)]

# %% [markdown]
# ## One process, for comparison

# %%
net = make_net()
state = train_step(net, batch)
alone = {
    "parameters": sum(p.nbytes for p in net.parameters()),
    "gradients": sum(p.grad.nbytes for p in net.parameters()),
    "Adam state": sum(t.nbytes for t in state),
}
for local, whole in results:
    assert all(2 * local[part] == alone[part] for part in alone)
    for p, q in zip(net.parameters(), whole, strict=True):
        torch.testing.assert_close(p.detach(), q, rtol=0, atol=1e-4)
local = results[0][0]
for name in alone:
    print(f"{name:12}{alone[name]:10,} alone {local[name]:10,} sharded")

# %% [markdown]
# ## What is sharded decides what is saved
# Per parameter, FP32 training with Adam holds 4 bytes of weight, 4 of gradient and 8 of
# optimizer state. ZeRO's three stages shard the last, the last two, or all. FSDP's
# default is stage 3. Activations are not in this plot: they are never sharded.


# %%
def bytes_per_parameter(stage, gpus):
    parts = [
        8,
        4,
        4,
    ]  # Adam state, gradient, weight: the order in which they are sharded
    return sum(b / gpus if k < stage else b for k, b in enumerate(parts))


fig, ax = plt.subplots(num="stages")
names = ["DDP: nothing", "ZeRO-1: Adam", "ZeRO-2: + gradients", "ZeRO-3, FSDP: all"]
xs = [2 ** (i / 4) for i in range(25)]
for stage, name in enumerate(names):
    c, ls = f"C{(1, 3, 2, 0)[stage]}", "-" if stage in (0, 3) else (0, (5, 2))
    ys = [bytes_per_parameter(stage, n) for n in xs]
    ax.plot(xs, ys, color=c, ls=ls)
    box = {"fc": "w", "ec": "none", "pad": 1}
    ax.text(68, ys[-1], name, color=c, va="center", fontsize=8.5, bbox=box)
count = sum(p.numel() for p in net.parameters())
measured = [sum(alone.values()) / count, sum(local.values()) / count]
ax.plot([1, 2], measured, "o", color="C0", ms=6)
arrow = {"arrowstyle": "-", "color": "0.5"}
ax.annotate("measured", (2, 8), (1.1, 2.5), color="C0", arrowprops=arrow)
ax.set_xscale("log", base=2)
ax.set_xticks([1, 2, 4, 8, 16, 32, 64], ["1", "2", "4", "8", "16", "32", "64"])
ax.set(xlabel="GPUs", ylabel="bytes per parameter", xlim=(0.9, 700), ylim=(0, 17.5))
ax.spines.bottom.set_bounds(0.9, 64)
# %%
facts = {
    "parameters": f"{local['parameters'] / alone['parameters']:.1f}×",
    "gradients": f"{local['gradients'] / alone['gradients']:.1f}×",
    "adam": f"{local['Adam state'] / alone['Adam state']:.1f}×",
    "one": f"{measured[0]:.0f} bytes",
    "two": f"{measured[1]:.0f} bytes",
    "eight": f"{bytes_per_parameter(3, 8):.0f} bytes",
}

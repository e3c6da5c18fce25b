# %% [markdown]
# # Fully sharded data parallel
# What does each process hold when two train one model with FSDP, and does the result
# stay the same?

# %%
import os
import sys
import tempfile
from pathlib import Path

import torch
import torch.distributed as dist
from torch import multiprocessing, nn
from torch.distributed.fsdp import fully_shard

torch.set_num_threads(1)  # a forked child must not inherit a pool of threads
WORLD = 2
torch.manual_seed(1)
batch = torch.randn(32, 64)


def train_step(wrap, x):
    """One step with Adam; the tensors that the process then holds, by kind."""
    torch.manual_seed(0)
    layers = [nn.Linear(64, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU()]
    net = wrap(nn.Sequential(*layers, nn.Linear(128, 8)))
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
    net(x).square().mean().backward()
    optimizer.step()
    parameters = list(net.parameters())
    moments = [t for s in optimizer.state.values() for t in s.values() if t.dim()]
    kinds = parameters, [p.grad for p in parameters], moments
    return dict(zip(("parameters", "gradients", "Adam state"), kinds, strict=True))


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

    def shard(net):
        for layer in [*net[::2], net]:
            fully_shard(layer, mesh=mesh)
        return net

    held = train_step(shard, batch.chunk(WORLD)[rank])
    sizes = {kind: sum(t.to_local().nbytes for t in held[kind]) for kind in held}
    whole = [p.full_tensor().detach() for p in held["parameters"]]
    torch.save((sizes, whole), f"{folder}/{rank}.pt")
    dist.barrier()
    dist.destroy_process_group()


with tempfile.TemporaryDirectory() as folder:
    multiprocessing.start_processes(process, (folder,), WORLD, start_method="fork")
    results = [torch.load(Path(folder, f"{rank}.pt")) for rank in range(WORLD)]

# %% [markdown]
# ## One process, for comparison

# %%
held = train_step(lambda net: net, batch)
alone = {kind: sum(t.nbytes for t in tensors) for kind, tensors in held.items()}
for sizes, whole in results:
    assert all(2 * sizes[kind] == alone[kind] for kind in alone)
    for p, q in zip(held["parameters"], whole, strict=True):
        torch.testing.assert_close(p.detach(), q, rtol=0, atol=1e-5)
local = results[0][0]
for kind in alone:
    print(f"{kind:12}{alone[kind]:10,} alone {local[kind]:10,} sharded")

# %% [markdown]
# Per parameter, FP32 training with Adam holds 4 bytes of weight, 4 of gradient and 8 of
# optimizer state. FSDP shards all of them, but not the activations.

# %%
count = sum(p.numel() for p in held["parameters"])
one, two = (sum(sizes.values()) / count for sizes in (alone, local))
assert one == 4 + 4 + 8
assert two == one / WORLD

# %%
facts = {
    "parameters": f"{local['parameters'] / alone['parameters']:.1f}×",
    "gradients": f"{local['gradients'] / alone['gradients']:.1f}×",
    "adam": f"{local['Adam state'] / alone['Adam state']:.1f}×",
    "one": f"{one:.0f} bytes",
    "two": f"{two:.0f} bytes",
}

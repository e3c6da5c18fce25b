"""One of several processes that train a small net with FSDP.

    python _fsdp_process.py RANK WORLD FOLDER

A program of its own, so that it starts alike on Linux, macOS and Windows. It reads its
part of the batch from `FOLDER/batch-RANK.pt` and writes `FOLDER/RANK.pt`: the bytes that
it holds of each kind, and the whole weights and gradients.
"""

import os
import sys
from datetime import timedelta
from pathlib import Path

import torch
from torch import nn


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


def process(rank, world, folder):
    # Here, since who only takes `train_step` needs neither.
    import torch.distributed as dist
    from torch.distributed.fsdp import fully_shard

    torch.set_num_threads(1)
    if sys.platform == "linux":
        os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")
    store = dist.FileStore(str(folder / "meeting-place"), world)
    options = {"store": store, "timeout": timedelta(seconds=50)}
    dist.init_process_group("gloo", rank=rank, world_size=world, **options)
    mesh = dist.init_device_mesh("cpu", (world,))

    def shard(net):
        for layer in [*net[::2], net]:
            fully_shard(layer, mesh=mesh)
        return net

    held = train_step(shard, torch.load(folder / f"batch-{rank}.pt"))
    sizes = {kind: sum(t.to_local().nbytes for t in held[kind]) for kind in held}
    whole = {
        kind: [t.full_tensor().detach() for t in held[kind]]
        for kind in ("parameters", "gradients")
    }
    torch.save((sizes, whole), folder / f"{rank}.pt")
    dist.barrier()
    dist.destroy_process_group()


if __name__ == "__main__":
    process(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
    os._exit(0)  # at once: gloo's threads may outlive the interpreter

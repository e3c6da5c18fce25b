"""One training step of ResNet-50: what it holds, and the bytes alive meanwhile.

Fake tensors have shapes but no data, so batch 64 needs neither gigabytes nor minutes.
The meta device is the public way to have shapes alone, but autocast and FSDP do not run
on it. PyTorch documents fake tensors without a public name for them, hence the import
with an underscore.
"""

from typing import NamedTuple

import torch
import torch.distributed as dist
import torch.nn.functional as F
from _live_bytes import LiveBytes
from _resnet50 import resnet50
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.distributed.fsdp import fully_shard
from torch.utils.checkpoint import checkpoint


class Step(NamedTuple):
    """What a step holds, in bytes."""

    # Parameters, gradients, Adam state, and the activations kept for backward.
    held: dict[str, int]
    # FLOPs done: the most bytes alive then, with Adam's state from an earlier step.
    most: dict[int, int]

    @property
    def peak(self):
        return max(self.most.values())


def local(tensors):
    """What this process holds of each tensor."""
    return [t.to_local() if hasattr(t, "to_local") else t for t in tensors]


def nbytes(tensors):
    return sum(t.nbytes for t in local(tensors))


def training_step(batch=64, checkpoints=None, bf16=False, gpus=1):
    """One step with Adam; `checkpoints` is None, "stage" or "block".

    With several GPUs this is the first of them. The process group is fake too: nothing
    is sent.
    """
    if gpus == 1:
        with FakeTensorMode():
            return _step(batch, checkpoints, bf16)
    dist.init_process_group("fake", rank=0, world_size=gpus)
    mesh = dist.init_device_mesh("cpu", (gpus,))
    with FakeTensorMode():
        step = _step(batch, checkpoints, bf16, mesh)
    dist.destroy_process_group()
    return step


def _step(batch, checkpoints, bf16, mesh=None):
    net = resnet50()
    blocks = [block for stage in net.stages for block in stage]
    again = {None: [], "stage": list(net.stages), "block": blocks}[checkpoints]
    parts = [net.stem, *(again or blocks), net.head]
    if mesh:
        for part in (*parts, net):
            fully_shard(part, mesh=mesh)
        # The whole gathers what its parts do not hold, so the call must go through it.
        parts = [net]
    weights = list(net.parameters())
    with LiveBytes([*local(weights), *net.buffers()]) as live:
        before, x = live.now(), torch.empty(batch, 3, 224, 224)
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            for part in parts:
                inside = part in again
                x = checkpoint(part, x, use_reentrant=False) if inside else part(x)
            loss = F.cross_entropy(x, torch.zeros(batch, dtype=torch.long))
        del x
        kept = live.now() - before - loss.nbytes
        loss.backward()
    # Fused, since each operation on fake tensors takes time.
    adam = torch.optim.Adam(weights, fused=True)
    adam.step()
    names = ("exp_avg", "exp_avg_sq")
    moments = [state[name] for state in adam.state.values() for name in names]
    held = {
        "parameters": nbytes(weights),
        "gradients": nbytes(w.grad for w in weights),
        "Adam state": nbytes(moments),
        "activations kept": kept,
    }
    most = {flops: size + held["Adam state"] for flops, size in live.most.items()}
    return Step(held, most)

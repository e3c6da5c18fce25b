"""ResNet-50's operations in FP16, without data: name, bytes and FLOPs of each.

Each operation reads its inputs once and writes its output once. Others than convolutions
and products are given one FLOP for each number that they write; they wait for memory by
far. A dispatch mode sees each operation on its way to a kernel. PyTorch documents the
class, but has no public name for its module.
"""

import torch
from _resnet50 import resnet50
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.flop_counter import flop_registry


class Counted(TorchDispatchMode):
    """Name, bytes and FLOPs of each operation, batch norm's and additions' included."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def __torch_dispatch__(self, op, types, args=(), kwargs=None):
        out = op(*args, **(kwargs or {}))
        if op.namespace == "aten" and not op.is_view:
            first = out[0] if isinstance(out, tuple | list) else out
            tensors = [t for t in (*args, first) if isinstance(t, torch.Tensor)]
            moved = sum(t.numel() * t.element_size() for t in tensors)
            count = flop_registry.get(op.overloadpacket)
            flops = (
                count(*args, **(kwargs or {}), out_val=out) if count else first.numel()
            )
            if moved:  # batch norm also makes empty tensors
                self.seen.append((op.overloadpacket.__name__, moved, flops))
        return out


def operations(batch):
    """Of inference of a batch of images of 224×224: (name, bytes, FLOPs) of each."""
    with torch.device("meta"), torch.no_grad():
        net = resnet50().half().eval()
        images = torch.empty(batch, 3, 224, 224, dtype=torch.half)
        with Counted() as counted:
            net(images)
    return counted.seen

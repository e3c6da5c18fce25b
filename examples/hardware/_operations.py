"""The operations that PyTorch sends to kernels.

A dispatch mode sees each operation on its way to a kernel. PyTorch documents the class,
but has no public name for its module.
"""

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.flop_counter import flop_registry


class Operations(TorchDispatchMode):
    """Name, bytes read and written, and FLOPs of each operation that computes."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def __torch_dispatch__(self, op, types, args=(), kwargs=None):
        out = op(*args, **(kwargs or {}))
        # A view moves no data, the host reads a number, and the profiler only marks.
        host = op is torch.ops.aten._local_scalar_dense.default
        if op.namespace == "aten" and not op.is_view and not host:
            tensors = [t for t in (*args, out) if isinstance(t, torch.Tensor)]
            size = sum(t.numel() * t.element_size() for t in tensors)
            count = flop_registry.get(op.overloadpacket, lambda *_, **__: 0)
            flops = count(*args, **(kwargs or {}), out_val=out)
            self.seen.append((op.overloadpacket.__name__, size, flops))
        return out

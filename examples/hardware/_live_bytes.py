"""Bytes that are alive while operations run.

A dispatch mode sees each operation on its way to a kernel, in the backward pass too.
PyTorch documents the class, but has no public name for its module.
"""

from weakref import WeakSet

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.flop_counter import flop_registry


class LiveBytes(TorchDispatchMode):
    """The most bytes alive at each count of FLOPs: `most` maps FLOPs done to bytes.

    The mode knows each storage until the last reference to it dies. `tensors` are those
    that are there before.
    """

    def __init__(self, tensors):
        super().__init__()
        self.alive = WeakSet(t.untyped_storage() for t in tensors)
        self.flops, self.most = 0, {}

    def now(self):
        return sum(map(torch.UntypedStorage.nbytes, self.alive))

    def __torch_dispatch__(self, op, types, args=(), kwargs=None):
        out = op(*args, **(kwargs or {}))
        if op.is_view:
            return out  # nothing new is alive
        outputs = out if isinstance(out, tuple | list) else [out]
        self.alive.update(
            t.untyped_storage() for t in outputs if isinstance(t, torch.Tensor)
        )
        if count := flop_registry.get(op.overloadpacket):
            self.flops += count(*args, **(kwargs or {}), out_val=out)
        self.most[self.flops] = max(self.now(), self.most.get(self.flops, 0))
        return out

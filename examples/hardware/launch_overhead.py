# %% [markdown]
# # Kernel launch overhead
# Why does a larger batch hide launch overhead, and when does it stop helping?

# %%
import matplotlib.pyplot as plt
import torch
from torch import nn
from torch.utils._python_dispatch import TorchDispatchMode

# %% [markdown]
# ## Count the launches
# A dispatch mode sees each operation on its way to a kernel. PyTorch documents the
# class, but has no public name for its module.


# %%
class Launches(TorchDispatchMode):
    """Counts operations and the bytes that each reads and writes."""

    def __init__(self):
        super().__init__()
        self.bytes = []

    def __torch_dispatch__(self, op, types, args=(), kwargs=None):
        out = op(*args, **(kwargs or {}))
        # A view moves no data, and reading a number happens on the host.
        if not op.is_view and op is not torch.ops.aten._local_scalar_dense.default:
            tensors = [t for t in (*args, out) if isinstance(t, torch.Tensor)]
            self.bytes.append(sum(t.numel() * t.element_size() for t in tensors))
        return out


conv = [nn.Conv2d(c, 32, 3, padding=1) for c in (3, 32, 32)]
relu = [nn.ReLU() for _ in conv]
layers = [layer for pair in zip(conv, relu, strict=True) for layer in pair]
head = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(32, 10)]
net = nn.Sequential(*layers, *head).to("meta")  # shapes are enough
batches = [2**k for k in range(11)]
launched = {}
for batch in batches:
    with torch.no_grad(), Launches() as launches:
        net(torch.empty(batch, 3, 32, 32, device="meta"))
    launched[batch] = launches.bytes
counts = {batch: len(ops) for batch, ops in launched.items()}
assert len(set(counts.values())) == 1
counts[1], counts[64], counts[1024]

# %% [markdown]
# ## A cost model
# The host needs 5 µs to launch an operation and does so ahead of the GPU. The GPU needs
# the bytes of the operation over the A100's 1555 GB/s. Whichever is slower sets the
# pace. (5 µs is our assumption; the shape does not depend on it.)

# %%
LAUNCH, BANDWIDTH = 5e-6, 1555e9


def step_time(op_bytes, launch=LAUNCH):
    """Seconds until the GPU has done all operations."""
    launched_at = done = 0.0
    for b in op_bytes:
        launched_at += launch
        done = max(done, launched_at) + b / BANDWIDTH
    return done


per_image = {b: step_time(ops) / b for b, ops in launched.items()}
gpu_only = {b: step_time(ops, launch=0) / b for b, ops in launched.items()}
fig, ax = plt.subplots(num="per-image")
ax.loglog(batches, [per_image[b] * 1e6 for b in batches], "o-", color="C0")
ax.loglog(batches, [gpu_only[b] * 1e6 for b in batches], color="C1", ls="--")
ax.text(5, 12, "with 5 µs a launch", color="C0")
ax.text(1, 0.9, "GPU work alone", color="C1", va="top")
ax.set(xlabel="batch size", ylabel="time per image (µs)", ylim=(0.3, 90))
ax.set_xticks([1, 4, 16, 64, 256, 1024], ["1", "4", "16", "64", "256", "1024"])
ax.set_yticks([1, 10], ["1", "10"])

# %% [markdown]
# ## Fewer launches
# The other cure is to launch less: one optimizer kernel for all parameters instead of
# several for each.


# %%
def optimizer_launches(**options):
    # As many tensors as ResNet-50 has.
    weights = [nn.Parameter(torch.ones(4)) for _ in range(161)]
    optimizer = torch.optim.Adam(weights, **options)
    for _ in range(2):  # the first step also makes the state
        for w in weights:
            w.grad = torch.ones(4)
        with Launches() as launches:
            optimizer.step()
    return len(launches.bytes)


loop = optimizer_launches(foreach=False)
foreach = optimizer_launches(foreach=True)
fused = optimizer_launches(fused=True)
assert fused < foreach < loop

# %%
facts = {
    "launches": f"{counts[1]}",
    "batch-1": f"{per_image[1] * 1e6:.0f} µs",
    "batch-64": f"{per_image[64] * 1e6:.1f} µs",
    "batch-1024": f"{per_image[1024] * 1e6:.1f} µs",
    "gain-1-64": f"{per_image[1] / per_image[64]:.0f}×",
    "gain-64-1024": f"{per_image[64] / per_image[1024]:.1f}×",
    "adam-loop": f"{loop:,}",
    "adam-foreach": f"{foreach}",
    "adam-fused": f"{fused}",
}

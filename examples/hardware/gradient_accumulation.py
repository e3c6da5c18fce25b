# %% [markdown]
# # Gradient accumulation
# If memory forces a smaller batch, can several small batches give the gradient of the
# large one, and which layers spoil it?

# %%
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn
from torch.autograd.graph import saved_tensors_hooks

MICRO = 4  # micro-batches per update
torch.manual_seed(0)
x, y = torch.randn(32, 3, 16, 16), torch.randint(10, (32,))
norms = {
    "no norm": nn.Identity,
    "group norm": lambda: nn.GroupNorm(4, 16),
    "batch norm": lambda: nn.BatchNorm2d(16),
}


def make_net(norm):
    torch.manual_seed(0)
    conv = [nn.Conv2d(3, 16, 3), norm(), nn.ReLU(), nn.Conv2d(16, 16, 3), nn.ReLU()]
    head = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(16, 10)]
    return nn.Sequential(*conv, *head)


def gradient(net, parts):
    """Gradient summed over the parts of the batch; bytes kept for backward by one."""
    net.zero_grad()
    own = {p.untyped_storage().data_ptr() for p in net.parameters()}
    for images, labels in zip(x.chunk(parts), y.chunk(parts), strict=True):
        kept = {}

        def pack(t, kept=kept):
            kept[t.untyped_storage().data_ptr()] = t
            return t

        with saved_tensors_hooks(pack, lambda t: t):
            loss = F.cross_entropy(net(images.clone()), labels) / parts
        loss.backward()
        size = sum(
            t.untyped_storage().nbytes() for k, t in kept.items() if k not in own
        )
    return torch.cat([p.grad.flatten() for p in net.parameters()]), size


error, memory = {}, {}
for name, norm in norms.items():
    net = make_net(norm)
    whole, before = gradient(net, 1)
    parts, after = gradient(net, MICRO)
    error[name] = ((parts - whole).norm() / whole.norm()).item()
    memory[name] = before / after
rounding = 1e-5
assert error["no norm"] < rounding
assert error["group norm"] < rounding
assert error["batch norm"] > 1000 * rounding
assert all(3.9 < ratio < 4.1 for ratio in memory.values())

# %% [markdown]
# The loss of each part is divided by the number of parts, since a mean over the batch is
# the mean of the means of equal parts. Batch norm takes its statistics from each part
# alone, so its gradient is another one.

# %%
fig, ax = plt.subplots(num="error", figsize=(5, 2))
for row, (name, e) in enumerate(error.items()):
    e = float(f"{e:.0e}")  # more digits depend on the processor
    look = ("C1", "s") if name == "batch norm" else ("C0", "o")
    ax.plot(e, row, look[1], color=look[0], ms=7)
    ax.axhline(row, color="0.85", lw=0.8, zorder=0)
ax.set_yticks(range(3), list(error))
ax.axvline(torch.finfo(torch.float32).eps, color="0.5", lw=0.8)
ax.text(1.6e-7, -0.6, "FP32 rounding", color="0.5", fontsize=8)
ax.set_xscale("log")
ax.set_xlabel("relative difference to the gradient of the whole batch")
ax.set(xlim=(1e-8, 1), ylim=(-0.8, 2.5))
ax.invert_yaxis()
ax.grid(False)

# %%
facts = {
    "memory": f"{memory['no norm']:.1f}×",
    "no-norm": f"< {rounding:.3%}",
    "batch-norm": f"{error['batch norm']:.0%}",
    "parts": f"{MICRO}",
}

# %% [markdown]
# # Gradient accumulation
# If memory forces a smaller batch, can several small batches give the gradient of the
# large one, and which layers spoil it?

# %%
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits
from torch import nn
from torch.autograd.graph import saved_tensors_hooks

SEEDS = range(10)
BATCH = 32
MICRO = 4  # micro-batches per update
CHANNELS = 16
norms = {
    "no norm": lambda _: nn.Identity(),
    "group norm": lambda channels: nn.GroupNorm(4, channels),
    "batch norm": nn.BatchNorm2d,
}
digits = torch.tensor(load_digits().images / 16, dtype=torch.float32).unsqueeze(1)
targets = torch.tensor(load_digits().target)


def make_net(norm):
    first = [nn.Conv2d(1, CHANNELS, 3), norm(CHANNELS), nn.ReLU()]
    second = [nn.Conv2d(CHANNELS, CHANNELS, 3), nn.ReLU()]
    head = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(CHANNELS, 10)]
    return nn.Sequential(*first, *second, *head)


def gradient(net, x, y, parts):
    """Gradient summed over equal parts of the batch; bytes kept for backward by one."""
    assert len(x) % parts == 0, "unequal parts need weights other than 1 / parts"
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
        sizes = [t.untyped_storage().nbytes() for k, t in kept.items() if k not in own]
    return torch.cat([p.grad.flatten() for p in net.parameters()]), sum(sizes)


error, memory = {name: [] for name in norms}, {}
for seed in SEEDS:
    torch.manual_seed(seed)
    chosen = torch.randperm(len(digits))[:BATCH]
    x, y = digits[chosen], targets[chosen]
    for name, norm in norms.items():
        net = make_net(norm)
        whole, before = gradient(net, x, y, 1)
        parts, after = gradient(net, x, y, MICRO)
        error[name].append(((parts - whole).norm() / whole.norm()).item())
        memory[name] = before / after
rounding = 1e-5
exact = max(error["no norm"] + error["group norm"])
off = error["batch norm"]
# All that is kept is kept for an image, but for a few numbers a batch.
assert all(abs(ratio / MICRO - 1) < 0.03 for ratio in memory.values())
# %% [markdown]
# The loss of each part is divided by the number of parts, since a mean over the batch is
# the mean of the means of equal parts. Batch norm takes its statistics from each part
# alone, so its gradient is another one.

# %%
fig, ax = plt.subplots(num="error", figsize=(5, 2))
for row, (name, errors) in enumerate(error.items()):
    if name == "batch norm":
        # More digits depend on the processor.
        ax.plot(
            [float(f"{e:.0e}") for e in errors], [row] * len(errors), "s", color="C1"
        )
    else:
        ax.barh(row, rounding, left=1e-8, height=0.3, color="C0")
        ax.text(1.4e-5, row, f"below {rounding:.3%}", va="center", color="C0")
    ax.axhline(row, color="0.85", lw=0.8, zorder=0)
ax.set_yticks(range(3), list(error))
ax.set_xscale("log")
ax.set_xlabel("relative difference to the gradient of the whole batch")
ax.set(xlim=(1e-8, 1), ylim=(-0.8, 2.5))
ax.invert_yaxis()
ax.grid(False)

# %%
computed = {"memory": f"{memory['no norm']:.1f}×"}
given = {"parts": f"{MICRO}"}
measured = {
    "no-norm": (
        f"< {rounding:.3%}",
        "without batch norm the gradients are equal up to rounding",
        exact < rounding,
    ),
    "batch-norm": (
        f"{min(off):.0%} to {max(off):.0%}",
        "with batch norm the gradient is off by more than a hundredth",
        min(off) > 0.01,
    ),
}
setup = f"{BATCH} digits of scikit-learn in {MICRO} parts, two convolutions of {CHANNELS} channels, untrained, {len(SEEDS)} seeds"
varied = {"BATCH": (16, 64, 128), "MICRO": (2, 8), "CHANNELS": (8, 32)}

# %% [markdown]
# # Kernel launch overhead
# Why does a larger batch hide launch overhead, and when does it stop helping?

# %%
import matplotlib.pyplot as plt
import torch
from _cards import A100, A100_FP32_CORES, A100_TF32
from _operations import Operations
from torch import nn

# %% [markdown]
# ## Count the operations
# The module `_operations` sees each operation on its way to a kernel. On a GPU one of them
# can need several kernels. The number of operations is the same for all batches tried.

# %%
conv = [nn.Conv2d(c, 32, 3, padding=1) for c in (3, 32, 32)]
relu = [nn.ReLU() for _ in conv]
layers = [layer for pair in zip(conv, relu, strict=True) for layer in pair]
head = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(32, 10)]
net = nn.Sequential(*layers, *head).to("meta")  # shapes are enough
batches = [2**k for k in range(11)]
seen = {}
for batch in batches:
    images = torch.empty(batch, 3, 32, 32, device="meta")
    with torch.no_grad(), Operations() as operations:
        net(images)
    seen[batch] = operations.seen
names = [name for name, _, _ in seen[1]]
assert names == ["convolution", "relu"] * 3 + ["mean", "addmm"]  # a layer each
assert all([name for name, _, _ in ops] == names for ops in seen.values())

# %% [markdown]
# ## A cost model
# The host launches an operation every 5 µs, ahead of the GPU. An A100 with 40 GB takes
# the bytes over its bandwidth or the FLOPs over its TF32 peak, whichever is longer. The
# slower of host and GPU sets the pace. Nothing was timed and 5 µs is our assumption, so
# 2 and 10 µs are tried too, each with and without tensor cores.


# %%
LAUNCH, LEAST, MOST = 5, 2, 10  # microseconds


def work(ops, peak=A100_TF32):
    """Seconds of the GPU for each operation."""
    return [max(size / A100.bandwidth, flops / peak) for _, size, flops in ops]


def step_time(ops, launch=LAUNCH, peak=A100_TF32):
    """Seconds until the GPU has done all operations; `launch` is in microseconds."""
    launched_at = done = 0.0
    for seconds in work(ops, peak):
        launched_at += launch * 1e-6
        done = max(done, launched_at) + seconds
    return done


# One image waits for each launch, a thousand only for the first.
one, many = work(seen[1]), work(seen[1024])
assert abs(step_time(seen[1]) - (len(one) * LAUNCH * 1e-6 + one[-1])) < 1e-12
assert abs(step_time(seen[1024]) - (LAUNCH * 1e-6 + sum(many))) < 1e-12


def gain(small, large, launch=LAUNCH, peak=A100_TF32):
    """How many times less an image takes in the larger batch."""
    times = [step_time(seen[b], launch, peak) / b for b in (small, large)]
    return times[0] / times[1]


peaks, launches = (A100_TF32, A100_FP32_CORES), (LEAST, LAUNCH, MOST)
models = [(launch, peak) for peak in peaks for launch in launches]
to_64, to_1024 = ([gain(*pair, *m) for m in models] for pair in ((1, 64), (64, 1024)))
per_image = {  # seconds, by microseconds a launch and batch
    launch: {b: step_time(ops, launch) / b for b, ops in seen.items()}
    for launch in (MOST, LAUNCH, LEAST, 0)
}
fig, ax = plt.subplots(num="per-image")
for (launch, times), style in zip(
    per_image.items(), ("-", "o-", "-", "--"), strict=True
):
    c = "C0" if launch == LAUNCH else "0.5" if launch else "C1"
    ax.loglog(batches, [s * 1e6 for s in times.values()], style, color=c)
    if launch:
        ax.text(0.9, times[1] * 1e6, f"{launch} µs", color=c, ha="right")
ax.text(3, 40, f"a launch takes {LEAST}, {LAUNCH} or {MOST} µs", color="C0")
ax.text(1, 0.9, "GPU work alone", color="C1", va="top")
ax.set(xlabel="batch size", ylabel="time per image (µs)", ylim=(0.3, 150))
ax.set_xlim(0.4, 1500)
ax.set_xticks([1, 4, 16, 64, 256, 1024], ["1", "4", "16", "64", "256", "1024"])
ax.set_yticks([1, 10], ["1", "10"])

# %%
computed = {
    "launches": f"{len(names)}",
    "batch-1": f"{per_image[LAUNCH][1] * 1e6:.0f} µs",
    "batch-64": f"{per_image[LAUNCH][64] * 1e6:.1f} µs",
    "batch-1024": f"{per_image[LAUNCH][1024] * 1e6:.1f} µs",
    "gain-1-64": f"{gain(1, 64):.0f}×",
    "gain-1-64-range": f"{min(to_64):.0f} to {max(to_64):.0f}×",
    "gain-64-1024": f"{gain(64, 1024):.1f}×",
    "gain-64-1024-range": f"{min(to_1024):.1f} to {max(to_1024):.1f}×",
}
given = {"launch": f"{LAUNCH} µs", "launch-range": f"{LEAST} to {MOST} µs"}

# %% [markdown]
# # Copying batches to the GPU
# What do asynchronous copies gain, and what is left to do when the link itself is the
# limit?

# %%
import matplotlib.pyplot as plt
import torch

# %% [markdown]
# ## A cost model
# Nothing is timed. A link of 12 GB/s, about what PCIe 3.0 x16 gives with pinned memory,
# and 2 ms of compute a batch are our assumptions.

# %%
LINK = 12  # GB/s
COMPUTE = 2  # milliseconds a batch
shape = (64, 3, 224, 224)
dtypes = (torch.float32, torch.uint8)
size = {d: torch.empty(shape, dtype=d, device="meta").nbytes for d in dtypes}
copy = {d: b / (LINK * 1e9) * 1000 for d, b in size.items()}  # milliseconds
assert size[torch.float32] == 4 * size[torch.uint8] == 4 * 64 * 3 * 224**2
# Bytes per second from which on a copy takes no longer than the compute.
hidden_from = {d: b / COMPUTE * 1000 for d, b in size.items()}

# %% [markdown]
# With one stream each batch is copied, then used. With a second stream the next batch is
# copied while this one is used: $n$ batches take $c + (n-1)\max(c, k) + k$ instead of
# $n(c + k)$, for copies of $c$ and kernels of $k$ milliseconds.


# %%
def schedule(n, c, k, overlap):
    """Intervals (start, end) of the copies and of the compute, in milliseconds."""
    copies, compute, link, gpu = [], [], 0.0, 0.0
    for _ in range(n):
        start = link if overlap else max(link, gpu)
        link = start + c
        copies.append((start, link))
        start = max(link, gpu)
        gpu = start + k
        compute.append((start, gpu))
    return copies, compute


N = 6
# Compute per batch in ms, type of a value, overlap.
cases = {
    "one stream, FP32": (COMPUTE, torch.float32, False),
    "two streams, FP32": (COMPUTE, torch.float32, True),
    "two streams, uint8": (COMPUTE, torch.uint8, True),
}
end = {}
fig, axes = plt.subplots(3, 1, sharex=True, num="streams", figsize=(5, 3.2))
for ax, (name, (k, dtype, overlap)) in zip(axes, cases.items(), strict=True):
    t = copy[dtype]
    copies, compute = schedule(N, t, k, overlap)
    end[name] = compute[-1][1]
    closed = t + (N - 1) * max(t, k) + k if overlap else N * (t + k)
    assert abs(end[name] - closed) < 1e-9
    for row, intervals, c, hatch in ((0, copies, "C1", "//"), (1, compute, "C0", None)):
        for start, stop in intervals:
            ax.barh(row, stop - start, left=start, color=c, height=0.8, hatch=hatch)
    ax.set(title=f"{name}: {end[name]:.1f} ms")
    ax.set_yticks([0, 1], ["copy", "compute"])
    ax.grid(False)
axes[-1].set(xlabel="time (ms)")
one, two, uint8 = end.values()
# On a link that just hides the copy of FP32, only the first copy shows.
steady = schedule(
    N, size[torch.float32] / hidden_from[torch.float32] * 1000, COMPUTE, True
)
assert abs(steady[1][-1][1] - (N + 1) * COMPUTE) < 1e-9

# %%
computed = {
    "fp32-size": f"{size[torch.float32] / 1e6:.1f} MB",
    "uint8-size": f"{size[torch.uint8] / 1e6:.1f} MB",
    "ratio": f"{size[torch.float32] / size[torch.uint8]:.0f}×",
    "fp32-copy": f"{copy[torch.float32]:.1f} ms",
    "uint8-copy": f"{copy[torch.uint8]:.1f} ms",
    "hidden-from": f"{hidden_from[torch.float32] / 1e9:.1f} GB/s",
    "hidden-from-uint8": f"{hidden_from[torch.uint8] / 1e9:.1f} GB/s",
    "one-stream": f"{one:.1f} ms",
    "two-streams": f"{two:.1f} ms",
    "two-streams-uint8": f"{uint8:.1f} ms",
}
given = {"link": f"{LINK} GB/s", "compute": f"{COMPUTE} ms"}

# %% [markdown]
# # Batching: latency and throughput
# What does a larger batch buy, and what does it cost?

# %%
import matplotlib.pyplot as plt
import numpy as np

# %% [markdown]
# **The cost model** of one GPU, in milliseconds: launching costs `LAUNCH`. Then it
# reads the weights (`READ`) while it computes (`ITEM` for each input); the longer of
# the two counts. The three numbers are chosen, not measured. Others move the bends of
# the curves: a batch is free up to `READ / ITEM` inputs, and the ceiling is one input in
# each `ITEM`.

# %%
LAUNCH, READ, ITEM = 2.0, 3.0, 0.5
batches = np.array([1, 2, 4, 8, 16, 32, 64, 128])


def run_time(batch):
    return LAUNCH + np.maximum(READ, ITEM * batch)


latency = run_time(batches)
throughput = 1000 * batches / latency  # inputs per second
ceiling = 1000 / ITEM
assert np.all(np.diff(throughput) > 0)
assert throughput[-1] < ceiling
assert latency[-1] - latency[-2] == 64 * ITEM  # at the end only computing is added
free = READ / ITEM  # items that are computed while the weights are read
assert run_time(1) == run_time(free) < run_time(free + 1)  # until then latency is flat

fig, axes = plt.subplots(2, 1, sharex=True, num="saturation", figsize=(5, 3.8))
axes[0].plot(batches, throughput, "o-", color="C0")
axes[0].axhline(ceiling, color="0.5", lw=0.8, ls="--")
axes[0].text(1, ceiling - 90, "ceiling of the GPU", color="0.5", va="top")
axes[0].set_ylabel("inputs/s")
axes[0].set_ylim(0, 2200)
axes[1].plot(batches, latency, "s-", color="C1")
axes[1].set_ylabel("run time (ms)")
axes[1].set(xscale="log", ylim=(0, 72))
axes[1].set_xticks(batches, batches)
axes[1].minorticks_off()
axes[1].set_xlabel("batch size")

# %%
given = {
    "launch": f"{LAUNCH:.0f} ms",
    "read": f"{READ:.0f} ms",
    "item": f"{ITEM:.1f} ms",
}
computed = {
    **{f"latency-{b}": f"{ms:.0f} ms" for b, ms in zip(batches, latency, strict=True)},
    **{
        f"throughput-{b}": f"{x:,.0f}/s"
        for b, x in zip(batches, throughput, strict=True)
    },
    "free": f"{free:.0f}",
    "ceiling": f"{ceiling:,.0f}/s",
    "last-latency": f"{latency[-1] / latency[-2]:.2f}×",
    "last-throughput": f"{throughput[-1] / throughput[-2]:.2f}×",
}

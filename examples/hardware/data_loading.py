# %% [markdown]
# # How many loader workers
# How many `DataLoader` workers keep a GPU busy, and what do more of them add?

# %%
import heapq
import math
import warnings

import matplotlib.pyplot as plt
import torch
from torch.utils.data import DataLoader, TensorDataset

BATCH, BATCHES = 8, 8
ITEM, STEP = 20, 40  # milliseconds to read and decode an image; to train on a batch
LOAD = BATCH * ITEM  # milliseconds that one worker needs for a batch

# %% [markdown]
# ## A cost model
# Nothing is timed. 20 and 40 ms are our assumption, the same for each image and step, and
# workers neither share a disk nor lack cores. A free worker takes the next batch, however
# far ahead; the GPU trains on the batches in order.


# %%
def simulate(workers, step=STEP):
    """Intervals (batch, worker, start, end) of loading, and (start, end) of training."""
    loads, steps, gpu = [], [], 0
    free = [(0, w) for w in range(workers)]
    for batch in range(BATCHES):
        start, worker = heapq.heappop(free) if workers else (gpu, 0)
        ready = start + LOAD
        if workers:
            heapq.heappush(free, (ready, worker))
        loads.append((batch, worker, start, ready))
        steps.append((max(gpu, ready), max(gpu, ready) + step))
        gpu = steps[-1][1]
    return loads, steps


counts = [0, 1, 2, 3, 4, 6, 8]
seconds = {w: simulate(w)[1][-1][1] / 1000 for w in counts}
seconds

# %% [markdown]
# Long runs need no simulation: $w$ workers deliver a batch every $t_\text{load}/w$
# seconds, the GPU takes one every $t_\text{step}$. The slower of the two sets the pace,
# so $w = t_\text{load}/t_\text{step}$ workers are enough.


# %%
assert seconds[0] * 1000 == BATCHES * (LOAD + STEP)  # nothing overlaps
assert seconds[1] * 1000 == BATCHES * LOAD + STEP


def least(step):
    """The fewest workers with which the GPU waits for the first batch only."""
    floor = LOAD + BATCHES * step
    counted = range(1, BATCHES + 1)
    return next(w for w in counted if simulate(w, step)[1][-1][1] == floor)


enough, twice_as_fast = least(STEP), least(STEP // 2)
assert enough == math.ceil(LOAD / STEP)
assert twice_as_fast == math.ceil(LOAD / (STEP // 2))
assert least(2 * STEP) == math.ceil(LOAD / (2 * STEP))
assert seconds[8] == seconds[enough]

fig, axes = plt.subplots(3, 1, sharex=True, num="timeline", figsize=(5, 3.7))
for ax, w in zip(axes, (0, 2, 4), strict=True):
    loads, steps = simulate(w)
    for batch, worker, start, end in loads:
        ax.barh(worker, end - start, left=start, color="0.85", ec="0.5", height=0.8)
    gpu_row = max(w, 1)
    for start, end in steps:
        ax.barh(gpu_row, end - start, left=start, color="C0", height=0.8)
    ax.set_yticks([(gpu_row - 1) / 2, gpu_row], ["loading", "GPU"])
    ax.grid(False)
    busy = BATCHES * STEP / steps[-1][1]
    ax.set_title(f"{w} workers: {steps[-1][1] / 1000:.2f} s, GPU busy {busy:.0%}")
axes[-1].set(xlabel="time (ms)", xlim=(0, 1650))

# %% [markdown]
# ## What PyTorch warns about
# Workers beyond the usable cores. And `pin_memory=True` without an accelerator: pinned
# memory speeds the copy to the GPU, not the reading, so here it does nothing.

# %%
data = TensorDataset(torch.zeros(8, 3))
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    DataLoader(data, num_workers=10_000)
    (batch,) = next(iter(DataLoader(data, batch_size=8, pin_memory=True)))
messages = [str(w.message) for w in caught]
assert any("suggested max number of worker" in m for m in messages)
pinned_without_gpu = batch.is_pinned() and not torch.accelerator.is_available()
if not torch.accelerator.is_available():
    assert any("pin_memory" in m for m in messages)

# %%
computed = {
    **{f"workers-{w}": f"{seconds[w]:.2f} s" for w in (0, 1, 2, 4, 8)},
    "enough": f"{enough}",
    "enough-fast": f"{twice_as_fast}",
    "floor": f"{BATCHES * STEP / 1000:.2f} s",
    "pinned": "pinned" if pinned_without_gpu else "not pinned",
    "load": f"{LOAD} ms",
}
given = {"step": f"{STEP} ms"}

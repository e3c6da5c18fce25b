# %% [markdown]
# # Back-pressure
# Frames arrive faster than the worker can take them for a while. What happens to the
# queue, and how old are the results?

# %%
from collections import deque

import matplotlib.pyplot as plt
import numpy as np

# Milliseconds between frames; of work for an easy and for a hard frame.
GAP, QUIET, BUSY = 40, 30, 60
CROWDED = 10_000
BURST = (10_000, 10_000 + CROWDED)  # from 10 s to 20 s the scene is crowded
END, BOUND = 50_000, 8


def work(start):
    return BUSY if BURST[0] <= start < BURST[1] else QUIET


def drop(bound=None):
    """One worker and a queue that drops its oldest frame beyond `bound`.

    Returns queue lengths [(ms, frames)], ages of results [(ms, age)], dropped frames.
    """
    queue, free, dropped = deque(), 0, 0
    lengths, ages = [], []

    def work_until(now):
        nonlocal free
        while queue and max(free, queue[0]) <= now:
            start = max(free, queue[0])
            free = start + work(start)
            ages.append((free, free - queue.popleft()))

    for now in range(0, END, GAP):
        work_until(now - 1)
        queue.append(now)
        work_until(now)
        if bound is not None and len(queue) > bound:
            queue.popleft()
            dropped += 1
        lengths.append((now, len(queue)))
    work_until(END * 2)
    return np.array(lengths), np.array(ages), dropped


lengths, ages, _ = drop()
short, fresh, dropped = drop(BOUND)
arrived, arrived_busy = END // GAP, (BURST[1] - BURST[0]) // GAP

# %% [markdown]
# **Fluid limit.** During the burst the queue grows at $\lambda-\mu$ frames a second,
# here $25 - 16.7$, for ten seconds. Afterwards it drains at $33.3 - 25$.

# %%
peak = lengths[:, 1].max()
growth = 1000 / GAP - 1000 / BUSY
assert abs(peak - CROWDED / 1000 * growth) <= 2
drained = lengths[(lengths[:, 0] > BURST[1]) & (lengths[:, 1] == 0)][0, 0] - BURST[1]
assert abs(drained / 1000 - peak / (1000 / QUIET - 1000 / GAP)) < 0.5
assert len(ages) == len(fresh) + dropped == arrived  # every frame is served or dropped
assert short[:, 1].max() == BOUND
assert (
    abs(dropped - (CROWDED / 1000 * growth - BOUND)) <= 2
)  # all of them in the crowded scene
# A frame that still waits after `BOUND` more have come is dropped; else its own work
# follows.
assert fresh[:, 1].max() <= BOUND * GAP + BUSY

# %% [markdown]
# A bound alone does not say what happens to the frame too many. Dropped, results stay
# fresh: right for a live camera. A sender that has to wait instead: see `blocking`.

# %%
fig, axes = plt.subplots(2, 1, sharex=True, num="queue", figsize=(5, 4))
for data, age, style in ((lengths, ages, "C1--"), (short, fresh, "C0-")):
    axes[0].plot(data[::8, 0] / 1000, data[::8, 1], style)
    axes[1].plot(age[::8, 0] / 1000, age[::8, 1] / 1000, style)
axes[0].set_ylabel("frames in queue")
axes[0].text(24.5, 56, "unbounded", color="C1")
axes[0].text(14, 14, "bounded, drops", color="C0", ha="left")
axes[1].text(24.5, 2.2, "unbounded, or blocking", color="C1")
axes[1].text(14, 0.75, "bounded, drops", color="C0", ha="left")
axes[1].set_ylabel("age of result (s)")
axes[1].set(xlim=(0, 40))
for ax in axes:
    ax.axvspan(BURST[0] / 1000, BURST[1] / 1000, color="0.85", alpha=0.5, lw=0)
axes[0].text(10.3, 86, "crowded", color="0.5", va="top")
axes[1].set_xlabel("time (s)")

# %%
given = {"bound": f"{BOUND}", "burst": f"{CROWDED / 1000:.0f} s"}
computed = {
    "rate": f"{1000 // GAP}/s",
    "served-busy": f"{1000 / BUSY:.1f}/s",
    "served-quiet": f"{1000 / QUIET:.1f}/s",
    "peak": f"{peak}",
    "oldest": f"{ages[:, 1].max() / 1000:.1f} s",
    "drained": f"{drained / 1000:.0f} s",
    "oldest-bounded": f"{fresh[:, 1].max() / 1000:.1f} s",
    "dropped": f"{dropped / arrived:.0%}",
    "dropped-busy": f"{dropped / arrived_busy:.0%}",
}

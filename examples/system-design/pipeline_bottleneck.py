# %% [markdown]
# # The slowest stage
# How many frames a second does a pipeline deliver, and what does a second worker change?

# %%
import heapq

import matplotlib.pyplot as plt
import numpy as np

# Milliseconds for one frame.
names, times = ("decode", "detect", "track"), (10, 25, 5)
DECODE, DETECT, TRACK = times


def simulate(times, workers, frames):
    """Start and end (ms) of each frame in each stage: arrays of shape (frames, stages).

    `times`: for each stage one number, or one for each frame. Frames are always waiting
    at the first stage; a stage takes them in order, and queues between them have no limit.
    """
    starts, ends = np.zeros((2, frames, len(times)))
    for stage, (time, count) in enumerate(zip(times, workers, strict=True)):
        free, cost = [0.0] * count, np.broadcast_to(time, frames)
        for frame in range(frames):
            ready = ends[frame, stage - 1] if stage else 0.0
            starts[frame, stage] = max(heapq.heappop(free), ready)
            ends[frame, stage] = starts[frame, stage] + cost[frame]
            heapq.heappush(free, ends[frame, stage])
    return starts, ends


def throughput(times, workers, frames=400):
    """Frames per second once the pipeline has filled."""
    leave = np.sort(simulate(times, workers, frames)[1][:, -1])
    half = frames // 2
    return 1000 * half / (leave[-1] - leave[-1 - half])


# %% [markdown]
# Stage $k$ with $w_k$ workers of $t_k$ seconds delivers at most $w_k/t_k$. The smallest
# of these bounds the whole, $X = \min_k w_k/t_k$. One frame alone takes $\sum_k t_k$.

# %%
starts, ends = simulate(times, (1, 1, 1), 6)
assert ends[0, -1] == sum(times)
assert ends[-1, -1] == sum(times) + 5 * max(times)  # closed form, constant times

fig, ax = plt.subplots(num="timeline", figsize=(5, 2.4))
for frame in range(6):
    for stage in range(3):
        start, end = starts[frame, stage], ends[frame, stage]
        shade = "C1" if stage == 1 else "0.85"
        ax.barh(2 - stage, end - start, left=start, color=shade, ec="w", height=0.8)
        if end - start > 8:
            ink = "w" if stage == 1 else "k"
            middle = (start + end) / 2
            ax.text(middle, 2 - stage, frame + 1, ha="center", va="center", color=ink)
ax.set_yticks([2, 1, 0], names)
ax.grid(False)
ax.set_xlim(0, ends.max())
ax.set_xlabel("time (ms)")

# %% [markdown]
# **Scale out.** More workers for the slowest stage help until the next stage is the
# slowest. Speeding up any other stage adds no throughput.

# %%
counts = [1, 2, 3, 4, 5, 6]
simulated = [throughput(times, (1, w, 1)) for w in counts]
decode, detect, track = (1000 / time for time in times)  # frames a second of one worker
bound = [min(decode, w * detect, track) for w in counts]
assert np.allclose(simulated, bound, rtol=0.02)
assert bound[-1] == decode  # by then decode is the slowest
faster_decode = throughput([DECODE / 2, DETECT, TRACK], (1, 1, 1))
assert np.isclose(faster_decode, simulated[0])

fig, ax = plt.subplots(num="workers")
line = np.linspace(0, 6, 61)
ax.plot(line, detect * line, color="0.5", lw=0.8, ls="--")
ax.axhline(decode, color="0.5", lw=0.8)
ax.plot(counts, simulated, "o-", color="C0")
ax.text(3.05, 134, "detect\nalone", color="0.5", ha="right")
ax.text(6, 107, "decode, one worker", color="0.5", ha="right")
ax.text(6, 86, "pipeline", color="C0", ha="right")
ax.set(xlim=(0.5, 6.3), ylim=(0, 165))
ax.set_xlabel("workers for the stage detect")
ax.set_ylabel("frames per second")

# %%
computed = {
    **{name: f"{ends[0, k] - starts[0, k]:.0f} ms" for k, name in enumerate(names)},
    "latency": f"{ends[0, -1]:.0f} ms",
    **{f"workers-{w}": f"{x:.0f}/s" for w, x in zip(counts, simulated, strict=True)},
    "faster-decode": f"{faster_decode:.0f}/s",
}

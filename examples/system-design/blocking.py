# %% [markdown]
# # A full queue that blocks the sender
# A bounded queue makes the sender wait instead of dropping frames. Do results get
# fresher, and what is saved?

# %%
import matplotlib.pyplot as plt
import numpy as np

# Milliseconds between frames; of work for an easy and for a hard frame.
GAP, QUIET, BUSY = 40, 30, 60
BURST = (10_000, 20_000)  # from 10 s to 20 s the scene is crowded
END, BOUND = 50_000, 8
captured = np.arange(0, END, GAP)


def block(bound):
    """When (ms) each frame enters the queue, when work on it starts, and when it ends."""
    enters, starts, ends, free = [], [], [], 0
    for number, capture in enumerate(captured.tolist()):
        # A place is free once the frame `bound` places ahead has been taken.
        enters.append(max(capture, starts[number - bound] if number >= bound else 0))
        starts.append(max(enters[-1], free))
        free = starts[-1] + (BUSY if BURST[0] <= starts[-1] < BURST[1] else QUIET)
        ends.append(free)
    return np.array([enters, starts, ends])


# %% [markdown]
# The same by another way: a clock that ticks every millisecond and counts.


# %%
def tick(bound):
    enters, starts, ends, left = [], [], [], 0  # ms of work left on the frame at work
    for now in range(2 * END):
        left -= left > 0
        if left == 0 and len(ends) < len(starts):
            ends.append(now)
        for _ in range(2):  # the place that a frame leaves is free in the same tick
            present = min(now // GAP + 1, END // GAP)
            while len(enters) < min(present, len(starts) + bound):
                enters.append(now)
            if left == 0 and len(starts) < len(enters):
                starts.append(now)
                left = BUSY if BURST[0] <= now < BURST[1] else QUIET
    return np.array([enters, starts, ends])


# %% [markdown]
# **Block** the sender, and the queue loses nothing: right for files or a log, which keep
# what waits. A camera has to keep it itself: as many frames wait in all as with an
# unbounded queue, and measured from capture a result is as old. The worker's memory is
# what is saved.

# %%
enters, starts, ends = block(BOUND)
unbounded = tick(len(captured))
assert (block(BOUND) == tick(BOUND)).all()
assert (unbounded[0] == captured).all()
assert (unbounded[1:] == (starts, ends)).all()


def queued(enters, starts, at):
    """Frames in the queue at each moment."""
    return np.searchsorted(enters, at, "right") - np.searchsorted(starts, at, "right")


now = np.arange(0, END, GAP)
lengths = {
    "queue": queued(enters, starts, now),
    "sender": queued(captured, enters, now),
}
assert lengths["queue"].max() == BOUND
assert (sum(lengths.values()) == queued(*unbounded[:2], now)).all()
oldest = (ends - captured).max()

# %%
fig, ax = plt.subplots(num="waiting", figsize=(5, 2.6))
ax.axvspan(BURST[0] / 1000, BURST[1] / 1000, color="0.85", alpha=0.5, lw=0)
ax.plot(now[::8] / 1000, lengths["sender"][::8], "C1--")
ax.plot(now[::8] / 1000, lengths["queue"][::8], "C0-")
ax.text(24.5, 50, "at the sender", color="C1")
ax.text(30.5, 8, "in the queue", color="C0", va="center")
ax.text(10.3, 86, "crowded", color="0.5", va="top")
ax.set(xlabel="time (s)", ylabel="frames that wait", xlim=(0, 40), ylim=(-4, 90))

# %%
computed = {
    "oldest-blocked": f"{oldest / 1000:.1f} s",
    "at-sender": f"{lengths['sender'].max()}",
}

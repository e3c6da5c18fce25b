# %% [markdown]
# # A cache in front of the slowest stage
# If a share of the frames needs no detection, say because nothing moved, how many frames
# a second does the pipeline deliver?

# %%
import matplotlib.pyplot as plt
import numpy as np

DECODE, DETECT, TRACK = 10, 25, 5  # milliseconds for one frame, one worker each
FRAMES = 4000
SEEDS = range(10)

# %% [markdown]
# With a share $h$ of hits, which cost nothing, detection takes $(1-h)t$ a frame on average.
# The slowest stage is then the one with the longest average.


# %%
def rule(share):
    """Frames a second that the slowest stage allows on average."""
    return 1000 / np.maximum((1 - share) * DETECT, max(DECODE, TRACK))


def simulate(hit):
    """Frames a second, given which frames are hits; queues between stages have no limit."""
    ready = np.arange(1, len(hit) + 1) * DECODE  # decoding never waits
    for cost in (np.where(hit, 0, DETECT), np.full(len(hit), TRACK)):
        done = cost.cumsum()
        # A frame starts when it is there and the one before has left.
        ready = done + np.maximum.accumulate(ready - done + cost)
    return 1000 * len(hit) / ready[-1]


def at_random(share):
    """The same for hits at random, one number for each seed."""
    rngs = [np.random.default_rng(seed) for seed in SEEDS]
    return np.array([simulate(rng.random(FRAMES) < share) for rng in rngs])


# %% [markdown]
# **Regular hits**, alike in each ten frames, follow the rule. At random, more misses may come
# in a row. With spare time the stage catches up again; where both stages are equally busy
# it falls behind, the less per frame the longer the run.

# %%
HIT, BALANCED = 0.7, 0.6  # with the latter, detection takes as long as decoding
shares = np.array([0, 0.2, 0.4, BALANCED, HIT, 0.8])
for share in shares:
    even = simulate(np.arange(FRAMES) % 10 < round(10 * share))
    assert np.isclose(even, rule(share), rtol=0.01)
spare, balanced = at_random(HIT), at_random(BALANCED)

# %%
fig, ax = plt.subplots(num="hits", figsize=(5, 2.8))
line = np.linspace(0, 0.9, 46)
ax.plot(100 * line, rule(line), color="0.5", lw=0.8)
ax.plot(100 * shares, [at_random(share).mean() for share in shares], "o", color="C0")
ax.text(48, 96, "slowest stage on average", color="0.5", ha="right")
ax.text(44, 62, "hits at random", color="C0", ha="left")
ax.set(ylim=(0, 115), xlabel="hits (%)", ylabel="frames per second")


# %%
def span(values):
    low, high = (f"{value:.0f}" for value in (min(values), max(values)))
    return f"{low}/s" if low == high else f"{low} to {high}/s"


# %%
given = {"hit-rate": f"{HIT:.0%}", "balanced-rate": f"{BALANCED:.0%}"}
measured = {
    "cached": (
        span(spare),
        "with spare time the cached stage keeps up, within two percent",
        max(abs(spare / rule(HIT) - 1)) < 0.02,
    ),
    "balanced": (
        span(balanced),
        "two stages that are equally busy deliver less on average",
        balanced.mean() < 0.995 * rule(BALANCED),
    ),
}
setup = f"{FRAMES:,} frames, hits at random, {len(SEEDS)} seeds"
varied = {"FRAMES": (2000, 8000)}

# %% [markdown]
# # Amdahl's law for one frame
# How much sooner is a frame done when only the slowest of its stages gets faster?

# %%
import matplotlib.pyplot as plt
import numpy as np

DECODE, DETECT, TRACK = 10, 25, 5  # milliseconds for one frame
FASTER = 5  # times as fast as before, a better detector
latency = DECODE + DETECT + TRACK

# %% [markdown]
# With detection $s$ times faster, the latency of one frame falls by a factor of
# $1/((1-p)+p/s)$, where $p$ is the share of time in detection. However fast it
# gets, the other stages remain: $1/(1-p)$ is the limit.

# %%
p = DETECT / latency


def amdahl(s):
    return 1 / ((1 - p) + p / s)


s = np.array([1, 2, 5, 10, 100, np.inf])
assert np.allclose(amdahl(s), latency / (DECODE + DETECT / s + TRACK))
limit = 1 / (1 - p)
assert limit == latency / (DECODE + TRACK)  # all that remains

# %%
fig, ax = plt.subplots(num="gain", figsize=(5, 2.6))
line = np.geomspace(1, 100, 50)
ax.axhline(limit, color="0.5", lw=0.8, ls="--")
ax.plot(line, amdahl(line), "C0-")
ax.plot(FASTER, amdahl(FASTER), "o", color="C0")
ax.text(1, limit + 0.07, "no detection at all", color="0.5")
label = f"detection {FASTER}× as fast: gain {amdahl(FASTER):.1f}×"
ax.text(1.2 * FASTER, amdahl(FASTER) - 0.15, label, color="C0", va="top")
ax.set(xscale="log", xlabel="detection faster by a factor", ylim=(0.8, 3.1))
ax.set_xticks([1, 2, 5, 10, 100], ["1", "2", "5", "10", "100"])
ax.minorticks_off()
ax.set_ylabel("gain in latency")

# %%
computed = {
    "amdahl": f"{amdahl(FASTER):.1f}×",
    "amdahl-limit": f"{limit:.1f}×",
}

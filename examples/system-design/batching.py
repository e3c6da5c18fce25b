# %% [markdown]
# # Batching: latency and throughput
# What does a larger batch buy and cost, and how long does a request wait for its batch
# to fill?

# %%
import matplotlib.pyplot as plt
import numpy as np

# %% [markdown]
# **The cost model** of one GPU, in milliseconds: launching costs `LAUNCH`. Then it
# reads the weights (`READ`) while it computes (`ITEM` for each input); the longer of
# the two counts. No clock is read here.

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
assert latency[0] == latency[1] == latency[2]  # small batches: latency is flat

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


# %% [markdown]
# **Waiting for company.** Requests arrive at random. One policy waits until the batch
# is full. The other takes whatever has arrived when the GPU becomes free, up to the
# same size.


# %%
def mean_latency(rate, size, fill, count=20_000):
    """Mean milliseconds from arrival to result, at `rate` requests per second."""
    arrive = np.random.default_rng(0).exponential(1000 / rate, count).cumsum()
    leave, free, first = np.zeros(count), 0.0, 0
    while first + size <= count:
        start = max(free, arrive[first + size - 1 if fill else first])
        waiting = int(np.searchsorted(arrive, start, side="right")) - first
        taken = min(size, waiting)
        free = start + run_time(taken)
        leave[first : first + taken] = free
        first += taken
    return float((leave - arrive)[:first].mean())


# %% [markdown]
# Oracles. When batches do not queue, filling $b$ places at rate $\lambda$ costs
# $(b-1)/(2\lambda)$ on average. Batches of one are the queue with Poisson arrivals and
# constant service, whose waiting time is $\rho t/(2(1-\rho))$ at utilization $\rho$.


# %%
def filling(size, rate):
    """Mean milliseconds that a request waits for its batch to fill."""
    return 1000 * (size - 1) / (2 * rate)


alone = filling(64, 200) + run_time(64)
assert abs(mean_latency(200, 64, fill=True) / alone - 1) < 0.03
md1 = 5 + 0.5 * 5 / (2 * 0.5)  # 100 requests/s, 5 ms each: half busy
assert abs(mean_latency(100, 1, fill=False) / md1 - 1) < 0.03

RATE = 1000
sizes = [8, 16, 32, 64, 128]
waits = {fill: [mean_latency(RATE, b, fill) for b in sizes] for fill in (True, False)}
fig, ax = plt.subplots(num="waiting", figsize=(5, 2.8))
ax.plot(sizes, waits[True], "s--", color="C1")
ax.plot(sizes, waits[False], "o-", color="C0")
ax.text(56, 88, "wait until full", color="C1", ha="right")
ax.text(128, 20, "take what is there", color="C0", ha="right")
ax.set(xscale="log", ylim=(0, 145))
ax.set_xticks(sizes, sizes)
ax.minorticks_off()
ax.set_xlabel("largest batch")
ax.set_ylabel("mean latency (ms)")

# %%
facts = {
    **{f"latency-{b}": f"{ms:.0f} ms" for b, ms in zip(batches, latency, strict=True)},
    **{
        f"throughput-{b}": f"{x:,.0f}/s"
        for b, x in zip(batches, throughput, strict=True)
    },
    "ceiling": f"{ceiling:,.0f}/s",
    "last-latency": f"{latency[-1] / latency[-2]:.2f}×",
    "last-throughput": f"{throughput[-1] / throughput[-2]:.2f}×",
    "fill-64": f"{filling(64, RATE):.0f} ms",
    "rate": f"{RATE:,}/s",
    "full-64": f"{waits[True][sizes.index(64)]:.0f} ms",
    "there-64": f"{waits[False][sizes.index(64)]:.0f} ms",
    "there-128": f"{waits[False][-1]:.0f} ms",
}

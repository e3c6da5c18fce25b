# %% [markdown]
# # Waiting for a batch to fill
# How long does a request wait for company, and what if the server does not wait?

# %%
from contextlib import suppress
from queue import Empty, Queue

import matplotlib.pyplot as plt
import numpy as np

LAUNCH, READ, ITEM = 2.0, 3.0, 0.5  # the cost model of `batching`, in milliseconds
SEEDS = range(10)
COUNT = 10_000  # simulated requests in each run
RATE = 1000  # requests a second


def run_time(batch):
    return LAUNCH + max(READ, ITEM * batch)


# %% [markdown]
# Requests arrive at random. One policy waits until the batch is full. The other takes
# whatever has arrived when the GPU becomes free, up to the same size.


# %%
def mean_latency(rate, size, fill, seed):
    """Mean milliseconds from arrival to result, at `rate` requests per second."""
    arrive = np.random.default_rng(seed).exponential(1000 / rate, COUNT).cumsum()
    leave, free, first = np.zeros(COUNT), 0.0, 0
    while first + size <= COUNT:
        start = max(free, arrive[first + size - 1 if fill else first])
        waiting = int(np.searchsorted(arrive, start, side="right")) - first
        taken = min(size, waiting)
        free = start + run_time(taken)
        leave[first : first + taken] = free
        first += taken
    return float((leave - arrive)[:first].mean())


# %% [markdown]
# The second policy in a server: sleep until a request is there, then take the others that
# are, without waiting.


# %%
def next_batch(inbox, limit):
    """Requests of a `Queue`: all that are there, at least one, at most `limit`."""
    batch = [inbox.get()]  # sleeps while there is none
    with suppress(Empty):
        while len(batch) < limit:
            batch.append(inbox.get_nowait())
    return batch


inbox = Queue()
for number in range(5):
    inbox.put(number)
assert [next_batch(inbox, 3), next_batch(inbox, 3)] == [[0, 1, 2], [3, 4]]

# %% [markdown]
# Oracles. When batches do not queue, filling $b$ places at rate $\lambda$ costs
# $(b-1)/(2\lambda)$ on average. Batches of one are the queue with Poisson arrivals and
# constant service, whose waiting time is $\rho t/(2(1-\rho))$ at utilization $\rho$. Each
# is compared with the mean over all seeds.


# %%
def filling(size, rate):
    """Mean milliseconds that a request waits for its batch to fill."""
    return 1000 * (size - 1) / (2 * rate)


def runs(rate, size, fill):
    return np.array([mean_latency(rate, size, fill, seed) for seed in SEEDS])


alone = filling(64, 200) + run_time(64)
assert abs(runs(200, 64, fill=True).mean() / alone - 1) < 0.03
md1 = 5 + 0.5 * 5 / (2 * 0.5)  # 100 requests/s, 5 ms each: half busy
assert abs(runs(100, 1, fill=False).mean() / md1 - 1) < 0.03

sizes = [16, 32, 64, 128]
full, there = ([runs(RATE, b, fill) for b in sizes] for fill in (True, False))
fig, ax = plt.subplots(num="waiting", figsize=(5, 2.8))
ax.plot(sizes, np.mean(full, axis=1), "s--", color="C1")
ax.plot(sizes, np.mean(there, axis=1), "o-", color="C0")
ax.text(56, 88, "wait until full", color="C1", ha="right")
ax.text(128, 20, "take what is there", color="C0", ha="right")
ax.set(xscale="log", ylim=(0, 145))
ax.set_xticks(sizes, sizes)
ax.minorticks_off()
ax.set_xlabel("largest batch")
ax.set_ylabel("mean latency (ms)")


def span(values):
    low, high = (f"{value:.0f}" for value in (min(values), max(values)))
    return f"{low} ms" if low == high else f"{low} to {high} ms"


full_64, there_64 = full[sizes.index(64)], there[sizes.index(64)]

# %%
given = {"rate": f"{RATE:,}/s"}
computed = {
    "fill-64": f"{filling(64, RATE):.0f} ms",
}
measured = {
    "full-64": (
        span(full_64),
        "a request takes the time to fill the batch and the run, within five percent",
        max(abs(full_64 / (filling(64, RATE) + run_time(64)) - 1)) < 0.05,
    ),
    "there-64": (
        span(there_64),
        "taking what is there answers in at most a third of the time",
        max(there_64) <= min(full_64) / 3,
    ),
    "there-128": (
        span(there[-1]),
        "a larger limit changes nothing where so many never wait at once",
        max(abs(there[-1] - there_64)) < 0.1,
    ),
}
setup = f"{COUNT:,} random (Poisson) arrivals at {RATE:,}/s, {len(SEEDS)} seeds"
varied = {"COUNT": (5000, 20_000), "RATE": (800, 1300)}

# %% [markdown]
# # Little's law and the queue
# How many requests are in flight at once, and how long does a request wait when the
# server is nearly always busy?

# %%
import math

import matplotlib.pyplot as plt
import numpy as np

SERVICE = 10.0  # milliseconds that one request keeps the server busy, on average
COUNT = 200_000  # simulated requests in each run
SEEDS = range(10)


def simulate(utilization, random_service=True, seed=0):
    """Arrival and departure times (ms) at one server, first come, first served."""
    rng = np.random.default_rng(seed)
    arrive = rng.exponential(SERVICE / utilization, COUNT).cumsum()
    work = rng.exponential(SERVICE, COUNT) if random_service else [SERVICE] * COUNT
    done = np.cumsum(work)
    # A request starts when it is there and the one before has left.
    leave = done + np.maximum.accumulate(arrive - done + work)
    return arrive, leave


# %% [markdown]
# **Little's law.** $L = \lambda W$: the mean number in flight is the arrival rate times
# the mean time in the system, of any queue that does not grow without end. Below, a clock
# that knows nothing of single requests counts those in flight at every tick.

# %%
LOAD = 0.8
runs = [simulate(LOAD, seed=seed) for seed in SEEDS]
counted, law = [], []
for arrive, leave in runs:
    ticks = np.arange(0, arrive[-1], 5 * SERVICE)
    before = [np.searchsorted(times, ticks) for times in (arrive, leave)]
    counted.append((before[0] - before[1]).mean())
    law.append(COUNT / arrive[-1] * (leave - arrive).mean())
assert np.allclose(counted, law, rtol=0.02)

# By hand: 200 requests a second, 0.05 s each, at regular intervals.
begin = np.arange(200) / 200
in_flight = ((begin <= 0.5) & (begin + 0.05 > 0.5 + 1e-9)).sum()
assert in_flight == 200 * 0.05

# %% [markdown]
# **How $W$ grows.** For random (Poisson) arrivals at rate $\lambda$ and a server of rate
# $\mu$, the mean time in the system is $1/(\mu-\lambda)$ when service times are
# exponential. When they are constant, the waiting part is half as long.

# %%
loads = np.array([0.2, 0.4, 0.6, LOAD, 0.9])


def closed_form(u, random_service=True):
    return SERVICE + (1 if random_service else 0.5) * SERVICE * u / (1 - u)


assert np.allclose(closed_form(loads), SERVICE / (1 - loads))  # 1/(μ − λ)
waited = {
    kind: [[np.diff(simulate(u, kind, s), axis=0).mean() for u in loads] for s in SEEDS]
    for kind in (True, False)
}
stays = {kind: np.array(means) for kind, means in waited.items()}  # (SEEDS, loads)
for kind, simulated in stays.items():
    assert np.allclose(simulated.mean(0), closed_form(loads, kind), rtol=0.06)
in_system = LOAD / (1 - LOAD)  # λ/(μ − λ)
at_90 = stays[True][:, -1]

# %%
u = np.linspace(0, 0.95, 60)
fig, ax = plt.subplots(num="waiting")
for kind, style, marker in ((True, "C0-", "o"), (False, "C1--", "s")):
    ax.plot(u, closed_form(u, kind), style)
    ax.plot(loads, stays[kind].mean(0), style[:2] + marker)
ax.axhline(SERVICE, color="0.5", lw=0.8)
ax.text(1.15, 13, "service alone", color="0.5", ha="right")
ax.text(0.88, 130, "random\nservice", color="C0", ha="right", va="center")
ax.text(0.955, 78, "constant\nservice", color="C1", ha="left", va="center")
ax.set(xlim=(0, 1.16), ylim=(0, 205))
ax.set_xticks([0, 0.2, 0.4, 0.6, 0.8, 1], ["0%", "20%", "40%", "60%", "80%", "100%"])
ax.set_xlabel("utilization, λ/μ")
ax.set_ylabel("mean time in the system (ms)")

# %% [markdown]
# The mean hides the tail. With exponential service the time in the system is itself
# exponential, so the 99th percentile is $\ln 100$ times the mean.

# %%
p99 = np.mean([np.quantile(leave - arrive, 0.99) for arrive, leave in runs])
tail = math.log(100)
assert abs(p99 / closed_form(LOAD) / tail - 1) < 0.06

# %%
given = {"service": f"{SERVICE:.0f} ms"}
computed = {
    "in-flight": f"{in_flight:.0f}",
    "law": f"{in_system:.1f}",
    **{f"at-{x}": f"{closed_form(x / 100):.0f} ms" for x in (50, 80, 90, 95)},
    "constant-90": f"{closed_form(0.9, False):.0f} ms",
    "p99-80": f"{tail * closed_form(LOAD):.0f} ms",
    "p99-factor": f"{tail:.1f}×",
}
measured = {
    "counted": (
        f"{min(counted):.1f} to {max(counted):.1f}",
        "as many are in flight as λ/(μ − λ), within a tenth",
        max(abs(np.array(counted) / in_system - 1)) < 0.1,
    ),
    "simulated-90": (
        f"{min(at_90):.0f} to {max(at_90):.0f} ms",
        "at 90% load a request takes ten times the service time, within a quarter",
        max(abs(at_90 / (10 * SERVICE) - 1)) < 0.25,
    ),
}
setup = f"{COUNT:,} random (Poisson) arrivals at one server, {len(SEEDS)} seeds"
varied = {"COUNT": (100_000, 400_000), "SERVICE": (5.0, 20.0)}

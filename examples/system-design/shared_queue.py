# %% [markdown]
# # One queue or one for each GPU
# Four GPUs share the load. Should each have a queue of its own, or all of them one? How
# busy may they be?

# %%
import heapq
import math

import matplotlib.pyplot as plt
import numpy as np

SERVICE = 10.0  # milliseconds that one request keeps a GPU busy, on average


def simulate(utilization, servers, seed, count=50_000):
    """Mean time (ms) from arrival to result: random arrivals, one queue, first come."""
    rng = np.random.default_rng(seed)
    arrive = rng.exponential(SERVICE / utilization / servers, count).cumsum()
    work = rng.exponential(SERVICE, count)
    free, total = [0.0] * servers, 0.0
    for start, cost in zip(arrive.tolist(), work.tolist(), strict=True):
        done = max(start, heapq.heappop(free)) + cost
        heapq.heappush(free, done)
        total += done - start
    return total / count


# %% [markdown]
# **Closed form (Erlang C).** With $c$ servers, offered load $a=c\rho$ and utilization
# $\rho$, a request has to wait with probability
#
# $$C = \frac{a^c/c!}{a^c/c! + (1-\rho)\sum_{k<c} a^k/k!}$$
#
# and then waits $t/(c(1-\rho))$ on average, for a mean service time $t$. For one server
# $C=\rho$, and the mean time in the system is $t/(1-\rho)$.


# %%
def closed_form(utilization, servers):
    load = utilization * servers
    last = load**servers / math.factorial(servers)
    rest = sum(load**k / math.factorial(k) for k in range(servers))
    waits = last / (last + (1 - utilization) * rest)
    return SERVICE + waits * SERVICE / servers / (1 - utilization)


loads = [0.2, 0.4, 0.6, 0.8]
simulated = {  # means of ten runs
    c: [np.mean([simulate(u, c, seed) for seed in range(10)]) for u in loads]
    for c in (1, 4)
}
for c, means in simulated.items():
    assert np.allclose(means, [closed_form(u, c) for u in loads], rtol=0.06)
assert math.isclose(closed_form(0.8, 1), SERVICE / (1 - 0.8))

# %% [markdown]
# Dealt out at random, requests leave one GPU idle while another has a queue; each GPU
# is then a queue with one server. With one queue for all that cannot happen.

# %%
u = np.linspace(0.02, 0.95, 60)
fig, ax = plt.subplots(num="shared")
for c, style, marker in ((1, "C1--", "s"), (4, "C0-", "o")):
    ax.plot(u, [closed_form(x, c) for x in u], style)
    ax.plot(loads, simulated[c], style[:2] + marker)
ax.axhline(SERVICE, color="0.5", lw=0.8)
ax.text(0.02, 4, "service alone", color="0.5", va="center")
ax.text(0.77, 60, "a queue each", color="C1", ha="right")
ax.text(0.93, 24, "one queue for four", color="C0", ha="left")
ax.set(xlim=(0, 1.32), ylim=(0, 125))
ax.set_xticks([0, 0.2, 0.4, 0.6, 0.8, 1], ["0%", "20%", "40%", "60%", "80%", "100%"])
ax.set_xlabel("utilization of each GPU")
ax.set_ylabel("mean time in the system (ms)")

# %%
given = {"service": f"{SERVICE:.0f} ms"}
computed = {
    "each-80": f"{closed_form(0.8, 1):.0f} ms",
    "shared-80": f"{closed_form(0.8, 4):.0f} ms",
    "each-60": f"{closed_form(0.6, 1):.0f} ms",
    "shared-60": f"{closed_form(0.6, 4):.0f} ms",
}

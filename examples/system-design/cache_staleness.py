# %% [markdown]
# # Cache staleness
# How many answers come from a cache, and how many of them are out of date, for a given
# time to live?

# %%
import matplotlib.pyplot as plt
import numpy as np

REQUESTS = 1.0  # a second, for one key, at random moments
INTERVAL = 60  # seconds between two changes of the truth, on average
UPDATES = 1 / INTERVAL  # a second, at random moments too
SECONDS = 40_000  # simulated
SEEDS = range(10)


def simulate(ttl, seed):
    """Share of requests answered from the cache, and share answered with old data.

    A miss fills the entry at once; a hit does not prolong its life.
    """
    rng = np.random.default_rng(seed)
    requests = rng.uniform(0, SECONDS, rng.poisson(REQUESTS * SECONDS))
    updates = rng.uniform(0, SECONDS, rng.poisson(UPDATES * SECONDS))
    requests.sort()
    version = np.searchsorted(np.sort(updates), requests)  # of the truth
    hits = stale = 0
    filled, cached = -np.inf, -1
    for time, truth in zip(requests.tolist(), version.tolist(), strict=True):
        if time - filled < ttl:
            hits += 1
            stale += cached != truth
        else:
            filled, cached = time, truth
    return hits / len(requests), stale / len(requests)


# %% [markdown]
# **Closed form.** A miss fills the cache; for $T$ seconds all requests hit, $rT$ of them
# on average at request rate $r$. So the hit rate is $rT/(1+rT)$. At age $a$ the entry is
# out of date with probability $1-e^{-ua}$ for updates at rate $u$; averaged over the
# hits,
#
# $$\text{stale} = \frac{r}{1+rT}\left(T - \frac{1-e^{-uT}}{u}\right).$$


# %%
def closed_form(ttl):
    r, u = REQUESTS, UPDATES
    hit = r * ttl / (1 + r * ttl)
    return hit, r / (1 + r * ttl) * (ttl - (1 - np.exp(-u * ttl)) / u)


TTL = 10  # seconds: nine in ten answers come from the cache, few of them old
ttls = [1, 3, TTL, 30, 60, 120]
runs = np.array([[simulate(ttl, seed) for ttl in ttls] for seed in SEEDS])
simulated = runs.mean(axis=0)  # (ttls, 2)
exact = np.array([closed_form(ttl) for ttl in ttls])
assert np.abs(simulated - exact).max() < 0.02

# %%
line = np.geomspace(0.5, 200, 60)
hit, stale = closed_form(line)
fig, ax = plt.subplots(num="staleness")
ax.plot(line, 100 * hit, "C0-")
ax.plot(line, 100 * stale, "C1--")
ax.plot(ttls, 100 * simulated[:, 0], "o", color="C0")
ax.plot(ttls, 100 * simulated[:, 1], "s", color="C1")
ax.text(3.6, 66, "answered from the cache", color="C0")
ax.text(13, 25, "out of date", color="C1", ha="right")
ax.set(xscale="log", ylim=(0, 104))
ax.set_xticks(ttls, ttls)
ax.minorticks_off()
ax.set_xlabel(f"time to live (s), updates every {INTERVAL} s on average")
ax.set_ylabel("share of requests (%)")


def span(shares):
    low, high = (f"{share:.0%}" for share in (min(shares), max(shares)))
    return low if low == high else f"{low} to {high}"


hits, stale = runs[:, ttls.index(TTL)].T
hit_10, stale_10 = closed_form(TTL)

# %%
given = {"ttl": f"{TTL} s", "updates": f"{INTERVAL} s"}
computed = {
    **{f"hit-{ttl}": f"{closed_form(ttl)[0]:.0%}" for ttl in (1, 5, TTL, 30, 60)},
    **{f"stale-{ttl}": f"{closed_form(ttl)[1]:.1%}" for ttl in (1, 5, TTL, 30, 60)},
}
measured = {
    "simulated-hit-10": (
        span(hits),
        "the hits of each simulation are within a point of the closed form",
        max(abs(hits - hit_10)) < 0.01,
    ),
    "simulated-stale-10": (
        span(stale),
        "its old answers are within three points of it",
        max(abs(stale - stale_10)) < 0.03,
    ),
}
setup = f"{SECONDS:,} s of random (Poisson) requests and updates, {len(SEEDS)} seeds"
varied = {"SECONDS": (20_000, 80_000), "INTERVAL": (30, 120)}

# %% [markdown]
# # Cache staleness
# How many answers come from a cache, and how many of them are out of date, for a given
# time to live?

# %%
import matplotlib.pyplot as plt
import numpy as np

REQUESTS = 1.0  # a second, for one key, at random moments
UPDATES = 1 / 60  # a second: the truth changes once a minute on average


def simulate(ttl, seconds=400_000):
    """Share of requests answered from the cache, and share answered with old data."""
    rng = np.random.default_rng(0)
    requests = rng.uniform(0, seconds, rng.poisson(REQUESTS * seconds))
    updates = rng.uniform(0, seconds, rng.poisson(UPDATES * seconds))
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
simulated = np.array([simulate(ttl) for ttl in ttls])
exact = np.array([closed_form(ttl) for ttl in ttls])
assert np.abs(simulated - exact).max() < 0.01
hit, stale = closed_form(TTL)
assert hit > 0.9 > 0.1 > stale

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
ax.set_xlabel("time to live (s), updates every 60 s on average")
ax.set_ylabel("share of requests (%)")

# %%
facts = {
    **{f"hit-{ttl}": f"{closed_form(ttl)[0]:.0%}" for ttl in (1, 5, TTL, 30, 60)},
    **{f"stale-{ttl}": f"{closed_form(ttl)[1]:.1%}" for ttl in (1, 5, TTL, 30, 60)},
    "simulated-hit-10": f"{simulated[ttls.index(TTL), 0]:.0%}",
    "simulated-stale-10": f"{simulated[ttls.index(TTL), 1]:.0%}",
    "ttl": f"{TTL} s",
    "updates": f"{1 / UPDATES:.0f} s",
}

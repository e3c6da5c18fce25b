# %% [markdown]
# # PSI without drift
# How large is the population stability index when nothing has changed, and which windows
# keep it below its usual threshold?

# %%
import matplotlib.pyplot as plt
import numpy as np

SEEDS = range(10)
TRIALS = 1000  # pairs of samples in each run
REFERENCE = 900  # samples
SMALL, LARGE, BINS = 100, 250, 10


# %% [markdown]
# Both samples come from one continuous law. Which one does not matter, since the bins are quantiles
# of the reference: here it is uniform.


# %%
def null_psi(seed, window, reference=REFERENCE):
    """PSI of `TRIALS` pairs of samples without drift."""
    rng = np.random.default_rng(seed)
    first = rng.random((TRIALS, reference))
    edges = np.quantile(first, np.linspace(0, 1, BINS + 1)[1:-1], axis=1)
    second = rng.random((TRIALS, window))
    below = [np.sum(second <= edge[:, None], axis=1) for edge in edges]
    q = np.diff(below, axis=0, prepend=0, append=window) / window  # (BINS, TRIALS)
    p, q = 1 / BINS, np.maximum(q, 1e-4)  # empty bins
    return ((q - p) * np.log(q / p)).sum(axis=0)


# %% [markdown]
# **Rule of thumb.** $q_b-p_b$ has a variance near $p_b(1/n+1/m)$ with windows of $n$ and $m$,
# and $\ln(q_b/p_b)\approx(q_b-p_b)/p_b$. So PSI is about $(1/n+1/m)$ times a $\chi^2$ variable with
# $B-1$ degrees of freedom: $(B-1)(1/n+1/m)$ on average. The logarithm adds to it when
# bins hold few samples.


# %%
def expected(window):
    return (BINS - 1) * (1 / window + 1 / REFERENCE)


small, large = (np.array([null_psi(s, n) for s in SEEDS]) for n in (SMALL, LARGE))
for values, window in ((small, SMALL), (large, LARGE)):
    assert abs(values.mean() / expected(window) - 1) < 0.1
mean, alarms = small.mean(axis=1), (small > 0.1).mean(axis=1)
level, level_large = (np.quantile(v, 0.95, axis=1) for v in (small, large))

# %%
windows = [50, SMALL, 150, 200, LARGE, 400, 600]
draws = [null_psi(0, window) for window in windows]
fig, ax = plt.subplots(num="window-size", figsize=(5, 2.8))
ax.plot(windows, [np.quantile(values, 0.95) for values in draws], "s--", color="C1")
ax.plot(windows, [values.mean() for values in draws], "o-", color="C0")
ax.axhline(0.1, color="0.5", lw=0.8)
ax.text(600, 0.11, "usual threshold", color="0.5", ha="right")
ax.text(170, 0.2, "one window in twenty is above", color="C1")
ax.text(60, 0.04, "mean", color="C0")
ax.set(ylim=(0, None), xlabel="samples in the window", ylabel="PSI without drift")


# %%
def span(values, form=".2f"):
    low, high = (format(value, form) for value in (min(values), max(values)))
    return low if low == high else f"{low} to {high}"


# %%
given = {"window": f"{SMALL}", "large": f"{LARGE}"}
computed = {
    "chance-psi": f"{expected(SMALL):.2f}",
}
measured = {
    "mean": (
        span(mean),
        "without drift PSI is (B − 1)(1/n + 1/m) on average, within a fifth",
        max(abs(mean / expected(SMALL) - 1)) < 0.2,
    ),
    "null-psi": (
        span(alarms, ".0%"),
        "without drift PSI passes 0.1 in more than a third of these windows",
        min(alarms) > 1 / 3,
    ),
    "level": (
        span(level),
        "with these windows PSI's 5% level is above the usual 0.1",
        min(level) > 0.1,
    ),
    "level-large": (
        span(level_large),
        "with larger windows PSI's 5% level is below 0.1",
        max(level_large) < 0.1,
    ),
}
setup = (
    f"{TRIALS:,} pairs of samples of one law, {REFERENCE} in the reference, "
    f"{BINS} bins, {len(SEEDS)} seeds"
)
varied = {"TRIALS": (500, 2000), "REFERENCE": (1800,)}

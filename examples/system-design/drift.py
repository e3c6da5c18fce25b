# %% [markdown]
# # Drift alerts and the size of the window
# Has the distribution of an input or an embedding moved, and how often does a threshold
# alarm without cause when the window is small?

# %%
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits


def ks(reference, window):
    """Largest vertical gap between the distribution functions of two samples, not empty."""
    points = np.concatenate([reference, window])
    below, below_now = (
        np.searchsorted(np.sort(sample), points, side="right") / len(sample)
        for sample in (reference, window)
    )
    return np.abs(below - below_now).max()


def psi(reference, window, bins=10):
    """Population stability index over the reference's quantile bins; samples not empty."""
    edges = np.quantile(reference, np.linspace(0, 1, bins + 1)[1:-1])
    p, q = (
        np.bincount(np.searchsorted(edges, sample), minlength=bins) / len(sample)
        for sample in (reference, window)
    )
    p, q = np.maximum(p, 1e-4), np.maximum(q, 1e-4)  # empty bins
    return ((q - p) * np.log(q / p)).sum()


# %% [markdown]
# **Sixty days.** Each day brings 100 images of digits; the statistic is their mean
# brightness, and it could be any coordinate of an embedding. From day 31 on the lamp is
# 5% weaker.

# %%
SEEDS = range(10)
REFERENCE = 900  # images
WINDOW = 100  # images of each day
FADE = 0.95
PIXELS = 64  # of the 64, those whose mean is taken
DAYS, START = 60, 31
days = np.arange(1, DAYS + 1)
faded = days >= START
bright = load_digits().data[:, :PIXELS].mean(axis=1)


def sixty_days(seed):
    """KS and PSI of each day: two arrays of shape (DAYS,)."""
    rng = np.random.default_rng(seed)
    brightness = rng.permutation(bright)
    reference, live = brightness[:REFERENCE], brightness[REFERENCE:]
    lamp = np.where(faded, FADE, 1)
    windows = [rng.choice(live, WINDOW, replace=False) * light for light in lamp]
    return np.array([(ks(reference, w), psi(reference, w)) for w in windows]).T


daily_ks, daily_psi = np.array([sixty_days(seed) for seed in SEEDS]).transpose(1, 0, 2)

# %% [markdown]
# **A fair threshold** is one that noise alone passes in a chosen share α of all windows: for
# KS about $\sqrt{-\tfrac12 \ln\tfrac{\alpha}{2}}\sqrt{1/n+1/m}$ with windows of $n$ and $m$. For PSI
# it is read off windows without drift; which continuous law does not matter, since the bins
# are quantiles.

# %%
FALSE_ALARMS = 0.05
limit = np.sqrt(-np.log(FALSE_ALARMS / 2) / 2 * (1 / WINDOW + 1 / REFERENCE))
levels = []
for seed in SEEDS:
    rng = np.random.default_rng([seed, 1])
    quiet = [(rng.random(REFERENCE), rng.random(WINDOW)) for _ in range(1000)]
    levels.append(np.quantile([psi(*pair) for pair in quiet], 1 - FALSE_ALARMS))
    share = np.mean([ks(*pair) > limit for pair in quiet])
    assert abs(share - FALSE_ALARMS) < 0.03
level = np.median(levels)

# %%
fig, axes = plt.subplots(2, 1, sharex=True, num="days", figsize=(5, 3.8))
for ax, values, name in ((axes[0], daily_ks[0], "KS"), (axes[1], daily_psi[0], "PSI")):
    ax.plot(days[~faded], values[~faded], "o", color="C0", ms=3)
    ax.plot(days[faded], values[faded], "s", color="C1", ms=3)
    ax.set(ylabel=name, ylim=(0, None))
fair = f"{FALSE_ALARMS:.0%} level"
marks = (0, limit, fair), (1, level, fair), (1, 0.1, "0.1")
for row, height, name in marks:
    axes[row].axhline(height, color="0.5", ls="--", lw=0.8)
    axes[row].text(72, height + 0.01, name, color="0.5", ha="right")
axes[1].set_xlim(0, 72)
axes[1].set_xlabel(f"day; the lamp fades on day {START}")


def alarms(values, threshold):
    """Days with an alarm before and after the change: two arrays with one number a run."""
    return (values > threshold)[:, ~faded].sum(1), (values > threshold)[:, faded].sum(1)


def of(counts):
    return f"{min(counts)} to {max(counts)} of {faded.sum()}"


ks_quiet, ks_dim = alarms(daily_ks, limit)
psi_quiet, psi_dim = alarms(daily_psi, 0.1)
own_quiet, own_dim = alarms(daily_psi, level)
often = psi_quiet.mean() > (~faded).sum() / 4
ks_few, own_few = (few.sum() < psi_quiet.sum() / 3 for few in (ks_quiet, own_quiet))
ks_sees = (ks_dim > ks_quiet).all()
psi_sees = min(psi_dim) > faded.sum() / 2
own_sees = own_dim.sum() > 3 * own_quiet.sum()

# %%
given = {"window": f"{WINDOW}"}
computed = {"limit": f"{limit:.2f}"}
measured = {
    "level": (
        f"{min(levels):.2f} to {max(levels):.2f}",
        f"PSI's {fair} is above the usual 0.1",
        min(levels) > 0.1,
    ),
    "ks-before": (
        of(ks_quiet),
        f"without drift KS at its {fair} alarms at most a third as often as PSI above 0.1, over all runs",
        ks_few,
    ),
    "psi-before": (
        of(psi_quiet),
        "without drift PSI above 0.1 alarms on more than a quarter of the days on average",
        often,
    ),
    "ks-after": (
        of(ks_dim),
        "with drift KS alarms more often than without, in each run",
        ks_sees,
    ),
    "psi-after": (
        of(psi_dim),
        "with drift PSI above 0.1 alarms on more than half of the days",
        psi_sees,
    ),
    "psi-own-before": (
        of(own_quiet),
        f"without drift PSI at its {fair} alarms at most a third as often as above 0.1, over all runs",
        own_few,
    ),
    "psi-own-after": (
        of(own_dim),
        f"with drift PSI at its {fair} alarms at least three times as often as without, over all runs",
        own_sees,
    ),
}
setup = f"brightness of {WINDOW} digits of scikit-learn a day, {len(SEEDS)} seeds"
varied = {
    "WINDOW": (80,),
    "REFERENCE": (600, 1200),
    "PIXELS": (48,),
    "FADE": (0.94,),
    "FALSE_ALARMS": (0.1,),
}

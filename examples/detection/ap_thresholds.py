# %% [markdown]
# # What AP50 does not see
# Does a high AP50 say that a detector is ready for use? Three detectors show what it
# cannot see.

# %%
import matplotlib.pyplot as plt
import numpy as np


# %%
def average_precision(hits, objects):
    """COCO's AP over 101 recalls, for at least one object.

    hits: 1 for a true, 0 for a false positive, best score first.
    """
    true = np.cumsum(hits)
    recall, precision = true / objects, true / np.arange(1, len(hits) + 1)
    best = np.maximum.accumulate(precision[::-1])[::-1]  # the best still to come
    at = np.searchsorted(recall, np.linspace(0, 1, 101))
    return np.append(best, 0)[at].mean()


# The definition, recall by recall: the best precision at that recall or a higher one.
for hits in np.random.default_rng(0).integers(0, 2, (50, 20)):
    true = np.cumsum(hits)
    reached, precision = true / 20, true / np.arange(1, 21)
    grid = np.linspace(0, 1, 101)
    best = [precision[reached >= r].max(initial=0) for r in grid]
    assert np.isclose(average_precision(hits, 20), np.mean(best))

# %% [markdown]
# ## Blind to localization
# Fifty objects, fifty boxes, each at IoU 0.62. Every box counts at thresholds up to
# 0.60 and none beyond.

# %%
OVERLAP = 0.62
thresholds = np.linspace(0.5, 0.95, 10)
first, second, *_, last = thresholds
loose = [average_precision(np.full(50, t <= OVERLAP), 50) for t in thresholds]
ap50, ap75, ap = loose[0], loose[5], np.mean(loose)
assert (ap50, ap75) == (1, 0)
assert np.isclose(ap, 3 / 10)  # 0.50, 0.55, 0.60

# %% [markdown]
# ## Blind to false alarms below the last hit
# One object, found at score 0.9, then false positives with lower scores. Recall is 1
# already, so AP cannot change. Whoever sets a low score threshold gets all the false
# alarms.

# %%
alarms = np.arange(100)
lists = [np.r_[1, np.zeros(n)] for n in alarms]
tail = [average_precision(hits, 1) for hits in lists]
precision = [hits.mean() for hits in lists]
assert min(tail) == 1

# %% [markdown]
# ## Blind to which class fails
# The mean over classes weighs a frequent class and a rare one alike. Perfect on cars
# and blind to pedestrians, 0.5; half of each found without a false alarm, 0.50 too.

# %%
cars, people = 1000, 10
hits = np.ones(cars), np.zeros(1)
mean = (average_precision(hits[0], cars) + average_precision(hits[1], people)) / 2
found = sum(map(np.sum, hits)) / (cars + people)  # of all objects
halves = [average_precision(np.ones(n // 2), n) for n in (cars, people)]
assert mean == 1 / 2
assert np.allclose(halves, 51 / 101)  # recalls 0, 0.01, …, 0.50

# %%
fig, axes = plt.subplots(2, 1, num="blind-spots", figsize=(5.0, 5.0))
axes[0].plot(thresholds, loose, "o-", color="C0", drawstyle="steps-mid")
axes[0].axhline(ap, color="C1", ls="--")
axes[0].text(0.95, ap + 0.04, f"AP, their mean: {ap:.2f}", ha="right", color="C1")
axes[0].text(0.505, 0.9, "AP50", color="C0", va="top")
axes[0].text(0.75, 0.04, "AP75", color="C0", ha="center")
axes[0].set(xlabel="IoU threshold", ylabel="average precision", ylim=(-0.05, 1.1))
axes[0].set_title(f"All boxes at IoU {OVERLAP}")
axes[1].plot(alarms, tail, color="C0")
axes[1].plot(alarms, precision, color="C1", ls="--")
axes[1].text(99, 0.96, "AP50", color="C0", ha="right", va="top")
axes[1].text(99, 0.06, "precision of the whole list", color="C1", ha="right")
axes[1].set(xlabel="false positives below the last hit", ylabel="share")
axes[1].set_ylim(-0.05, 1.1)
axes[1].set_title("One hit, then false alarms")

# %%
given = {"overlap": f"{OVERLAP}"}
computed = {
    "ap50": f"{ap50:.2f}",
    "ap75": f"{ap75:.2f}",
    "ap": f"{ap:.2f}",
    "tail-ap50": f"{tail[-1]:.2f}",
    "tail-precision": f"{precision[-1]:.2f}",
    "tail": f"{alarms[-1]} false positives",
    "rare": f"{mean:.2f}",
    "recall": f"{found:.0%}",
    "even": f"{np.mean(halves):.2f}",
    "thresholds": f"{first:.2f}, {second:.2f}, …, {last:.2f}",
}

# %% [markdown]
# # What AP50 does not see
# Does a high AP50 say that a detector is ready for use? Three detectors show what it
# cannot see.

# %%
import matplotlib.pyplot as plt
import numpy as np


# %%
def average_precision(hits, objects):
    """COCO's AP over 101 recalls; hits: 1 true, 0 false positive, best score first."""
    true = np.cumsum(hits)
    recall, precision = true / objects, true / np.arange(1, len(hits) + 1)
    best = np.maximum.accumulate(precision[::-1])[::-1]  # the best still to come
    at = np.searchsorted(recall, np.linspace(0, 1, 101))
    return np.append(best, 0)[at].mean()


# %% [markdown]
# ## Blind to localization
# Fifty objects, fifty boxes, each at IoU 0.62. Every box counts at thresholds up to
# 0.60 and none beyond.

# %%
thresholds = np.linspace(0.5, 0.95, 10)
first, second, *_, last = thresholds
loose = [average_precision(np.full(50, t <= 0.62), 50) for t in thresholds]
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
tail = [average_precision(np.r_[1, np.zeros(n)], 1) for n in alarms]
precision = 1 / (1 + alarms)
assert min(tail) == 1
assert precision[-1] == 0.01

# %% [markdown]
# ## Blind to which class fails
# The mean over classes weighs a frequent class and a rare one alike. Perfect on cars
# and blind to pedestrians, 0.5; half of each found, 0.5 too.

# %%
frequent, rare = average_precision(np.ones(1000), 1000), average_precision([0], 10)
mean = (frequent + rare) / 2
found = 1000 / (1000 + 10)  # of all objects
halves = average_precision(np.ones(500), 1000), average_precision(np.ones(5), 10)
assert np.allclose(halves, 51 / 101)  # recalls 0, 0.01, …, 0.50

# %%
fig, axes = plt.subplots(2, 1, num="blind-spots", figsize=(5.0, 5.0))
axes[0].plot(thresholds, loose, "o-", color="C0", drawstyle="steps-mid")
axes[0].axhline(ap, color="C1", ls="--")
axes[0].text(0.95, ap + 0.04, f"AP, their mean: {ap:.2f}", ha="right", color="C1")
axes[0].text(0.505, 0.9, "AP50", color="C0", va="top")
axes[0].text(0.75, 0.04, "AP75", color="C0", ha="center")
axes[0].set(xlabel="IoU threshold", ylabel="average precision", ylim=(-0.05, 1.1))
axes[0].set_title("All boxes at IoU 0.62")
axes[1].plot(alarms, tail, color="C0")
axes[1].plot(alarms, precision, color="C1", ls="--")
axes[1].text(99, 0.96, "AP50", color="C0", ha="right", va="top")
axes[1].text(99, 0.06, "precision of the whole list", color="C1", ha="right")
axes[1].set(xlabel="false positives below the last hit", ylabel="share")
axes[1].set_ylim(-0.05, 1.1)
axes[1].set_title("One hit, then false alarms")

# %%
facts = {
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

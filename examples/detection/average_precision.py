# %% [markdown]
# # Average precision
# How does a ranked list of detections become one number, and how much do the three ways
# of interpolating differ?

# %%
import matplotlib.pyplot as plt
import numpy as np

# %% [markdown]
# Walk down the list, best score first. After each detection,
#
# $$\text{precision} = \frac{TP}{TP + FP}, \qquad
# \text{recall} = \frac{TP}{\text{objects}}$$


# %%
def curve(hits, objects):
    """Recall and precision after each detection; hits: 1 true, 0 false positive."""
    true = np.cumsum(hits)
    return true / objects, true / np.arange(1, len(hits) + 1)


# %% [markdown]
# Interpolated precision at recall $r$ is the best precision at any recall $\ge r$, and
# 0 beyond the last. AP averages it over 11 recalls (VOC 2007), over 101 (COCO), or
# takes the whole area (VOC 2010).


# %%
def interpolated(recall, precision, at):
    reached = precision[recall >= at]
    return reached.max() if len(reached) else 0.0


def average_precision(hits, objects, points=101):
    """For at least one object: without any, AP is not defined."""
    recall, precision = curve(hits, objects)
    if points:
        grid = np.linspace(0, 1, points)
        return np.mean([interpolated(recall, precision, r) for r in grid])
    steps = np.diff(recall, prepend=0)
    return sum(steps * [interpolated(recall, precision, r) for r in recall])


hits, objects = [1, 0, 1, 0, 1], 3
ap = {n: average_precision(hits, objects, n) for n in (101, 11, None)}
best = [1, 2 / 3, 3 / 5]  # interpolated precision at each third of the recall
assert np.isclose(ap[None], np.mean(best))
assert np.isclose(ap[101], np.dot([34, 33, 34], best) / 101)
assert np.isclose(ap[11], np.dot([4, 3, 4], best) / 11)
# A dip is filled: the first detection is wrong, and precision then climbs to 2/3.
assert np.isclose(average_precision([0, 1, 1], 2), 2 / 3)

# %% [markdown]
# ## Duplicates cost
# Two objects; the second detection hits an object that is already taken, so it counts
# as a false positive. Recall 1 is reached with precision 2/3.

# %%
duplicate = average_precision([1, 0, 1], 2)
assert np.isclose(duplicate, (51 + 50 * 2 / 3) / 101)
no_duplicate = average_precision([1, 1], 2)

# %%
recall, precision = curve(hits, objects)
fig, ax = plt.subplots(num="curve")
grid = np.linspace(0, 1, 11)
filled = [interpolated(recall, precision, r) for r in grid]
edges = [0, *recall[[0, 2, 4]]]
ax.stairs(best, edges, fill=True, color="C0", alpha=0.15)
ax.stairs(best, edges, baseline=None, color="C0", lw=2)
ax.plot(recall, precision, "o--", color="C1", lw=1.2)
ax.plot(grid, filled, "|", color="k", ms=9)
for rank, (r, p) in enumerate(zip(recall, precision, strict=True), 1):
    kind, above = ("TP", 5) if hits[rank - 1] else ("FP", -12)
    offset = {"xytext": (5, above), "textcoords": "offset points"}
    ax.annotate(f"{rank}: {kind}", (r, p), color="C1", **offset)
ax.set(xlabel="recall", ylabel="precision", xlim=(0, 1.1), ylim=(0, 1.12))
ax.text(0.02, 0.18, "ticks: the 11 recalls of VOC 2007")
ax.text(0.02, 0.08, "area: AP over all points", color="C0")

# %%
computed = {
    "ap-101": f"{ap[101]:.4f}",
    "ap-11": f"{ap[11]:.4f}",
    "ap-all": f"{ap[None]:.4f}",
    "duplicate": f"{duplicate:.3f}",
    "no-duplicate": f"{no_duplicate:.3f}",
}

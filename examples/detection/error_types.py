# %% [markdown]
# # Types of errors
# Why did a detection count as false or an object as missed, and how much AP would each
# kind give back?

# %%
from collections import Counter

import numpy as np


# %%
def iou(a, b):
    low, high = np.maximum(a[:2], b[:2]), np.minimum(a[2:], b[2:])
    shared = np.prod(np.maximum(np.subtract(high, low), 0))
    areas = [(x2 - x1) * (y2 - y1) for x1, y1, x2, y2 in (a, b)]
    return shared / (sum(areas) - shared)


# %% [markdown]
# Detections of one image as (class, score, box), objects as (class, box). A detection
# is first matched as always, within its class by IoU. What is left over gets a name by
# the object that it overlaps most: enough to fit, at least to be near, or less.


# %%
def judge(detections, objects, fits=0.5, near=0.1):
    """Type of each detection, best score first, and the objects that nothing explains."""
    free, kinds, explained = set(range(len(objects))), [], set()
    ranked = sorted(detections, key=lambda d: -d[1])
    for name, _, box in ranked:
        own = {i: iou(box, objects[i][1]) for i in free if objects[i][0] == name}
        best = max(own, key=own.get, default=None)
        hit = best is not None and own[best] >= fits
        kinds.append(("true", best) if hit else None)
        free -= {best} if hit else set()
    for place, (name, _, box) in enumerate(ranked):
        if kinds[place]:
            continue
        all_ = {i: iou(box, other) for i, (_, other) in enumerate(objects)}
        own = {i: o for i, o in all_.items() if objects[i][0] == name}
        other = {i: o for i, o in all_.items() if i not in own}
        s, o, a = (max(g, key=g.get, default=None) for g in (own, other, all_))
        if near <= own.get(s, 0) < fits:
            kinds[place] = ("localization", s)
        elif other.get(o, 0) >= fits:
            kinds[place] = ("class", o)
        elif own.get(s, 0) >= fits:
            kinds[place] = ("duplicate", s)
        else:
            kinds[place] = ("both" if all_.get(a, 0) >= near else "background", a)
        if kinds[place][0] in ("localization", "class"):
            explained.add(kinds[place][1])
    return ranked, kinds, free - explained


# %% [markdown]
# ## What each kind costs
# Mend one kind alone and measure AP again: a wrong class or place becomes a hit if its
# object is still free, else it goes; copies, background and "both" go; missed objects
# are no longer asked for.


# %%
def average_precision(hits, objects):
    true = np.cumsum(hits)
    precision = true / np.arange(1, len(hits) + 1)
    best = np.maximum.accumulate(precision[::-1])[::-1]
    return np.sum(np.diff(true / objects, prepend=0) * best)


def mean_ap(ranked, kinds, objects, mend=None, missed=()):
    """Mean over classes of the area under the curve, with one kind of error mended."""
    names, taken = sorted({name for name, _ in objects}), set()
    hits = {name: [] for name in names}
    gone = {i for kind, i in kinds if kind == "true"}
    for (name, _, _), (kind, i) in zip(ranked, kinds, strict=True):
        if kind == "true":
            hits[name].append(1)
        elif kind == mend:
            if kind in ("class", "localization") and i not in gone | taken:
                taken.add(i)
                hits[objects[i][0]].append(1)
        else:
            hits[name].append(0)
    left = Counter(
        n for i, (n, _) in enumerate(objects) if mend != "missed" or i not in missed
    )
    return np.mean([average_precision(hits[n], left[n]) for n in names if left[n]])


# %% [markdown]
# One of each kind.

# %%
objects = [("car", (x, 0, x + 40, 20)) for x in (0, 100, 200)]
objects += [("bus", (x, 0, x + 60, 30)) for x in (300, 400, 500)]
detections = [
    ("car", 0.95, (1, 0, 41, 20)),
    ("car", 0.90, (2, 1, 42, 20)),  # the same car again
    ("car", 0.85, (120, 0, 160, 20)),  # half a length off
    ("car", 0.80, (302, 0, 362, 30)),  # it is a bus
    ("car", 0.75, (430, 5, 490, 35)),  # a bus, and off
    ("bus", 0.70, (600, 50, 660, 80)),  # nothing there
    ("bus", 0.65, (500, 0, 558, 30)),
    ("car", 0.60, (200, 0, 238, 20)),
]
ranked, kinds, missed = judge(detections, objects)
assert [kind for kind, _ in kinds] == [
    *["true", "duplicate", "localization", "class", "both"],
    *["background", "true", "true"],
]
assert missed == {4}
base = mean_ap(ranked, kinds, objects)
assert np.isclose(base, ((1 + 2 / 6) / 3 + 1 / 2 / 3) / 2)
types = ["class", "localization", "both", "duplicate", "background", "missed"]
gain = {kind: mean_ap(ranked, kinds, objects, kind, missed) - base for kind in types}
assert min(gain.values()) > 0

# %%
computed = {"base": f"{base:.3f}", **{k: f"{v:.3f}" for k, v in gain.items()}}

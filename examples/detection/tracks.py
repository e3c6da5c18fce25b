# %% [markdown]
# # From frames to tracks
# How do boxes of single frames become objects with a name, and how is that scored?

# %%
from math import comb

import numpy as np

# %% [markdown]
# Tracking by detection: predict where each track is now, give it the box that overlaps
# the prediction most, keep a lost track for a while, and start a new one from what is
# left over. Sure boxes are matched first, doubtful ones only to tracks that are left.


# %%
def iou(a, b):
    low, high = np.maximum(a[:2], b[:2]), np.minimum(a[2:], b[2:])
    shared = np.prod(np.maximum(high - low, 0))
    return shared / (np.prod(a[2:] - a[:2]) + np.prod(b[2:] - b[:2]) - shared)


def track(frames, fits=0.3, sure=0.5, patience=3, moving=True):
    """Names for the boxes of each frame; frames: lists of (box, score)."""
    tracks, names, born = [], [], 0
    for frame in frames:
        found = {}
        for t in tracks:
            t["box"] = t["box"] + (t["speed"] if moving else 0)
            t["age"] += 1
        for doubtful in (False, True):
            pairs = sorted(
                (-iou(t["box"], box), k, i)
                for k, t in enumerate(tracks)
                for i, (box, score) in enumerate(frame)
                if (score < sure) == doubtful and t["age"] and i not in found
            )
            for minus, k, i in pairs:
                t, box = tracks[k], frame[i][0]
                if -minus < fits or not t["age"] or i in found:
                    continue
                before = t["seen"]
                t.update(box=box, seen=box, speed=(box - before) / t["age"], age=0)
                found[i] = t["name"]
        for i, (box, score) in enumerate(frame):
            if i not in found and score >= sure:  # a doubtful box starts no track
                new = {
                    "name": born,
                    "box": box,
                    "seen": box,
                    "speed": 0 * box,
                    "age": 0,
                }
                tracks.append(new)
                found[i], born = born, born + 1
        tracks = [t for t in tracks if t["age"] <= patience]
        names.append([found.get(i) for i in range(len(frame))])
    return names


# %% [markdown]
# Two cars pass each other. One is hidden for two frames, and doubtful for one.


# %%
def car(x, y):
    return np.array([x, y, x + 40.0, y + 20])


frames = [[(car(10 * t, 0), 0.9), (car(200 - 10 * t, 15), 0.9)] for t in range(16)]
truth = [[0, 1] for _ in frames]
frames[6][1] = (frames[6][1][0], 0.2)
for t in (8, 9):
    del frames[t][1], truth[t][1]
moving, still = (track(frames, moving=m) for m in (True, False))
assert moving == truth  # both keep their names
assert (
    len({n for frame in still for n in frame}) > 2
)  # without a prediction one is lost
strict = track([[(b, s) for b, s in frame if s >= 0.5] for frame in frames], patience=0)
assert len({n for frame in strict for n in frame}) > 2

# %% [markdown]
# ## Scores
# MOTA counts misses, false boxes and changes of name against all objects of all frames.
# IDF1 gives each object one name for the whole film and asks how much agrees. HOTA is
# the root of a share of hits times the mean agreement of the tracks behind the hits.

# %%
frames_seen, switch_at = 10, 5  # one object, found in all frames, renamed half way
switches, misses, false = 1, 0, 0
mota = 1 - (misses + false + switches) / frames_seen
named = max(switch_at, frames_seen - switch_at)  # frames with its one name
idf1 = 2 * named / (2 * named + 2 * (frames_seen - named))
parts = (switch_at, frames_seen - switch_at)  # each name agrees with the object there
deta = frames_seen / (frames_seen + misses + false)
assa = sum(n * n / (frames_seen + n - n) for n in parts) / frames_seen
hota = (deta * assa) ** 0.5

# %% [markdown]
# ## How far may an object move between two frames?
# A box that moves by a share $s$ of its width overlaps itself by $(1 - s) / (1 + s)$.
# Solved for $s$, that is how far it may go. And an alarm may ask for $k$ of $n$ frames:

# %%
share = (1 - 0.3) / (1 + 0.3)
assert abs(iou(car(0, 0), car(40 * share, 0)) - 0.3) < 1e-9


def at_least(k, n, p):
    """Chance of k or more of n frames, if frames were independent."""
    return sum(comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k, n + 1))


hit, twice = (at_least(3, 5, p) for p in (0.8, 0.05))
assert abs(at_least(1, 2, 0.5) - 0.75) < 1e-12

# %%
computed = {
    "mota": f"{mota:.2f}",
    "idf1": f"{idf1:.2f}",
    "hota": f"{hota:.2f}",
    "moving": f"{len({n for frame in moving for n in frame})} names",
    "still": f"{len({n for frame in still for n in frame})} names",
    "share": f"{share:.0%}",
    "hit": f"{hit:.0%}",
    "alarms": f"{twice:.1%}",
}

# %% [markdown]
# # Which images to label next
# What do entropy, margin and distance choose, and why does the most uncertain batch teach
# little when images repeat?

# %%
import itertools
import math

import numpy as np

# %% [markdown]
# **Uncertainty**, from the probabilities that a model gives: entropy looks at all classes,
# the margin at the two highest.


# %%
def entropy(p):
    """Of each row of probabilities (N, C); high is unsure."""
    return -(p * np.log(np.maximum(p, 1e-12))).sum(1)


def margin(p):
    """Gap between the two highest of each row (N, C); low is unsure."""
    ordered = np.sort(p, axis=1)
    return ordered[:, -1] - ordered[:, -2]


# %% [markdown]
# **Coverage.** Take the image that is farthest from all that were taken, again and again. The
# largest distance that is left, the radius, is at most twice the smallest possible one.


# %%
def farthest_first(features, taken, count):
    """Indices of `count` further rows of (N, D) features, or all; `taken` have labels."""
    near = np.full(len(features), np.inf)
    for i in taken:
        near = np.minimum(near, np.linalg.norm(features - features[i], axis=1))
    near[list(taken)] = -1  # never twice
    chosen = []
    for _ in range(min(count, len(features) - len(set(taken)))):
        chosen.append(int(near.argmax()))
        near = np.minimum(near, np.linalg.norm(features - features[chosen[-1]], axis=1))
        near[chosen[-1]] = -1
    return chosen


def next_batch(features, p, taken, count, shortlist):
    """Uncertain and spread out: farthest first among the rows of smallest margin."""
    order = np.argsort(margin(p), kind="stable")
    free = [i for i in order if i not in set(taken)][:shortlist]
    both = [*taken, *free]  # the labelled ones first, then the shortlist
    return [
        both[i] for i in farthest_first(features[both], list(range(len(taken))), count)
    ]


# %% [markdown]
# **A pool with repeats**: groups of images that are nearly alike, as frames of one scene are.
# All images of a group get nearly the same probabilities. So the most uncertain ones are of
# one group, by construction.

# %%
GROUPS, EACH = 5, 12
SHORTLIST = 36  # of the least margin
centres = np.array([[10.0 * g, 7.0 * g * g] for g in range(GROUPS)])
wiggle = np.array([[math.cos(i), math.sin(i)] for i in range(EACH)])
features = (centres[:, None] + wiggle).reshape(-1, 2)  # (N, 2)
group = np.repeat(np.arange(GROUPS), EACH)
first = 0.5 + 0.08 * group + 0.001 * np.tile(np.arange(EACH), GROUPS)
p = np.stack([first, 1 - first], axis=1)  # (N, C)
unsure = np.argsort(-entropy(p), kind="stable")[:GROUPS]
spread = farthest_first(features, [unsure[0]], GROUPS - 1)
covered = {
    "unsure": len(set(group[unsure])),
    "spread": len({group[i] for i in [unsure[0], *spread]}),
}
assert (np.sort(unsure) == np.sort(np.argsort(margin(p), kind="stable")[:GROUPS])).all()


both = next_batch(features, p, [], GROUPS, SHORTLIST)


# Against all choices of so many of a few points, radius by radius.
def radius(points, chosen):
    return max(
        min(np.linalg.norm(point - points[c]) for c in chosen) for point in points
    )


few = features[::6]
greedy = [0, *farthest_first(few, [0], 2)]
tried = [radius(few, each) for each in itertools.combinations(range(len(few)), 3)]
assert min(tried) <= radius(few, greedy) <= 2 * min(tried)

# %%
given = {"groups": f"{GROUPS}", "each": f"{EACH}", "shortlist": f"{SHORTLIST}"}
computed = {
    "unsure": f"{covered['unsure']}",
    "spread": f"{covered['spread']}",
    "both": f"{len(set(group[both]))}",
    "both-entropy": f"{entropy(p)[both].mean():.2f}",
    "spread-entropy": f"{entropy(p)[[unsure[0], *spread]].mean():.2f}",
}

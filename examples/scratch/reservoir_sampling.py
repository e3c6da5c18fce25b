# %% [markdown]
# # Reservoir sampling
# Draw a uniform sample from a stream whose length nobody knows.

# %% [markdown]
# ## The task
# - `sample(stream, k, rng)`: `k` items of an iterable that is read once, with memory for
#   `k`, such that all sets of `k` are equally likely; all items where there are no more.
# - `sample_weighted(stream, k, rng)`: the same of pairs `(item, weight)`: each next item
#   is drawn by its share of the weight that is left. Weights are above zero.
#
# `rng` is a generator of NumPy, its seed fixed outside. The order returned is free.

# %% [markdown]
# ## Tests to pass

# %%
import heapq
import math
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from fractions import Fraction
from itertools import combinations, islice, product

import numpy as np
from numpy.random import Generator


class Draws:
    """A generator with known draws, then zeros, and how many values each can take."""

    def __init__(self, known):
        self.known, self.sizes = list(known), []

    def integers(self, n):
        if np.ndim(n):
            return np.array([self.integers(int(each)) for each in n], int)
        self.sizes.append(n)
        return self.random()

    def random(self):
        return self.known.pop(0) if self.known else 0


def distribution(sample, n, k):
    """The exact probability of each set of k of n items, over all draws."""
    found, waiting = Counter(), [()]
    while waiting:
        known = waiting.pop()
        result = frozenset(sample(iter(range(n)), k, draws := Draws(known)))
        if len(draws.sizes) > len(known):  # one more draw: try each of its values
            waiting += [(*known, value) for value in range(draws.sizes[len(known)])]
        else:
            found[result] += Fraction(1, math.prod(draws.sizes))
    return found


def check(sample):
    for n, k in ((1, 1), (5, 1), (4, 2), (6, 3), (5, 4), (3, 3), (2, 4), (0, 2)):
        sets = list(map(frozenset, combinations(range(n), min(n, k))))
        assert distribution(sample, n, k) == dict.fromkeys(sets, Fraction(1, len(sets)))


def check_weighted(sample_weighted):
    grid = (np.arange(40) + 0.5) / 40
    for a, b in ((1, 3), (2, 2), (5, 1)):
        draws = map(Draws, product(grid, grid))
        drawn = [sample_weighted([("a", a), ("b", b)], 1, rng) for rng in draws]
        assert abs(drawn.count(["a"]) / len(drawn) - a / (a + b)) < 1 / 40


# %% [markdown]
# ## A first right solution
# Algorithm R: the first `k` items fill the reservoir. Item number `i` draws a place below
# `i`; if it lies in the reservoir, with probability $k / i$, the item takes it. Those
# inside had $k / (i - 1)$ and stay with $1 - 1 / i$, which makes $k / i$ as well.


# %%
def sample(stream: Iterable, k: int, rng: Generator) -> list:
    """k items of a stream, all sets equally likely."""
    reservoir: list = []
    for i, item in enumerate(stream, 1):
        if i <= k:
            reservoir.append(item)
        elif (place := rng.integers(i)) < k:
            reservoir[place] = item
    return reservoir


check(sample)

# %% [markdown]
# ## The vectorized one
# The draws do not depend on the items, so those of a chunk come from one call; of hits at
# one place the last stays. With weights, each item gets the key $u^{1 / w}$, $u$ uniform,
# and the `k` largest keys stay (Efraimidis and Spirakis), here as logarithms.


# %%
def sample_vectorized(stream: Iterable, k: int, rng: Generator, chunk=4096) -> list:
    """k items of a stream, all sets equally likely."""
    stream = iter(stream)
    reservoir, seen = list(islice(stream, k)), k
    while items := list(islice(stream, chunk)):
        places = rng.integers(np.arange(seen + 1, seen + len(items) + 1))
        for hit in np.flatnonzero(places < k):
            reservoir[places[hit]] = items[hit]
        seen += len(items)
    return reservoir


def sample_weighted(stream: Iterable, k: int, rng: Generator) -> list:
    """k items of a stream of pairs (item, weight)."""
    keyed = (
        (math.log(1 - rng.random()) / weight, number, item)  # numbers part equal keys
        for number, (item, weight) in enumerate(stream)
    )
    return [item for _, _, item in heapq.nlargest(k, keyed)]  # holds k at a time


check(sample_vectorized)
check(lambda *task: sample_vectorized(*task, chunk=2))
check_weighted(sample_weighted)

# %% [markdown]
# ## Complexity
# $O(n)$ time for $n$ items and memory for `k` and a chunk; with weights $O(n \log k)$ at
# worst. Only about $k \ln(n / k)$ items enter later, so Algorithm L skips the others.

# %% [markdown]
# ## What the interviewer looks for
# - The proof by induction, in two sentences.
# - Streams shorter than `k`, and a sample that is uniform after each item.
# - The order is not random: what stays keeps its place. Shuffle if it counts.
# - A test that cannot flicker: all draws of a small case, not a histogram.

# %% [markdown]
# ## The usual slip
# Counting from zero and drawing below `i`, not `i + 1`: late items are too likely.


# %%
def sample_slip(stream, k, rng):
    stream = iter(stream)
    reservoir = list(islice(stream, k))
    for i, item in enumerate(stream, k):
        if (place := rng.integers(i)) < k:
            reservoir[place] = item
    return reservoir


with suppress(AssertionError):
    check(sample_slip)
    raise RuntimeError("the check lets the slip pass")

right, slip = (distribution(f, 4, 1) for f in (sample, sample_slip))

# %%
computed = {
    "right": f"{right[frozenset([3])]}",
    "slip-first": f"{slip[frozenset([0])]}",
    "slip-last": f"{slip[frozenset([3])]}",
}

# %% [markdown]
# # Product quantization
# How does a vector become a few bytes, and how is a distance read from them without
# decoding?

# %%
import matplotlib.pyplot as plt
import numpy as np

# %% [markdown]
# A vector is cut into parts. Each part has a codebook of its own, made by k-means, and is
# replaced by the number of its nearest entry.


# %%
def train(vectors, parts, size, rng, rounds=10):
    """Codebooks (parts, size, d) of vectors (n, parts·d), by k-means on each part."""
    pieces = vectors.reshape(len(vectors), parts, -1)  # (n, parts, d)
    books = pieces[rng.choice(len(vectors), size, replace=False)].swapaxes(0, 1).copy()
    for _ in range(rounds):
        codes = encode(vectors, books)
        for part, entry in np.ndindex(parts, size):
            members = pieces[codes[:, part] == entry, part]
            if len(members):  # an empty cell keeps its centre
                books[part, entry] = members.mean(0)
    return books


def encode(vectors, books):
    """Codes (n, parts): the nearest entry of each part's codebook."""
    pieces = vectors.reshape(len(vectors), len(books), 1, -1)  # (n, parts, 1, d)
    return ((pieces - books) ** 2).sum(-1).argmin(-1)


def distances(query, codes, books):
    """Squared distances (n,) of a query to the vectors behind the codes, by table."""
    pieces = query.reshape(len(books), 1, -1)  # (parts, 1, d)
    table = ((pieces - books) ** 2).sum(-1)  # (parts, size), once for each query
    return table[np.arange(len(books)), codes].sum(1)


# %% [markdown]
# **The table is exact for what the codes say.** The squared distance to a decoded vector is
# the sum over its parts, since parts share no axis.

# %%
DIM, PARTS, SIZE, COUNT = 32, 8, 16, 400
rng = np.random.default_rng(0)
vectors, query = rng.normal(size=(COUNT, DIM)), rng.normal(size=DIM)
books = train(vectors, PARTS, SIZE, rng)
codes = encode(vectors, books)
decoded = books[np.arange(PARTS), codes].reshape(COUNT, DIM)
direct = ((query - decoded) ** 2).sum(1)
assert np.allclose(distances(query, codes, books), direct)

# By the triangle inequality the distance is off by the rounding of the vector at most.
true = np.sqrt(((query - vectors) ** 2).sum(1))
rounding = np.sqrt(((vectors - decoded) ** 2).sum(1))
assert (abs(np.sqrt(direct) - true) <= rounding + 1e-9).all()

# A codebook that holds all pieces rounds nothing: then the search is exact.
few = vectors[:SIZE]
every = few.reshape(SIZE, PARTS, -1).swapaxes(0, 1)
assert np.allclose(distances(query, encode(few, every), every), true[:SIZE] ** 2)

# %% [markdown]
# **What it finds.** The true nearest of a query is seldom first by code, but nearly always
# among some hundred, which whole vectors then put in order. And it lies in one of the lists
# nearest to the query: centres by k-means on whole vectors.

# %%
bits = int(np.log2(SIZE))  # of a number in a code
SEEDS, ASKED = range(10), 100
MANY = 1500  # vectors
TENS, HUNDRED = 10, 100  # candidates that are reranked
SIZES, AMONG = (8, 16), (1, TENS, HUNDRED)  # parts of a code; candidates
CELLS, SOME, HALF = 32, 4, 16  # lists; those that are read
READ = 1, SOME, HALF
found, hit = [], []
for seed in SEEDS:
    rng = np.random.default_rng(seed)
    base, queries = rng.normal(size=(MANY, DIM)), rng.normal(size=(ASKED, DIM))
    nearest = [((base - q) ** 2).sum(1).argmin() for q in queries]
    for parts in SIZES:
        books = train(base, parts, SIZE, rng, rounds=3)
        codes = encode(base, books)
        near = [distances(q, codes, books) for q in queries]
        rank = [(d < d[i]).sum() for d, i in zip(near, nearest, strict=True)]
        found.append([np.mean(np.array(rank) < k) for k in AMONG])
    cells = train(base, 1, CELLS, rng, rounds=3)[0]  # (CELLS, DIM)
    of = encode(base, cells[None])[:, 0]
    order = np.array([((cells - q) ** 2).sum(1).argsort().argsort() for q in queries])
    place = order[np.arange(ASKED), of[nearest]]
    hit.append([np.mean(place < k) for k in READ])
found = np.array(found).reshape(len(SEEDS), len(SIZES), len(AMONG))
hit = np.array(hit)

# %%
fig, ax = plt.subplots(num="recall", figsize=(5, 2.8))
for i, parts in enumerate(SIZES):
    ax.plot(AMONG, found[:, i].mean(0), "o-", color=f"C{i}")
    label = f"{parts * bits // 8} bytes"
    ax.text(1.3, found[:, i, 0].mean() - 0.07, label, color=f"C{i}")
ax.set(xscale="log", ylim=(0, 1.05), xlim=(0.9, 120))
ax.set(xlabel="reranked candidates", ylabel="true nearest among them")
ax.set_xticks(AMONG, AMONG)
ax.minorticks_off()


# %%
def span(shares):
    return f"{min(shares):.0%} to {max(shares):.0%}"


given = {
    "many": f"{MANY:,}",
    "cells": f"{CELLS}",
    "some": f"{SOME}",
    "half": f"{HALF}",
    "tens": f"{TENS}",
    "hundred": f"{HUNDRED}",
}
computed = {
    "code-bytes": f"{PARTS * bits // 8} bytes",
    "long-bytes": f"{SIZES[1] * bits // 8} bytes",
}
measured = {
    "first": (
        span(found[:, 0, 0]),
        "below a third of the cases",
        found[:, 0, 0].max() < 1 / 3,
    ),
    "among-ten": (
        span(found[:, 0, 1]),
        "more than first by code",
        (found[:, 0, 1] > found[:, 0, 0]).all(),
    ),
    "among-hundred": (
        span(found[:, 0, 2]),
        "over three quarters",
        found[:, 0, 2].min() > 0.75,
    ),
    "long-first": (
        span(found[:, 1, 0]),
        "more than with half of the bytes",
        (found[:, 1, 0] > found[:, 0, 0]).all(),
    ),
    "one-list": (span(hit[:, 0]), "below half of the cases", hit[:, 0].max() < 0.5),
    "some-lists": (
        span(hit[:, 1]),
        "more than the nearest list alone",
        (hit[:, 1] > hit[:, 0]).all(),
    ),
    "half-lists": (span(hit[:, 2]), "over three quarters", hit[:, 2].min() > 0.75),
}
setup = (
    f"{len(SEEDS)} sets of {MANY:,} vectors, and queries, of independent normal numbers"
)
varied = {"MANY": (1000, 2000)}

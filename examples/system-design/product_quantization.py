# %% [markdown]
# # Product quantization
# How does a vector become a few bytes, and how is a distance read from them without
# decoding?

# %%
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
# **What it costs.** Bytes of a code against FP32; points that the product of the codebooks
# can say, with numbers of so few bits; work for the table and for each code.

# %%
bits = int(np.log2(SIZE))
smaller = 4 * DIM / (PARTS * bits / 8)
table_work = SIZE * DIM
assert books.size == table_work
code_points = PARTS * bits  # log2 of the points

# %%
given = {"dim": f"{DIM}", "parts": f"{PARTS}", "size": f"{SIZE}"}
computed = {
    "smaller": f"{smaller:.0f}×",
    "code-bits": f"{code_points} bits",
    "table": f"{table_work}",
    "adds": f"{codes.shape[1] - 1}",
}

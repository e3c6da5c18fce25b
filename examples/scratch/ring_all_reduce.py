# %% [markdown]
# # Ring all-reduce
# Sum the gradients of N workers so that no link carries more than another.

# %% [markdown]
# ## The task
# `all_reduce(buffers)`: a list of `N` arrays of the same length `L`, one a worker. Each
# worker sends to the next one only, the last to the first, all at a time. Returned are
# the `N` buffers afterwards, each the sum of all, bit by bit the same, and the number of
# bytes that each worker has sent. `N` need not divide `L`; the buffers given stay.

# %% [markdown]
# ## Tests to pass

# %%
from contextlib import suppress
from math import ceil

import numpy as np


def check(all_reduce):
    """Against the plain sum, for sizes that N divides and others; what each sends."""
    rng = np.random.default_rng(0)
    for N in (1, 2, 3, 5, 8):
        for L in (0, 1, N - 1, N, N + 1, 3 * N, 64):
            buffers = [rng.integers(-99, 99, L) for _ in range(N)]
            kept = np.array(buffers)
            sums, sent = all_reduce(buffers)
            assert len(sums) == len(sent) == N
            assert all(np.array_equal(each, kept.sum(0)) for each in sums)
            assert np.array_equal(buffers, kept)
            assert sum(sent) == 2 * (N - 1) * kept[0].nbytes
            assert max(sent) <= 2 * (N - 1) * ceil(L / N) * kept.itemsize
    floats = [rng.normal(size=50).astype(np.float32) for _ in range(7)]
    first, *others = all_reduce(floats)[0]
    assert np.allclose(first, np.sum(floats, 0), atol=1e-5)
    assert all(np.array_equal(first, other) for other in others)


# %% [markdown]
# ## A first right solution
# Cut each buffer into `N` chunks. Reduce-scatter: in step `s` worker `r` sends chunk
# `r - s` to the next one, who adds it; a chunk collects one worker a step, and after
# `N - 1` steps worker `r` holds the whole sum of chunk `r + 1`. All-gather: the finished
# chunks go around once more, and whoever gets one overwrites.


# %%
def all_reduce(buffers: list[np.ndarray]) -> tuple[list[np.ndarray], list[int]]:
    """Each worker's sum (L,) of N buffers (L,), and how many bytes it has sent."""
    N, L = len(buffers), len(buffers[0])
    size = -(-L // N)  # rounded up; the last chunks are short, or empty
    chunks = [slice(min(c * size, L), min((c + 1) * size, L)) for c in range(N)]
    held = [buffer.copy() for buffer in buffers]
    sent = [0] * N
    for phase in ("reduce-scatter", "all-gather"):
        for step in range(N - 1):
            begin = 0 if phase == "reduce-scatter" else 1
            messages = []  # all are sent before any arrives
            for rank in range(N):
                chunk = chunks[(rank + begin - step) % N]
                messages.append((chunk, held[rank][chunk].copy()))
                sent[rank] += messages[-1][1].nbytes
            for rank, (chunk, values) in enumerate(messages):
                receiver = held[(rank + 1) % N]
                if phase == "reduce-scatter":
                    receiver[chunk] += values
                else:
                    receiver[chunk] = values
    return held, sent


check(all_reduce)

# %% [markdown]
# ## The vectorized one
# All workers do the same at a time, so with buffers padded to `N` equal chunks a step is
# one gather and one scatter. Padding is not counted as sent.


# %%
def all_reduce_vectorized(
    buffers: list[np.ndarray],
) -> tuple[list[np.ndarray], list[int]]:
    """Each worker's sum (L,) of N buffers (L,), and how many bytes it has sent."""
    N, L = len(buffers), len(buffers[0])
    size = -(-L // N)
    held = np.pad(np.stack(buffers), ((0, 0), (0, N * size - L)))
    held = held.reshape(N, N, size)  # (worker, chunk, value)
    rank = np.arange(N)
    nbytes = np.clip(L - size * rank, 0, size) * held.itemsize  # of each chunk
    sent = np.zeros(N, int)
    for step in range(N - 1):
        chunk = (rank - step) % N
        held[(rank + 1) % N, chunk] += held[rank, chunk]
        sent += nbytes[chunk]
    for step in range(N - 1):
        chunk = (rank + 1 - step) % N
        held[(rank + 1) % N, chunk] = held[rank, chunk]
        sent += nbytes[chunk]
    return list(held.reshape(N, -1)[:, :L]), sent.tolist()


check(all_reduce_vectorized)

# %% [markdown]
# ## Complexity
# Each worker sends $2 \frac{N - 1}{N}$ times its buffer where `N` divides `L`, in $2 (N - 1)$
# steps. The first hardly grows with $N$; the second does, so for small buffers latency
# decides, and a tree needs only $O(\log N)$ steps.

# %% [markdown]
# ## What the interviewer looks for
# - Why both phases: after reduce-scatter each worker has one chunk of the sum.
# - The load: no worker sends or receives more than another, unlike a server.
# - Bandwidth against latency, and that small gradients are put into one bucket.
# - All workers end with the same bits, though the order of the sum differs by chunk.
# - Sharding: ZeRO stops after reduce-scatter, and gathers weights instead.

# %% [markdown]
# ## The usual slip
# Starting all-gather at chunk `r`. Worker `r` has finished chunk `r + 1`, so unfinished
# sums go around and overwrite the finished ones.


# %%
def all_reduce_slip(buffers):
    N, L = len(buffers), len(buffers[0])
    held, sent = np.array(buffers), [2 * (N - 1) * ceil(L / N) * 8] * N
    chunks = np.array_split(np.arange(L), N)
    for step in range(2 * N - 2):
        for rank, before in enumerate(held.copy()):
            chunk = chunks[(rank - step % (N - 1)) % N]
            if step < N - 1:
                held[(rank + 1) % N, chunk] += before[chunk]
            else:
                held[(rank + 1) % N, chunk] = before[chunk]
    return held, sent


with suppress(AssertionError):
    check(all_reduce_slip)
    raise RuntimeError("the check lets the slip pass")

ones = [np.ones(64, int)] * 8
ring = set(all_reduce(ones)[1])
server = sum(buffer.nbytes for buffer in ones[1:])  # to each, from one of them
wrong = np.not_equal(all_reduce_slip(ones)[0], sum(ones))

# %%
computed = {
    "ring": f"{max(ring) / ones[0].nbytes:.2f} buffers",
    "server": f"{server / ones[0].nbytes:.0f} buffers",
    "slip": f"{wrong.sum()} of {wrong.size} values",
}

# %% [markdown]
# # What a sharded step sends
# How many bytes does each GPU send in a step of data parallel training, and what does
# each stage of ZeRO add?

# %%
import torch

# %% [markdown]
# ## The two collectives
# Reduce-scatter: each of N workers ends with one chunk of the sum. All-gather: each ends
# with all chunks. Either way a worker sends all chunks but one. An all-reduce is one after
# the other.


# %%
def reduce_scatter(buffers):
    """Of N buffers (L,): to worker r chunk r of their sum; bytes that each sends."""
    n, parts = len(buffers), [buffer.chunk(len(buffers)) for buffer in buffers]
    sent = [sum(p.nbytes for c, p in enumerate(parts[r]) if c != r) for r in range(n)]
    return [sum(part[r] for part in parts) for r in range(n)], max(sent)


def all_gather(chunks):
    """To each worker the whole of N chunks; bytes that each sends."""
    sent = [(len(chunks) - 1) * chunk.nbytes for chunk in chunks]
    return [torch.cat(chunks) for _ in chunks], max(sent)


# %% [markdown]
# ## One step of SGD
# A linear model. Every worker has its own part of the batch and, up to stage two, all
# weights. Stages one and two share a branch: they send alike and differ in when gradients are
# let go.

# %%
N, FEATURES, RATE = 8, 64, 0.1
torch.manual_seed(0)
weights = torch.randn(FEATURES, dtype=torch.float64)
x, y = torch.randn(4 * N, FEATURES, dtype=torch.float64), torch.randn(4 * N).double()


def gradient(w, x, y):
    return 2 * x.T @ (x @ w - y) / len(x)


def step(stage):
    """The weights of all workers afterwards, and bytes that each sends, by what it is."""
    held, sent = list(weights.chunk(N)), {}
    if stage == 3:  # weights are there only while a layer runs, once in each direction
        _, sent["weights, forward"] = all_gather(held)
        full, sent["weights, backward"] = all_gather(held)
    else:
        full = [weights.clone() for _ in range(N)]
    gradients = [
        gradient(w, *part)
        for w, *part in zip(full, x.chunk(N), y.chunk(N), strict=True)
    ]
    sums, sent["gradients"] = reduce_scatter(gradients)
    if stage == 0:
        whole, sent["gradients, gathered"] = all_gather(sums)
        return [w - RATE * g / N for w, g in zip(full, whole, strict=True)], sent
    held = [w - RATE * g / N for w, g in zip(held, sums, strict=True)]
    gathered, size = all_gather(held)
    if stage < 3:
        sent["weights"] = size
    return gathered, sent


alone = weights - RATE * gradient(weights, x, y)
total = {}
for stage in range(4):
    after, sent = step(stage)
    for w in after:
        torch.testing.assert_close(w, alone)
    total[stage] = sum(sent.values()) / weights.nbytes
    print(stage, {what: f"{size / weights.nbytes:.3f}" for what, size in sent.items()})
assert total[0] == total[1] == total[2] == 2 * (N - 1) / N
assert total[3] == 3 * (N - 1) / N

# %%
computed = {
    "ddp": f"{total[0]:.2f}×",
    "stage-2": f"{total[2]:.2f}×",
    "stage-3": f"{total[3]:.3f}×",
    "ratio": f"{total[3] / total[2]:.1f}×",
}
given = {"workers": f"{N}"}

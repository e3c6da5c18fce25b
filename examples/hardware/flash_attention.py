# %% [markdown]
# # Attention block by block
# How can softmax be computed without ever seeing a whole row of scores?

# %%
import math

import torch

# %% [markdown]
# For each query keep three things: the largest score m so far, the sum l of
# $e^{s - m}$, and the sum of the values with the same weights. When a block brings a larger
# m, both sums shrink by $e^{m_\text{old} - m_\text{new}}$. Divide once, at the end.


# %%
def flash_attention(q, k, v, block):
    """softmax(q kᵀ / √d) v for q, k, v (n, d), by blocks of keys; no n × n matrix."""
    n, d = q.shape
    m = torch.full((n, 1), -math.inf, dtype=q.dtype)
    l, out = torch.zeros_like(m), torch.zeros_like(q)
    for start in range(0, n, block):
        keys, values = k[start : start + block], v[start : start + block]
        scores = (
            q @ keys.T / math.sqrt(d)
        )  # (n, block), on chip in blocks of queries too
        larger = torch.maximum(m, scores.amax(1, keepdim=True))
        weights, shrink = (scores - larger).exp(), (m - larger).exp()
        l = l * shrink + weights.sum(1, keepdim=True)
        out = out * shrink + weights @ values
        m = larger
    return out / l, m + l.log()  # the second, log-sum-exp, is all that backward needs


torch.manual_seed(0)
q, k, v = (torch.randn(100, 16, dtype=torch.float64) for _ in range(3))
scores = q @ k.T / 4
for block in (1, 7, 32, 100):
    out, log_sum = flash_attention(q, k, v, block)
    torch.testing.assert_close(out, scores.softmax(1) @ v)
    torch.testing.assert_close(log_sum[:, 0], scores.logsumexp(1))
# Large scores are no danger, since nothing above zero is exponentiated.
assert flash_attention(100 * q, 100 * k, v, 7)[0].isfinite().all()

# %% [markdown]
# ## Backward without the weights
# Kept are q, k, v, the output and one number a query. The weights come back as
# $e^{s - \text{log-sum-exp}}$, block by block: more arithmetic, less traffic.

# %%
again = (scores - flash_attention(q, k, v, 7)[1]).exp()
torch.testing.assert_close(again, scores.softmax(1))

# %% [markdown]
# ## Traffic
# Numbers that one head reads from and writes to memory in the forward pass. The plain
# way writes and reads the scores, then the weights. By blocks, queries and outputs pass
# once, keys and values once for each block of queries.


# %%
def plain(n, d):
    return 4 * n * d + 4 * n * n


def blocked(n, d, queries):
    return 2 * n * d + 2 * n * d * math.ceil(n / queries)


TOKENS, WIDTH, QUERIES = 4096, 64, 128
less = plain(TOKENS, WIDTH) / blocked(TOKENS, WIDTH, QUERIES)
# FLOPs stay: two products of n² d multiply-adds.
matrix = TOKENS**2 * torch.half.itemsize  # bytes of the weights of one head
kept = TOKENS * torch.float.itemsize  # one number a query instead

# %%
computed = {
    "less": f"{less:.1f}×",
    "matrix": f"{matrix / 1e6:.1f} MB",
    "kept": f"{kept / 1e3:.1f} KB",
}
given = {"tokens": f"{TOKENS:,}", "width": f"{WIDTH}", "queries": f"{QUERIES}"}

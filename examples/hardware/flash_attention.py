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
def flash_attention(q, k, v, block, sees=None):
    """softmax(q k.T / √d) v for q (n, d), k and v (keys, d); sees (n, keys) is a mask."""
    n, d = q.shape
    m = torch.full((n, 1), -1e30, dtype=q.dtype)  # finite: −∞ minus −∞ would be NaN
    l, out = torch.zeros_like(m), torch.zeros_like(q)
    for start in range(0, len(k), block):
        part = slice(start, start + block)
        keys, values = k[part], v[part]
        scores = q @ keys.T / math.sqrt(d)  # (n, block), on chip by queries too
        if sees is not None:
            scores = scores.masked_fill(~sees[:, part], -math.inf)
        larger = torch.maximum(m, scores.amax(1, keepdim=True))
        weights, shrink = (scores - larger).exp(), (m - larger).exp()
        l = l * shrink + weights.sum(1, keepdim=True)
        out = out * shrink + weights @ values
        m = larger
    # l is at least one, or zero if nothing is seen. Backward needs the log-sum-exp alone.
    return out / l.clamp(min=1), m + l.log()


torch.manual_seed(0)
q, k, v = (torch.randn(100, 16, dtype=torch.float64) for _ in range(3))
scores = q @ k.T / 4
for block in (1, 7, 32, 100):
    out, log_sum = flash_attention(q, k, v, block)
    torch.testing.assert_close(out, scores.softmax(1) @ v)
    torch.testing.assert_close(log_sum[:, 0], scores.logsumexp(1))
# Large scores are no danger, since nothing above zero is exponentiated.
sharp = (1e4 * scores).softmax(1) @ v
torch.testing.assert_close(flash_attention(100 * q, 100 * k, v, 7)[0], sharp)
# A window: some blocks hide all their keys from a query. Other queries than keys.
at = torch.arange(100)
sees = (at[:40, None] - at + 20).abs() < 9
masked = scores[:40].masked_fill(~sees, -math.inf).softmax(1) @ v
torch.testing.assert_close(flash_attention(q[:40], k, v, 7, sees)[0], masked)
assert not flash_attention(q, k, v, 7, torch.zeros(100, 100) > 0)[0].any()

# %% [markdown]
# ## Two halves of the keys
# Outputs over different keys are joined by their log-sum-exp: so keys can be split over
# multiprocessors, or go round in a ring of GPUs.


# %%
def merge(out_a, log_a, out_b, log_b):
    """Attention over all keys from two halves; each query sees a key in one of them."""
    log = torch.logaddexp(log_a, log_b)
    return (log_a - log).exp() * out_a + (log_b - log).exp() * out_b, log


halves = (flash_attention(q, k[s], v[s], 8) for s in (slice(0, 30), slice(30, 100)))
joined, log_sum = merge(*(each for half in halves for each in half))
torch.testing.assert_close(joined, scores.softmax(1) @ v)
torch.testing.assert_close(log_sum[:, 0], scores.logsumexp(1))

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

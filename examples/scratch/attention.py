# %% [markdown]
# # Scaled dot-product attention, masked
# Write attention with a mask, so that a query that may look at nothing breaks nothing.

# %% [markdown]
# ## The task
# `attention(q, k, v, mask)` for queries $(N, T, d)$, keys $(N, S, d)$, values
# $(N, S, e)$ and a `mask` of booleans that broadcasts to $(N, T, S)$, or `None`. As in
# `F.scaled_dot_product_attention`, `True` lets a query look at a key. It returns
# $(N, T, e)$: for each query the mean of the values it sees, with the weights
# $\operatorname{softmax}(q k^\top / \sqrt{d})$. A query whose keys are all masked, or
# that has none, gets zeros; no score is so large that it overflows.

# %% [markdown]
# ## Tests to pass

# %%
import math

import numpy as np
import torch
from torch.nn import functional as F


def check(attention):
    rng = np.random.default_rng(0)
    for n, t, s, d, e, scale in [
        (2, 3, 4, 5, 6, 1),
        (1, 4, 4, 3, 3, 300),  # scores whose exponential overflows
        (1, 1, 1, 1, 1, 1),
        (2, 0, 3, 2, 2, 1),  # no query
        (2, 3, 0, 2, 2, 1),  # no key
    ]:
        q, k = scale * rng.normal(size=(n, t, d)), rng.normal(size=(n, s, d))
        v, drawn = rng.normal(size=(n, s, e)), rng.random((n, t, s)) < 0.5
        drawn[:, :1] = False  # looks at nothing
        causal = np.tri(t, s, dtype=bool)  # (T, S), for all samples alike
        for mask in (None, drawn, causal, np.zeros((n, 1, s), bool)):
            tensors = map(torch.tensor, (q, k, v))
            allowed = None if mask is None else torch.tensor(mask)
            expected = F.scaled_dot_product_attention(*tensors, attn_mask=allowed)
            np.testing.assert_allclose(attention(q, k, v, mask), expected, atol=1e-9)


# %% [markdown]
# ## A first right solution
# Query by query: list the keys that it sees, score them, and take the mean of their
# values by softmax. Where the list is empty, the zeros stay.


# %%
def attention(
    q: np.ndarray, k: np.ndarray, v: np.ndarray, mask: np.ndarray | None = None
) -> np.ndarray:
    """Attend from (N, T, d) to keys (N, S, d) with values (N, S, e): (N, T, e)."""
    (n, t, d), s = q.shape, k.shape[1]
    allowed = np.broadcast_to(True if mask is None else mask, (n, t, s))
    out = np.zeros((n, t, v.shape[2]))
    for b, i in np.ndindex(n, t):
        seen = np.flatnonzero(allowed[b, i])
        scores = [q[b, i] @ k[b, j] / math.sqrt(d) for j in seen]
        weights = [math.exp(score - max(scores)) for score in scores]
        for j, weight in zip(seen, weights, strict=True):
            out[b, i] += weight / sum(weights) * v[b, j]
    return out


check(attention)

# %% [markdown]
# ## The vectorized one
# A masked score is $-\infty$, and its weight exactly zero. In a row of nothing else the
# maximum is $-\infty$, too: shift such a row by nothing, and divide it by one.


# %%
def attention_vectorized(
    q: np.ndarray, k: np.ndarray, v: np.ndarray, mask: np.ndarray | None = None
) -> np.ndarray:
    """Attend from (N, T, d) to keys (N, S, d) with values (N, S, e): (N, T, e)."""
    scores = q @ k.swapaxes(1, 2) / math.sqrt(q.shape[2])  # (N, T, S)
    if mask is not None:
        scores = np.where(mask, scores, -np.inf)
    largest = scores.max(2, keepdims=True, initial=-np.inf)
    weights = np.exp(scores - np.where(np.isinf(largest), 0, largest))
    totals = weights.sum(2, keepdims=True)
    return weights @ v / np.where(totals == 0, 1, totals)


check(attention_vectorized)

# %% [markdown]
# The streaming one goes through the keys in blocks, as FlashAttention does. It keeps,
# for each query, the largest score so far, the sum of weights and the weighted sum of
# values, and scales both sums whenever a larger score comes.


# %%
def attention_streaming(
    q: np.ndarray, k: np.ndarray, v: np.ndarray,
    mask: np.ndarray | None = None, block: int = 2,
) -> np.ndarray:  # fmt: skip
    """Attend from (N, T, d) to keys (N, S, d) with values (N, S, e): (N, T, e)."""
    (n, t, d), s = q.shape, k.shape[1]
    allowed = np.broadcast_to(True if mask is None else mask, (n, t, s))
    largest, totals = np.full((n, t, 1), -np.inf), np.zeros((n, t, 1))
    out = np.zeros((n, t, v.shape[2]))
    for part in (slice(start, start + block) for start in range(0, s, block)):
        scores = q @ k[:, part].swapaxes(1, 2) / math.sqrt(d)  # (N, T, block)
        scores = np.where(allowed[:, :, part], scores, -np.inf)
        before, largest = largest, np.maximum(largest, scores.max(2, keepdims=True))
        shift = np.where(np.isinf(largest), 0, largest)
        weights, scale = np.exp(scores - shift), np.exp(before - shift)
        totals = totals * scale + weights.sum(2, keepdims=True)
        out = out * scale + weights @ v[:, part]
    return out / np.where(totals == 0, 1, totals)


check(attention_streaming)

# %% [markdown]
# ## Complexity
# Time $O(N T S (d + e))$. The loops hold one row of scores, $O(S)$; the vectorized one
# holds all $N T S$ of them, which is what limits long sequences; the streaming one
# holds $O(N T B)$ for blocks of $B$ keys.

# %% [markdown]
# ## What the interviewer looks for
# - The root of $d$, and why: a sum of $d$ products has a variance that grows with $d$.
# - The mask comes before softmax. After it, the weights no longer sum to one.
# - Softmax runs over the keys, the last axis of the scores.
# - The maximum is subtracted.
# - What `True` means: `nn.MultiheadAttention` has it the other way round.

# %% [markdown]
# ## The usual slip
# A masked score becomes a large negative number instead of $-\infty$. Where all keys
# are masked, all scores are then equal, and the query gets the plain mean of what it
# must not see. With $-\infty$ and no further care it gets NaN.


# %%
def slip(q, k, v, mask=None):
    scores = q @ k.swapaxes(1, 2) / math.sqrt(q.shape[2])
    if mask is not None:
        scores = np.where(mask, scores, -1e9)
    weights = np.exp(scores - scores.max(2, keepdims=True, initial=-1e9))
    return weights @ v / np.maximum(weights.sum(2, keepdims=True), 1e-300)


np.testing.assert_raises(AssertionError, check, slip)
q, k, v = np.eye(1, 4)[None], np.eye(2, 4)[None], np.array([[[1.0], [3.0]]])
right, wrong = (way(q, k, v, np.zeros((1, 1, 2), bool)) for way in (attention, slip))

# %%
computed = {
    "masked-query": f"{right.item():.0f}",
    "masked-query-slip": f"{wrong.item():.0f}",
}

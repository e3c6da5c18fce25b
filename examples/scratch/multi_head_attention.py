# %% [markdown]
# # Multi-head attention
# Write the whole layer: projections, heads, attention, output projection.

# %% [markdown]
# ## The task
# `multi_head_attention(query, key, value, w_in, b_in, w_out, b_out, heads, mask)` for
# tokens `query` $(N, T, E)$, `key` and `value` $(N, S, E)$ and the parameters of
# `nn.MultiheadAttention`: `w_in` $(3E, E)$ and `b_in` $(3E,)$ hold those for queries,
# keys and values below each other, `w_out` $(E, E)$ and `b_out` $(E,)$ those at the
# end. It returns $(N, T, E)$. $E$ is a multiple of `heads`, and head $i$ has the $i$-th
# run of $E$/`heads` features. In `mask`, booleans $(T, S)$ or `None`, `True` lets a
# query look at a key (the module has it the other way round); each query sees one at
# least.

# %% [markdown]
# ## Tests to pass

# %%
import math

import numpy as np
import torch
from torch import nn


def check(multi_head_attention):
    torch.manual_seed(0)
    for n, t, s, width, heads in [
        (2, 3, 4, 6, 2),
        (1, 4, 4, 6, 1),
        (2, 2, 5, 4, 4),
        (1, 1, 1, 2, 2),
        (0, 2, 3, 4, 2),  # no sample
    ]:
        layer = nn.MultiheadAttention(width, heads, batch_first=True).double()
        nn.init.normal_(layer.in_proj_bias)  # zeros in a new layer
        nn.init.normal_(layer.out_proj.bias)
        parameters = [p.detach().numpy() for p in layer.parameters()]
        query = torch.randn(n, t, width).double()
        key, value = torch.randn(2, n, s, width).double()
        mask = torch.rand(t, s) < 0.5
        mask[:, 0] = True
        for allowed in (None, mask):
            hidden = None if allowed is None else ~allowed
            expected, _ = layer(query, key, value, attn_mask=hidden, need_weights=False)
            arrays = (each.numpy() for each in (query, key, value))
            allowed = None if allowed is None else allowed.numpy()
            out = multi_head_attention(*arrays, *parameters, heads, allowed)
            np.testing.assert_allclose(out, expected.detach(), atol=1e-9)


# %% [markdown]
# ## A first right solution
# Project, then treat each head as an attention of its own on its run of features. The
# outputs of the heads stand side by side again, and the last projection mixes them.


# %%
def project(tokens, w_in, b_in):
    """Queries, keys and values of three (N, L, E)."""
    parts = zip(tokens, np.split(w_in, 3), np.split(b_in, 3), strict=True)
    return [x @ weight.T + bias for x, weight, bias in parts]


def multi_head_attention(
    query: np.ndarray, key: np.ndarray, value: np.ndarray,
    w_in: np.ndarray, b_in: np.ndarray, w_out: np.ndarray, b_out: np.ndarray,
    heads: int, mask: np.ndarray | None = None,
) -> np.ndarray:  # fmt: skip
    """Attend from (N, T, E) to (N, S, E) with several heads: (N, T, E)."""
    q, k, v = project((query, key, value), w_in, b_in)
    out, run = np.zeros(q.shape), q.shape[2] // heads
    for head in range(heads):
        own = slice(head * run, (head + 1) * run)
        for sample in range(len(query)):
            scores = q[sample, :, own] @ k[sample, :, own].T / math.sqrt(run)  # (T, S)
            scores = np.where(True if mask is None else mask, scores, -np.inf)
            weights = np.exp(scores - scores.max(1, keepdims=True))
            weights /= weights.sum(1, keepdims=True)
            out[sample, :, own] = weights @ v[sample, :, own]
    return out @ w_out.T + b_out


check(multi_head_attention)

# %% [markdown]
# ## The vectorized one
# The heads become an axis in front of the tokens, so that one batched product scores
# all of them. Features are split first, and only then do axes change places.


# %%
def multi_head_attention_batched(
    query: np.ndarray, key: np.ndarray, value: np.ndarray,
    w_in: np.ndarray, b_in: np.ndarray, w_out: np.ndarray, b_out: np.ndarray,
    heads: int, mask: np.ndarray | None = None,
) -> np.ndarray:  # fmt: skip
    """Attend from (N, T, E) to (N, S, E) with several heads: (N, T, E)."""
    n, t, width = query.shape
    run = width // heads
    q, k, v = (
        # (N, L, E) -> (N, L, heads, E / heads) -> (N, heads, L, E / heads)
        x.reshape(n, x.shape[1], heads, run).swapaxes(1, 2)
        for x in project((query, key, value), w_in, b_in)
    )
    scores = q @ k.swapaxes(2, 3) / math.sqrt(run)  # (N, heads, T, S)
    scores = np.where(True if mask is None else mask, scores, -np.inf)
    weights = np.exp(scores - scores.max(3, keepdims=True))
    weights /= weights.sum(3, keepdims=True)
    # (N, heads, T, E / heads) -> (N, T, heads, E / heads) -> (N, T, E)
    return (weights @ v).swapaxes(1, 2).reshape(n, t, width) @ w_out.T + b_out


check(multi_head_attention_batched)

# %% [markdown]
# ## Complexity
# $O(N (T + S) E^2)$ for the projections and $O(N T S E)$ for the attention, whatever
# the number of heads $h$. Both hold the projected tokens; of scores the first holds
# $T S$ at a time, the second $N h T S$. Parameters are those of four layers $E \to E$.

# %% [markdown]
# ## What the interviewer looks for
# - Heads split the features: more heads cost no more products and no parameter.
# - The root is that of the width of a head, not of the whole token.
# - Keys and values may come from elsewhere (cross-attention); the output has the length
#   of the queries.
# - The output projection, without which heads never meet.

# %% [markdown]
# ## The usual slip
# Reshaping $(N, L, E)$ to $(N, h, L, E/h)$ at once. The shape is right, and so are all
# that follow; but each "head" then holds pieces of a few neighbouring tokens.


# %%
def slip(query, key, value, w_in, b_in, w_out, b_out, heads, mask=None):
    n, t, width = query.shape
    q, k, v = (
        x.reshape(n, heads, x.shape[1], width // heads)
        for x in project((query, key, value), w_in, b_in)
    )
    scores = q @ k.swapaxes(2, 3) / math.sqrt(width // heads)
    scores = np.where(True if mask is None else mask, scores, -np.inf)
    weights = np.exp(scores - scores.max(3, keepdims=True))
    out = weights / weights.sum(3, keepdims=True) @ v
    return out.reshape(n, t, width) @ w_out.T + b_out


np.testing.assert_raises(AssertionError, check, slip)
sizes = [
    sum(p.numel() for p in nn.MultiheadAttention(768, heads).parameters())
    for heads in (1, 12)
]
assert sizes[0] == sizes[1] == 4 * (768 + 1) * 768

# %%
computed = {"parameters-768": f"{sizes[1]:,}"}

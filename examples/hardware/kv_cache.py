# %% [markdown]
# # Writing token by token
# How much memory does the cache of keys and values take, and what limits the speed?

# %%
from _cards import A100

# %% [markdown]
# For every token each layer keeps a key and a value for each of its key–value heads. With
# grouped queries several query heads share one of these.

# %%
LAYERS, HEADS, GROUPS, WIDTH = 32, 32, 8, 128  # width of a head
PARAMETERS, SIZE, CONTEXT, PATCHES = 7e9, 2, 2048, 24 * 24  # SIZE: bytes a number


def cache_bytes(tokens, heads):
    """Keys and values of one sequence."""
    return 2 * LAYERS * heads * WIDTH * tokens * SIZE


# %% [markdown]
# ## Time of a step
# One new token a sequence: all weights are read once for the whole batch, each sequence
# reads its own cache. Two FLOPs a weight and sequence.


# %%
def step_time(batch, heads, card=A100):
    """Least seconds for one token of each of the sequences, by the roofline."""
    moved = SIZE * PARAMETERS + batch * cache_bytes(CONTEXT, heads)
    return max(moved / card.bandwidth, 2 * batch * PARAMETERS / card.peak)


weights_alone = SIZE * PARAMETERS / A100.bandwidth
assert step_time(1, GROUPS) > weights_alone
assert step_time(2, GROUPS) < 2 * step_time(1, GROUPS)  # the weights are shared
even = {h: SIZE * PARAMETERS / cache_bytes(CONTEXT, h) for h in (HEADS, GROUPS)}
per_second = {b: b / step_time(b, GROUPS) for b in (1, 32)}

# %%
computed = {
    "token": f"{cache_bytes(1, HEADS) / 1e3:.0f} KB",
    "token-grouped": f"{cache_bytes(1, GROUPS) / 1e3:.0f} KB",
    "image": f"{cache_bytes(PATCHES, HEADS) / 1e6:.0f} MB",
    "image-grouped": f"{cache_bytes(PATCHES, GROUPS) / 1e6:.0f} MB",
    "patches": f"{PATCHES}",
    "weights": f"{SIZE * PARAMETERS / 1e9:.0f} GB",
    "step": f"{1e3 * weights_alone:.1f} ms",
    "even": f"{even[HEADS]:.0f}",
    "even-grouped": f"{even[GROUPS]:.0f}",
    "one": f"{per_second[1]:.0f} tokens a second",
    "many": f"{per_second[32]:,.0f} tokens a second",
}
given = {
    "layers": f"{LAYERS}",
    "heads": f"{HEADS}",
    "groups": f"{GROUPS}",
    "width": f"{WIDTH}",
    "context": f"{CONTEXT:,}",
    "parameters": f"{PARAMETERS / 1e9:.0f} billion",
}

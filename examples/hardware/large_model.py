# %% [markdown]
# # A large model in sums
# Where do the bytes of a large language model go on many GPUs, and how long does training
# take?

# %%
from _cards import A100

# %% [markdown]
# Mixed precision with Adam: weights and gradients in BF16, an FP32 copy of the weights and
# two moments. Each block is sharded over some of the GPUs.

# %%
PARAMETERS, LAYERS, WIDTH, GPUS, INSIDE = 7e9, 32, 4096, 64, 8
PARTS = {"weights": 2, "gradients": 2, "copy and moments": 12}  # bytes a parameter


def held(weights, gradients, state):
    """Bytes of a GPU, if each part is cut into so many."""
    cuts = (weights, gradients, state)
    return sum(
        PARAMETERS * b / cut for b, cut in zip(PARTS.values(), cuts, strict=True)
    )


alone, fsdp = held(1, 1, 1), held(GPUS, GPUS, GPUS)
# Tensor parallel inside each machine, and over the machines ZeRO-1.
mixed = held(INSIDE, INSIDE, GPUS)
# Activations with a checkpoint a layer: its input, in BF16.
per_token = 2 * LAYERS * WIDTH

# %% [markdown]
# ## When does gathering hide?
# A weight has two bytes to gather and two FLOPs a token forward. So gathering takes as
# long as computing at F/β tokens a GPU, for any layer: F is the FLOP/s that the layer
# reaches, β the bandwidth of the link.


# %%
def tokens_to_hide(bandwidth, reached=0.5 * A100.peak):
    """Tokens on each GPU from which on a gather is no longer than forward."""
    return reached / bandwidth


LINK = 200  # Gbit/s of network for each GPU
between = LINK * 1e9 / 8
hide = {"inside": tokens_to_hide(300e9), "between": tokens_to_hide(between)}
layer = PARAMETERS / LAYERS
for bandwidth, tokens in ((300e9, hide["inside"]), (between, hide["between"])):
    assert (
        abs(2 * layer / bandwidth * 0.5 * A100.peak / (2 * layer * tokens) - 1) < 1e-9
    )

# %% [markdown]
# ## Time and utilization
# Six FLOPs a parameter and token: two forward, four backward. Attention's products are
# left out.

# %%
TOKENS, RATE = 140e9, 200_000  # to train on; a second on all GPUs


def utilization(flops_per_second, gpus):
    """Model FLOPs over the peak of all GPUs."""
    return flops_per_second / (gpus * A100.peak)


mfu = utilization(6 * PARAMETERS * RATE, GPUS)
days = TOKENS / RATE / 86_400

# %%
computed = {
    "alone": f"{alone / 1e9:.0f} GB",
    "fsdp": f"{fsdp / 1e9:.2f} GB",
    "mixed": f"{mixed / 1e9:.1f} GB",
    "per-token": f"{per_token / 1e3:.0f} KB",
    "hide-inside": f"{hide['inside']:,.0f}",
    "hide-between": f"{hide['between']:,.0f}",
    "mfu": f"{mfu:.0%}",
    "days": f"{days:.1f} days",
}
given = {
    "parameters": f"{PARAMETERS / 1e9:.0f} billion",
    "layers": f"{LAYERS}",
    "width": f"{WIDTH:,}",
    "gpus": f"{GPUS}",
    "inside": f"{INSIDE}",
    "tokens": f"{TOKENS / 1e9:.0f} billion",
    "rate": f"{RATE:,} tokens a second",
    "link": f"{LINK} Gbit/s",
}

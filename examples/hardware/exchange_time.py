# %% [markdown]
# # How long gradients travel
# Which link hides the exchange of gradients behind the backward pass?

# %%
from _cards import A100
from _counted import operations
from _resnet50 import resnet50

# %% [markdown]
# On a ring each of N GPUs sends $2 (N - 1)/N$ times the gradients. Bandwidths are nominal,
# in one direction: NVLink of an A100, half of what NVIDIA states for both; PCIe 4.0 with
# sixteen lanes of 16 Gbit/s, of which 128 bits in 130 are data; two networks.

# %%
GPUS, BATCH = 8, 64
NVLINK = 600e9  # bytes per second, both directions
FAST, SLOW = 100, 10  # Gbit/s
links = {
    "nvlink": NVLINK / 2,
    "pcie": 16 * 16e9 * 128 / 130 / 8,
    "fast": FAST * 1e9 / 8,
    "slow": SLOW * 1e9 / 8,
}


def exchange_time(gradients, gpus, bandwidth):
    """Seconds for an all-reduce of so many bytes, latencies left out."""
    return 2 * (gpus - 1) / gpus * gradients / bandwidth


gradients = sum(4 * p.numel() for p in resnet50().parameters())
seconds = {name: exchange_time(gradients, GPUS, b) for name, b in links.items()}
# Message by message: N − 1 chunks to sum them, and as many to hand the sums around.
messages = [gradients / GPUS for _ in range(2) for _ in range(GPUS - 1)]
assert abs(exchange_time(gradients, GPUS, 1) / sum(messages) - 1) < 1e-9

# %% [markdown]
# Backward does twice the FLOPs of forward, for inputs and for weights. On tensor cores at
# their peak, which no network reaches, it takes at least

# %%
forward = sum(f for name, _, f in operations(BATCH) if name in ("convolution", "addmm"))
backward = 2 * forward / A100.peak
needed = exchange_time(gradients, GPUS, 1) / backward  # bytes per second
assert seconds["nvlink"] < backward < seconds["pcie"]

# %%
computed = {
    **{name: f"{1e3 * s:.1f} ms" for name, s in seconds.items()},
    "sent": f"{exchange_time(gradients, GPUS, 1) / 1e6:.0f} MB",
    "nvlink-one": f"{links['nvlink'] / 1e9:.0f} GB/s",
    "pcie-link": f"{links['pcie'] / 1e9:.1f} GB/s",
    "backward": f"{1e3 * backward:.1f} ms",
    "needed": f"{needed / 1e9:.0f} GB/s",
}
given = {
    "batch": f"{BATCH}",
    "gpus": f"{GPUS}",
    "fast-link": f"{FAST} Gbit/s",
    "slow-link": f"{SLOW} Gbit/s",
}
quoted = {
    "nvlink-link": (
        f"{NVLINK / 1e9:.0f} GB/s",
        "NVIDIA 2020, A100 white paper, third-generation NVLink",
        "all links, both directions together",
    )
}

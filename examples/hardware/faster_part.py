# %% [markdown]
# # A part that becomes faster
# Tensor cores multiply the peak. How much faster does a whole network become at best?

# %%
from _cards import A100, A100_FP16_WITHOUT_TENSOR_CORES
from _counted import operations

seen = {64: operations(64)}

# %% [markdown]
# ## Least times
# The longer of bytes over bandwidth and FLOPs over peak, of an A100 with 40 GB: no kernel
# is faster, real ones are slower. Fused, what follows a convolution is done before its
# output is written: bytes of batch norm, ReLU and addition vanish, but for the skip.


# %%
def least_time(ops, tensor_cores=True, fused=False):
    """Seconds for all operations, and the share that waits for memory."""
    total = waiting = 0.0
    for name, moved, flops in ops:
        peak = A100.peak if tensor_cores else A100_FP16_WITHOUT_TENSOR_CORES
        if fused and name in ("native_batch_norm", "relu_"):
            continue
        if fused and name == "add_":
            moved = moved // 3  # the skip is read; the rest stays on chip
        memory, arithmetic = moved / A100.bandwidth, flops / peak
        total += max(memory, arithmetic)
        waiting += memory if memory > arithmetic else 0
    return total, waiting / total


def gain(batch, fused):
    """How many times as fast tensor cores make the whole at best."""
    without, _ = least_time(seen[batch], tensor_cores=False, fused=fused)
    return without / least_time(seen[batch], fused=fused)[0]


plain, fused = (least_time(seen[64], fused=fused) for fused in (False, True))
peaks = A100.peak / A100_FP16_WITHOUT_TENSOR_CORES
gains = gain(64, fused=False), gain(64, fused=True)
assert 1 < gains[0] < gains[1] < peaks

# %% [markdown]
# ## Amdahl's law says the same
# p is the share of the time, without tensor cores, of what waits for arithmetic with them
# too. Operations that come to wait for memory gain a part, the others nothing.

# %%
without, _ = least_time(seen[64], tensor_cores=False)
arithmetic = sum(
    flops / A100_FP16_WITHOUT_TENSOR_CORES
    for _, moved, flops in seen[64]
    if flops / A100.peak > moved / A100.bandwidth
)
p = arithmetic / without
assert 1 / (1 - p + p / peaks) < gains[0] < 1 / (1 - p)

# %%
computed = {
    "waiting": f"{plain[1]:.0%}",
    "waiting-fused": f"{fused[1]:.0%}",
    "gain": f"{gains[0]:.1f}×",
    "gain-fused": f"{gains[1]:.1f}×",
    "peaks": f"{peaks:.0f}×",
    "fusion": f"{plain[0] / fused[0]:.1f}×",
}

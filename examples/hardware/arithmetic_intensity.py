# %% [markdown]
# # Arithmetic intensity and the roofline
# When is an operation limited by memory bandwidth, when by arithmetic, and which of the
# two do tensor cores help?

# %%
from fractions import Fraction

import matplotlib.pyplot as plt
import torch
from torch.utils.flop_counter import FlopCounterMode

# Peak arithmetic and memory bandwidth, as NVIDIA states them: V100 in "GPU performance
# background", A100 40 GB in the Ampere white paper, H100 SXM in its data sheet (dense).
gpus = {
    "V100": (125e12, 900e9),
    "A100": (312e12, 1555e9),
    "H100": (989e12, 3350e9),
}
A100_FP32_CORES = 19.5e12  # without tensor cores


def intensity(op, inputs, flops=None):
    """FLOPs per byte: every input is read once, the output is written once."""
    with FlopCounterMode(display=False) as counter:
        output = op(*inputs)
    moved = sum(t.numel() * t.element_size() for t in (*inputs, output))
    return (flops or counter.get_total_flops()) / moved


n, sizes = 4096, (64, 256, 1024)
ops = {
    "FP32 add": intensity(torch.add, [torch.zeros(n)] * 2, flops=n),
    "FP16 ReLU": intensity(torch.relu, [torch.zeros(n).half()], flops=n),
}
for n in sizes:
    matrix = torch.empty(n, n, dtype=torch.half, device="meta")
    ops[f"GEMM {n}"] = intensity(torch.mm, [matrix, matrix])

# %% [markdown]
# By hand: an FP32 addition reads 8 bytes and writes 4 for one FLOP; a ReLU in FP16 reads
# 2 and writes 2. A product of two $n \times n$ matrices in FP16 does $2n^3$ FLOPs on
# $3 \cdot 2n^2$ bytes: $n/3$.

# %%
assert ops["FP32 add"] == 1 / 12
assert ops["FP16 ReLU"] == 1 / 4
assert all(abs(ops[f"GEMM {n}"] - n / 3) < 1e-9 for n in sizes)
balance = {name: peak / bandwidth for name, (peak, bandwidth) in gpus.items()}
# The GPUs on which an operation is limited by arithmetic.
bound = {op: [gpu for gpu in gpus if i > balance[gpu]] for op, i in ops.items()}
assert bound["GEMM 1024"] == list(gpus)
assert not any(bound[op] for op in list(ops)[:-1])


def attainable(i, peak, bandwidth):
    """FLOP/s of an operation with intensity i."""
    return min(peak, i * bandwidth)


# %%
fig, ax = plt.subplots(num="roofline", figsize=(5, 3.6))
for k, (gpu, limits) in enumerate(gpus.items()):
    xs = [0.04, balance[gpu], 4000]
    ax.loglog(xs, [attainable(x, *limits) / 1e12 for x in xs])
    ax.plot(balance[gpu], limits[0] / 1e12, "o", color=f"C{k}")
    label = f"{gpu}: {balance[gpu]:.0f}"
    ax.text(4500, limits[0] / 1e12, label, color=f"C{k}", va="center", weight=600)
old = (A100_FP32_CORES, gpus["A100"][1])
ax.plot([old[0] / old[1], 4000], [old[0] / 1e12] * 2, color="0.5", ls=":", zorder=1)
ax.text(4500, 19.5, "A100,\nFP32 cores", color="0.5", va="center", fontsize=8)
for op, i in ops.items():
    ax.axvline(i, color="0.85", lw=0.8, zorder=0)
    at = {"y": 0.034, "va": "bottom"} if "GEMM" in op else {"y": 2200, "va": "top"}
    ax.text(i, s=op, rotation=90, ha="right", fontsize=8, **at)
ax.text(0.4, 60, "bandwidth-bound", color="0.5")
ax.text(800, 3, "compute-bound", color="0.5")
ax.grid(False)
ax.set(xlabel="arithmetic intensity (FLOP per byte)", ylabel="attainable TFLOP/s")
ax.set(xlim=(0.04, 60000), ylim=(0.03, 2500))
ticks = [0.1, 1, 10, 100, 1000]
ax.set_xticks(ticks, ticks)
ax.set_yticks(ticks, ticks)

# %% [markdown]
# ## What tensor cores change
# They lift the flat roof. On the slope the time is the bytes over the bandwidth, with
# or without them. (The A100 has other cores for FP16, too; their roof lies between.)

# %%
speedup = {
    op: attainable(i, *gpus["A100"]) / attainable(i, *old) for op, i in ops.items()
}
assert speedup["FP32 add"] == speedup["FP16 ReLU"] == 1

# %%
facts = {
    "add": f"{Fraction(ops['FP32 add']).limit_denominator(100)}",
    "relu": f"{Fraction(ops['FP16 ReLU']).limit_denominator(100)}",
    **{f"gemm-{n}": f"{ops[f'GEMM {n}']:.0f}" for n in sizes},
    **{gpu.lower(): f"{b:.0f}" for gpu, b in balance.items()},
    "a100-without": f"{old[0] / old[1]:.1f}",
    "speedup-add": f"{speedup['FP32 add']:.0f}×",
    "speedup-gemm": f"{speedup['GEMM 1024']:.0f}×",
}

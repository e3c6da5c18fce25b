# %% [markdown]
# # Arithmetic intensity and the roofline
# When is an operation limited by memory bandwidth, when by arithmetic, and which of the
# two do tensor cores help?

# %%
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


n = 4096
vectors = [torch.zeros(n), torch.zeros(n)]
ops = {
    "FP32 add": intensity(torch.add, vectors, flops=n),
    "FP16 ReLU": intensity(torch.relu, [torch.zeros(n).half()], flops=n),
}
for n in (64, 256, 1024):
    ops[f"GEMM {n}"] = intensity(
        torch.mm, [torch.empty(n, n, device="meta").half()] * 2
    )

# %% [markdown]
# By hand: an FP32 addition reads 8 bytes and writes 4 for one FLOP; a ReLU in FP16 reads
# 2 and writes 2. A product of two $n \times n$ matrices in FP16 does $2n^3$ FLOPs on
# $3 \cdot 2n^2$ bytes: $n/3$.

# %%
assert ops["FP32 add"] == 1 / 12
assert ops["FP16 ReLU"] == 1 / 4
assert all(abs(ops[f"GEMM {n}"] - n / 3) < 1e-9 for n in (64, 256, 1024))
balance = {name: peak / bandwidth for name, (peak, bandwidth) in gpus.items()}
bound = {
    op: [gpu for gpu in gpus if i > balance[gpu]] for op, i in ops.items()
}  # the GPUs on which it is limited by arithmetic
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
ax.set_xticks([0.1, 1, 10, 100, 1000], ["0.1", "1", "10", "100", "1000"])
ax.set_yticks([0.1, 1, 10, 100, 1000], ["0.1", "1", "10", "100", "1000"])
# %% [markdown]
# ## What tensor cores change
# They lift the flat roof. On the slope the time is the bytes over the bandwidth, with
# or without them. (The A100 has other cores for FP16, too; their roof lies between.)

# %%
speedup = {
    op: attainable(i, *gpus["A100"]) / attainable(i, *old) for op, i in ops.items()
}
assert speedup["FP32 add"] == speedup["FP16 ReLU"] == 1

# %% [markdown]
# ## Sizes that are multiples of 8
# FP16 tensor cores work on 16 bytes at a time, 8 numbers. Rounding a dimension up costs
# little: a few columns of padding.


# %%
def round_up(n, multiple=8):
    return -(-n // multiple) * multiple


waste = {n: round_up(n) / n - 1 for n in (1001, 33708)}
assert round_up(1001) == 1008
assert round_up(33708) == 33712
assert {t: 16 // t.itemsize for t in (torch.float16, torch.int8, torch.float32)} == {
    torch.float16: 8,
    torch.int8: 16,
    torch.float32: 4,  # TF32 is stored in 4 bytes
}

facts = {
    "add": "1/12",
    "relu": "1/4",
    **{f"gemm-{n}": f"{ops[f'GEMM {n}']:.0f}" for n in (64, 256, 1024)},
    **{gpu.lower(): f"{b:.0f}" for gpu, b in balance.items()},
    "a100-without": f"{old[0] / old[1]:.1f}",
    "speedup-add": f"{speedup['FP32 add']:.0f}×",
    "speedup-gemm": f"{speedup['GEMM 1024']:.0f}×",
    "rounded-1001": f"{round_up(1001):,}",
    "waste-1001": f"{waste[1001]:.1%}",
    "waste-33708": f"{waste[33708]:.2%}",
}

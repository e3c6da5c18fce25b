# %% [markdown]
# # Arithmetic intensity and the roofline
# When is an operation limited by memory bandwidth, when by arithmetic, and which of the
# two do tensor cores help?

# %%
from fractions import Fraction

import matplotlib.pyplot as plt
import torch
from _cards import A100, A100_80GB, H100, V100
from _cards import A100_FP16_WITHOUT_TENSOR_CORES as FP16_WITHOUT
from _cards import A100_FP32_CORES as FP32_CORES
from _cards import A100_TF32 as TF32
from torch.utils.flop_counter import FlopCounterMode

# From NVIDIA's documents, not measured. The A100 with 40 GB and 80 GB differ in bandwidth.
cards = {"v100": V100, "a100": A100, "a100-80gb": A100_80GB, "h100": H100}


def intensity(op, inputs, flops=None):
    """FLOPs per byte, if each input is read once and the output is written once.

    PyTorch counts products and convolutions; for other operations say `flops`.
    """
    with FlopCounterMode(display=False) as counter:
        output = op(*inputs)
    moved = sum(t.numel() * t.element_size() for t in (*inputs, output))
    return (flops or counter.get_total_flops()) / moved


def product(m, n, k, dtype=torch.half):
    """The intensity of a matrix product (m, k) × (k, n)."""
    a, b = (torch.empty(s, dtype=dtype, device="meta") for s in ((m, k), (k, n)))
    return intensity(torch.mm, [a, b])


n, sizes = 4096, (64, 256, 1024)
ops = {
    "FP32 add": intensity(torch.add, [torch.zeros(n)] * 2, flops=n),
    "FP16 ReLU": intensity(torch.relu, [torch.zeros(n).half()], flops=n),
    **{f"GEMM {n}": product(n, n, n) for n in sizes},
}

# %% [markdown]
# By hand: an FP32 addition reads 8 bytes and writes 4 for one FLOP; a ReLU in FP16 reads
# 2 and writes 2. A product of two $n \times n$ matrices in FP16 does $2n^3$ FLOPs on
# $3 \cdot 2n^2$ bytes: $n/3$.

# %%
assert ops["FP32 add"] == 1 / 12
assert ops["FP16 ReLU"] == 1 / 4
assert all(abs(ops[f"GEMM {n}"] - n / 3) < 1e-9 for n in sizes)
balance = {name: card.balance for name, card in cards.items()}
# NVIDIA's guide prints these three: two products, and a V100's balance between them.
assert f"{product(8192, 128, 8192):.1f}" == "124.1"
assert int(product(8192, 8192, 8192)) == 2730
assert f"{balance['v100']:.1f}" == "138.9"


def attainable(i, peak, bandwidth):
    """FLOP/s at an intensity i."""
    return min(peak, i * bandwidth)


# %%
fig, ax = plt.subplots(num="roofline", figsize=(5, 3.6))
names = {"V100 SXM2": V100, "A100 40 GB": A100, "H100 SXM": H100}
for k, (name, card) in enumerate(names.items()):
    xs, peak = [0.04, card.balance, 4000], card.peak / 1e12
    ax.loglog(xs, [attainable(x, card.peak, card.bandwidth) / 1e12 for x in xs])
    ax.plot(card.balance, peak, "o", color=f"C{k}")
    label = f"{name}: {card.balance:.0f}"
    ax.text(4500, peak, label, color=f"C{k}", va="center", weight=600)
xs, roof = [FP16_WITHOUT / A100.bandwidth, 4000], [FP16_WITHOUT / 1e12] * 2
ax.plot(xs, roof, color="0.5", ls=":", zorder=1)
ax.text(4500, 66, "A100 without\ntensor cores", color="0.5", va="top")
for op, i in ops.items():
    ax.axvline(i, color="0.85", lw=0.8, zorder=0)
    at = {"y": 0.034, "va": "bottom"} if "GEMM" in op else {"y": 2200, "va": "top"}
    ax.text(i, s=op, rotation=90, ha="right", **at)
ax.text(0.4, 100, "bandwidth-\nbound", color="0.5")
ax.text(800, 3, "compute-bound", color="0.5")
ax.grid(False)
ax.set(xlabel="arithmetic intensity (FLOP per byte)", ylabel="attainable TFLOP/s")
ax.set(xlim=(0.04, 1500000), ylim=(0.03, 2500))
ticks = [0.1, 1, 10, 100, 1000]
ax.set_xticks(ticks, ticks)
ax.set_yticks(ticks, ticks)

# %% [markdown]
# ## What tensor cores change
# They lift the flat roof. On the slope the time is the bytes over the bandwidth, with or
# without them. Like is compared with like: FP16 with FP16, and FP32 with TF32, which is
# stored in 4 bytes too.


# %%
def speedup(i, before, after):
    """Of an operation with intensity i on an A100 with 40 GB, from peak to peak."""
    return attainable(i, after, A100.bandwidth) / attainable(i, before, A100.bandwidth)


in_fp16 = speedup(ops["GEMM 1024"], FP16_WITHOUT, A100.peak)
in_fp32 = speedup(product(1024, 1024, 1024, torch.float), FP32_CORES, TF32)

# %%
computed = {
    "add": f"{Fraction(ops['FP32 add']).limit_denominator(100)}",
    "relu": f"{Fraction(ops['FP16 ReLU']).limit_denominator(100)}",
    **{f"gemm-{n}": f"{ops[f'GEMM {n}']:.0f}" for n in sizes},
    **{name: f"{b:.0f}" for name, b in balance.items()},
    "a100-without": f"{FP32_CORES / A100.bandwidth:.1f}",
    "a100-tf32": f"{TF32 / A100.bandwidth:.0f}",
    "a100-fp16-without": f"{FP16_WITHOUT / A100.bandwidth:.0f}",
    "speedup-add": f"{speedup(ops['FP32 add'], FP32_CORES, TF32):.0f}×",
    "speedup-gemm": f"{in_fp16:.0f}×",
    "speedup-tf32": f"{in_fp32:.0f}×",
}
quoted = {f"{name}-card": card.quoted for name, card in cards.items()}

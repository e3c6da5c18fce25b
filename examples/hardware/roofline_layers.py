# %% [markdown]
# # ResNet-50 under the roofline
# Which operations of a real network wait for memory, and which for arithmetic?

# %%
import matplotlib.pyplot as plt
from _cards import A100
from _counted import operations

# %% [markdown]
# Inference in FP16, counted by the module `_counted` on tensors without data: FLOPs and
# bytes of each operation, if inputs are read once and outputs written once. The card is
# an A100 with 40 GB.

# %%
seen = {batch: operations(batch) for batch in (1, 64)}
PRODUCTS = ("convolution", "addmm")  # on tensor cores
products = [flops for name, _, flops in seen[64] if name in PRODUCTS]
assert len(products) == 53 + 1
share = sum(products) / sum(flops for *_, flops in seen[64])
convolutions = [
    (moved, flops) for name, moved, flops in seen[64] if name == "convolution"
]
intensity = [flops / moved for moved, flops in convolutions]
norm = next((m, f) for name, m, f in seen[64] if "batch_norm" in name)
linear = {b: next(f / m for n, m, f in seen[b] if n == "addmm") for b in seen}
# By hand: a 3×3 convolution of the first stage, 64 channels at 56×56, two bytes each.
maps, weights = 64 * 64 * 56**2, 9 * 64**2
by_hand = 2 * 9 * 64 * maps / (2 * (2 * maps + weights))
assert any(abs(i / by_hand - 1) < 1e-9 for i in intensity)
depthwise = 2 * 9 * maps / (2 * (2 * maps + 9 * 64))  # each channel alone
below = sum(i < A100.balance for i in intensity)
one = [f / m for name, m, f in seen[1] if name == "convolution"]
below_one = sum(i < A100.balance for i in one)


# %% [markdown]
# ## From which batch on is a linear layer limited by arithmetic?
# Inputs C, outputs C', batch B, two bytes a number: intensity is
# $B C C' / (B C + B C' + C C')$, so $1/I = 1/B + 1/C + 1/C'$.


# %%
def break_even(inputs, outputs, balance=A100.balance):
    """The batch at which a linear layer in FP16 reaches the balance."""
    return 1 / (1 / balance - 1 / inputs - 1 / outputs)


even = break_even(2048, 1000)
moved = 2 * (even * 2048 + even * 1000 + 2048 * 1000)
assert abs(2 * even * 2048 * 1000 / moved / A100.balance - 1) < 1e-9

# %%
fig, ax = plt.subplots(num="layers")
for name, c, mark in (("convolution", "C0", "o"), ("other", "C1", "s")):
    points = {
        (f / m, min(A100.peak, f / m * A100.bandwidth) / 1e12)
        for n, m, f in seen[64]
        if (n == "convolution") == (name == "convolution") and n != "addmm"
    }
    ax.loglog(*zip(*sorted(points), strict=True), mark, color=c)
xs = [0.04, A100.balance, 2000]
roof = [min(A100.peak, x * A100.bandwidth) / 1e12 for x in xs]
ax.loglog(xs, roof, color="0.5", ls="-", lw=0.8, zorder=0)
ax.axvline(A100.balance, color="0.5", ls="--", lw=0.8)
ax.text(A100.balance * 1.15, 0.15, "balance", color="0.5")
ax.text(0.4, 0.22, "norm, ReLU, addition", color="C1")
ax.text(12, 130, "convolutions", color="C0", ha="center")
ax.set(xlabel="FLOP per byte", ylabel="attainable TFLOP/s", xlim=(0.04, 2500))
ax.set_ylim(0.05, 900)
ax.set_xticks([0.1, 1, 10, 100, 1000], ["0.1", "1", "10", "100", "1000"])
ax.set_yticks([0.1, 1, 10, 100], ["0.1", "1", "10", "100"])
ax.minorticks_off()

# %%
computed = {
    "conv-3x3": f"{by_hand:.0f}",
    "depthwise": f"{depthwise:.1f}",
    "norm": f"{norm[1] / norm[0]:.2f}",
    "linear-1": f"{linear[1]:.1f}",
    "linear-64": f"{linear[64]:.0f}",
    "below": f"{below} of {len(intensity)}",
    "products": f"{share:.1%}",
    "below-one": f"{below_one} of {len(one)}",
    "even": f"{even:.0f}",
}

# %% [markdown]
# # Sizes that are multiples of 8
# What does it cost to round a layer's dimension up, so that tensor cores work
# efficiently?

# %%
import matplotlib.pyplot as plt
import torch
from torch.utils.flop_counter import FlopCounterMode

# %% [markdown]
# Tensor cores want dimensions aligned to 16 bytes: 8 numbers of FP16, 16 of INT8, 4 of
# TF32, which is stored in 4 bytes. An A100 works best with 128 bytes, 64 numbers of FP16.
# Rounding a dimension up to 16 bytes adds at most seven columns in FP16: little for a large
# layer, much for a small one.

# %%
numbers = {t: 16 // t.itemsize for t in (torch.float16, torch.int8, torch.float32)}
assert list(numbers.values()) == [8, 16, 4]


def round_up(n, multiple=numbers[torch.float16]):
    """The least multiple that is not below n, for whole numbers."""
    return -(-n // multiple) * multiple


def waste(n):
    """Extra multiply-adds, as a share of the useful ones, from padding n > 0 columns."""
    return round_up(n) / n - 1


# Counted: the multiply-adds of a layer with 1001 classes, and of one with padding.
def multiply_adds(classes):
    features, layer = torch.empty(1, 64), torch.nn.Linear(64, classes)
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        layer(features)
    return counter.get_total_flops() / 2


padded = round_up(1001)
assert 1001 < padded < 1001 + 8
assert padded % 8 == 0
assert round_up(1000) == 1000  # what fits already stays
assert abs(multiply_adds(padded) / multiply_adds(1001) - 1 - waste(1001)) < 1e-12
# A large vocabulary.
assert round_up(33708) == 33712

# %%
fig, ax = plt.subplots(num="waste", figsize=(5, 2.6))
dims = range(16, 2000)
worst = [n for n in dims if n % 8 == 1]
ax.plot(worst, [100 * waste(n) for n in worst], color="C1")
ax.plot(1001, 100 * waste(1001), "o", color="C1")
ax.text(1030, 100 * waste(1001) + 2, "1001 → 1008", color="C1")
ax.set(
    xscale="log", xlabel="dimension, one above a multiple of 8", ylabel="padding (%)"
)
ticks = [17, 64, 256, 1001]
ax.set_xticks(ticks, ticks)
ax.minorticks_off()

# %%
computed = {
    "rounded-1001": f"{round_up(1001):,}",
    "waste-1001": f"{waste(1001):.1%}",
    "waste-33708": f"{waste(33708):.2%}",
}

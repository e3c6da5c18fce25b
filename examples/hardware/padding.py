# %% [markdown]
# # Sizes that are multiples of 8
# What does it cost to round a layer's dimension up, so that tensor cores work
# efficiently?

# %%
import matplotlib.pyplot as plt
import torch

# %% [markdown]
# Tensor cores want dimensions aligned to 16 bytes: 8 numbers of FP16, 16 of INT8, 4 of
# TF32, which is stored in 4 bytes. An A100 works best with 128 bytes, 64 numbers of FP16.
# Rounding a dimension up to 16 bytes costs little: a few columns of padding.

# %%
numbers = {t: 16 // t.itemsize for t in (torch.float16, torch.int8, torch.float32)}
assert list(numbers.values()) == [8, 16, 4]


def round_up(n, multiple=numbers[torch.float16]):
    return -(-n // multiple) * multiple


def waste(n):
    """Extra multiply-adds, as a share of the useful ones, from padding one dimension."""
    return round_up(n) / n - 1


# A vocabulary of 33,708 words, as in NVIDIA's guide, and one class too many for 1000.
assert round_up(1001) == 1008
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
facts = {
    "rounded-1001": f"{round_up(1001):,}",
    "waste-1001": f"{waste(1001):.1%}",
    "waste-33708": f"{waste(33708):.2%}",
}

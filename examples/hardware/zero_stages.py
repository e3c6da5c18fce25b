# %% [markdown]
# # The three stages of ZeRO
# How many bytes per parameter does a GPU hold when the optimizer state, the gradients
# or the weights too are sharded?

# %%
import matplotlib.pyplot as plt
from _training_step import training_step

# %% [markdown]
# Per parameter, FP32 training with Adam holds 4 bytes of weight, 4 of gradient and 8 of
# optimizer state. ZeRO's three stages shard the last, the last two, or all. FSDP's
# default is stage 3. Activations are not in this plot: these stages do not shard
# them.


# %%
FP32 = (8, 4, 4)  # Adam state, gradient, weight: in the order of the stages
MASTER_COPY = (12, 2, 2)  # FP16 weights and gradients, an FP32 copy beside Adam's state


def bytes_per_parameter(stage, gpus, parts=FP32):
    return sum(size / gpus if k < stage else size for k, size in enumerate(parts))


# A model of 7.5 billion parameters on 64 GPUs, in GB: Rajbhandari et al. 2019, Figure 1.
published = (120, 31.4, 16.6, 1.9)
for stage, size in enumerate(published):
    assert abs(7.5 * bytes_per_parameter(stage, 64, MASTER_COPY) - size) < 0.05


# %% [markdown]
# Stage 3 is also counted, on one GPU and with FSDP on the first of eight. Tensors and
# GPUs are fake: they have shapes but no data, and nothing is sent.

# %%
counted = {}
for gpus in (1, 8):
    held = training_step(batch=1, gpus=gpus).held
    state = held["parameters"] + held["gradients"] + held["Adam state"]
    counted[gpus] = state / 25_557_032
    assert counted[gpus] == bytes_per_parameter(3, gpus)

# %%
xs = [2 ** (i / 4) for i in range(25)]
names = ["DDP: nothing", "ZeRO-1: Adam", "ZeRO-2: + gradients", "ZeRO-3, FSDP: all"]
looks = [("C1", "-"), ("C3", (0, (5, 2))), ("C2", (0, (5, 2))), ("C0", "-")]
fig, ax = plt.subplots(num="stages")
for stage, (name, (c, ls)) in enumerate(zip(names, looks, strict=True)):
    ys = [bytes_per_parameter(stage, gpus) for gpus in xs]
    ax.plot(xs, ys, color=c, ls=ls)
    box = {"fc": "w", "ec": "none", "pad": 1}
    ax.text(68, ys[-1], name, color=c, va="center", bbox=box)
ax.plot(counted.keys(), counted.values(), "o", color="C0", ms=6)
arrow = {"arrowstyle": "-", "color": "0.5"}
ax.annotate("counted", (8, 2), (1.1, 2), color="C0", va="center", arrowprops=arrow)
ax.set_xscale("log", base=2)
ticks = [1, 2, 4, 8, 16, 32, 64]
ax.set_xticks(ticks, ticks)
ax.set(xlabel="GPUs", ylabel="bytes per parameter", xlim=(0.9, 700), ylim=(0, 17.5))
ax.spines.bottom.set_bounds(0.9, 64)

# %%
computed = {"eight": f"{counted[8]:.0f} bytes"}

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
def bytes_per_parameter(stage, gpus):
    parts = (8, 4, 4)  # Adam state, gradient, weight: in the order of the stages
    return sum(size / gpus if k < stage else size for k, size in enumerate(parts))


# %% [markdown]
# Stage 3 is measured, on one GPU and with FSDP on the first of eight; the other stages
# are derived. Tensors and GPUs are fake: they have shapes but no data, and nothing is
# sent.

# %%
measured = {}
for gpus in (1, 8):
    held = training_step(batch=1, gpus=gpus).held
    state = held["parameters"] + held["gradients"] + held["Adam state"]
    measured[gpus] = state / 25_557_032
    assert measured[gpus] == bytes_per_parameter(3, gpus)

# %%
xs = [2 ** (i / 4) for i in range(25)]
names = ["DDP: nothing", "ZeRO-1: Adam", "ZeRO-2: + gradients", "ZeRO-3, FSDP: all"]
looks = [("C1", "-"), ("C3", (0, (5, 2))), ("C2", (0, (5, 2))), ("C0", "-")]
fig, ax = plt.subplots(num="stages")
for stage, (name, (c, ls)) in enumerate(zip(names, looks, strict=True)):
    ys = [bytes_per_parameter(stage, gpus) for gpus in xs]
    ax.plot(xs, ys, color=c, ls=ls)
    box = {"fc": "w", "ec": "none", "pad": 1}
    ax.text(68, ys[-1], name, color=c, va="center", fontsize=8.5, bbox=box)
ax.plot(measured.keys(), measured.values(), "o", color="C0", ms=6)
arrow = {"arrowstyle": "-", "color": "0.5"}
ax.annotate("measured", (8, 2), (1.1, 2), color="C0", va="center", arrowprops=arrow)
ax.set_xscale("log", base=2)
ticks = [1, 2, 4, 8, 16, 32, 64]
ax.set_xticks(ticks, ticks)
ax.set(xlabel="GPUs", ylabel="bytes per parameter", xlim=(0.9, 700), ylim=(0, 17.5))
ax.spines.bottom.set_bounds(0.9, 64)

# %%
facts = {"eight": f"{measured[8]:.0f} bytes"}

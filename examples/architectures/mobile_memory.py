# %% [markdown]
# # Memory of a mobile network
# How much memory do the maps of MobileNetV2 need for inference, and where?

# %%
import matplotlib.pyplot as plt

# %% [markdown]
# ## Alive at one moment
# While a layer runs, its input and its output are alive, and the input of the block where a
# skip waits for it. One image of 224×224, a byte for each number.

# %%
# (Expansion, channels, blocks, stride of the first), as the paper of MobileNetV2 has them.
table = [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2)]
table += [(6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]


def block(side, before, channels, stride, expand):
    """Bytes alive in the three layers of a block: 1×1 up, depthwise, 1×1 down."""
    wide, small = before * expand, side // stride
    skip = before if stride == 1 and before == channels else 0
    up = side**2 * (before + wide)  # the skip waits with the same map
    depthwise = side**2 * (wide + skip) + small**2 * wide
    down = side**2 * skip + small**2 * (wide + channels)
    return [*([up] if expand > 1 else []), depthwise, down]


alive, side, before = [], 112, 32  # behind the stem
for expand, channels, count, stride in table:
    for step in (stride, *[1] * (count - 1)):
        alive += block(side, before, channels, step, expand)
        side, before = side // step, channels
assert (side, before) == (7, 320)
peak, late = max(alive), max(alive[len(alive) // 2 :])
assert (
    peak == 112**2 * 96 + 56**2 * 96
)  # the strided depthwise layer of the second block

# %%
fig, ax = plt.subplots(num="alive")
ax.bar(range(len(alive)), [size / 1e6 for size in alive], color="C0")
ax.set_xlabel("layer, from the input to the output")
ax.set_ylabel("maps alive, MB")

# %%
computed = {
    "peak": f"{peak / 1e6:.1f} MB",
    "late": f"{late / 1e6:.1f} MB",
}

# %% [markdown]
# # When in a training step the memory peaks
# How much memory does ResNet-50 need at each moment of a step at batch 64, with and
# without checkpoints?

# %%
import matplotlib.pyplot as plt
import numpy as np
import torch
from _live_bytes import LiveBytes
from _resnet50 import STAGES, resnet50
from _training_step import training_step

steps = {key: training_step(checkpoints=key) for key in (None, "stage", "block")}

# %% [markdown]
# Inference keeps nothing for a backward pass. It peaks three times, in the blocks of the
# first stage: the weights, the batch, the output of the stem, which the call of the
# stage holds, and three wide maps. In the second and third block these are the input and
# the last convolution before and after batch norm. In the first, whose input is the
# output of the stem, they are the branch and the projection before and after its norm.
# On the meta device tensors have shapes but no data.

# %%
with torch.device("meta"), torch.no_grad():
    net = resnet50().eval()
    with LiveBytes([*net.parameters(), *net.buffers()]) as inference:
        before, images = inference.now(), torch.empty(64, 3, 224, 224)
        net(images)
peak, narrow = max(inference.most.values()), 4 * 64 * 64 * 56**2  # a map of 64 channels
by_hand = before + images.nbytes + (3 * 4 + 1) * narrow
assert abs(peak - by_hand) < 1e4  # batch norm returns two vectors more

# %% [markdown]
# ## The compute from a formula
# Width times side is $64 \cdot 56$ in every stage; with $m$ its square, the three
# convolutions of a block cost $4m + 9m + 4m$ multiply-adds an image. With stride 2 the
# first costs $8m$ and the projection $8m$ more; in the very first block $m$ and $4m$.
# Backward costs twice as much as forward, but the image needs no gradient.

# %%
m = (64 * 56) ** 2
plain, strided, first = 4 + 9 + 4, 8 + 9 + 4 + 8, 1 + 9 + 4 + 4  # blocks, in m
assert sum(count for _, count, _ in STAGES) == 12 + 3 + 1
blocks = 2 * 64 * (12 * plain + 3 * strided + first) * m  # batch 64, in FLOPs
stem, head = 2 * 64 * 3 * 64 * 7**2 * 112**2, 2 * 64 * 2048 * 1000
forward = stem + blocks + head
total = {key: max(step.most) for key, step in steps.items()}
assert f"{forward / 2 / 64 / 1e9:.3f}" == "4.089"  # torchvision's number
assert total[None] == 3 * forward - stem
assert total["stage"] == total["block"] == total[None] + blocks

# %% [markdown]
# ## When the peak comes
# The forward pass climbs, the backward pass gives the memory back. With a checkpoint
# per block each block is computed again just before its gradient. With one per stage
# less is kept, but a whole stage comes back at once.

# %%
lines = {
    key: (np.array(list(step.most)) / forward, np.array(list(step.most.values())) / 1e9)
    for key, step in steps.items()
}
fig, axes = plt.subplots(2, 1, sharex=True, num="timeline", figsize=(5, 3.9))
for ax, key, c in zip(axes, ("stage", "block"), ("C1", "C2"), strict=True):
    ax.plot(*lines[None], color="0.5", ls=(0, (1.2, 1.5)), lw=1.3)
    ax.text(1.95, 5.4, "no checkpoint", color="0.5")
    x, y = lines[key]
    ax.fill_between(x, y, color=c, alpha=0.2, lw=0)
    ax.plot(x, y, color=c, ls="-", lw=1.4)
    at, top = x[y.argmax()], y.max()
    ax.plot(at, top, "o", color=c)
    ax.text(at, top + 0.35, f"peak {top:.2f} GB", color=c, ha="center", weight=600)
    ax.axvline(1, color="0.5", lw=0.8)
    ax.set(title=f"checkpoint per {key}", ylabel="memory (GB)", ylim=(0, 6.3))
axes[0].text(0.97, 0.35, "forward", ha="right", color="0.5")
axes[0].text(1.03, 0.35, "backward", color="0.5")
axes[1].set(xlabel="compute done (1 = one forward pass)", xlim=(0, 4.05))

# %%
computed = {
    "inference": f"{peak / 1e9:.2f} GB",
    "compute-plain": f"{total[None] / forward:.2f}",
    "compute-block": f"{total['block'] / forward:.2f}",
    "extra-compute": f"{total['block'] / total[None] - 1:.0%}",
}

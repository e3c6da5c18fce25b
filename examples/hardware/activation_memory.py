# %% [markdown]
# # Activation memory against batch size
# How many bytes does ResNet-50 keep for the backward pass, and do they follow from the
# shapes of its layers?

# %%
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from _resnet50 import STAGES, resnet50
from torch import nn
from torch.autograd.graph import saved_tensors_hooks


def kept_bytes(net, batch, size=224, device="meta"):
    """Bytes kept for the backward pass: each storage once, the model's own left out."""
    own = {t.untyped_storage() for t in (*net.parameters(), *net.buffers())}
    kept = set()

    def pack(t):
        kept.add(t.untyped_storage())
        return t

    images = torch.empty(batch, 3, size, size, device=device)
    labels = torch.zeros(batch, dtype=torch.long, device=device)
    with saved_tensors_hooks(pack, lambda t: t):
        F.cross_entropy(net(images), labels)
    return sum(storage.nbytes() for storage in kept - own)


net = resnet50().to("meta")
batches = [1, 16, 32, 64]
counted = {batch: kept_bytes(net, batch) for batch in batches}
counted

# %% [markdown]
# ## From the geometry alone
# The maps of all blocks, the statistics of batch norm, and what stem, pooling and the
# loss add. Nothing here ran on a GPU, where the libraries may keep more.


# %%
def formula(batch, size=224):
    """Bytes kept, for a size that is a multiple of 32."""
    side = size // 4
    image = 3 * size**2 + 2 * 64 * (size // 2) ** 2  # input and stem convolution
    image += 3 * 64 * side**2  # max pool: its output, and indices of 8 bytes each
    statistics = 2 * 64  # batch norm: a mean and a scale per channel
    for width, count, stride in STAGES:
        for block in range(count):
            before, side = side, side // (stride if block == 0 else 1)
            image += 2 * width * (before**2 + side**2 + 4 * side**2)
            image += 4 * width * side**2 * (block == 0)  # the projection
            statistics += 2 * (width + width + 4 * width + 4 * width * (block == 0))
    image += 2048 + 1000 + 2  # features, log-probabilities, label
    return 4 * (batch * image + statistics + 1)


assert counted == {batch: formula(batch) for batch in batches}
# Real tensors agree with those of the meta device, which have shapes but no data.
assert kept_bytes(resnet50(), 2, 64, device="cpu") == formula(2, 64)
per_image = formula(2) - formula(1)

# %% [markdown]
# ## The rule
# A convolution with batch norm and ReLU leaves **two** maps behind: its output, which
# batch norm keeps, and the activation, which ReLU and the next convolution share. So one
# image costs about $4 \cdot 2\sum_l C_l H_l W_l$ bytes. A projection on the skip path
# leaves one map only, while input and max pool add some.

# %%
maps = []  # the size of the output of each convolution
for conv in [module for module in net.modules() if isinstance(module, nn.Conv2d)]:
    conv.register_forward_hook(
        lambda module, inputs, output: maps.append(output.numel())
    )
kept_bytes(net, 1)
rule = 4 * 2 * sum(maps)
assert 1 < rule / per_image < 1.05

# %%
fig, ax = plt.subplots(num="batch")
ends = [0, 70]
low, high = 1, 5  # GB
ax.axhspan(low, high, color="0.85", alpha=0.6, lw=0)
ax.text(70, 1.1, f"the old cheatsheet: “{low}–{high} GB”", color="0.5", ha="right")
ax.plot(ends, [formula(batch) / 1e9 for batch in ends], color="C0", lw=1.4)
ax.plot(batches, [size / 1e9 for size in counted.values()], "o", color="C0")
ax.text(44, 4.45, "activations", color="C0", ha="right", weight=600)
ax.text(44, 4.1, "line: formula, dots: counted", color="C0", ha="right")
# Four copies of the parameters: themselves, gradients, and Adam's two moments.
model_state = 4 * sum(p.nbytes for p in net.parameters())
ax.plot(ends, [model_state / 1e9] * 2, color="C1", ls=(0, (5, 2)))
ax.text(70, 0.5, "parameters, gradients, Adam", color="C1", ha="right", va="bottom")
ax.set(xlabel="batch size", ylabel="memory (GB)", xlim=(0, 70), ylim=(0, 6.2))
ax.set_xticks(batches)

# %%
computed = {
    "activations-bytes": f"{counted[64]:,} bytes",
    "per-image": f"{per_image / 1e6:.1f} MB",
    "rule": f"{rule / 1e6:.1f} MB",
    "rule-off": f"{rule / per_image - 1:.0%}",
    "batch-16": f"{counted[16] / 1e9:.2f} GB",
    "batch-32": f"{counted[32] / 1e9:.2f} GB",
    "range": f"{low * 1e9 / per_image:.0f}–{high * 1e9 / per_image:.0f}",
}

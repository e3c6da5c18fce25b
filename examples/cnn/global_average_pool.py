# %% [markdown]
# # Global average pooling
# How many parameters does a classifier head need with and without hidden fully
# connected layers?

# %%
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn

# %% [markdown]
# ## Two heads on the features of VGG-16
# Its last map is 512×7×7. Its own head flattens it into three fully connected
# layers; global average pooling keeps one number a channel and one linear layer. The
# `meta` device gives shapes without memory.

# %%
heads = {
    "flatten + 3 FC": nn.Sequential(
        nn.Flatten(),
        nn.Linear(512 * 7 * 7, 4096, device="meta"),
        nn.ReLU(),
        nn.Linear(4096, 4096, device="meta"),
        nn.ReLU(),
        nn.Linear(4096, 1000, device="meta"),
    ),
    "average pool + 1 FC": nn.Sequential(
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, 1000, device="meta")
    ),
}


def count(module):
    return sum(p.numel() for p in module.parameters())


full, pooled = (count(head) for head in heads.values())
assert full == (512 * 49 + 1) * 4096 + 4097 * 4096 + 4097 * 1000
assert pooled == 513 * 1000
assert count(heads["average pool + 1 FC"][0]) == 0

# %% [markdown]
# ## Where they sit

# %%
bars = [("FC 1", heads["flatten + 3 FC"][1]), ("FC 2", heads["flatten + 3 FC"][3])]
bars += [("FC 3", heads["flatten + 3 FC"][5])]
bars += [("average pool", nn.AdaptiveAvgPool2d(1))]
bars += [("its one FC", heads["average pool + 1 FC"][2])]
fig, ax = plt.subplots(num="parameters", figsize=(5.0, 2.6))
for place, (name, module) in enumerate(bars):
    style = {"color": "C0"} if place < 3 else {"color": "C1", "hatch": "////"}
    ax.barh(place, count(module) / 1e6, height=0.65, **style)
    ax.text(count(module) / 1e6 + 1, place, f"{count(module):,}", va="center")
ax.set(yticks=range(5), yticklabels=[name for name, _ in bars], xlim=(0, 130))
ax.invert_yaxis()
ax.grid(False)
ax.set_xlabel("parameters (millions)")

# %% [markdown]
# ## The mean, and any input size
# `AdaptiveAvgPool2d(1)` is the mean over height and width. A 320×320 image leaves a
# 10×10 map. The pooled head still gets 512 numbers; a flattened one would get another
# length than its weights have.

# %%
torch.manual_seed(0)
x = torch.randn(2, 512, 10, 10, dtype=torch.float64)
mean = F.adaptive_avg_pool2d(x, 1)[..., 0, 0]  # (2, 512, 1, 1) -> (2, 512)
assert torch.allclose(mean, x.mean((2, 3)), atol=1e-12)
first = heads["flatten + 3 FC"][1]
flattened = x.flatten(1).shape[1]  # (2, 512, 10, 10) -> (2, 51200)
assert flattened != first.in_features

# %%
computed = {
    "fully-connected": f"{full:,}",
    "pooled": f"{pooled:,}",
    "ratio": f"{full / pooled:.0f}×",
    "first": f"{count(first) / full:.0%}",
    "expected": f"{first.in_features:,}",
    "flattened-at-320": f"{flattened:,}",
    "pooled-at-320": f"{mean.shape[1]}",
}
